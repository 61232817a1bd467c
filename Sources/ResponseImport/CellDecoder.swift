import SurveyModel
import TabularFiles
import TextFormats

/// Understands the texts of a question's column; asked once for each distinct text.
struct CellDecoder {
  let question: Question
  var declared: DeclaredMissing
  let marks: NumberMarks
  /// What the column holds of choices.
  var writing = AnswerWriting.codes
  /// Which part of the column's dates with slashes comes first.
  var dateOrder: DateOrder?
  /// Whether it cannot be told what the values mean, so that every answer is invalid.
  var isUnreadable = false
  /// Whether the column is a data set's, and the questionnaire says what its values stand for.
  var hasDataValues = false
  /// Made when a text is no code of the list as it stands.
  private lazy var codes = question.choices.map(ChoiceCodes.init)

  init(_ question: Question, declared: DeclaredMissing, marks: NumberMarks) {
    self.question = question
    self.declared = declared
    self.marks = marks
  }

  mutating func reading(of text: String) -> CellReading {
    let trimmed = text.trimmingSpace
    guard !trimmed.isEmpty else { return .blank }
    if let choice = choice(ofValue: trimmed) { return CellReading(content: .choice(choice)) }
    let choice =
      writing == .codes ? question.choices?.index(of: trimmed) : codes?.labelMatch(trimmed)?.choice
    if let said = declared.answer(for: trimmed, isChoice: choice != nil) {
      return CellReading(content: .missing(said.reason, code: said.code))
    }
    if isUnreadable { return CellReading(content: .missing(.invalid, code: "")) }
    return switch question.kind {
    case .selectOne:
      if let choice, writing == .codes, text == trimmed, !hasDataValues {
        CellReading(content: .choice(choice))
      } else {
        oneOf(text)
      }
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

  /// The choice that a data set's value stands for, where the questionnaire says so.
  func choice(ofValue text: String) -> Int? {
    guard hasDataValues, case .selectOne(let list) = question.kind else { return nil }
    return list.choices.firstIndex { $0.dataValue != nil && $0.isValue(text) }
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
    // A choice with a value of its own is written by no code.
    guard let match = codes.match(text, as: writing),
      !hasDataValues || !match.isCode || codes.list.choices[match.choice].dataValue == nil
    else {
      return otherAnswer(text) ?? marker(text) ?? unknownCode(text)
    }
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

  /// A blank where a marker of no answer stands among choices that are all numbers.
  private func marker(_ text: String) -> CellReading? {
    guard writing == .codes, NoAnswerMarker.matches(text.trimmingSpace),
      let list = question.choices,
      list.choices.allSatisfy({ Int($0.name) != nil })
    else { return nil }
    return CellReading(content: .blank, repairs: [.markerAsBlank])
  }

  /// The choice that stands for an answer in the respondent's own words.
  private func otherAnswer(_ text: String) -> CellReading? {
    guard writing == .labels, let list = question.choices, list.allowsOther,
      let other = list.index(of: "other")
    else { return nil }
    return CellReading(content: .choice(other), repairs: [.ownWordsAsOther])
  }

  /// Several codes or several labels; what divides them is described at ``AnswerList``.
  private mutating func choices(_ text: String, ordered: Bool) -> CellReading {
    guard let codes else { return .blank }
    switch codes.choices(in: text, as: writing) {
    case .matches(let matches): return several(matches, ordered: ordered)
    case .labels(let labelled): return several(labelled, repairs: [.labelAsCode], ordered: ordered)
    case .ambiguous:
      return fault(
        "labels-ambiguous", expected: "labels that can be told apart in one way",
        found: FoundValue(text).words,
        fix: "ask for codes, or for a column of each choice; the labels hold each other's commas")
    case .unknown(let part):
      if let marker = marker(text) { return marker }
      return ordered ? unknownCode(part) : labelsBesideWords(text) ?? unknownCode(part)
    }
  }

  /// The labels in a cell that also holds words of the respondent's own, which are the other answer.
  private mutating func labelsBesideWords(_ text: String) -> CellReading? {
    guard writing == .labels, let codes, let list = question.choices else { return nil }
    let known = codes.labels(besideWordsIn: text)
    let other = list.allowsOther ? list.index(of: "other") : nil
    guard !known.isEmpty || other != nil else { return nil }
    let chosen = known + (other.map { known.contains($0) ? [] : [$0] } ?? [])
    var reading = set(
      chosen, repairs: other == nil ? [.labelAsCode] : [.labelAsCode, .ownWordsAsOther])
    if other == nil, reading.oddity == nil {
      reading.oddity = CellFault(
        code: "words-beside-choices",
        message: "\(question.name) holds words beside its choices; the choices count",
        fix: "add or_other to \(question.name), or the answer to the choices of \(list.name)")
    }
    return reading
  }

  private func several(_ matches: [ChoiceCodes.Match], ordered: Bool) -> CellReading {
    several(matches.map(\.choice), repairs: matches.compactMap(\.repair), ordered: ordered)
  }

  private func several(_ choices: [Int], repairs: [Repair], ordered: Bool) -> CellReading {
    var distinct: [Int] = []
    for choice in choices where !distinct.contains(choice) { distinct.append(choice) }
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
    return set(distinct, repairs: Self.distinct(repairs))
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
    guard let number = NumberCell(text, marks: marks) else {
      if NoAnswerMarker.matches(text) {
        return CellReading(content: .blank, repairs: [.markerAsBlank])
      }
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
    if let said = declared.answer(for: "\(number.value)") {
      return CellReading(
        content: .missing(said.reason, code: said.code), repairs: number.repairs)
    }
    var reading = CellReading(content: .number(number.value), repairs: number.repairs)
    reading.exactText = number.exactText(of: text)
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
    ClockTime(text, order: .dayFirst) != nil || ClockTime(text, order: .monthFirst) != nil
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
    guard let clock = ClockTime(text, order: dateOrder) else {
      return notADate(text, "a date (2025-05-31)")
    }
    var repairs = clock.repairs
    if clock.seconds != nil { repairs.append(.timeDropped) }
    return CellReading(content: .number(Double(clock.days)), repairs: repairs)
  }

  private func dateTime(_ text: String) -> CellReading {
    guard let clock = ClockTime(text, order: dateOrder) else {
      return notADate(text, "a date with a time (2025-05-31T14:05)")
    }
    let seconds = Double(clock.days) * 86_400 + (clock.seconds ?? 0)
    var reading = CellReading(content: .number(seconds), repairs: clock.repairs)
    reading.exactText = Self.exactText(of: text, CalendarClock.dateTime(seconds: seconds))
    return reading
  }

  private func time(_ text: String) -> CellReading {
    guard let seconds = ClockTime.seconds(of: text) else {
      return notADate(text, "a time (14:05)")
    }
    var reading = CellReading(content: .number(seconds))
    reading.exactText = Self.exactText(of: text, CalendarClock.time(seconds: seconds))
    return reading
  }

  /// A time with the zone, or the fraction of a second, that a number does not keep.
  ///
  /// - Parameter whole: To the second.
  private static func exactText(of text: String, _ whole: String) -> String? {
    guard let rest = CalendarClock.remainder(of: text) else { return nil }
    let clock = text.firstIndex(of: ".").map { text[text.index(after: $0)...] } ?? ""
    let digits = rest.fraction.isEmpty ? clock.prefix { $0.isASCII && $0.isNumber } : rest.fraction
    return whole + (digits.isEmpty ? "" : ".\(digits)") + rest.zone
  }

  private func notADate(_ text: String, _ expected: String) -> CellReading {
    fault(
      "not-a-date", expected: expected, found: FoundValue(text).wordsWithForm,
      fix: "write dates as 2025-05-31 or 31.05.2025, times as 14:05")
  }
}

extension CellDecoder {
  /// What the values of a column can be, those left out that mean no answer.
  ///
  /// A column of codes whose labels are all longer than codes needs no look at the labels.
  mutating func tally(of texts: [String]) -> AnswerWritings.Tally {
    var tally = AnswerWritings.Tally()
    if let list = question.choices, !hasDataValues, !list.hasShortLabels,
      texts.allSatisfy(list.holdsCodes)
    {
      tally.codesOnly = texts.count { !$0.isEmpty }
      return tally
    }
    guard let codes else { return tally }
    let isOne = if case .selectOne = question.kind { true } else { false }
    for text in texts {
      let trimmed = text.trimmingSpace
      if choice(ofValue: trimmed) != nil {
        tally.codesOnly += 1
        continue
      }
      guard !trimmed.isEmpty, declared.reason(for: trimmed) == nil else { continue }
      let ways = [AnswerWriting.codes, .labels].map { way -> [Int]? in
        guard isOne else { return codes.onlyChoices(in: trimmed, as: way) }
        return (way == .codes ? codes.codeMatch(trimmed) : codes.labelMatch(trimmed)).map {
          [$0.choice]
        }
      }
      switch (ways[0], ways[1]) {
      case (_?, nil): tally.codesOnly += 1
      case (nil, _?): tally.labelsOnly += 1
      case (let code?, let label?) where Set(code) != Set(label): tally.contrary += 1
      default: break
      }
    }
    return tally
  }
}

extension ClockTime {
  fileprivate var repairs: [Repair] {
    (isDayFirst ? [.dayFirstDate] : []) + (hasShortYear ? [.shortYear] : [])
  }
}

extension ChoiceList {
  /// Whether a label is so short that it may be a code, however written.
  fileprivate var hasShortLabels: Bool {
    let longest = choices.map(\.name.utf8.count).max() ?? 0
    return choices.contains { choice in
      choice.label.texts.values.contains { $0.utf8.count <= longest + 4 }
    }
  }

  /// Whether a text is nothing, or codes as the list writes them, divided by spaces.
  fileprivate func holdsCodes(_ text: String) -> Bool {
    index(of: text) != nil
      || text.split(separator: " ").allSatisfy { index(of: String($0)) != nil }
  }
}
