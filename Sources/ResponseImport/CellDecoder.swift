import SurveyModel
import TabularFiles
import TextFormats

/// Understands the texts of a question's column; asked once for each distinct text.
struct CellDecoder {
  let question: Question
  var declared: DeclaredMissing
  let mark: DecimalMark
  /// Made when a text is no code of the list as it stands.
  private lazy var codes = question.choices.map(ChoiceCodes.init)

  init(_ question: Question, declared: DeclaredMissing, mark: DecimalMark) {
    self.question = question
    self.declared = declared
    self.mark = mark
  }

  mutating func reading(of text: String) -> CellReading {
    let trimmed = text.trimmingSpace
    guard !trimmed.isEmpty else { return .blank }
    let choice = question.choices?.index(of: trimmed)
    if let reason = declared.reason(for: trimmed, isChoice: choice != nil) {
      return CellReading(content: .missing(reason))
    }
    return switch question.kind {
    case .selectOne:
      if let choice, text == trimmed { CellReading(content: .choice(choice)) } else { oneOf(text) }
    case .selectMultiple: choices(text, ordered: false)
    case .rank: choices(text, ordered: true)
    case .integer: number(trimmed, isWhole: true)
    case .decimal: number(trimmed, isWhole: false)
    case .range(let start, let end, let step): slider(trimmed, start, end, step)
    case .date, .metadata("today"): date(trimmed)
    case .dateTime, .metadata("start"), .metadata("end"): dateTime(trimmed)
    case .time: time(trimmed)
    default: CellReading(content: .text(text))
    }
  }

  /// - Parameter found: In words: what of a cell may be told.
  private func fault(
    _ code: String, expected: String, found: String, fix: String
  ) -> CellReading {
    .invalid(
      CellFault(
        code: code, message: "\(question.name) must be \(expected), found \(found)", fix: fix))
  }
}

extension CellDecoder {
  private mutating func oneOf(_ text: String) -> CellReading {
    guard let codes else { return .blank }
    guard let match = codes.match(text) else { return unknownCode(text) }
    return CellReading(
      content: .choice(match.choice), repairs: match.repair.map { [$0] } ?? [])
  }

  private mutating func unknownCode(_ text: String) -> CellReading {
    let list = question.choices?.name ?? ""
    let found = FoundValue(text)
    let named = found.isShown ? text.trimmingSpace : "it"
    return fault(
      "value-not-in-choices", expected: codes?.expectation ?? "", found: found.words,
      fix: "recode \(named), or add it to the choices of \(list)")
  }

  /// Several codes divided by spaces, `;`, `,` or `|`; or several labels, not divided by spaces.
  private mutating func choices(_ text: String, ordered: Bool) -> CellReading {
    guard let codes else { return .blank }
    let taken = codes.match(text)
    if let match = taken, match.isCode || codes.matchLabels(text) != .several {
      return several([match], ordered: ordered)
    }
    let parts = text.split { ";,|".contains($0) || $0.isWhitespace }.map(String.init)
    let matches = parts.map { codes.match($0) }
    let found = matches.compactMap(\.self)
    let areKnown = !parts.isEmpty && found.count == parts.count
    if areKnown, found.allSatisfy(\.isCode) { return several(found, ordered: ordered) }
    switch codes.matchLabels(text) {
    case .one(let labelled): return several(labelled, repairs: [.labelAsCode], ordered: ordered)
    case .several:
      return fault(
        "labels-ambiguous", expected: "labels that can be told apart in one way",
        found: FoundValue(text).words,
        fix: "ask for codes, or for a column of each choice; the labels hold each other's commas")
    case .none: if areKnown { return several(found, ordered: ordered) }
    }
    let unknown = zip(parts, matches).first { $0.1 == nil }?.0
    return unknownCode(matches.contains { $0 != nil } ? unknown ?? text : text)
  }

  private func several(_ matches: [ChoiceCodes.Match], ordered: Bool) -> CellReading {
    several(matches.map(\.choice), repairs: matches.compactMap(\.repair), ordered: ordered)
  }

  private func several(_ choices: [Int], repairs: [Repair], ordered: Bool) -> CellReading {
    let distinct = Set(choices)
    if ordered {
      guard distinct.count == choices.count, let list = question.choices else {
        return fault(
          "choice-repeated", expected: "an order without repetition",
          found: "\(choices.count) codes", fix: "correct the order of \(question.name)")
      }
      let names = choices.map { list.choices[$0].name }
      return CellReading(
        content: .text(names.joined(separator: " ")), repairs: Self.distinct(repairs))
    }
    return set(distinct.sorted(), repairs: Self.distinct(repairs))
  }

  /// The reading of a set of choices, with what is odd about the set.
  func set(_ choices: [Int], repairs: [Repair]) -> CellReading {
    guard let list = question.choices else { return .blank }
    let missing = choices.filter { list.choices[$0].missing != nil }
    let exclusive = choices.filter { list.choices[$0].isExclusive }
    var reading = CellReading(content: .choices(choices), repairs: repairs)
    if let code = (missing + exclusive).first, choices.count > 1 {
      let name = list.choices[code].name
      reading.oddity = CellFault(
        code: "exclusive-with-others",
        message: "'\(name)' of \(question.name) excludes other choices, found it with others",
        fix: "correct the answer; until then the other choices count")
    }
    return reading
  }

  private static func distinct(_ repairs: [Repair]) -> [Repair] {
    Repair.allCases.filter { repairs.contains($0) }
  }
}

extension CellDecoder {
  private func number(_ text: String, isWhole: Bool) -> CellReading {
    guard let number = NumberCell(text, mark: mark) else {
      if Self.isDate(text) { return dateForNumber(isWhole: isWhole) }
      return .invalid(
        CellFault(
          code: "not-a-number",
          message: "\(question.name) must be \(isWhole ? "a whole number" : "a number"), "
            + "found \(FoundValue(text).words)",
          fix: "correct the value, or declare it in missing.csv"))
    }
    guard !isWhole || number.value == number.value.rounded() else {
      return fault(
        "not-whole", expected: "a whole number", found: FoundValue(text).words,
        fix: "correct the value, or make \(question.name) a decimal")
    }
    if let reason = declared.reason(for: "\(number.value)") {
      return CellReading(content: .missing(reason), repairs: number.repairs)
    }
    var reading = CellReading(content: .number(number.value), repairs: number.repairs)
    if number.hasExponent, abs(number.value) >= 1e7 {
      reading.oddity = CellFault(
        code: SpreadsheetDamage.exponents.rawValue,
        message: "\(question.name) has a long number with an exponent: a spreadsheet may have"
          + " rounded it",
        fix: "ask for the file as it was exported; until then the rounded number counts")
    }
    return reading
  }

  private static func isDate(_ text: String) -> Bool {
    ClockTime(text) != nil
      || Array(text.utf8).withUnsafeBufferPointer { MonthName.isDate($0) }
  }

  private func dateForNumber(isWhole: Bool) -> CellReading {
    .invalid(
      CellFault(
        code: SpreadsheetDamage.dates.rawValue,
        message:
          "\(question.name) must be \(isWhole ? "a whole number" : "a number"), found a date:"
          + " a spreadsheet may have made it of a number such as 2.10",
        fix: "ask for the file as it was exported, never saved by a spreadsheet; nothing is guessed"
      ))
  }

  private func slider(_ text: String, _ start: Double, _ end: Double, _ step: Double)
    -> CellReading
  {
    let reading = number(text, isWhole: false)
    guard case .number(let value) = reading.content else { return reading }
    let steps = step == 0 ? 0 : (value - start) / step
    guard min(start, end)...max(start, end) ~= value, abs(steps - steps.rounded()) < 1e-6 else {
      let by = step == 1 ? "" : " by \(Self.plain(step))"
      return fault(
        "value-out-of-range", expected: "\(Self.plain(start))…\(Self.plain(end))\(by)",
        found: FoundValue(text).words, fix: "correct the value, or declare it in missing.csv")
    }
    return reading
  }

  static func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }

  private func date(_ text: String) -> CellReading {
    guard let clock = ClockTime(text) else { return notADate(text, "a date (2025-05-31)") }
    var repairs: [Repair] = clock.isDayFirst ? [.dayFirstDate] : []
    if clock.seconds != nil { repairs.append(.timeDropped) }
    return CellReading(content: .number(Double(clock.days)), repairs: repairs)
  }

  private func dateTime(_ text: String) -> CellReading {
    guard let clock = ClockTime(text) else {
      return notADate(text, "a date with a time (2025-05-31T14:05)")
    }
    let seconds = Double(clock.days) * 86_400 + (clock.seconds ?? 0)
    return CellReading(content: .number(seconds), repairs: clock.isDayFirst ? [.dayFirstDate] : [])
  }

  private func time(_ text: String) -> CellReading {
    guard let seconds = CalendarClock.seconds(of: text) else {
      return notADate(text, "a time (14:05)")
    }
    return CellReading(content: .number(seconds))
  }

  private func notADate(_ text: String, _ expected: String) -> CellReading {
    fault(
      "not-a-date", expected: expected, found: FoundValue(text).wordsWithForm,
      fix: "write dates as 2025-05-31 or 31.05.2025, times as 14:05")
  }
}
