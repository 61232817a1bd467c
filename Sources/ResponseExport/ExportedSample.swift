import SurveyModel

/// The interviews of one city in one wave with their final weights, to be handed on.
public struct ExportedSample: Sendable {
  public var sample: Sample
  /// Final weights, one for each interview, in any scale.
  public var weights: [Double]

  public init(_ sample: Sample, weights: [Double]) {
    precondition(weights.count == sample.responses.count, "a weight for each interview")
    self.sample = sample
    self.weights = weights
  }
}

/// What of a study is exported, and how.
public struct ExportOptions: Hashable, Sendable {
  /// Language of the labels; the study's first one where a label lacks it.
  public var language: String
  /// Whether texts in the respondents' own words come along.
  public var includesOpenAnswers = false
  /// Whether identifiers, interviewers, positions and what the device recorded come along.
  public var includesIdentifiers = false
  /// Questions to leave out.
  public var leftOut: Set<String> = []

  public init(language: String = "ru") { self.language = language }
}
