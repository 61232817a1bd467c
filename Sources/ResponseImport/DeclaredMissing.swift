import SurveyModel

/// The values that the study declares to mean no answer, for one question of one source.
///
/// A row of `missing.csv` that names the question goes before one for every question, then one that
/// names the source before one for every source. Values are compared as texts and as numbers.
struct DeclaredMissing {
  private var byText: [String: Rule] = [:]
  private var byNumber: [Double: Rule] = [:]

  private struct Rule {
    var reason: MissingReason
    var isForQuestion: Bool
  }

  init(_ codes: [MissingCode], question: String, sources: Set<String>) {
    for code in codes.filter({ Self.applies($0, question, sources) }).sorted(by: Self.isNarrower) {
      let rule = Rule(reason: code.reason, isForQuestion: code.question != nil)
      let text = code.value.trimmingSpace
      if byText[text] == nil { byText[text] = rule }
      if let number = NumberCell(text, mark: .point)?.value, byNumber[number] == nil {
        byNumber[number] = rule
      }
    }
  }

  /// The reason that a text stands for; nil where it is not declared.
  ///
  /// - Parameter isChoice: Whether the question has a choice of this code, which then goes before
  ///   rows for every question.
  func reason(for text: String, isChoice: Bool = false) -> MissingReason? {
    guard !byText.isEmpty else { return nil }
    let trimmed = text.trimmingSpace
    let rule =
      byText[trimmed]
      ?? (byNumber.isEmpty ? nil : NumberCell(trimmed, mark: .point).flatMap { byNumber[$0.value] })
    guard let rule, rule.isForQuestion || !isChoice else { return nil }
    return rule.reason
  }

  private static func applies(
    _ code: MissingCode, _ question: String, _ sources: Set<String>
  ) -> Bool {
    (code.question ?? question) == question && (code.source.map(sources.contains) ?? true)
  }

  private static func isNarrower(_ a: MissingCode, _ b: MissingCode) -> Bool {
    rank(a) < rank(b)
  }

  private static func rank(_ code: MissingCode) -> Int {
    (code.question == nil ? 2 : 0) + (code.source == nil ? 1 : 0)
  }
}
