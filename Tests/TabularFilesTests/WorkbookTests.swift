import SurveyModel
import Testing

@testable import TabularFiles

@Suite("Workbooks")
struct WorkbookTests {
  /// The texts of the first sheet's cells.
  private func cells(
    _ data: String, texts: String = "", formats: [String] = [], properties: String = ""
  ) throws -> [[String]] {
    let file = WorkbookFile(
      sheets: [("s", data)], texts: texts, formats: formats, properties: properties)
    return try Workbook.reading(file.contents).grids[0].rows.map { $0.map(\.text) }
  }

  @Test("shared texts, their runs put together, without readings and with escaped signs")
  func sharedTexts() throws {
    let texts = """
      <si><t>plain &amp; simple</t></si>
      <si><r><t xml:space="preserve">one </t></r><r><rPr><b/></rPr><t>two</t></r></si>
      <si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>
      <si><t>a_x000D_b_x005F_c</t></si>
      """
    let row = (0..<4).map { "<c t=\"s\"><v>\($0)</v></c>" }.joined()
    #expect(
      try cells("<row>\(row)<c t=\"s\"><v>9</v></c></row>", texts: texts)
        == [["plain & simple", "one two", "東京", "a\rb_c"]])
  }

  @Test(
    "values of each kind",
    arguments: [
      ("<c><v>12.0</v></c>", "12"), ("<c t=\"n\"><v>0.10000000000000001</v></c>", "0.1"),
      ("<c><v>-3.5E-2</v></c>", "-0.035"), ("<c><v>1E3</v></c>", "1000"),
      ("<c t=\"b\"><v>1</v></c>", "TRUE"), ("<c t=\"b\"><v>0</v></c>", "FALSE"),
      ("<c t=\"str\"><f>A1&amp;\"x\"</f><v>saved</v></c>", "saved"),
      ("<c><f>1+1</f><v>2</v></c>", "2"), ("<c t=\"e\"><v>#N/A</v></c>", "#N/A"),
      ("<c t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>", "inline"),
      ("<c t=\"d\"><v>2025-05-01</v></c>", "2025-05-01"),
    ])
  func values(cell: String, expected: String) throws {
    #expect(try cells("<row>\(cell)</row>") == [[expected]])
  }

  @Test(
    "dates and times by their number format",
    arguments: [
      ("dd.mm.yyyy", "45778", "2025-05-01"), ("yyyy\\-mm\\-dd", "45778.5", "2025-05-01T12:00:00"),
      ("m/d/yy h:mm", "45778", "2025-05-01T00:00:00"), ("hh:mm:ss", "0.75", "18:00:00"),
      ("[$-419]d mmmm yyyy&quot; г.&quot;;@", "45778", "2025-05-01"),
      ("mmm", "45778", "2025-05-01"),
      ("0.00", "45778", "45778"), ("#,##0", "45778", "45778"), ("[h]:mm", "1.5", "1.5"),
      ("General", "45778", "45778"), ("&quot;days&quot; 0", "7", "7"), ("0.0%", "0.5", "0.5"),
      ("dd.mm.yyyy", "1", "1900-01-01"), ("dd.mm.yyyy", "61", "1900-03-01"),
      ("dd.mm.yyyy", "36525", "1999-12-31"), ("dd.mm.yyyy", "36585", "2000-02-29"),
      ("dd.mm.yyyy", "-1", "-1"), ("dd.mm.yyyy hh:mm", "45778.999999", "2025-05-02T00:00:00"),
    ])
  func dates(format: String, value: String, expected: String) throws {
    let data = "<row><c s=\"1\"><v>\(value)</v></c></row>"
    #expect(try cells(data, formats: [format]) == [[expected]])
  }

  @Test("a workbook that counts from 1904")
  func from1904() throws {
    let data = "<row><c s=\"1\"><v>44316</v></c></row>"
    let text = try cells(
      data, formats: ["yyyy-mm-dd"], properties: "<workbookPr date1904=\"1\"/>")
    #expect(text == [["2025-05-01"]])
  }

  @Test("cells keep their places, and gaps are blank")
  func places() throws {
    let data = """
      <row r="2"><c r="B2" t="inlineStr"><is><t> key </t></is></c>
      <c r="D2"><v>1</v></c></row><row r="3"/>
      <row r="7"><c r="A7"/><c r="C7"><v>3</v></c></row>
      """
    let file = WorkbookFile(sheets: [("first", ""), ("second", data)], hidden: "second")
    let workbook = try Workbook.reading(file.contents)
    #expect(workbook.grids.map(\.name) == ["first", "second"])
    #expect(workbook.grids.map(\.isHidden) == [false, true])
    #expect(workbook.sheet(named: "First") == nil)
    let sheet = try #require(workbook.sheet(named: "SECOND"))
    #expect(sheet.header.map(\.text) == ["", "key", "", "1"])
    #expect(sheet.header[1].location.description == "w.xlsx[second]:2:2")
    #expect(sheet.rows.count == 1)
    #expect(sheet.rows[0].cells.map(\.text) == ["", "", "3"])
    #expect(sheet.rows[0].cells[2].location.description == "w.xlsx[second]:7:3")
    #expect(sheet.rows[0].location.description == "w.xlsx[second]:7:1")
  }

  @Test(
    "what is no workbook is named, with a way out",
    arguments: [
      ("file-empty", []), ("old-workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
      ("not-a-workbook", Array("type,name\n".utf8)),
      ("broken-workbook", Array(WorkbookFile(sheets: [("s", "")]).bytes.dropLast(40))),
      ("broken-workbook", WorkbookFile(sheets: [("s", "<row>")]).bytes),
      ("not-a-workbook", WorkbookFile(parts: [("readme.txt", "x")]).bytes),
      ("not-a-workbook", WorkbookFile(parts: [("mimetype", "x"), ("content.xml", "x")]).bytes),
    ] as [(String, [UInt8])])
  func faults(code: String, bytes: [UInt8]) throws {
    let error = try #require(throws: TabularFileError.self) {
      try Workbook.reading(FileContents(file: "w.xlsx", bytes: bytes))
    }
    #expect(error.diagnostics.map(\.code) == [code])
    #expect(error.diagnostics.allSatisfy { $0.fix != nil && $0.location.file == "w.xlsx" })
  }

  @Test(
    "workbooks made to harm are refused",
    arguments: [
      // Cells far to the right in many rows.
      String(repeating: "<row><c r=\"XFD1\"><v>1</v></c></row>", count: 70),
      // Cells that go back.
      "<row r=\"1\"><c r=\"C1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
    ])
  func harm(data: String) throws {
    #expect(throws: TabularFileError.self) { try cells(data) }
  }

  @Test("a document type, through which entities could grow without end, is refused")
  func entities() throws {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><workbook>&b;</workbook>"
    let file = WorkbookFile(parts: [("xl/workbook.xml", bomb)])
    let error = try #require(throws: TabularFileError.self) { try Workbook.reading(file.contents) }
    #expect(error.diagnostics[0].message.contains("document type"))
  }

  @Test("bytes changed at random are read or refused", arguments: 0..<100)
  func random(seed: Int) {
    var bytes = WorkbookFile(
      sheets: [
        ("s", "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" s=\"1\"><v>2</v></c></row>")
      ],
      formats: ["dd.mm.yy"]
    ).bytes
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    for _ in 0..<10 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
    }
    let workbook = try? Workbook.reading(FileContents(file: "w.xlsx", bytes: bytes))
    #expect((workbook?.grids.count ?? 0) < 2)
  }
}
