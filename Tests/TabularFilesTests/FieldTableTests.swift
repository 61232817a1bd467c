import SurveyModel
import Testing

@testable import TabularFiles

/// Reads a text as the file `t.csv`.
func fieldTable(_ text: String, options: ReadingOptions = ReadingOptions()) throws -> FieldTable {
  try FieldTable.reading(
    FileContents(file: "t.csv", bytes: Array(text.utf8)), options: options)
}

extension FieldTable {
  /// All fields, as text.
  var rows: [[String]] {
    (0..<rowCount).map { row in (0..<columnCount).map { text(row: row, column: $0) } }
  }
}

@Suite("A field file")
struct FieldTableTests {
  @Test("Fields come out as they were meant")
  func fields() throws {
    let table = try fieldTable("id,имя,x\n1, а ,\"б\"\"в\"\n2,\"г\nд\",\n")
    #expect(table.header.map(\.text) == ["id", "имя", "x"])
    #expect(table.rows == [["1", "а", "б\"в"], ["2", "г\nд", ""]])
    #expect(table.ledger.kept.records == 2)
    #expect(table.ledger.isBalanced)
    #expect(table.diagnostics.isEmpty)
  }

  @Test(
    "A field's place is that of its first character",
    arguments: [
      ("id,x\n1,2\n3,👉4\n", 1, 1), ("id,x\r\n1,2\r\n3,👉4", 1, 1), ("id;x\n\nа;б\nюю;  👉ю\n", 1, 1),
      ("id,x\n\"a\nb\",👉c\n", 0, 1), ("id,x\n1,2\n👉3,4\n", 1, 0), ("id,x\r1,2\r3,👉\"4\"\r", 1, 1),
    ])
  func places(marked: String, row: Int, column: Int) throws {
    let input = MarkedInput(marked)
    let table = try FieldTable.reading(input.contents)
    let isCR = marked.contains("\r") && !marked.contains("\n")
    let expected =
      isCR ? MarkedInput(marked.map { $0 == "\r" ? "\n" : String($0) }.joined()) : input
    #expect(table.location(row: row, column: column) == expected.location)
  }

  @Test("Blank lines are no data, but in a one-column file they are answers that lack")
  func blankLines() throws {
    let two = try fieldTable("a,b\n\n1,2\n  \n")
    #expect(two.rows == [["1", "2"]])
    #expect(two.ledger.nonData.map(\.kind) == [.header, .blankLine])
    #expect(two.ledger.nonData.last?.count == 2)
    let one = try fieldTable("a\n1\n\n2\n")
    #expect(one.rows == [["1"], [""], ["2"]])
    #expect(one.diagnostics.map(\.code) == ["blank-line-kept"])
    #expect(two.ledger.isBalanced && one.ledger.isBalanced)
  }

  @Test("Rows without any value are no data")
  func emptyRows() throws {
    let table = try fieldTable("a;b\n1;2\n;\n;\n")
    #expect(table.rowCount == 1)
    #expect(table.ledger.nonData.last?.kind == .emptyRow)
    #expect(table.ledger.nonData.last?.count == 2)
    #expect(table.ledger.isBalanced)
  }

  @Test(
    "An empty last column that only the delimiter at the line's end makes is none",
    arguments: [
      ("a;b\n1;2;\n3;4;\n", ["header-short"]), ("a;b;\n1;2;\n3;4;\n", []),
      ("a;b;;\n1;2;;\n3;4;;\n", []),
    ])
  func emptyLastColumn(text: String, told: [String]) throws {
    let table = try fieldTable(text)
    #expect(table.header.map(\.text) == ["a", "b"])
    #expect(table.rows == [["1", "2"], ["3", "4"]])
    #expect(table.diagnostics.map(\.code) == told)
  }

  @Test("A quote inside a field is kept as text, and the ledger says so")
  func strayQuote() throws {
    let input = MarkedInput("a,b\n1,x👉\"y\n2,z\n")
    let table = try FieldTable.reading(input.contents)
    #expect(table.rows == [["1", "x\"y"], ["2", "z"]])
    #expect(
      table.ledger.repairs == [FileLedger.Repair(kind: .strayQuote, location: input.location)])
    #expect(table.diagnostics.map(\.severity) == [.warning])
  }

  @Test("Records longer than 64 KiB keep their fields")
  func longRecords() throws {
    let long = String(repeating: "ж", count: 50_000)
    let table = try fieldTable("a,b,c\n1,2,3\n4,\(long),5\n6,7,8\n")
    #expect(table.rows == [["1", "2", "3"], ["4", long, "5"], ["6", "7", "8"]])
  }

  @Test("The decimal mark is found by column")
  func decimalMark() throws {
    let comma = try fieldTable("id;w;t\n1;0,9;привет, мир\n2;1,25;да\n")
    #expect(comma.dialect.decimalMark.value == .comma)
    #expect(comma.dialect.decimalMark.basis == .found)
    let point = try fieldTable("id,w\n1,0.9\n")
    #expect(point.dialect.decimalMark.value == .point)
    let none = try fieldTable("id,w\n1,9\n")
    #expect(none.dialect.decimalMark.basis == .assumed)
    let both = try fieldTable("id;w;v\n1;0,9;1.5\n")
    #expect(both.numberMarks(column: 1).decimal == .comma)
    #expect(both.numberMarks(column: 2).decimal == .point)
  }
}
