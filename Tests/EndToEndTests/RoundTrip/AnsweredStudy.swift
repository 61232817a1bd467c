import Foundation

/// A small study drawn by chance with every kind of question, of missing choice and of name.
///
/// One or two waves and cities, one language or two; lists of numbers, of words and of numbers with
/// words for what means no answer; codes that mean it below, above and on both sides of the answers, up
/// to five of them, two of one reason; declared values among numbers, dates and times; questions that
/// only some are asked, and ones of the second wave only; blanks and values that no question knows.
struct AnsweredStudy {
  let folder: URL
  private var chance: DrawnStudy.Chance
  private let languages: [String]
  private let waves: [String]
  private let cities: [String]
  private var questions: [Question] = []
  private var missingRows: [[String]] = []

  private struct Question {
    var name: String
    var type: String
    var list: [Choice] = []
    var measure = ""
    var relevant = ""
    var parameters = ""
    /// Declared values that mean no answer.
    var declared: [String] = []
    var isOfSecondWave = false
  }

  private struct Choice {
    var name: String
    var reason = ""
  }

  private static let reasons = ["dont-know", "refused", "no-answer", "not-asked"]

  init(seed: Int) throws {
    chance = DrawnStudy.Chance(UInt64(seed))
    folder = FileManager.default.temporaryDirectory.appending(path: "drawn-\(UUID().uuidString)")
    languages = [["ru"], ["en"], ["ru", "en"]][chance.below(3)]
    waves = Array(["w1", "w2"].prefix(1 + chance.below(2)))
    cities = Array(["псков", "b-2"].prefix(1 + chance.below(2)))
    drawQuestions()
    try writeSheets()
    for wave in waves {
      try writeForm(wave)
      for (place, city) in cities.enumerated() { try writeAnswers(wave, city, place) }
    }
  }

  /// Removes the folder, unless `LOCI_ROUND_TRIP_KEEP` says that it is to be looked at.
  func remove() {
    guard ProcessInfo.processInfo.environment["LOCI_ROUND_TRIP_KEEP"] == nil else { return }
    try? FileManager.default.removeItem(at: folder)
  }

  private mutating func drawQuestions() {
    let types = [
      "select_one", "select_one", "select_one", "select_multiple", "integer", "decimal", "date",
      "time", "dateTime", "text", "range", "rank", "calculate",
    ]
    for (place, type) in types.enumerated() {
      var question = Question(name: name(place), type: type)
      switch type {
      case "select_one", "select_multiple":
        question.list = list()
        question.measure = chance.happens(60) ? "ordinal" : "nominal"
      case "rank": question.list = ["1", "2", "3"].map { Choice(name: $0) }
      case "range": question.parameters = "start=0 end=10 step=1"
      default: question.declared = declared(type)
      }
      if place > 0, chance.happens(30),
        let first = questions.first?.list.first(where: { $0.reason.isEmpty })
      {
        question.relevant = "${\(questions[0].name)} = '\(first.name)'"
      }
      question.isOfSecondWave = waves.count > 1 && place > 2 && chance.happens(20)
      questions.append(question)
    }
    for question in questions {
      for (place, value) in question.declared.enumerated() {
        missingRows.append([question.name, "*", value, Self.reasons[min(place / 2, 2)]])
      }
    }
  }

  private mutating func name(_ place: Int) -> String {
    switch chance.below(5) {
    case 0: "вопрос\(place)"
    case 1: "A_question_with_a_long_name_of_its_own_\(place)_more"
    case 2: place == 1 ? "with" : "q\(place)"
    default: "Q\(place)"
    }
  }

  private mutating func list() -> [Choice] {
    let count = 2 + chance.below(5)
    let first = chance.below(2)
    let words = ["yes", "no", "male", "так", "иначе", "ещё", "0"]
    let isNumbers = chance.happens(75)
    let answers = (0..<count).map { isNumbers ? "\($0 + first)" : words[$0] }
    let codes = [
      ["97", "98", "99"], ["7", "8", "9"], ["-1", "-2"], ["97", "98", "99", "96", "95"], ["99"],
      ["-1", "97", "98", "99"], ["-9", "-8", "50", "98", "99"], ["dk", "ref"], ["88", "dk"], [],
      ["8", "88"],
    ][chance.below(11)]
    return answers.map { Choice(name: $0) }
      + codes.map { Choice(name: $0, reason: Self.reasons[chance.below(4)]) }
  }

  private mutating func declared(_ type: String) -> [String] {
    guard chance.happens(60) else { return [] }
    return type == "text" || type == "calculate"
      ? ["-", "н/о"]
      : [["997", "998", "999"], ["-1"], ["-1", "0", "997", "998", "999"]][chance.below(3)]
  }

  private mutating func answer(_ question: Question) -> String {
    let missing = question.list.filter { !$0.reason.isEmpty }.map(\.name) + question.declared
    let roll = chance.below(100)
    if roll < 18, !missing.isEmpty { return missing[chance.below(missing.count)] }
    if roll < 25 { return "" }
    // Any text is a value of a calculation, as of an open answer.
    if roll < 29 { return ["text", "calculate"].contains(question.type) ? "" : "?!" }
    let answers = question.list.filter(\.reason.isEmpty).map(\.name)
    switch question.type {
    case "select_one": return answers[chance.below(answers.count)]
    case "select_multiple":
      var chosen: [String] = []
      for answer in answers where chance.happens(45) { chosen.append(answer) }
      return chosen.joined(separator: " ")
    case "rank": return chance.happens(50) ? "1 3 2" : "2 1 3"
    case "integer": return "\(1 + chance.below(95))"
    case "decimal": return "\(1 + chance.below(40)).\(1 + chance.below(9))"
    case "range": return "\(chance.below(11))"
    case "date": return "2025-0\(1 + chance.below(9))-1\(chance.below(10))"
    case "time": return "1\(chance.below(10)):\(10 + chance.below(49)):00"
    case "dateTime": return "2025-0\(1 + chance.below(9))-11T1\(chance.below(10)):30:00"
    case "calculate": return "\(chance.below(30))"
    default: return ["свои слова", "a, \"b\"", "ещё; слова"][chance.below(3)]
    }
  }
}

extension AnsweredStudy {
  private func write(_ rows: [[String]], to path: String) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let lines = rows.map { row in
      row.map { cell in
        cell.contains { ",\";\n".contains($0) }
          ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
      }.joined(separator: ",") + "\n"
    }
    try Data(lines.joined().utf8).write(to: url)
  }

  /// A column for each language.
  private func labels(_ text: String) -> [String] { languages.map { "\(text) (\($0))" } }

  private func labelled(_ name: String) -> [String] { languages.map { "\(name)::\($0)" } }

  private func writeSheets() throws {
    try write(
      [["key", "value"], ["id", "drawn"]] + languages.map { ["title::\($0)", "Drawn"] }
        + [
          ["languages", languages.joined(separator: ";")], ["synthetic", "yes"],
          ["partial-minimum", "0"],
        ], to: "study.csv")
    try write(
      [["city", "code"] + labelled("label")]
        + cities.enumerated().map { ["\($1)", "\($0 + 10)"] + labels($1) },
      to: "cities.csv")
    try write(
      [["wave"] + labelled("label") + ["sample"]]
        + waves.map { [$0] + labels($0) + ["probability"] },
      to: "waves.csv")
    try write(
      [["wave", "city", "file", "questionnaire", "identifier", "weight", "values"]]
        + waves.flatMap { wave in
          cities.indices.map { place in
            [wave, cities[place], "responses/\(wave)-\(place).csv", wave, "id", "w", "codes"]
          }
        }, to: "sources.csv")
    try write([["question", "source", "value", "reason"]] + missingRows, to: "missing.csv")
  }

  private func asked(_ wave: String) -> [Question] {
    questions.filter { !$0.isOfSecondWave || wave == "w2" }
  }

  private func writeForm(_ wave: String) throws {
    let asked = asked(wave)
    try write(
      [
        ["type", "name"] + labelled("label") + ["relevant", "parameters", "calculation", "measure"]
      ]
        + asked.map { question in
          let type = question.list.isEmpty ? question.type : "\(question.type) L\(question.name)"
          return [type, question.name] + labels("Вопрос \(question.name)")
            + [
              question.relevant, question.parameters,
              question.type == "calculate" ? "1 + 1" : "", question.measure,
            ]
        }, to: "questionnaires/\(wave)/survey.csv")
    try write(
      [["list_name", "name"] + labelled("label") + ["missing"]]
        + asked.flatMap { question in
          question.list.map { choice in
            ["L\(question.name)", choice.name] + labels("Ответ \(choice.name)") + [choice.reason]
          }
        }, to: "questionnaires/\(wave)/choices.csv")
    try write(
      [["form_title", "form_id", "version"], ["Drawn", "drawn", wave]],
      to: "questionnaires/\(wave)/settings.csv")
  }

  private mutating func writeAnswers(_ wave: String, _ city: String, _ place: Int) throws {
    let asked = asked(wave)
    var rows = [["id", "w"] + asked.map(\.name)]
    for row in 0..<(30 + chance.below(30)) {
      let weight = "\(1 + chance.below(3)).\(chance.below(10))5"
      rows.append(
        ["\(wave)\(place)-\(row)", weight] + asked.map { answer($0) })
    }
    try write(rows, to: "responses/\(wave)-\(place).csv")
  }
}
