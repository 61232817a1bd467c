/// The rows of `crosswalk.csv`: what questions of several waves have to do with each other, as people
/// decided.
public struct Crosswalk: Hashable, Sendable {
  /// What is said of a question in one wave.
  public struct Row: Hashable, Sendable {
    /// The name under which the answers of all waves are analysed.
    public var question: String
    /// The wave whose answers the row is about.
    public var wave: String
    /// What the question is called in that wave's questionnaire.
    public var from: String
    /// What it is called in the wave that it is compared with; nil for the common name.
    public var to: String?
    /// Which of the wave's codes are which codes of the common question; nil where they are the same.
    public var map: AnswerMap?
    /// Whether the wave's answers can be set against those of the next wave that asks the question (of
    /// the wave before, in the last one); nil where that is left to what is found.
    public var verdict: QuestionVerdict?
    /// Who decided it; nil where nobody has, so that the row only proposes.
    public var decidedBy: String?
    public var reason: String
    public var location: SourceLocation

    public init(
      question: String, wave: String, from: String, to: String? = nil, map: AnswerMap? = nil,
      verdict: QuestionVerdict? = nil, decidedBy: String? = nil, reason: String = "",
      at location: SourceLocation = SourceLocation(file: "crosswalk.csv")
    ) {
      self.question = question
      self.wave = wave
      self.from = from
      self.to = to
      self.map = map
      self.verdict = verdict
      self.decidedBy = decidedBy
      self.reason = reason
      self.location = location
    }

    /// Whether a person stands behind it, so that it holds.
    public var isDecided: Bool { decidedBy.map { $0 != Crosswalk.program } ?? false }
  }

  /// What stands in `decided-by` where the row says what the program found by itself.
  public static let program = "loci"

  public let rows: [Row]

  public init(_ rows: [Row] = []) { self.rows = rows }

  /// The rows on a wave that people decided.
  public func decided(in wave: String) -> [Row] {
    rows.filter { $0.wave == wave && $0.isDecided }
  }

  /// What people decided of a question in a wave.
  public func decision(on question: String, in wave: String) -> Row? {
    rows.first { $0.question == question && $0.wave == wave && $0.isDecided }
  }
}
