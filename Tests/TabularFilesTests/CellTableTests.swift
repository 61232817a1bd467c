import SurveyModel
import Testing

@testable import TabularFiles

/// Workbooks and data sets as tables.
struct CellTableTests {
  private func table(_ file: StatisticalFile) throws -> FieldTable {
    try FieldTable.reading(
      FileContents(file: "a.\(file.format.rawValue)", bytes: SampleDataSet.written(file)))
  }

  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `a data set is the table that its CSV would be`(format: StatisticalFile.Format) throws {
    let table = try table(SampleDataSet.make(format))
    #expect(table.header.map(\.text) == ["SOC01", "возраст", "open"])
    #expect(table.rowCount == 4)
    let texts = (0..<4).map { row in (0..<3).map { table.text(row: row, column: $0) } }
    #expect(
      texts == [
        ["1", "18.5", ""], ["5", "90", SampleDataSet.longText], ["97", "997", "кратко"],
        ["", "33", "ещё"],
      ])
    #expect(table.ledger.isBalanced && table.ledger.total == 4 && table.ledger.unit.name == "rows")
    // Stata's labels have 80 characters: longer ones are cut at a word.
    if format != .dta { #expect(table.container?.variables[0].label == SampleDataSet.question) }
    #expect(table.container?.format.rawValue == format.rawValue)
    #expect(table.location(row: 1, column: 2).description == "a.\(format.rawValue):2:3")
  }

  @Test(arguments: [
    ("DATE11", 13_967_078_400.0, "2025-05-20"),
    ("DATETIME20", 13_967_078_430, "2025-05-20T00:00:30"),
    ("TIME8", 43_261, "12:01:01"), ("%td", 0, "1960-01-01"), ("%td", 23_881, "2025-05-20"),
    ("%tc", 86_400_000.0, "1960-01-02T00:00:00"), ("EDATE10", -86_400, "1582-10-13"),
    ("DATE11", 86_400, "1582-10-15"),
  ])
  func `dates are written by their format`(format: String, number: Double, text: String) {
    #expect(StatisticalDateFormat(format)?.text(of: number) == text)
  }

  @Test func `numbers are no dates`() {
    #expect(
      ["F8.2", "%9.0g", "A10", "", "COMMA8", "DOLLAR8"].allSatisfy {
        StatisticalDateFormat($0) == nil
      })
  }

  @Test func `a text with line breaks keeps the numbers of the cases after it`() throws {
    let file = StatisticalFile(
      format: .sav,
      variables: [
        StatisticalVariable(name: "t", values: .texts(["а\nб \"в\"", "", "конец"])),
        StatisticalVariable(name: "n", values: .numbers([1, .nan, 3])),
      ], caseCount: 3)
    let table = try table(file)
    #expect(table.text(row: 0, column: 0) == "а\nб \"в\"")
    let last = table.rowCount - 1
    #expect(table.text(row: last, column: 0) == "конец")
    #expect(table.location(row: last, column: 1).description == "a.sav:3:2")
  }

  @Test func `the fullest sheet of a workbook is read, with its cells' places`() throws {
    let row = { (n: Int, a: String, b: String) in
      "<row r=\"\(n)\"><c r=\"A\(n)\" t=\"inlineStr\"><is><t>\(a)</t></is></c>"
        + "<c r=\"B\(n)\"><v>\(b)</v></c></row>"
    }
    let workbook = WorkbookFile(sheets: [
      (name: "о файле", data: row(1, "x", "1")),
      (
        name: "ответы",
        data: "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c>"
          + "<c r=\"B1\" t=\"inlineStr\"><is><t>SOC01</t></is></c></row>"
          + row(2, "a", "5") + row(4, "b", "97")
      ),
    ])
    let table = try FieldTable.reading(workbook.contents)
    #expect(table.header.map(\.text) == ["id", "SOC01"])
    #expect(table.rowCount == 2)
    #expect(table.text(row: 1, column: 1) == "97")
    #expect(table.location(row: 1, column: 1).description == "w.xlsx[ответы]:4:2")
    #expect(table.diagnostics.map(\.code) == ["sheet-chosen"])
  }

  @Test func `a file named like a data set must be one`() {
    let error = #expect(throws: TabularFileError.self) {
      try FieldTable.reading(FileContents(file: "a.sav", bytes: Array("id,x\n1,2\n".utf8)))
    }
    #expect(error?.diagnostics.map(\.code) == ["wrong-magic"])
  }
}
