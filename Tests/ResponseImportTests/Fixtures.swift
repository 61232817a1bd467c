import SurveyModel
import TabularFiles
import Testing

@testable import ResponseImport

/// Where things of a questionnaire stand, in tests that do not ask.
let nowhere = SurveyModel.SourceLocation(file: "questionnaire")

func choice(
  _ name: String, _ label: String = "", missing: MissingReason? = nil, exclusive: Bool = false
) -> Choice {
  Choice(name: name, label: Label(label), missing: missing, isExclusive: exclusive, at: nowhere)
}

func list(_ name: String, _ choices: Choice...) -> ChoiceList {
  ChoiceList(name: name, choices: choices)
}

/// 0…10 with "don't know" and "refused".
let trust11 = ChoiceList(
  name: "trust11",
  choices: (0...10).map { choice("\($0)", "доверие \($0)") } + [
    choice("97", "Затрудняюсь ответить", missing: .dontKnow),
    choice("98", "Отказ", missing: .refused),
  ])

let sex = list("sex", choice("1", "мужской"), choice("2", "женский"))

/// Four choices and "none of these".
let deeds = list(
  "deeds", choice("1", "предложили"), choice("2", "запустили новое дело, продукт"),
  choice("3", "участвовали"), choice("4", "освоили"), choice("5", "ничего", exclusive: true))

func makeQuestion(
  _ name: String, _ kind: Question.Kind, required: Bool = false, relevant: String? = nil,
  constraint: String? = nil
) -> Question {
  Question(
    name: name, label: Label(name), kind: kind, isRequired: required,
    relevant: relevant.flatMap { try? Expression(parsing: $0) },
    constraint: constraint.flatMap { try? Expression(parsing: $0) }, at: nowhere)
}

let cities = [
  City(name: "pskov", code: "1", label: Label(["ru": "Псков"])),
  City(name: "petrozavodsk", code: "2", label: Label(["ru": "Петрозаводск"])),
]
let waves = [
  Wave(name: "2025", label: Label("Первая")),
  Wave(name: "2026", code: "w2", label: Label("Вторая")),
]

/// A field file and what is needed to read it.
struct Fixture {
  var questions: [Question]
  var text: String
  var source = Source(
    wave: .fixed("2025"), city: .fixed("pskov"), file: "responses/a.csv", questionnaire: "v1",
    at: SurveyModel.SourceLocation(file: "sources.csv", line: 2, column: 1))
  var missingCodes: [MissingCode] = []
  var corrections: [Correction] = []
  var version = "v1"

  init(_ questions: Question..., text: String) {
    self.questions = questions
    self.text = text
  }

  func table(_ bytes: [UInt8]? = nil) throws -> FieldTable {
    try FieldTable.reading(
      FileContents(file: source.file, bytes: bytes ?? Array(text.utf8)))
  }

  /// The import of the text, or of other bytes.
  func read(_ bytes: [UInt8]? = nil) throws -> SourceImport {
    try SourceImport.reading(
      table(bytes), source: source,
      questionnaire: Questionnaire(
        title: Label("Анкета"), version: version, languages: ["ru"], questions: questions),
      context: ImportContext(
        cities: cities, waves: waves, missingCodes: missingCodes, corrections: corrections))
  }

  /// The answers of the only sample.
  func responses() throws -> Responses {
    let imported = try read()
    #expect(imported.ledger.isBalanced)
    return try #require(imported.samples.first).responses
  }

  /// The import of the text without the mark 👉, and the place where the mark stood.
  func readMarked() throws -> (SourceImport, SurveyModel.SourceLocation) {
    var (line, column) = (1, 1)
    for character in text.prefix(while: { $0 != "👉" }) {
      column += 1
      if character == "\n" { (line, column) = (line + 1, 1) }
    }
    var unmarked = self
    unmarked.text.removeAll { $0 == "👉" }
    let place = SurveyModel.SourceLocation(file: source.file, line: line, column: column)
    return (try unmarked.read(), place)
  }
}

extension Column {
  /// Answers and reasons as short texts: codes, numbers, `1+3` for sets, `(lost)` for reasons.
  func shown(_ list: ChoiceList? = nil) -> [String] {
    (0..<count).map { row in
      if let reason = missing[row] { return "(\(reason.rawValue))" }
      switch values {
      case .choices(let codes): return list?.choices[Int(codes[row])].name ?? "\(codes[row])"
      case .choiceSets(let sets):
        return sets.choices(row: row).map { list?.choices[$0].name ?? "\($0)" }
          .joined(separator: "+")
      case .numbers(let numbers): return "\(numbers[row])"
      case .texts(let texts): return texts[row]
      }
    }
  }
}

extension SourceImport {
  /// Diagnostics of a kind.
  func findings(_ code: String) -> [Diagnostic] { diagnostics.filter { $0.code == code } }
}
