import MeasurementInvariance
import SurveyAnalysis
import SurveyModel

/// Scores of several samples made from the questions that all of them have, and that measure the
/// same in all.
struct CommonScores {
  /// In the order of the samples.
  let samples: [ScoredSample]
  /// Questions of `factors.csv` that not all samples could be scored from, or that are not the same in
  /// all.
  let leftOut: [String]
  private let factors: [Factor]
  private let verdicts: [ScoreID: ComparabilityVerdict]

  /// - Parameters:
  ///   - findings: On the comparison of these samples; a score without one counts as not tested.
  ///   - incomparable: Questions that are not the same in all samples, though all have them.
  init(
    _ analysed: [AnalysedSample], factors: [Factor], findings: [ScoreComparability],
    incomparable: Set<String> = []
  ) {
    self.factors = factors
    verdicts = Dictionary(findings.map { ($0.id, $0.verdict) }, uniquingKeysWith: { a, _ in a })
    let scored = analysed.map { Set($0.scored.items.map(\.item.question)) }
    var seen: Set<String> = []
    let questions = factors.flatMap(\.items).map(\.question).filter { seen.insert($0).inserted }
    let leftOut = questions.filter { question in
      let having = scored.count { $0.contains(question) }
      return incomparable.contains(question) || having > 0 && having < scored.count
    }
    self.leftOut = leftOut
    let scoring = Scoring(factors: factors, excluding: Set(leftOut))
    samples =
      leftOut.isEmpty ? analysed.map(\.scored) : analysed.map { scoring.score($0.sample) }
  }

  /// Scores that all samples have, in the order of `factors.csv`.
  var definitions: [ScoreDefinition] {
    (samples.first?.scores ?? []).map(\.definition).filter { definition in
      samples.allSatisfy { $0[definition.id] != nil }
    }
  }

  /// Scores whose means may be compared, as far as is known.
  var comparable: [ScoreDefinition] {
    definitions.filter { !(verdicts[$0.id]?.withholdsMeans ?? false) }
  }

  /// Scores whose means may not be compared.
  var withheld: [WithheldComparison] {
    definitions.compactMap { definition in
      guard let verdict = verdicts[definition.id], verdict.withholdsMeans else { return nil }
      return WithheldComparison(definition: definition, verdict: verdict)
    }
  }

  /// Questions that measure something else in some of the samples, and that no value compared is
  /// made from.
  func freed(from definition: ScoreDefinition) -> [String] {
    verdicts[definition.id]?.freedItems ?? []
  }

  /// What a comparison of a score may rest on, in one of the samples.
  func score(_ definition: ScoreDefinition, in sample: Int) -> Score? {
    let freed = freed(from: definition)
    guard !freed.isEmpty, let factor = factors.first(where: { $0.name == definition.id.factor })
    else { return samples[sample][definition.id] }
    return Scoring.score(definition, of: samples[sample], without: freed, in: factor)
  }

  /// Questions left out of a score.
  func leftOut(of definition: ScoreDefinition) -> [String] {
    let own = Set(definition.items.map(\.question))
    return leftOut.filter(own.contains)
  }
}

/// A score whose means are not compared, since it does not measure the same.
public struct WithheldComparison: Hashable, Sendable {
  public var definition: ScoreDefinition
  /// Only associations, or nothing at all.
  public var verdict: ComparabilityVerdict
}
