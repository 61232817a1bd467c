import SurveyModel
import Testing

@testable import TabularFiles

/// Quoted text that begins within a field, and a quote without its pair where a file begins.
struct QuotedPartTests {
  private static let header = "id,city,wish,age"

  private func table(_ record: String, at place: Int = 12) throws -> FieldTable {
    var lines = (0..<30).map { "\(100 + $0),Pskov,more of number \($0),\(20 + $0)" }
    lines[place] = record
    let text = Self.header + "\n" + lines.joined(separator: "\n") + "\n"
    let contents = FileContents(file: "t.csv", bytes: Array(text.utf8))
    let whole = try FieldTable.reading(contents)
    for size in [1, 17, 60] {
      let parts = try FieldTable.readingText(contents, options: ReadingOptions(), partSize: size)
      #expect(parts.rows == whole.rows && parts.ledger == whole.ledger)
    }
    #expect(whole.ledger.isBalanced)
    return whole
  }

  @Test(arguments: [
    "seen 👉\"twice, or more\" by us", "seen👉\"twice, or more\"", "к 👉\"югу, северу\" от нас",
    "by 👉\"us, them\" and \"you, and him\"", "seen 👉\"one, two, three\"; no more",
  ])
  func `The delimiters of a quoted part of a field are text`(marked: String) throws {
    let wish = marked.filter { $0 != "👉" }
    let record = MarkedInput("112,Pskov,\(marked),32")
    let table = try table(record.text)
    #expect(table.rowCount == 30 && table.irregular.isEmpty)
    #expect(table.rows[12][2] == wish && table.rows[12][3] == "32")
    #expect(table.diagnostics.map(\.code) == ["stray-quote"])
    #expect(table.diagnostics[0].location.line == 14)
    #expect(table.diagnostics[0].location.column == record.column)
    // The field behind it has its own place.
    #expect(table.location(row: 12, column: 3).column == record.text.count - 1)
  }

  @Test(arguments: [
    // Lengths, a quote without its pair, a space or a word at the wrong side of a quote.
    "112,Pskov,pipe of 5\" width, or 6\" at most,32", "112,Pskov,seen \"twice, or more by us,32",
    "112,Pskov,seen \" twice, or more\" by us,32", "112,Pskov,seen \"twice, or more\"by us,32",
    // Another number of fields still.
    "112,Pskov,seen \"twice, or more\" by us,32,x",
  ])
  func `Quotes that may be another thing leave the record aside`(record: String) throws {
    let table = try table(record)
    #expect(table.rowCount == 29 && table.irregular.map(\.location.line) == [14])
  }

  @Test(arguments: BaseTable.all(seed: 1).indices, Pollution.QuotedPart.allCases)
  func `Every polluted file of this kind is read as it was made`(
    index: Int, part: Pollution.QuotedPart
  ) throws {
    try expectRight(PollutedFile(BaseTable.all(seed: 1)[index], .quotedPart(part)))
  }

  @Test(arguments: BaseTable.all(seed: 1).indices, [1, 2, 3, 4])
  func `A quote in the header without its pair hides neither names nor records`(
    index: Int, seed: Int
  ) throws {
    let table = BaseTable.all(seed: seed)[index]
    for column in table.header.indices {
      try expectRight(PollutedFile(table, .extraQuote(row: 0, column: column)))
    }
  }

  @Test func `A quote in the first record without its pair makes it no second row of names`() throws
  {
    let table = BaseTable.all(seed: 1)[0]
    for column in 0..<3 {
      let file = PollutedFile(table, .extraQuote(row: 1, column: column))
      let read = try fieldTable(file.text)
      #expect(read.header.map(\.text) == file.header, "\(file.name)")
      #expect(read.rows.dropFirst().elementsEqual(file.records.dropFirst()), "\(file.name)")
    }
  }

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n"])
  func `A file that begins with a quote that is never closed is a table`(
    delimiter: String, lineEnd: String
  ) throws {
    let rows =
      [["\"id", "sex", "age"]] + (1...20).map { ["\($0)", "\(1 + $0 % 2)", "\(20 + $0)"] }
    let text = rows.map { $0.joined(separator: delimiter) + lineEnd }.joined()
    let table = try fieldTable(text)
    #expect(table.header.map(\.text) == rows[0] && table.rows == Array(rows.dropFirst()))
    #expect(table.diagnostics.map(\.code) == ["stray-quote"] && table.ledger.isBalanced)
  }

  @Test func `A quoted answer over lines at a file's beginning is no quote without its pair`()
    throws
  {
    let text = "wish,age\n\"roads,\nlamps\",25\n\"a, b\nc, d\ne, f\",30\nnothing,44\n"
    let table = try fieldTable(text)
    #expect(
      table.rows == [["roads,\nlamps", "25"], ["a, b\nc, d\ne, f", "30"], ["nothing", "44"]])
    #expect(table.diagnostics.isEmpty)
  }

  private func expectRight(_ file: PollutedFile) throws {
    let read = try fieldTable(file.text)
    #expect(read.header.map(\.text) == file.header, "\(file.name)")
    #expect(read.rows == file.records, "\(file.name)")
    #expect(read.ledger.isBalanced, "\(file.name)")
  }
}
