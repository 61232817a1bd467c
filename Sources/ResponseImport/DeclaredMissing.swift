import SurveyModel
import TabularFiles

/// The values that mean no answer, for one question of one source: those that the study declares,
/// then those that the file itself does.
///
/// A row of `missing.csv` that names the question goes before one for every question, then one that
/// names the source before one for every source, then one of a preset. Values are compared as texts
/// and as numbers.
struct DeclaredMissing {
  private var byText: [String: Rule] = [:]
  private var byNumber: [Double: Rule] = [:]

  private struct Rule {
    /// As it is declared.
    var code: String
    var reason: MissingReason
    var isForQuestion: Bool
    var isPreset: Bool
  }

  init(_ codes: [MissingCode], question: String, sources: Set<String>) {
    let own = codes.filter { Self.applies($0, question, sources) }
    for code in own.sorted(by: { Self.rank($0) < Self.rank($1) }) {
      add(
        code.value,
        Rule(
          code: code.value, reason: code.reason,
          isForQuestion: code.question != nil && !code.isPreset,
          isPreset: code.isPreset))
    }
  }

  private mutating func add(_ value: String, _ rule: Rule) {
    let text = value.trimmingSpace
    if byText[text] == nil { byText[text] = rule }
    if let number = NumberCell(text, mark: .point)?.value, byNumber[number] == nil {
      byNumber[number] = rule
    }
  }

  /// The reason that a text stands for; nil where it is not declared.
  ///
  /// - Parameter isChoice: Whether the question has a choice of this code, which then goes before
  ///   rows for every question.
  func reason(for text: String, isChoice: Bool = false) -> MissingReason? {
    answer(for: text, isChoice: isChoice)?.reason
  }

  /// The reason that a text stands for, with the value as it is declared; nil where it is not.
  func answer(
    for text: String, isChoice: Bool = false
  ) -> (reason: MissingReason, code: String)? {
    guard !byText.isEmpty else { return nil }
    let trimmed = text.trimmingSpace
    let rule =
      byText[trimmed]
      ?? (byNumber.isEmpty ? nil : NumberCell(trimmed, mark: .point).flatMap { byNumber[$0.value] })
    guard let rule, rule.isForQuestion || !isChoice else { return nil }
    return (rule.reason, rule.code)
  }

  private static func applies(
    _ code: MissingCode, _ question: String, _ sources: Set<String>
  ) -> Bool {
    (code.question ?? question) == question
      && (code.source.map { sources.contains($0.withSlashes) } ?? true)
  }

  private static func rank(_ code: MissingCode) -> Int {
    (code.isPreset ? 4 : 0) + (code.question == nil ? 2 : 0) + (code.source == nil ? 1 : 0)
  }
}

extension DeclaredMissing {
  /// Takes back the codes of presets that may be answers in a column of numbers: negative ones where
  /// other negative numbers occur, and those that are no wider than other numbers. A text keeps no
  /// number of a preset.
  ///
  /// - Parameters:
  ///   - texts: The column's distinct texts.
  ///   - isNumeric: Whether the question asks for a number.
  /// - Returns: Codes that occur and count as answers.
  mutating func yieldPresets(to texts: [String], isNumeric: Bool, marks: NumberMarks) -> [String] {
    let presets = byNumber.filter { $0.value.isPreset }.keys
    guard !presets.isEmpty else { return [] }
    let numbers = texts.compactMap { NumberCell($0.trimmingSpace, marks: marks)?.value }
    let others = numbers.filter { byNumber[$0] == nil }
    let hasNegative = others.contains { $0 < 0 }
    let widest = others.map(Self.width).max() ?? 0
    var kept: [String] = []
    for code in presets.sorted() {
      let mayBeAnswer = code < 0 ? hasNegative : Self.width(code) <= widest
      guard !isNumeric || mayBeAnswer else { continue }
      byNumber[code] = nil
      byText = byText.filter {
        !$0.value.isPreset || NumberCell($0.key, mark: .point)?.value != code
      }
      if isNumeric, numbers.contains(code) { kept.append(CellDecoder.plain(code)) }
    }
    return kept
  }

  /// Digits before the decimal point.
  private static func width(_ number: Double) -> Int {
    var (rest, width) = (abs(number), 1)
    while rest >= 10, width < 20 { (rest, width) = (rest / 10, width + 1) }
    return width
  }

  /// Adds what an SPSS or Stata file declares to be missing, for the texts that occur.
  mutating func add(_ variable: StatisticalVariable, for texts: [String]) {
    for text in texts {
      let value = StatisticalVariable.Value(cell: text, of: variable)
      guard let value, variable.isMissing(value) else { continue }
      let label = variable.valueLabels.first { $0.value == value }?.text ?? ""
      add(
        text,
        Rule(
          code: text, reason: MissingReason(label: label), isForQuestion: false, isPreset: false))
    }
  }
}

extension StatisticalVariable.Value {
  /// The value that a cell was written out from; nil for a blank.
  package init?(cell text: String, of variable: StatisticalVariable) {
    if text.isEmpty { return nil }
    if case .texts = variable.values {
      self = .text(text)
    } else if text.count == 2, text.first == ".", let tag = text.last {
      self = .tagged(tag)
    } else if let number = Double(text) {
      self = .number(number)
    } else {
      return nil
    }
  }
}

extension StatisticalVariable {
  /// Whether the file declares that a value means no answer.
  package func isMissing(_ value: Value) -> Bool {
    if case .tagged = value { return true }
    return missing.contains { declared in
      if case .number(let number) = value { return declared.contains(number) }
      return declared == .value(value)
    }
  }
}

extension MissingReason {
  /// What the label of a missing value says; a bare `no-answer` where it says nothing known.
  package init(label: String) {
    let text = label.lowercased()
    func says(_ parts: String...) -> Bool { parts.contains { text.contains($0) } }
    let own = MissingReason.allCases.first { $0.label.texts.values.contains(label) }
    if let plain = own ?? MissingReason(saidBy: label) {
      self = plain
    } else if says("затруд", "не знаю", "don't know", "don’t know", "dont know", "не могу сказать")
    {
      self = .dontKnow
    } else if says("отказ", "refus", "prefer not", "не хочу отвечать") {
      self = .refused
    } else if says(
      "не задав", "not asked", "not applicable", "неприменим", "не применим", "вопрос не", "skip")
      || text == "iap"
    {
      self = .notAsked
    } else {
      self = .noAnswer
    }
  }
}
