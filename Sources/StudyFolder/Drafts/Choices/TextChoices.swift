import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// The choices of a question that was answered in words: in the order of what they mean where that is
/// known, else by the alphabet, those that mean no answer behind.
struct TextChoices {
  let codes: [DraftColumn.Code]
  /// Whether there are three answers and more, and what they mean orders them.
  let areOrdered: Bool

  /// - Parameter texts: The answers, each once.
  init(_ texts: [String]) {
    let reasons = texts.map(Self.reason)
    let aside = zip(texts, reasons).filter { $1 != nil }.sorted { $0.0 < $1.0 }
    var answers = zip(texts, reasons).filter { $1 == nil }.map(\.0).sorted()
    let order = LabelOrder(of: answers)
    if let order { answers = order.ascending.map { answers[$0] } }
    areOrdered =
      order != nil && answers.count > 2 && answers.contains { Double($0) == nil }
    let all = answers + aside.map(\.0)
    let marks = answers.compactMap { MarkedLabels.part(LabelOrder.folded($0))?.number }
    let isMarked =
      marks.count == answers.count && Set(marks).count == marks.count && marks.count > 2
    guard isMarked, all.contains(where: { !ClosedTexts.isName($0) }) else {
      let coded = [DraftColumn.Code](answers: all, areNames: all.allSatisfy(ClosedTexts.isName))
      codes = zip(coded, all).map { code, text in
        DraftColumn.Code(code.name, label: code.label, missing: Self.reason(text))
      }
      return
    }
    // Numbers that the answers begin with are their codes.
    let numbered = zip(marks, answers).sorted { $0.0 < $1.0 }
      .map { DraftColumn.Code("\($0)", label: Label($1)) }
    var taken: [MissingReason: Int] = [:]
    codes =
      numbered
      + aside.map { text, reason in
        let reason = reason ?? .noAnswer
        taken[reason, default: 0] += 1
        let count = taken[reason] ?? 1
        return DraftColumn.Code(
          count == 1 ? reason.rawValue : "\(reason.rawValue)-\(count)", label: Label(text),
          missing: reason)
      }
  }

  /// Why an answer is none: it says so and nothing else, or is what programs write for it.
  static func reason(_ text: String) -> MissingReason? {
    MissingReason(saidBy: text) ?? (NoAnswerMarker.matches(text) ? .noAnswer : nil)
  }
}

extension DraftColumn {
  /// Tells the measure of choices that were made of answers in words: ordinal where what they mean
  /// orders them, else none.
  mutating func orderTexts() {
    guard isOfTexts, case .codes(let codes) = kind else { return }
    measure = TextChoices(codes.map { $0.label[""] ?? $0.name }).areOrdered ? .ordinal : nil
  }
}
