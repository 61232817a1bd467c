import Estimation
import SurveyAnalysis
import SurveyModel
import Typology

extension WeightedStudy {
  /// The types of residents of a wave. It is computed when asked for, since every number of types is
  /// found anew in bootstrap samples; the study's seed decides them.
  ///
  /// O(types × resamples × starts × interviews × scores).
  ///
  /// - Throws: `TypologyError` where a score has no variance, or the interviews are too few.
  public func types(
    wave: String, options: TypologyOptions = TypologyOptions()
  ) throws(TypologyError) -> ResidentTypes {
    try ResidentTypes(
      typologyData(wave: wave, factors: options.factors), wave: wave, options,
      seed: study.settings.seed)
  }

  /// - Parameter factors: Names; all where there are none.
  func typologyData(wave: String, factors: [String]) throws(TypologyError) -> TypologyData {
    let own = samples.filter { $0.wave == wave }
    let scores = study.factors.flatMap(ScoreDefinition.scores(of:)).filter { score in
      guard score.id.part == .whole, own.allSatisfy({ $0.scored[score.id] != nil }) else {
        return false
      }
      return factors.isEmpty || factors.contains(score.id.factor)
    }
    guard !own.isEmpty, !scores.isEmpty else { throw .noScores }
    return TypologyData(own, scores: scores)
  }
}

/// The scores of a wave's interviews, city after city.
struct TypologyData {
  let scores: [ScoreDefinition]
  let columns: [[Double]]
  let cities: CategoricalAnswers
  let design: PooledDesign
  let disclosure: DisclosureRule

  init(_ samples: [AnalysedSample], scores: [ScoreDefinition]) {
    self.scores = scores
    columns = scores.map { score in samples.flatMap { $0.scored[score.id]?.values ?? [] } }
    design = PooledDesign(samples.map(\.design))
    let rules = samples.map(\.disclosure)
    disclosure = rules.first(where: \.isStrict) ?? rules.first ?? .none
    cities = CategoricalAnswers(
      categories: samples.map(\.city),
      codes: samples.enumerated().flatMap { place, sample in
        Array(repeating: Int32(place), count: sample.design.count)
      })
  }

  var names: [String] { scores.map(\.id.name) }

  /// Which types are too small to be shown, which would tell of those, and how coarse the others must
  /// be: types are the categories of a group, and people without one of the scores are in none.
  func disclosure(of memberships: [Int], types: Int) -> GroupDisclosure {
    let membership = GroupMembership(
      group: Crossing(["type"]), categories: (0..<types).map { MergedCategory(String($0)) },
      indices: memberships)
    let weights = design.weights
    return Breakdown(membership).disclosure(
      of: weights.map { $0 > 0 }, weights: weights, rule: disclosure)
  }

  /// Each score cut where a third and two thirds of the weight lie below; O(interviews log
  /// interviews).
  var thirds: CategoricalItems {
    CategoricalItems(
      names: names,
      answers: columns.map { column in
        let rows = column.indices.filter { column[$0].isFinite && design.weights[$0] > 0 }
          .sorted { column[$0] < column[$1] }
        let total = rows.reduce(0) { $0 + design.weights[$1] }
        func cut(_ share: Double) -> Double {
          var sum = 0.0
          for row in rows {
            sum += design.weights[row]
            if sum >= share * total { return column[row] }
          }
          return .infinity
        }
        let (low, high) = (cut(1.0 / 3), cut(2.0 / 3))
        return CategoricalAnswers(
          categories: ["low", "middle", "high"],
          codes: column.map { $0.isFinite ? $0 <= low ? 0 : $0 <= high ? 1 : 2 : -1 })
      })
  }
}

/// Types that were found, by either method.
private protocol FoundTypes: Sendable {
  var memberships: [Int] { get }
  var interviewCount: Int { get }
  var shareEstimates: [Estimate] { get }
  func candidate(resamples: Int) -> ResidentTypes.Candidate
  func shares(in cities: CategoricalAnswers) -> [[Estimate]]
}

extension KMeans: FoundTypes {

  func candidate(resamples: Int) -> ResidentTypes.Candidate {
    ResidentTypes.Candidate(
      types: clusters, bic: nil, explained: 1 - withinSumOfSquares / totalSumOfSquares,
      silhouette: silhouette, stability: stability(resamples: resamples),
      warnings: startsAtBest < 2 && search.starts > 1 && clusters > 1
        ? ["one of \(search.starts) starts ended at the best division"] : [])
  }

  func shares(in cities: CategoricalAnswers) -> [[Estimate]] { shareEstimates(in: cities) }
}

extension ResidentTypes.Borders {
  /// - Returns: Nil of a single type.
  fileprivate init?(_ types: KMeans, _ stability: ClusterStability) {
    guard let density = types.densityBetween else { return nil }
    pValue = types.distinctness()
    self.density = density
    isStable = stability.verdict == .stable
  }
}

extension LatentClassAnalysis: FoundTypes {
  func candidate(resamples: Int) -> ResidentTypes.Candidate {
    ResidentTypes.Candidate(
      types: classes, bic: bic, explained: nil, silhouette: nil,
      stability: stability(resamples: resamples), warnings: warnings.map(\.description))
  }

  func shares(in cities: CategoricalAnswers) -> [[Estimate]] { groupShareEstimates }
}

extension ResidentTypes {
  fileprivate init(
    _ data: TypologyData, wave: String, _ options: TypologyOptions, seed: UInt64
  ) throws(TypologyError) {
    var found: [(types: any FoundTypes, candidate: Candidate)] = []
    var problem: TypologyError?
    for count in options.types {
      do throws(TypologyError) {
        let types = try Self.found(count, in: data, options.method, seed: seed)
        found.append((types, types.candidate(resamples: options.resamples)))
      } catch {
        problem = error
        break
      }
    }
    let stable = found.filter { $0.candidate.stability.verdict != .unstable }
    let best = (stable.isEmpty ? found : stable).min { first, second in
      Self.isBetter(first.candidate, than: second.candidate)
    }
    guard let best else { throw problem ?? .noScores }
    let memberships = best.types.memberships
    let overall = best.types.shareEstimates
    let byCity = best.types.shares(in: data.cities)
    self.wave = wave
    self.method = options.method
    self.scores = data.scores
    self.problem = problem
    cities = data.cities.categories
    candidates = found.map(\.candidate)
    chosen = best.candidate
    count = best.types.interviewCount
    incompleteCount = data.design.weights.count { $0 > 0 } - best.types.interviewCount
    borders = (best.types as? KMeans).flatMap { Borders($0, best.candidate.stability) }
    let disclosure = data.disclosure(of: memberships, types: overall.count)
    let (hidden, step) = (disclosure.suppressions, disclosure.step(onScale: 100))
    // The shares of a city with few people follow from those of the others and of all together.
    let showsCities = byCity.allSatisfy { shares in
      shares.allSatisfy { data.disclosure.suppression(ofBase: $0.count) == nil }
    }
    portraits = overall.indices.map { type in
      guard hidden[type] == nil else {
        return Portrait(
          share: nil, means: data.columns.map { _ in nil }, cityShares: byCity.map { _ in nil },
          suppression: hidden[type])
      }
      return Portrait(
        share: overall[type],
        means: data.columns.map { column in
          data.design.mean(of: column, among: memberships.map { $0 == type }).rounded(to: step)
        }, cityShares: byCity.map { showsCities ? $0[type] : nil }, suppression: nil)
    }
  }

  private static func found(
    _ count: Int, in data: TypologyData, _ method: Method, seed: UInt64
  ) throws(TypologyError) -> any FoundTypes {
    switch method {
    case .kMeans:
      let scores = try StandardisedScores(
        names: data.names, columns: data.columns, design: data.design)
      return try KMeans(scores, clusters: count, design: data.design, search: .init(seed: seed))
    case .latentClasses:
      return try LatentClassAnalysis(
        data.thirds, classes: count, design: data.design, groups: data.cities,
        search: .init(seed: seed))
    }
  }

  private static func isBetter(_ first: Candidate, than second: Candidate) -> Bool {
    if let own = first.bic, let other = second.bic { return own < other }
    return (first.silhouette ?? -1) > (second.silhouette ?? -1)
  }
}
