import Estimation
import SurveyAnalysis
import SurveyModel

/// The decomposition of one pair of cities.
struct DecompositionFit {
  private let samples: [AnalysedSample]
  private let study: Study
  private let overlaps: [OverlappingQuestion]
  private let scores: CommonScores
  /// Without the questions that overlap with the index; nil where none do.
  private let reducedScores: CommonScores?
  private let minimumBase: Int

  /// - Parameter profile: On the same questions as its comparisons the scores rest.
  init(_ samples: [AnalysedSample], in study: Study, _ profile: WaveProfile) {
    func common(without questions: Set<String>) -> CommonScores {
      CommonScores(
        samples, factors: study.factors, findings: profile.comparability,
        incomparable: questions.union(profile.leftOut))
    }
    self.samples = samples
    self.study = study
    overlaps = OverlappingQuestion.all(in: study.factors)
    scores = common(without: [])
    reducedScores = overlaps.isEmpty ? nil : common(without: Set(overlaps.map(\.question)))
    minimumBase = samples.map(\.disclosure.minimumBase).max() ?? 1
  }

  func decomposition(
    of index: ScoreDefinition
  ) throws(NoDecomposition) -> IndexDecomposition {
    var (terms, reduced) = (factors(in: scores), reducedScores.map(factors(in:)) ?? [])
    guard !terms.isEmpty else { throw .noFactors }
    let groups = study.driverControls.compactMap(memberships)
    let values = samples.indices.map { scores.score(index, in: $0)?.values ?? [] }
    // One set of interviews for both models, so that they decompose one difference.
    let complete = samples.indices.map { place in
      let columns = [values[place]] + (terms + reduced).flatMap { $0.columns[place] }
      return samples[place].design.isMember.indices.map { row in
        samples[place].design.isMember[row] && columns.allSatisfy { $0[row].isFinite }
          && groups.allSatisfy { $0[place].indices[row] >= 0 }
      }
    }
    let step = try self.step(complete, among: values)
    let controls = groups.compactMap { term(of: $0, among: complete) }
    var leftOut = study.driverControls.filter { name in
      !controls.contains { $0.source == .group(name) }
    }.map(IndexDecomposition.Source.group)
    for term in terms where isOfFew(term, complete) { leftOut.append(term.source) }
    terms.removeAll { isOfFew($0, complete) }
    reduced.removeAll { isOfFew($0, complete) }
    guard !terms.isEmpty else { throw .noFactors }
    let outcome = zip(values, complete).map { values, complete in
      zip(values, complete).map { $1 ? $0 : .nan }
    }
    let whole = try account(of: outcome, on: controls + terms)
    let other = reduced.isEmpty ? nil : try? account(of: outcome, on: controls + reduced)
    return IndexDecomposition(
      first: samples[0].city, second: samples[1].city,
      counts: complete.map { $0.count(where: \.self) },
      difference: whole.difference.rounded(to: step), account: whole.account.rounded(to: step),
      overlaps: overlaps, withoutOverlaps: other?.account.rounded(to: step),
      leftOut: leftOut + whole.leftOut, step: step)
  }

  /// What the figures must be rounded to, so that the few who have an index and lack another answer
  /// stay unknown.
  private func step(
    _ complete: [[Bool]], among values: [[Double]]
  ) throws(NoDecomposition) -> Double? {
    var step: Double?
    for (place, sample) in samples.enumerated() {
      guard complete[place].count(where: \.self) >= minimumBase else {
        throw .fewInterviews(city: sample.city, minimum: minimumBase)
      }
      let membership = GroupMembership(
        group: Crossing(["complete"]), categories: [MergedCategory("yes")],
        indices: complete[place].map { $0 ? 0 : -1 })
      let disclosure = Breakdown(membership).disclosure(
        of: values[place].map(\.isFinite), weights: sample.design.weights, rule: sample.disclosure)
      guard disclosure.suppressions == [nil] else {
        throw .fewIncomplete(city: sample.city, minimum: minimumBase)
      }
      step = [step, disclosure.step(onScale: 100)].compactMap(\.self).max()
    }
    return step
  }

  // MARK: Predictors

  /// The predictors of one source, sample by sample.
  private struct Term {
    var source: IndexDecomposition.Source
    var names: [String]
    /// By sample, then by name.
    var columns: [[[Double]]]

    var isScore: Bool { if case .score = source { true } else { false } }

    func predictors(in sample: Int) -> [Predictor] {
      zip(names, columns[sample]).map { Predictor(name: $0, values: $1) }
    }
  }

  private func factors(in scores: CommonScores) -> [Term] {
    scores.comparable.filter(\.isDriver).compactMap { definition in
      let columns = samples.indices.compactMap { scores.score(definition, in: $0)?.values }
      guard columns.count == samples.count else { return nil }
      return Term(
        source: .score(definition.id), names: [definition.id.name], columns: columns.map { [$0] })
    }
  }

  private func memberships(of group: String) -> [GroupMembership]? {
    guard let grouping = study.grouping(group) else { return nil }
    let own = samples.compactMap { GroupMembership(grouping, in: $0.sample) }
    return own.count == samples.count ? own : nil
  }

  /// 0/1 columns of all categories but the first that has interviews, categories joined until each has
  /// enough people in both cities; nil where one is left.
  private func term(of group: [GroupMembership], among complete: [[Bool]]) -> Term? {
    let joined = GroupMembership.joined(group, to: minimumBase, among: complete)
    let present = joined[0].categories.indices.filter { category in
      joined.indices.contains { sample in
        zip(joined[sample].indices, complete[sample]).contains { $0 == category && $1 }
      }
    }
    guard present.count > 1, let name = group.first?.name else { return nil }
    let categories = present.dropFirst()
    return Term(
      source: .group(name), names: categories.map { "\(name)=\(joined[0].categories[$0].name)" },
      columns: joined.map { membership in
        categories.map { category in
          membership.indices.map { $0 < 0 ? .nan : $0 == category ? 1 : 0 }
        }
      })
  }

  /// Whether all people of a city but few have the same score: it would tell of those few.
  private func isOfFew(_ term: Term, _ complete: [[Bool]]) -> Bool {
    samples.indices.contains { sample in
      var counts: [Double: Int] = [:]
      for (value, isComplete) in zip(term.columns[sample][0], complete[sample]) where isComplete {
        counts[value, default: 0] += 1
      }
      let all = counts.values.reduce(0, +)
      return all - (counts.values.max() ?? 0) < minimumBase
    }
  }

  // MARK: Parts

  private typealias Accounted = (
    difference: Estimate, account: IndexDecomposition.Account,
    leftOut: [IndexDecomposition.Source]
  )

  /// A predictor that follows from others is left out.
  private func account(
    of outcome: [[Double]], on terms: [Term]
  ) throws(NoDecomposition) -> Accounted {
    var terms = terms
    var leftOut: [IndexDecomposition.Source] = []
    while true {
      do throws(RegressionError) {
        return try fitted(outcome, terms, leftOut)
      } catch {
        guard case .dependentPredictor(let name) = error,
          let place = terms.firstIndex(where: { $0.names.contains(name) }),
          terms.contains(where: { $0.isScore && !$0.names.contains(name) })
        else { throw .notFitted(error) }
        leftOut.append(terms.remove(at: place).source)
      }
    }
  }

  private func fitted(
    _ outcome: [[Double]], _ terms: [Term], _ leftOut: [IndexDecomposition.Source]
  ) throws(RegressionError) -> Accounted {
    var places: [Range<Int>] = []
    for term in terms {
      let start = places.last?.upperBound ?? 0
      places.append(start..<(start + term.names.count))
    }
    let groups = zip(terms, places).filter { !$0.0.isScore }.last?.1.upperBound ?? 0
    let end = places.last?.upperBound ?? 0
    let found = try samples[0].design.decomposition(
      of: outcome[0], on: terms.flatMap { $0.predictors(in: 0) },
      against: (samples[1].design, outcome[1], terms.flatMap { $0.predictors(in: 1) }),
      by: places + [groups..<end] + (groups > 0 ? [0..<groups] : []))
    let account = IndexDecomposition.Account(
      composition: groups > 0 ? found.endowments.last : nil,
      levels: found.endowments[places.count], unexplained: found.coefficients,
      interaction: found.interaction,
      parts: zip(terms, found.endowments).map {
        IndexDecomposition.Part(source: $0.source, estimate: $1)
      })
    return (found.difference, account, leftOut)
  }
}

extension IndexDecomposition.Account {
  fileprivate func rounded(to step: Double?) -> Self {
    Self(
      composition: composition?.rounded(to: step), levels: levels.rounded(to: step),
      unexplained: unexplained.rounded(to: step), interaction: interaction.rounded(to: step),
      parts: parts.map {
        IndexDecomposition.Part(source: $0.source, estimate: $0.estimate.rounded(to: step))
      })
  }
}
