import SurveyModel
import TabularFiles
import Testing

@testable import ResponseExport

private let nowhere = SurveyModel.SourceLocation(file: "questionnaire")

/// What means no answer has a code of its own in every format, and is no answer in any.
struct MissingCodingTests {
  private struct Case: CustomTestStringConvertible, Sendable {
    /// Codes of answers, then codes that mean none with their reasons.
    var answers: [String]
    var missing: [(String, MissingReason)]
    /// Reasons that occur without a code.
    var reasons: [MissingReason] = []
    /// Numbers in SPSS by code; a reason without a code goes by its name.
    var numbers: [String: Double]
    var isMoved = false

    var testDescription: String { "\(answers) \(missing.map(\.0)) \(reasons)" }
  }

  private static let cases: [Case] = [
    // Two of one reason stay two.
    Case(
      answers: ["1", "2"], missing: [("7", .dontKnow), ("8", .dontKnow)],
      numbers: ["7": 7, "8": 8]),
    // A range and a value.
    Case(
      answers: ["1", "2", "3"],
      missing: [("0", .dontKnow), ("97", .refused), ("98", .dontKnow), ("99", .noAnswer)],
      numbers: ["0": 0, "97": 97, "98": 98, "99": 99]),
    // Not asked and invalid have places below the codes, whether both occur or not.
    Case(
      answers: ["1", "2"], missing: [("97", .dontKnow), ("99", .noAnswer)], reasons: [.invalid],
      numbers: ["97": 97, "99": 99, "invalid": 95]),
    Case(answers: ["1", "2"], missing: [], reasons: [.notAsked], numbers: ["not-asked": 99]),
    Case(
      answers: ["98", "99"], missing: [("1", .dontKnow)], reasons: [.notAsked],
      numbers: ["1": 1, "not-asked": 999]),
    // Codes on both sides of answers, and between them, that no range holds.
    Case(
      answers: ["1", "50"],
      missing: [
        ("-9", .dontKnow), ("-8", .refused), ("20", .dontKnow), ("98", .noAnswer),
        ("99", .notAsked),
      ],
      numbers: ["-9": 95, "-8": 96, "20": 97, "98": 98, "99": 99], isMoved: true),
    // Words for what means no answer among numbers leave the numbers alone.
    Case(
      answers: ["0", "1", "10"], missing: [("dk", .dontKnow), ("ref", .refused)],
      numbers: ["dk": 96, "ref": 95]),
    // A list of words is numbered beside the codes that are numbers, which stay.
    Case(
      answers: ["a", "b"], missing: [("1", .refused), ("9", .dontKnow)],
      numbers: ["1": 1, "9": 9]),
  ]

  private static func export(_ test: Case) throws -> DataExport {
    let list = ChoiceList(
      name: "L",
      choices: test.answers.map { Choice(name: $0, label: Label(["ru": "о\($0)"]), at: nowhere) }
        + test.missing.map {
          Choice(name: $0, label: Label(["ru": "н\($0)"]), missing: $1, at: nowhere)
        })
    let count = list.choices.count + test.reasons.count
    var codes = MissingCodes(count: count)
    for (place, choice) in list.choices.enumerated() where choice.missing != nil {
      codes.set(choice.name, at: place)
    }
    let column = Column(
      values: .choices(
        PackedPlaces(
          list.choices.indices.map { Int32(list.choices[$0].missing == nil ? $0 : -1) }
            + test.reasons.map { _ in -1 })),
      missing: list.choices.map(\.missing) + test.reasons, codes: codes)
    let sample = Sample(
      city: "c", wave: "w",
      questionnaire: try Questionnaire(
        title: Label("?"), version: "v", languages: ["ru"],
        questions: [
          Question(name: "Q", label: Label(["ru": "?"]), kind: .selectOne(list), at: nowhere)
        ]),
      responses: Responses(
        origins: Array(repeating: nowhere, count: count), columns: ["Q": column]),
      design: DesignVariables(baseWeights: Array(repeating: 1, count: count)))
    let study = try Study(
      settings: StudySettings(id: "s", title: Label(["ru": "С"]), languages: ["ru"]),
      cities: [City(name: "c", label: Label(["ru": "Г"]))],
      waves: [Wave(name: "w", label: Label(["ru": "В"]))], sources: [], missingCodes: [],
      questionnaires: [:])
    return DataExport(
      [ExportedSample(sample, weights: Array(repeating: 1, count: count))], of: study,
      options: ExportOptions())
  }

  @Test(arguments: cases.indices)
  func `a code of its own for each choice and reason`(place: Int) throws {
    let test = Self.cases[place]
    let export = try Self.export(test)
    let question = try #require(export.variables.first { $0.name == "Q" })
    for code in question.missing.declared {
      let name = test.missing.contains { $0.0 == code.name } ? code.name : code.reason.rawValue
      #expect(code.number == test.numbers[name], "\(name)")
    }
    #expect(question.missing.declared.count == test.numbers.count)
    let told = export.missingCodeChanges(in: .sav).map(\.code)
    #expect(export.numberedCodes(in: .sav).allSatisfy { $0.severity == .note })
    #expect(told == (test.isMoved ? ["missing-codes-moved"] : []))
  }

  @Test(arguments: cases.indices, [StatisticalFile.Format.sav, .zsav, .dta])
  func `what is declared means no answer, and nothing else does`(
    place: Int, format: StatisticalFile.Format
  ) throws {
    let test = Self.cases[place]
    let file = try Self.export(test).statisticalFile(format)
    let bytes = try file.written(to: "a").bytes
    let read = try StatisticalFile.reading(FileContents(file: "a", bytes: bytes)).file
    let variable = try #require(read.variables.first { $0.name == "Q" })
    guard case .numbers(let numbers) = variable.values else { return }
    for (row, number) in numbers.enumerated() {
      let isAnswer = row < test.answers.count
      let isMissing =
        StatisticalVariable.missingTag(of: number) != nil
        || variable.missing.contains { $0.contains(number) }
      #expect(isMissing != isAnswer, "\(number)")
    }
    let labels = variable.valueLabels.map(\.text)
    #expect(Set(test.missing.map { "н\($0.0)" }).isSubset(of: labels))
    let given = numbers.map { number in
      StatisticalVariable.missingTag(of: number).map { ".\($0)" } ?? "\(number)"
    }
    #expect(Set(given).count == given.count, "\(given)")
  }

  @Test func `more missing choices than letters share that of their reason, and that is told`()
    throws
  {
    let many = (100..<130).map { ("\($0)", MissingReason.dontKnow) }
    let export = try Self.export(Case(answers: ["1"], missing: many, numbers: [:]))
    #expect(export.missingCodeChanges(in: .dta).map(\.code) == ["letters-shared"])
    let question = try #require(export.variables.first { $0.name == "Q" })
    let own = question.missing.codes.filter { !$0.sharesLetter }
    #expect(own.count == 26 && Set(own.map(\.letter)).count == 26)
  }
}
