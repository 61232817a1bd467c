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
    /// The wave's question that asked the other part of a split ballot in the words of the waves before;
    /// nil where everybody was asked in the same words.
    public var bridge: String?
    /// Whether it follows from another row, and stands in no line of the sheet.
    public var isImplied = false
    public var location: SourceLocation

    public init(
      question: String, wave: String, from: String, to: String? = nil, map: AnswerMap? = nil,
      verdict: QuestionVerdict? = nil, decidedBy: String? = nil, reason: String = "",
      bridge: String? = nil,
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
      self.bridge = bridge
      self.location = location
    }

    /// Whether a person stands behind it, so that it holds.
    public var isDecided: Bool { decidedBy.map { $0 != Crosswalk.program } ?? false }
  }

  /// What stands in `decided-by` where the row says what the program found by itself.
  public static let program = "loci"

  /// A question of a wave whose row is wrong: no figure is made of its answers, since without the row
  /// they would be another question's, or stand under other codes.
  public struct Refusal: Hashable, Sendable {
    /// The common name, and the name in the wave's questionnaire.
    public var names: Set<String>
    /// Nil where the row names no wave of the study: the question is left out of all.
    public var wave: String?

    public init(names: Set<String>, wave: String?) {
      self.names = names
      self.wave = wave
    }
  }

  /// As the sheet has them.
  public let rows: [Row]
  /// The rows that people decided as they are applied: without those that are wrong, under the names
  /// that the study's other sheets use, with what follows from them for further waves.
  public let applied: [Row]
  public let refused: [Refusal]
  /// What else a question of these rows is called, by that name.
  public let commonNames: [String: String]

  public init(_ rows: [Row] = [], refused: [Refusal] = []) {
    self.rows = rows
    self.refused = refused
    applied = rows.filter(\.isDecided)
    commonNames = [:]
  }

  /// - Parameter commonNames: The name under which a question is analysed, by its other names.
  package init(
    _ rows: [Row], applied: [Row], refused: [Refusal], commonNames: [String: String]
  ) {
    self.rows = rows
    self.applied = applied
    self.refused = refused
    self.commonNames = commonNames
  }

  /// The rows on a wave that people decided.
  public func decided(in wave: String) -> [Row] { applied.filter { $0.wave == wave } }

  /// What people decided of a question in a wave.
  public func decision(on question: String, in wave: String) -> Row? {
    applied.first { $0.question == question && $0.wave == wave }
  }

  /// Names of questions that one of some waves asked of a part of its people by a split ballot.
  public func splitBallots(in waves: [String]) -> Set<String> {
    Set(
      applied.filter { waves.contains($0.wave) && $0.bridge != nil }
        .flatMap { [$0.question, $0.bridge].compactMap(\.self) })
  }

  /// Names of questions that people decided on in one of some waves.
  public func decidedNames(in waves: [String]) -> Set<String> {
    Set(applied.filter { waves.contains($0.wave) }.map(\.question))
  }

  /// Names of questions of a wave of which no figure is made.
  public func refusedNames(in wave: String) -> Set<String> {
    refused.reduce(into: []) { names, refusal in
      if refusal.wave == nil || refusal.wave == wave { names.formUnion(refusal.names) }
    }
  }

  /// The name under which a question is analysed.
  public func commonName(of name: String) -> String { commonNames[name] ?? name }

  /// What a question is called in a wave's questionnaire.
  public func name(of question: String, in wave: String) -> String {
    decided(in: wave).first { $0.question == question && $0.verdict != .notComparable }?.from
      ?? question
  }
}
