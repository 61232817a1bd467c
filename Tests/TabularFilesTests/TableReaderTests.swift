import SurveyModel
import Testing

@testable import TabularFiles

@Suite("Reading in parts, and in blocks")
struct TableReaderTests {
  private func read(_ text: String, partSize: Int?) throws -> FieldTable {
    try FieldTable.readingText(
      FileContents(file: "t.csv", bytes: Array(text.utf8)), options: ReadingOptions(),
      partSize: partSize)
  }

  private func expectSame(_ one: FieldTable, _ other: FieldTable) {
    #expect(one.rows == other.rows)
    #expect(one.ledger == other.ledger)
    #expect(one.irregular == other.irregular)
    #expect(one.diagnostics == other.diagnostics)
    let rows = Array(0..<one.rowCount)
    #expect(one.locations(of: rows) == other.locations(of: rows))
    #expect(rows.map(one.recordBytes) == rows.map(other.recordBytes))
  }

  @Test("Parts of any size give the same table", arguments: 0..<12)
  func anyPartSize(seed: Int) throws {
    let text = DamagedFile(
      seed: seed, delimiter: [",", ";", "\t"][seed % 3], lineEnd: ["\n", "\r\n", "\r"][seed % 3],
      records: 400
    ).text
    let whole = try read(text, partSize: nil)
    for size in [1, 37, 300, 5000] { expectSame(try read(text, partSize: size), whole) }
  }

  @Test("A quote that misleads about where parts begin changes nothing")
  func misleadingQuotes() throws {
    let lines = (0..<3000).map { number in
      let text = number % 700 == 350 ? "a\"b" : number % 5 == 0 ? "\"раз\nдва\"" : "да"
      return "\(number),\(text),1,2,3,4,5"
    }
    let text = "id,t,a,b,c,d,e\n" + lines.joined(separator: "\n") + "\n"
    let whole = try read(text, partSize: nil)
    #expect(whole.rowCount == 3000)
    #expect(whole.ledger.repairs.count == 4)
    expectSame(try read(text, partSize: 4000), whole)
  }

  @Test("Damage costs the damaged record only, in long files too", arguments: 0..<6)
  func longFiles(seed: Int) throws {
    let file = DamagedFile(seed: seed, records: 3000)
    let table = try read(file.text, partSize: nil)
    #expect(file.isKept(in: table))
    #expect(table.ledger.isBalanced)
  }

  @Test("The lines of many rows are those of each")
  func lines() throws {
    let table = try read(DamagedFile(seed: 3, records: 2000).text, partSize: 9000)
    let rows = stride(from: 0, to: table.rowCount, by: 7).map(\.self)
    #expect(table.locations(of: rows).map(\.line) == rows.map(table.line))
  }

  private static func fields(_ number: Int) -> [String] {
    let code = ["", "1", "97", "007", "да"][number % 5]
    let date = ["2025-05-12", "31.12.2024", "12.13.2025", "0.50"][number % 4]
    let late = number < 9000 ? "\(number % 9)" : "текст \(number)"
    let odd = number % 2 == 0 ? "00\(number)" : "+\(number)"
    let decimal = "-\(number),\(number % 10)"
    return ["\(number)", code, "\(number % 300)", decimal, date, late, "а \(number)", odd]
  }

  @Test("Fields of every kind come back as they stood")
  func kinds() throws {
    let texts = (0..<20_000).map(Self.fields)
    let csv = texts.map { $0.joined(separator: ";") }.joined(separator: "\n")
    let table = try read("a;b;c;d;e;f;g;h\n" + csv + "\n", partSize: 4_000_000)
    #expect(table.rows == texts)
    #expect(table.columns.columns[5].pieces.contains { $0.holdsTexts })
    let utf8 = try #require(
      "id,имя\n1,Псков\n2,«Ёж»\n".data(in: .windows1251))
    let decoded = try FieldTable.reading(FileContents(file: "t.csv", bytes: utf8))
    #expect(decoded.rows == [["1", "Псков"], ["2", "«Ёж»"]])
  }
}

extension String {
  fileprivate func data(in encoding: TextEncoding) -> [UInt8]? { encoding.encode(self) }
}
