import SurveyModel
import TabularFiles

/// Whether the columns of one file hold codes or labels of choices.
///
/// It is decided for a column, never for a cell: all its cells are codes, or all are labels. Where
/// both are possible and mean other answers, the other columns of the file decide, for an export is
/// of codes or of labels as a whole; where these tell nothing, the user is asked.
struct AnswerWritings {
  /// What the source says of the whole file.
  let declared: AnswerWriting?
  private var plainCodes = 0
  private var plainLabels = 0
  private var byQuestion: [String: AnswerWriting] = [:]

  init(declared: AnswerWriting?) { self.declared = declared }

  /// The distinct values of a column, by what they can be.
  struct Tally: Hashable {
    /// Codes of choices, and no labels of others.
    var codesOnly = 0
    var labelsOnly = 0
    /// Codes of choices, and labels of other choices.
    var contrary = 0
  }

  enum Verdict: Hashable {
    /// - Parameter reason: Where some values mean another answer in the other way of writing.
    case decided(AnswerWriting, reason: Reason?)
    /// Only the other columns of the file can tell.
    case open
    /// Neither the column nor the others tell.
    case unknown
  }

  enum Reason: Hashable {
    /// Some values of the column can be nothing else.
    case ownValues
    /// All other columns that tell hold these.
    case otherColumns
  }

  /// The only way of writing that the columns read so far show.
  private var ofFile: AnswerWriting? {
    switch (plainCodes > 0, plainLabels > 0) {
    case (true, false): .codes
    case (false, true): .labels
    default: nil
    }
  }

  /// How the column of a question is written, for the first time that it is looked at.
  mutating func firstVerdict(on tally: Tally) -> Verdict {
    if let declared { return .decided(declared, reason: nil) }
    switch (tally.codesOnly > 0, tally.labelsOnly > 0) {
    case (true, false):
      plainCodes += 1
      return .decided(.codes, reason: tally.contrary > 0 ? .ownValues : nil)
    case (false, true):
      plainLabels += 1
      return .decided(.labels, reason: tally.contrary > 0 ? .ownValues : nil)
    default: return tally.contrary > 0 ? .open : .decided(.codes, reason: nil)
    }
  }

  /// How a column is written that was left open until all others had been looked at.
  func lastVerdict(on tally: Tally) -> Verdict {
    let isMixed = tally.codesOnly > 0 && tally.labelsOnly > 0
    guard !isMixed, let ofFile else { return .unknown }
    return .decided(ofFile, reason: .otherColumns)
  }

  mutating func note(_ writing: AnswerWriting, of question: Question) {
    byQuestion[question.name] = writing
  }

  /// How answers to a question are written; codes where nothing is known.
  func writing(of question: Question) -> AnswerWriting {
    byQuestion[question.name] ?? declared ?? .codes
  }
}

extension AnswerWritings {
  /// What is said where a value is the code of one answer and the label of another.
  static func note(
    _ writing: AnswerWriting, _ reason: Reason, _ question: Question, at place: SourceLocation
  ) -> Diagnostic {
    let other: AnswerWriting = writing == .codes ? .labels : .codes
    let because =
      switch reason {
      case .ownValues: "some of its values are \(writing.rawValue) and no \(other.rawValue)"
      case .otherColumns: "the file's other columns hold \(writing.rawValue)"
      }
    return Diagnostic(
      .warning, "codes-or-labels",
      "\(question.name) was read as \(writing.rawValue), for \(because); as \(other.rawValue) its"
        + " values would be other answers",
      fix: "if that is wrong, write \(other.rawValue) as 'values' in sources.csv", at: place)
  }

  static func question(_ question: Question, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .error, "codes-or-labels",
      "the values of \(question.name) are codes of some answers and labels of others, and nothing"
        + " in the file tells which is meant; its answers do not count",
      fix: "write codes or labels as 'values' in sources.csv", at: place)
  }
}
