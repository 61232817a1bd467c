import SurveyModel

/// The interviews of one city in one wave with their final weights, to be handed on.
public struct ExportedSample: Sendable {
  public var sample: Sample
  /// Final weights, one for each interview, in any scale.
  public var weights: [Double]

  /// What tells people apart in place of their identifiers, one for each interview; nil where the
  /// identifiers have no substitute.
  public var personKeys: [String]?

  public init(_ sample: Sample, weights: [Double], personKeys: [String]? = nil) {
    precondition(weights.count == sample.responses.count, "a weight for each interview")
    precondition(
      personKeys.map { $0.count == weights.count } ?? true, "a key for each interview")
    self.sample = sample
    self.weights = weights
    self.personKeys = personKeys
  }
}

/// A column that is not exported, and why.
public struct LeftOutColumn: Hashable, Sendable {
  public let name: String
  /// The question; nil for the design's columns.
  public let question: Question?
  /// Why, in words: `a telephone number`, `an open answer`.
  public let reason: String

  /// The reason of a repeat's questions, which no option brings along.
  static let repeated = "asked several times in an interview"

  /// Whether it comes along when it is named.
  var canBeNamed: Bool { reason != Self.repeated }
}

/// What of a study is exported, and how.
public struct ExportOptions: Hashable, Sendable {
  /// Language of the labels; the study's first one where a label lacks it.
  public var language: String
  /// Whether texts in the respondents' own words come along.
  public var includesOpenAnswers = false
  /// Columns that come along although they identify a person or are open: names of questions, and
  /// `identifier` and `interviewer` of the design.
  public var included: Set<String> = []
  /// Questions to leave out, and `stratum`, `cluster` and `base_weight` of the design.
  public var leftOut: Set<String> = []

  public init(language: String = "ru") { self.language = language }

  /// Columns of the design that can be left out.
  public static let optionalDesign = ["base_weight", "stratum", "cluster"]
}
