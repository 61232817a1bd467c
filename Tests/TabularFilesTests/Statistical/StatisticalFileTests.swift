import SurveyModel
import Testing

@testable import TabularFiles

/// A data set that has everything: long Cyrillic labels, missing values, long texts.
struct SampleDataSet {
  static let question =
    "Насколько Вы согласны с тем, что большинству людей в этом городе можно "
    + "доверять, даже если Вы видите их впервые в жизни?"
  static let longText = String(repeating: "Длинный ответ жителя, ", count: 40) + "конец"

  static func make(_ format: StatisticalFile.Format) -> StatisticalFile {
    StatisticalFile(
      format: format, label: "Условный пример",
      variables: [
        StatisticalVariable(
          name: "SOC01", label: question, measure: .ordinal,
          valueLabels: [
            .init(.number(1), "Совершенно не согласен(на)"),
            .init(.number(5), "Полностью согласен(на), и готов(а) это повторить кому угодно"),
            .init(.number(97), "Затрудняюсь ответить"),
          ], missing: format == .dta ? [] : [.value(.number(97)), .value(.number(98))],
          values: .numbers([1, 5, 97, .nan])),
        StatisticalVariable(
          name: "возраст", label: "Возраст", measure: .scale,
          missing: format == .dta ? [] : [.range(996, 999)],
          values: .numbers([18.5, 90, 997, 33])),
        StatisticalVariable(
          name: "open", label: "Открытый вопрос", measure: .nominal,
          values: .texts(["", longText, "кратко", "ещё"])),
      ], caseCount: 4)
  }

  static func written(_ file: StatisticalFile) throws -> [UInt8] {
    try file.written(to: "out.\(file.format.rawValue)").bytes
  }
}

struct StatisticalFileTests {
  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `what is written is read again`(format: StatisticalFile.Format) throws {
    let file = SampleDataSet.make(format)
    let bytes = try SampleDataSet.written(file)
    let (read, diagnostics) = try StatisticalFile.reading(
      FileContents(file: "a.\(format.rawValue)", bytes: bytes))
    #expect(diagnostics.isEmpty)
    #expect(read.format == format)
    #expect(read.label == file.label)
    #expect(read.caseCount == 4)
    #expect(read.variables.map(\.name) == file.variables.map(\.name))
    // Stata's labels have 80 characters: longer ones are cut at a word.
    if format != .dta { #expect(read.variables.map(\.label) == file.variables.map(\.label)) }
    #expect(read.variables[0].valueLabels == file.variables[0].valueLabels)
    #expect(read.variables.map(\.missing) == file.variables.map(\.missing))
    if format != .dta { #expect(read.variables.map(\.measure) == file.variables.map(\.measure)) }
    for (a, b) in zip(read.variables, file.variables) {
      switch (a.values, b.values) {
      case (.numbers(let x), .numbers(let y)): #expect(x.map { "\($0)" } == y.map { "\($0)" })
      case (.texts(let x), .texts(let y)): #expect(x == y)
      default: Issue.record("\(a.name) changed its type")
      }
    }
  }

  @Test func `Stata's letters of missing values survive`() throws {
    let tagged = StatisticalVariable.missingNumber(tag: "c")
    let file = StatisticalFile(
      format: .dta,
      variables: [
        StatisticalVariable(
          name: "x", valueLabels: [.init(.number(1), "да"), .init(.tagged("c"), "отказ")],
          values: .numbers([1, tagged, .nan]))
      ], caseCount: 3)
    let read = try StatisticalFile.reading(
      FileContents(file: "a.dta", bytes: SampleDataSet.written(file))
    ).file
    #expect(read.variables[0].valueLabels == file.variables[0].valueLabels)
    guard case .numbers(let numbers) = read.variables[0].values else { return }
    #expect(numbers.map(StatisticalVariable.missingTag) == [nil, "c", nil])
  }

  @Test func `the same data give the same bytes`() throws {
    for format in [StatisticalFile.Format.sav, .zsav, .dta] {
      let file = SampleDataSet.make(format)
      #expect(try SampleDataSet.written(file) == SampleDataSet.written(file))
    }
  }

  @Test func `a word that SPSS cannot hold is cut at a character, with a warning`() throws {
    var file = SampleDataSet.make(.sav)
    file.variables[0].label = String(repeating: "я", count: 300)
    file.variables[0].valueLabels[0].text = String(repeating: "ю", count: 100)
    let (bytes, diagnostics) = try file.written(to: "a.sav")
    #expect(diagnostics.map(\.code) == ["label-cut", "value-label-cut"])
    let read = try StatisticalFile.reading(FileContents(file: "a.sav", bytes: bytes)).file
    #expect(read.variables[0].label == String(repeating: "я", count: 126) + "…")
    #expect(read.variables[0].valueLabels[0].text == String(repeating: "ю", count: 58) + "…")
  }

  @Test(arguments: [
    ("sav", [UInt8]("this is no data set".utf8), "wrong-magic"),
    ("dta", [], "wrong-magic"),
    ("sav", [UInt8]("$FL2@(#) SPSS DATA FILE".utf8), "file-truncated"),
  ])
  func `a file that is no data set is refused with its reason`(
    ending: String, bytes: [UInt8], code: String
  ) throws {
    let error = #expect(throws: TabularFileError.self) {
      try StatisticalFile.reading(FileContents(file: "a.\(ending)", bytes: bytes))
    }
    #expect(error?.diagnostics.map(\.code) == [code])
  }

  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `a file cut anywhere is refused and never read in part`(
    format: StatisticalFile.Format
  ) throws {
    let bytes = try SampleDataSet.written(SampleDataSet.make(format))
    for length in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 40)) {
      let part = FileContents(file: "a.\(format.rawValue)", bytes: Array(bytes[..<length]))
      #expect(throws: TabularFileError.self, "\(length) of \(bytes.count)") {
        try StatisticalFile.reading(part)
      }
    }
  }
}
