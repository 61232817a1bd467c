import SurveyModel

extension AnswerSheet {
  /// Hands over the answers of some of the interviews, as typed columns by the question's name; the
  /// sheet loses its own as they are made, so that a large file is not held twice.
  ///
  /// - Parameter parts: Interviews, ascending; each in one part.
  mutating func takeColumns(of parts: [[Int]]) -> [[String: Column]] {
    var found = [[String: Column]](repeating: [:], count: parts.count)
    for index in questionnaire.questions.indices {
      guard let encoded = columns[index] else { continue }
      columns[index] = nil
      for (part, interviews) in parts.enumerated() {
        found[part][questionnaire.questions[index].name] = column(index, encoded, interviews)
      }
      missing[index] = []
    }
    return found
  }

  private func column(_ index: Int, _ encoded: EncodedColumn, _ interviews: [Int]) -> Column {
    let question = questionnaire.questions[index]
    let areAll = interviews.count == rows.count
    let identifiers =
      areAll ? encoded.identifiers : encoded.identifiers.picking(interviews)
    let reasons = areAll ? missing[index] : interviews.map { missing[index][$0] }
    return Column(
      values: Self.values(encoded.readings, identifiers, reasons, question), missing: reasons,
      codes: Self.codes(encoded.readings, identifiers, reasons, question),
      exactTexts: Self.exactTexts(encoded.readings, identifiers, reasons))
  }

  /// The codes by which the cells say why there is no answer; nil where none does.
  private static func codes(
    _ readings: [CellReading], _ identifiers: PackedPlaces, _ reasons: [MissingReason?],
    _ question: Question
  ) -> MissingCodes? {
    let said = readings.map { $0.missingCode(of: question) }
    guard said.contains(where: { $0 != nil }) else { return nil }
    var codes = MissingCodes(count: identifiers.count)
    for (row, identifier) in identifiers.enumerated() {
      guard let (reason, code) = said[Int(identifier)], reasons[row] == reason else { continue }
      codes.set(code, at: row)
    }
    return codes.isEmpty ? nil : codes
  }

  private static func values(
    _ readings: [CellReading], _ identifiers: PackedPlaces, _ reasons: [MissingReason?],
    _ question: Question
  ) -> Column.Values {
    switch question.kind {
    case .selectOne:
      let codes = readings.map(\.choice)
      return .choices(
        PackedPlaces(
          count: identifiers.count, largest: question.choices?.choices.count ?? 0
        ) { reasons[$0] == nil ? codes[Int(identifiers[$0])] : -1 })
    case .selectMultiple(let list):
      return .choiceSets(sets(readings, identifiers, reasons, list))
    case .integer, .decimal, .range, .date, .time, .dateTime, .metadata("start"),
      .metadata("end"), .metadata("today"):
      return .numbers(numbers(readings, identifiers, reasons))
    case .calculation where readings.contains { $0.number != nil }:
      return .numbers(numbers(readings, identifiers, reasons))
    default:
      let texts = readings.map(\.text)
      return .texts(zip(identifiers, reasons).map { $1 == nil ? texts[Int($0)] : "" })
    }
  }

  private static func numbers(
    _ readings: [CellReading], _ identifiers: PackedPlaces, _ reasons: [MissingReason?]
  ) -> [Double] {
    let numbers = readings.map { $0.number ?? .nan }
    return zip(identifiers, reasons).map { $1 == nil ? numbers[Int($0)] : .nan }
  }

  private static func exactTexts(
    _ readings: [CellReading], _ identifiers: PackedPlaces, _ reasons: [MissingReason?]
  ) -> [Int: String] {
    guard readings.contains(where: { $0.exactText != nil }) else { return [:] }
    var found: [Int: String] = [:]
    for (row, identifier) in identifiers.enumerated() where reasons[row] == nil {
      found[row] = readings[Int(identifier)].exactText
    }
    return found
  }

  /// Choices that stand for no answer are left out of a set that has others.
  private static func sets(
    _ readings: [CellReading], _ identifiers: PackedPlaces, _ reasons: [MissingReason?],
    _ list: ChoiceList
  ) -> ChoiceSets {
    let chosen = readings.map { $0.choices.filter { list.choices[$0].missing == nil } }
    var sets = ChoiceSets(choiceCount: list.choices.count, count: identifiers.count)
    for (row, identifier) in identifiers.enumerated() where reasons[row] == nil {
      for choice in chosen[Int(identifier)] { sets.insert(choice, row: row) }
    }
    return sets
  }
}

extension CellReading {
  /// The code that says why there is no answer, with the reason; nil for answers and blanks.
  fileprivate func missingCode(of question: Question) -> (MissingReason, String)? {
    let choices = question.choices?.choices ?? []
    func code(_ place: Int?) -> (MissingReason, String)? {
      place.flatMap { place in choices[place].missing.map { ($0, choices[place].name) } }
    }
    switch content {
    case .missing(let reason, let text): return text.isEmpty ? nil : (reason, text)
    case .choice(let place): return code(place)
    case .choices(let places):
      return places.allSatisfy { choices[$0].missing != nil } ? code(places.first) : nil
    case .blank, .number, .text, .invalid: return nil
    }
  }

  fileprivate var choice: Int32 {
    if case .choice(let choice) = content { Int32(choice) } else { -1 }
  }

  fileprivate var choices: [Int] {
    if case .choices(let choices) = content { choices } else { [] }
  }

  fileprivate var number: Double? {
    if case .number(let number) = content { number } else { nil }
  }

  fileprivate var text: String {
    if case .text(let text) = content { text } else { "" }
  }
}
