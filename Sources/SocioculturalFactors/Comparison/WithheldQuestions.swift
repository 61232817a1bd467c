import Estimation
import SurveyAnalysis
import SurveyModel

/// The questions of a score whose means are not compared between the cities of a wave, each by itself.
public struct WithheldQuestions: Sendable {
  public struct Row: Sendable {
    public var question: String
    /// By city, in the order of ``WaveProfile/cities``: points of 0–100, turned as the scale has them;
    /// nil where the city was not asked, or too few answered.
    public var means: [Estimate?]
    /// By city, the city minus the equal mean of the others; nil where there are no others.
    public var differences: [Difference?]
  }

  public var definition: ScoreDefinition
  /// Why the score's means are not compared.
  public var finding: ScoreComparability
  public var rows: [Row]

  /// Whether the questions do not make up one scale anywhere: the configural model misfits.
  public var isConfigural: Bool {
    finding.verdict == .notAtAll && finding.ladder?.steps.last?.level == .configural
  }
}

extension WaveProfile {
  /// - Parameter samples: Of the profile's cities, in their order.
  static func withheldQuestions(
    _ withheld: [WithheldComparison], _ samples: [AnalysedSample], wave: String,
    findings: [ScoreComparability], _ conventions: AnalysisConventions
  ) -> ([WithheldQuestions], ComparisonFamily) {
    // An index is made up of facets that are withheld themselves; a question stands once.
    var seen: Set<String> = []
    let scores = withheld.filter { !$0.definition.isIndex }.compactMap {
      score -> (ScoreComparability, [String])? in
      guard let finding = findings.first(where: { $0.id == score.definition.id }) else {
        return nil
      }
      let own = score.definition.items.map(\.question).filter { seen.insert($0).inserted }
      return own.isEmpty ? nil : (finding, own)
    }
    let means = scores.flatMap { finding, questions in
      questions.map { question in
        samples.map { $0.mean(ofItem: question, in: finding.id.factor) }
      }
    }
    let places = means.indices.flatMap { row in
      samples.indices.filter { means[row][$0] != nil && means[row].count { $0 != nil } > 1 }
        .map { (row, $0) }
    }
    let tested = UntestedDifference.tested(
      places.compactMap { row, city in
        means[row][city].map {
          UntestedDifference(
            $0.difference(fromIndependent: Self.others(means[row], than: city)),
            zone: conventions.scoreZone)
        }
      }, by: conventions)
    var differences = means.map { $0.map { _ in Difference?.none } }
    for ((row, city), difference) in zip(places, tested) { differences[row][city] = difference }
    var next = 0
    let result = scores.map { finding, questions in
      let rows = questions.map { question in
        defer { next += 1 }
        return WithheldQuestions.Row(
          question: question, means: means[next], differences: differences[next])
      }
      return WithheldQuestions(definition: finding.definition, finding: finding, rows: rows)
    }
    // Of two cities one is the other's mirror.
    let distinct = zip(places, tested).filter { place, _ in samples.count > 2 || place.1 == 0 }
    return (result, ComparisonFamily(.questionProfile, [wave], distinct.map(\.1)))
  }

  private static func others(_ means: [Estimate?], than city: Int) -> Estimate {
    let others = means.indices.filter { $0 != city }.compactMap { means[$0] }
    return .combination(ofIndependent: others.map { (1 / Double(others.count), $0) })
  }
}

extension AnalysedSample {
  /// Whether the distribution hides some answer: the mean would tell it from the others.
  private func hidesAnswers(to question: String) -> Bool {
    guard let column = AnswerColumn(question, in: sample) else { return false }
    let counts = column.indicators.map { indicator in
      indicator.indices.count { design.isMember[$0] && indicator[$0] == 1 }
    }
    return disclosure.suppressions(
      ofAnswers: counts, base: counts.reduce(0, +), areExclusive: true
    ).contains { $0 != nil }
  }

  /// The mean of an item's points; nil where it was not asked, or too few answered.
  fileprivate func mean(ofItem question: String, in factor: String) -> Estimate? {
    guard
      let item = scored.items.first(where: { $0.factor == factor && $0.item.question == question })
    else { return nil }
    let mean = design.mean(of: item.values)
    guard disclosure.suppression(ofBase: mean.count) == nil, !hidesAnswers(to: question) else {
      return nil
    }
    return mean
  }
}
