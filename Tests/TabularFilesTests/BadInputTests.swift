import SurveyModel
import Testing

@testable import TabularFiles

@Suite("A damaged field file")
struct BadInputTests {
  @Test(
    "An irregular record is set aside with reason and place; those around it survive",
    arguments: [
      ("id,a,b\n1,2,3\n👉4,5\n6,7,8\n", "too-few-fields", "3 fields were expected, 2 found"),
      ("id,a,b\n1,2,3\n👉4,5,6,7\n6,7,8\n", "too-many-fields", "3 fields were expected, 4 found"),
      (
        "id,a,b\n1,2,3\n4,5,6👉\",\"\"\n6,7,8\n", "lone-quote",
        "a quote stands here without its pair"
      ),
      (
        "id,a,b\n1,2,3\n4,👉\0,6\n6,7,8\n", "nul-byte",
        "a NUL byte stands here; text was expected"
      ),
      (
        "id,a,b\n1,2,3\n6,7,8\n👉9,1", "too-few-fields",
        "3 fields were expected, 2 found; the file seems cut off here"
      ),
      (
        "id,a,b\n1,2,3\n6,7,8\n9,👉\"Библ", "lone-quote",
        "a quote stands here without its pair; the file seems cut off here"
      ),
    ])
  func setAside(marked: String, code: String, message: String) throws {
    let input = MarkedInput(marked)
    let table = try FieldTable.reading(input.contents)
    #expect(table.rows == [["1", "2", "3"], ["6", "7", "8"]])
    #expect(table.irregular.map(\.code) == [code])
    #expect(table.irregular.first?.location == input.location)
    #expect(table.diagnostics.map(\.message) == [message])
    #expect(table.diagnostics.first?.severity == .error)
    #expect(table.diagnostics.first?.fix != nil)
    #expect(table.ledger.isBalanced)
    let line = input.text.split(separator: "\n", omittingEmptySubsequences: false)[input.line - 1]
    let bytes = table.irregular.first?.bytes ?? []
    #expect(String(decoding: bytes, as: UTF8.self).filter { $0 != "\n" } == line)
  }

  @Test(
    "A lone quote is text where that leaves one regular reading of its record",
    arguments: [
      ("id,a,b\n1,2,3\n4,👉\"5,6\n6,7,8\n", "\"5"),
      ("id,a,b\n1,2,3\n4,👉\"5,6\n6,\"7\",8\n", "\"5"),
      ("id,a,b\n1,2,3\n4,\"5👉\"5\",6\n6,7,8\n", "5\"5"),
      ("id,a,b\n1,2,3\n4,\"5, 👉\"5\n7\",6\n6,7,8\n", "5, \"5\n7"),
    ])
  func quoteAsText(marked: String, field: String) throws {
    let input = MarkedInput(marked)
    let table = try FieldTable.reading(input.contents)
    #expect(table.rows.map { $0[1] }.contains(field))
    #expect(table.rowCount == 3 && table.irregular.isEmpty)
    #expect(table.diagnostics.map(\.code) == ["stray-quote"])
    #expect(table.diagnostics.first?.location == input.location)
    #expect(table.ledger.isBalanced)
  }

  @Test("A quote in a column that holds nothing of the kind is left out")
  func quoteLeftOut() throws {
    var lines = (0..<40).map { "\($0),wish \($0) of \($0 * $0) words,\(1 + $0 % 5)" }
    lines[10] = "10,none,\"3"
    lines[20] = "20,none,\"7"
    let table = try fieldTable("id,t,a\n" + lines.joined(separator: "\n") + "\n")
    #expect(table.rows[10] == ["10", "none", "3"])
    #expect(table.irregular.map(\.location.line) == [22])
    #expect(table.ledger.repairs.map(\.kind) == [.quoteLeftOut])
    #expect(table.ledger.repairs.first?.location.description == "t.csv:12:9")
  }

  @Test("Among words met again and again a quote is left out of those, and stays with others")
  func quoteAmongWords() throws {
    var lines = (0..<40).map { "\($0),\(["I don't know", "a lot of it"][$0 % 2]),\(1 + $0 % 5)" }
    lines[10] = "10,\"a lot of it,3"
    lines[20] = "20,\"next to none,3"
    let table = try fieldTable("id,t,a\n" + lines.joined(separator: "\n") + "\n")
    #expect(table.rows[10] == ["10", "a lot of it", "3"])
    #expect(table.rows[20] == ["20", "\"next to none", "3"])
    #expect(table.ledger.repairs.map(\.kind) == [.quoteLeftOut, .strayQuote])
    #expect(table.ledger.isBalanced && table.irregular.isEmpty)
  }

  @Test("A lone quote costs no more than itself, wherever the next quote is", arguments: 0..<40)
  func loneQuote(next: Int) throws {
    var lines = (0..<60).map { "\($0),ответ и текст \($0),\($0 % 5),3,4" }
    lines[10] = "10,\"текст,0,3,4"
    if next > 0 { lines[10 + next] = "\(10 + next),\"в кавычках, \"\"да\"\"\",1,3,4" }
    let table = try fieldTable("id,t,a,b,c\n" + lines.joined(separator: "\n") + "\n")
    #expect(table.rowCount == 60)
    #expect(table.text(row: 10, column: 1) == "\"текст")
    #expect(table.ledger.repairs.map(\.location.line) == [12])
    #expect(table.ledger.isBalanced)
  }

  @Test("Text over several lines that is quoted well is no lone quote")
  func multiline() throws {
    let table = try fieldTable("id,t,a\n1,\"раз\nдва, три\nчетыре\",5\n2,x,6\n")
    #expect(table.rows == [["1", "раз\nдва, три\nчетыре", "5"], ["2", "x", "6"]])
    #expect(table.diagnostics.isEmpty)
  }

  @Test("A record cut off inside a character is set aside")
  func cutInsideCharacter() throws {
    let bytes = Array("id,имя\n1,Псков\n2,Выборг".utf8).dropLast(1)
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: Array(bytes)))
    #expect(table.rows == [["1", "Псков"]])
    #expect(table.irregular.map(\.code) == ["invalid-text"])
    #expect(table.irregular.first?.location.description == "t.csv:3:8")
    #expect(table.ledger.isBalanced)
  }

  @Test(
    "What is no table at all says what it is",
    arguments: [
      ("", "file-empty", "the file is empty; a header and records were expected"),
      ("\n\n", "file-empty", "the file holds nothing but blank lines; a header was expected"),
      (
        "PK\u{3}\u{4}....[Content_Types].xml", "broken-workbook",
        "the workbook is damaged: its zip archive is not complete"
      ),
      ("PK\u{3}\u{4}", "not-csv", "a CSV file was expected, this is a ZIP archive"),
      (
        "$FL2@(#)", "file-truncated",
        "an SPSS data file (.sav) ends, or is damaged, before its first case"
      ),
      (
        "<!DOCTYPE html><html>", "not-csv", "a CSV file was expected, this is a web page (HTML)"
      ),
      // A record of another width tells nothing of where the quote should have ended.
      ("a,\"b\n1,2,3\n", "lone-quote", "a quote in the header is never closed"),
    ])
  func refused(text: String, code: String, message: String) {
    let error = #expect(throws: TabularFileError.self) { try fieldTable(text) }
    #expect(error?.diagnostics.map(\.code) == [code])
    #expect(error?.diagnostics.map(\.message) == [message])
    #expect(error?.diagnostics.first?.fix != nil)
  }

  @Test("An old Excel workbook is named by its first bytes")
  func oldWorkbook() {
    let bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let error = #expect(throws: TabularFileError.self) {
      try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    }
    #expect(error?.diagnostics.first?.message.hasSuffix("(.xls)") == true)
  }

  @Test("A header without records is a table without rows, and a warning")
  func headerOnly() throws {
    let table = try fieldTable("a,b\n")
    #expect(table.rowCount == 0)
    #expect(table.diagnostics.map(\.code) == ["no-records"])
    #expect(table.diagnostics.first?.severity == .warning)
  }

  @Test("A NUL in the header is told, and left out of the name")
  func brokenHeader() throws {
    let input = MarkedInput("a,b👉\0c\n1,2\n")
    let table = try FieldTable.reading(input.contents)
    #expect(table.header.map(\.text) == ["a", "bc"])
    #expect(table.diagnostics.map(\.code) == ["nul-byte"])
    #expect(table.diagnostics.first?.location == input.location)
    #expect(table.rows == [["1", "2"]])
  }

  @Test("A file of line ends alone needs no memory for columns")
  func blankFile() throws {
    let header = (0..<2000).map { "q\($0)" }.joined(separator: ",")
    let table = try fieldTable(header + String(repeating: "\n", count: 200_000))
    #expect(table.rowCount == 0)
    #expect(table.ledger.isBalanced)
  }

  @Test("Duplicate column names are diagnosed at the second")
  func duplicates() throws {
    let input = MarkedInput("a,b,👉a\n1,2,3\n")
    let table = try FieldTable.reading(input.contents)
    #expect(table.diagnostics.map(\.code) == ["duplicate-column"])
    #expect(table.diagnostics.first?.location == input.location)
  }

  @Test("Many records of one kind give twenty diagnostics and a count")
  func manyOfAKind() throws {
    let table = try fieldTable(
      "a,b,c\n" + String(repeating: "1,2\n", count: 50) + String(repeating: "1,2,3\n", count: 60))
    #expect(table.irregular.count == 50)
    #expect(table.diagnostics.count == 21)
    #expect(table.diagnostics.last?.message == "30 more records like the 20 above")
  }

  @Test("A file none of whose records fits its header says so")
  func nothingRegular() throws {
    let table = try fieldTable("a,b,c\n1,2,3,4,5\n1,2\n")
    #expect(table.diagnostics.last?.code == "no-regular-records")
  }

  @Test("Options that contradict the file, or are unknown, are named")
  func options() {
    let utf8 = #expect(throws: TabularFileError.self) {
      try fieldTable("a,б\n1,ж\n", options: ReadingOptions(encoding: .windows1251))
    }
    #expect(utf8?.diagnostics.first?.code == "wrong-encoding")
    let unknown = #expect(throws: TabularFileError.self) {
      try ReadingOptions(
        [
          .delimiter: ":", .encoding: "ebcdic", .decimalMark: "'", .quote: "*", .escape: "%",
          .headerRows: "4", .preambleRows: "-1",
        ], at: SourceLocation(file: "sources.csv"))
    }
    #expect(
      unknown?.diagnostics.map(\.code) == [
        "unknown-delimiter", "unknown-encoding", "unknown-decimal-mark", "unknown-quote",
        "unknown-escape", "unknown-number-of-preamble-rows", "unknown-number-of-header-rows",
      ])
  }
}
