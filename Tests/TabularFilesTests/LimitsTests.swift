import Testing

@testable import TabularFiles

/// Files of a size that no survey has: read or refused with a word, never a crash.
struct LimitsTests {
  private func table(_ bytes: [UInt8]) throws -> FieldTable {
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    #expect(table.ledger.isBalanced)
    return table
  }

  @Test(arguments: [true, false])
  func `a field of 100 MB is kept, with a word on it`(isQuoted: Bool) throws {
    let quote = isQuoted ? "\"" : ""
    let size = 100_000_000
    let bytes =
      Array("id,t,a\n1,\(quote)".utf8) + [UInt8](repeating: 0x78, count: size)
      + Array("\(quote),3\n2,y,4\n".utf8)
    let table = try table(bytes)
    #expect(table.rowCount == 2)
    #expect(table.withField(row: 0, column: 1) { $0.count } == size)
    #expect(table.diagnostics.map(\.code) == ["long-field"])
    #expect(table.ledger.longFields.map(\.location.line) == [2])
  }

  @Test func `100,000 columns are read`() throws {
    let count = 100_000
    let header = (0..<count).map { "q\($0)" }.joined(separator: ",")
    let record = String(repeating: "1,", count: count - 1) + "2\n"
    let table = try table(Array((header + "\n" + record + record + "1,2\n").utf8))
    #expect(table.columnCount == count)
    #expect(table.rowCount == 2)
    #expect(table.text(row: 1, column: count - 1) == "2")
    #expect(table.irregular.map(\.code) == ["too-few-fields"])
  }

  @Test func `a quote that is never closed costs its own line`() throws {
    let text = "a,b\n1,\"" + String(repeating: "2,3\n4,5\n", count: 50_000)
    let table = try table(Array(text.utf8))
    #expect(table.irregular.map(\.code) == ["lone-quote"])
    #expect(table.irregular.first?.location.line == 2)
  }

  @Test func `a quote that is never closed costs itself where its record is regular`() throws {
    let text = "a,b,c\n\"" + String(repeating: "2,3,4\n", count: 50_000)
    let table = try table(Array(text.utf8))
    #expect(table.rowCount == 50_000)
    #expect(table.text(row: 0, column: 0) == "2")
    #expect(table.ledger.repairs.map(\.location.line) == [2])
  }

  @Test(arguments: [
    ("\"" + String(repeating: "a b\n", count: 50_000), "lone-quote"),
    (String(repeating: "x", count: 1 << 17), "long-field"),
    (String(repeating: ",", count: Limits.columns + 1), "too-many-columns"),
  ])
  func `a first line that names no columns is refused`(text: String, code: String) {
    let error = #expect(throws: TabularFileError.self) { try table(Array(text.utf8)) }
    #expect(error?.diagnostics.map(\.code) == [code])
    #expect(error?.diagnostics.first?.fix != nil)
  }

  @Test func `more fields than a table may have are one record set aside`() throws {
    let text = "a,b\n1,2\n" + String(repeating: "3,", count: Limits.columns + 1) + "\n4,5\n"
    let table = try table(Array(text.utf8))
    #expect(table.rows == [["1", "2"], ["4", "5"]])
    #expect(table.irregular.map(\.code) == ["too-many-fields"])
  }

  @Test func `NUL bytes everywhere are told, and nothing of them is lost`() throws {
    let text = "a,b\n1,2\n\0\0\0\n\0,\0\n3,4\n"
    let table = try table(Array(text.utf8))
    #expect(table.rows == [["1", "2"], ["3", "4"]])
    #expect(table.irregular.map(\.code) == ["nul-byte", "nul-byte"])
    #expect(table.reassembled()?.bytes == Array(text.utf8))
  }
}
