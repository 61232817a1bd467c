import SurveyModel
import Testing

@testable import TabularFiles

@Suite("A sheet from CSV")
struct SheetCSVTests {
  private func read(_ text: String) throws -> Sheet.Reading {
    try Sheet.reading(FileContents(file: "t.csv", bytes: Array(text.utf8)), name: "t")
  }

  @Test("Cells have the line and column of their first character")
  func places() throws {
    let input = MarkedInput("ключ, имя ,x\n1,\"а\nб\",👉в\n")
    let sheet = try Sheet.reading(input.contents, name: "t").sheet
    #expect(sheet.header.map(\.text) == ["ключ", "имя", "x"])
    #expect(sheet.rows[0]["имя"] == "а\nб")
    #expect(sheet.rows[0][cell: "x"]?.location == input.location)
  }

  @Test(
    "A sheet saved by Russian Excel just works",
    arguments: [
      (TextEncoding.windows1251, false), (.utf8, true), (.utf8, false), (.utf16LittleEndian, true),
      (.koi8r, false), (.cp866, false),
    ])
  func encodings(encoding: TextEncoding, hasMark: Bool) throws {
    let text =
      "city;label::ru;in::ru\r\npskov;Псков;в Пскове\r\n;;\r\n\r\nvyborg;Выборг;в Выборге"
    let contents = FileContents(file: "t.csv", bytes: encoding.encode(text, withMark: hasMark))
    let sheet = try Sheet.reading(contents, name: "cities").sheet
    #expect(sheet.rows.map { $0["label::ru"] } == ["Псков", "Выборг"])
    #expect(sheet.rows[1][cell: "in::ru"]?.location.description == "t.csv:5:15")
  }

  @Test("A comma wins where values hold semicolons")
  func delimiter() throws {
    let sheet = try read("key,value\nlanguages,ru;en\nseed,7\n").sheet
    #expect(sheet.rows[0]["value"] == "ru;en")
  }

  @Test("A first row with one name is the header of its sheet, no title of another")
  func nameAlone() throws {
    let text =
      "survey,\n , type , name , label::en , choice_filter\n"
      + " , select_one c , q1 , Good? , \n , osm c , q2 , Where? , a=${q1}\n"
      + "choices,\n , list_name , name , label\n , c , n1 , l1\n , c , n2 , l2\n"
    let cells = try Sheet.cells(FileContents(file: "t.csv", bytes: Array(text.utf8)))
    #expect(cells[0].map(\.text) == ["survey", ""])
    #expect(cells[1].map(\.text.trimmed) == ["", "type", "name", "label::en", "choice_filter"])
  }

  @Test("Short rows lack their last cells; long ones are diagnosed")
  func ragged() throws {
    let input = MarkedInput("a,b\n1\n1,2,👉3\n")
    let reading = try Sheet.reading(input.contents, name: "t")
    #expect(reading.sheet.rows[0][cell: "b"] == nil)
    #expect(reading.diagnostics.map(\.code) == ["too-many-fields"])
    #expect(reading.diagnostics.first?.location == input.location)
  }

  @Test("A column name that stands twice is diagnosed at its second place")
  func duplicates() throws {
    let input = MarkedInput("a,b,👉a\n1,2,3\n")
    let reading = try Sheet.reading(input.contents, name: "t")
    #expect(reading.diagnostics.map(\.code) == ["duplicate-column"])
    #expect(reading.diagnostics.first?.location == input.location)
  }

  @Test("The line sep=; names the delimiter and is no header")
  func separatorLine() throws {
    let sheet = try read("sep=;\na;b,c\n1;2\n").sheet
    #expect(sheet.header.map(\.text) == ["a", "b,c"])
    #expect(sheet.rows[0].location.description == "t.csv:3:1")
  }

  @Test("A quote inside a cell is kept, and a warning tells its place")
  func strayQuote() throws {
    let input = MarkedInput("a,b\n1,экран 5👉\" и больше\n2,x\n")
    let reading = try Sheet.reading(input.contents, name: "t")
    #expect(reading.sheet.rows.map { $0["b"] } == ["экран 5\" и больше", "x"])
    #expect(reading.diagnostics.map(\.code) == ["stray-quote"])
    #expect(reading.diagnostics.first?.location == input.location)
  }

  @Test("A sheet with broken UTF-8 says where")
  func brokenText() throws {
    let bytes = Array("a,b\n1,Псков и Петрозаводск\n2,".utf8) + [0xD0] + Array("\n".utf8)
    let reading = try Sheet.reading(FileContents(file: "t.csv", bytes: bytes), name: "t")
    #expect(reading.diagnostics.map(\.code) == ["invalid-text"])
    #expect(reading.diagnostics.first?.location.description == "t.csv:3:3")
  }

  @Test(
    "An unreadable sheet says why",
    arguments: [
      ("", "file-empty"), ("\n \n", "file-empty"), ("a,b\n1,\"x\n2,y\n", "lone-quote"),
      ("PK\u{3}\u{4}xl/workbook.xml", "not-csv"), ("a,b\n1,\0\n", "nul-byte"),
    ])
  func unreadable(text: String, code: String) throws {
    let error = #expect(throws: TabularFileError.self) { try read(text) }
    #expect(error?.diagnostics.map(\.code) == [code])
  }

  @Test("A missing file and a folder are told apart")
  func files() {
    let missing = #expect(throws: TabularFileError.self) {
      try FileContents(path: "/nowhere/at/all.csv", displayPath: "all.csv")
    }
    #expect(missing?.diagnostics.map(\.code) == ["file-missing"])
    let folder = #expect(throws: TabularFileError.self) {
      try FileContents(path: "/", displayPath: "root")
    }
    #expect(folder?.diagnostics.map(\.code) == ["file-is-a-folder"])
  }
}
