import SurveyModel

/// One score of each interview of a sample.
public struct Score: Sendable {
  public var definition: ScoreDefinition
  /// Names of the questions that went into it in this sample.
  public var questions: [String]
  /// 0…100, one for each interview; NaN where too few items were answered.
  public var values: [Double]

  public var id: ScoreID { definition.id }

  /// Number of interviews that have the score.
  public var count: Int { values.reduce(0) { $0 + ($1.isNaN ? 0 : 1) } }
}

/// One item of a factor, in points after keying.
public struct ItemPoints: Sendable {
  /// ``Factor/name``.
  public var factor: String
  public var item: Factor.Item
  /// 0…100, high meaning much of the factor; NaN where there is no answer.
  public var values: [Double]
}

/// The scores of one city in one wave.
public struct ScoredSample: Sendable {
  public var city: String
  public var wave: String
  /// In the order of `factors.csv`: factor, formative part, facets; what cannot be scored is left
  /// out and stands in ``diagnostics``.
  public var scores: [Score]
  /// In the order of `factors.csv`.
  public var items: [ItemPoints]
  public var diagnostics: [Diagnostic]

  public subscript(id: ScoreID) -> Score? { scores.first { $0.id == id } }

  /// The index; nil where the study has none, or this sample lacks a facet.
  public var index: Score? {
    scores.first { $0.definition.layer == .outcome && $0.id.part == .whole }
  }
}
