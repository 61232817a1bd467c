import SurveyModel
import TextFormats

/// The answers of a file's accepted records while reasons and conditions are worked out.
struct AnswerSheet {
  let questionnaire: Questionnaire
  /// Rows of the table that were accepted, in the file's order.
  let rows: [Int]
  /// By the place of the question; nil where the file lacks it.
  var columns: [EncodedColumn?]
  /// Why there is no answer, by question and interview; empty until it was worked out.
  var missing: [[MissingReason?]]

  init(_ questionnaire: Questionnaire, rows: [Int]) {
    self.questionnaire = questionnaire
    self.rows = rows
    columns = Array(repeating: nil, count: questionnaire.questions.count)
    missing = Array(repeating: [], count: questionnaire.questions.count)
  }

  /// The answers of some of the interviews, in the order given.
  func picking(_ interviews: [Int]) -> AnswerSheet {
    var picked = AnswerSheet(questionnaire, rows: interviews.map { rows[$0] })
    picked.columns = columns.map { $0?.picking(interviews) }
    picked.missing = missing.map { reasons in
      reasons.isEmpty ? [] : interviews.map { reasons[$0] }
    }
    return picked
  }

  /// A number for what a condition can see of each answer: the same number, the same value.
  func states(of question: Int) -> [Int64] {
    guard let column = columns[question] else { return Array(repeating: -1, count: rows.count) }
    var states = column.identifiers.map { Int64($0) << 1 }
    for (row, reason) in missing[question].enumerated() where reason == .lost { states[row] += 1 }
    return states
  }

  /// An answer as a condition sees it: as the form recorded it.
  ///
  /// A lost answer, an invalid one, one that a declared code stands for and one that the file lacks
  /// are unknown, so that nothing counts as "not asked" on a guess.
  func value(of question: Int, row: Int) -> Expression.Value {
    guard let column = columns[question] else { return .unknown }
    switch column[row].content {
    case .blank:
      return !missing[question].isEmpty && missing[question][row] == .lost ? .unknown : .blank
    case .choice(let choice): return .text(name(of: choice, question))
    case .choices(let choices):
      let codes = choices.map { name(of: $0, question) }
      return column[row].isOrderKnown ? .codes(codes) : .codesInAnyOrder(codes)
    case .number(let number): return Self.value(number, questionnaire.questions[question].kind)
    case .text(let text): return .text(text)
    case .missing(.notAsked, _): return .blank
    case .missing, .invalid: return .unknown
    }
  }

  private func name(of choice: Int, _ question: Int) -> String {
    questionnaire.questions[question].choices?.choices[choice].name ?? ""
  }

  private static func value(_ number: Double, _ kind: Question.Kind) -> Expression.Value {
    switch kind {
    case .date, .metadata("today"): .text(CivilDate(daysSince1970: Int(number)).text)
    case .time: .text(CalendarClock.time(seconds: number))
    case .dateTime, .metadata: .text(isoDateTime(number))
    default: .number(number)
    }
  }

  private static func isoDateTime(_ seconds: Double) -> String {
    let days = (seconds / 86_400).rounded(.down)
    return CivilDate(daysSince1970: Int(days)).text + "T"
      + CalendarClock.time(seconds: seconds - days * 86_400)
  }
}
