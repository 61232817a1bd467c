import SurveyModel
import Testing

@testable import TabularFiles

/// Workbooks that lie about places and sizes, or have more than can be held.
struct WorkbookLimitTests {
  private func refusal(_ file: WorkbookFile) -> String? {
    do {
      _ = try FieldTable.reading(file.contents)
      return nil
    } catch {
      return error.diagnostics.first.map { "\($0.code): \($0.message)" }
    }
  }

  private func refusal(ofSheet data: String, texts: String = "") -> String? {
    refusal(WorkbookFile(sheets: [("s", data)], texts: texts))
  }

  @Test(arguments: [
    "99999999999", "1048577", "0", "-1", "9223372036854775807", "9223372036854775808", "x", "",
    "1e3",
  ])
  func `a row's number that no sheet has is a damaged workbook`(_ number: String) {
    let told = refusal(ofSheet: "<row r=\"\(number)\"><c><v>1</v></c></row>")
    #expect(told?.hasPrefix("broken-workbook: ") == true && told?.contains("1048576") == true)
  }

  @Test func `rows that go on after the last one are a damaged workbook`() {
    let told = refusal(ofSheet: "<row r=\"1048576\"/><row><c><v>1</v></c></row>")
    #expect(told?.contains("a row is numbered 1048577") == true)
  }

  @Test(arguments: ["ZZZZZZZ1", "XFE1", "ZZZZZZZZ99999999999"])
  func `a cell beyond the last column is a damaged workbook`(_ reference: String) {
    let told = refusal(ofSheet: "<row r=\"1\"><c r=\"\(reference)\"><v>1</v></c></row>")
    #expect(told?.contains("cells beyond column 16384") == true)
  }

  @Test(arguments: ["<c r=\"XFD1\"><v>1</v></c>", "<c r=\"A99999999999999999999\"><v>1</v></c>"])
  func `the last column, and a cell whose row is wrong, are read`(_ cell: String) throws {
    let file = WorkbookFile(sheets: [("s", "<row r=\"1048576\">\(cell)</row>")])
    let row = try Workbook.reading(file.contents).grids[0].rows[0]
    #expect(row.last?.text == "1" && row.last?.location.line == 1_048_576)
  }

  @Test(arguments: [
    "<c t=\"s\"><v>-1</v></c>", "<c t=\"s\"><v>99999999999999999999</v></c>",
    "<c s=\"-1\"><v>7</v></c>", "<c s=\"99999999999999999999\"><v>7</v></c>",
    "<c s=\"1\"><v>1e308</v></c>", "<c s=\"1\"><v>-1e308</v></c>", "<c s=\"1\"><v>nan</v></c>",
    "<c s=\"1\"><v>1e999</v></c>", "<c s=\"1\"><v>2958465.9999999</v></c>",
    "<c><v>9223372036854775808</v></c>", "<c t=\"b\"><v></v></c>", "<c/>",
  ])
  func `indices, styles and dates out of range end nothing`(_ cell: String) throws {
    let file = WorkbookFile(
      sheets: [("s", "<row><c><v>1</v></c>\(cell)</row>")], formats: ["dd.mm.yyyy hh:mm"])
    #expect(try Workbook.reading(file.contents).grids[0].rows[0].first?.text == "1")
  }

  @Test func `a sheet that blanks would fill is refused before it is filled`() {
    let corner = "<c r=\"XFD1\"><v>1</v></c>"
    let rows = (2...300).map { "<row r=\"\($0)\"><c r=\"A\($0)\"><v>1</v></c></row>" }.joined()
    let told = refusal(ofSheet: "<row r=\"1\">\(corner)</row>" + rows)
    #expect(told?.hasPrefix("sheet-too-large: ") == true && told?.contains("16384") == true)
  }

  @Test func `elements nested without end, and tags without end, are refused`() {
    let nested = String(repeating: "<a>", count: 2_000)
    #expect(refusal(ofSheet: nested)?.contains("nested more than 256 deep") == true)
    let tag = "<c a=\"" + String(repeating: "x", count: 3 << 20)
    #expect(refusal(ofSheet: tag)?.contains("a tag of more than") == true)
  }

  @Test func `entities that grow are refused`() {
    let text = """
      <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\
      <worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>
      """
    let told = refusal(
      WorkbookFile(parts: [
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"s\" id=\"r\"/></sheets></workbook>"),
        (
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"r\" Target=\"s.xml\"/></Relationships>"
        ), ("xl/s.xml", text),
      ]))
    #expect(told?.contains("declares a document type") == true)
  }

  @Test func `a format's code of any length costs no more than Excel's`() {
    #expect(WorkbookStyles.format(ofCode: String(repeating: "[", count: 200_000)) == .number)
    #expect(WorkbookStyles.format(ofCode: String(repeating: "\"", count: 200_001)) == .number)
  }
}
