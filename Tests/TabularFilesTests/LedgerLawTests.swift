import Testing

@testable import TabularFiles

@Suite("The byte ledger")
struct LedgerLawTests {
  private func expectBalance(_ table: FieldTable, _ bytes: [UInt8]) {
    let ledger = table.ledger
    #expect(ledger.total == bytes.count)
    #expect(ledger.isBalanced)
    #expect(ledger.kept.records == table.rowCount)
    #expect(ledger.irregular.records == table.irregular.count)
    #expect(ledger.irregular.size == table.irregular.reduce(0) { $0 + $1.bytes.count })
    #expect(table.irregular.allSatisfy { $0.bytes == Array(bytes[$0.extent]) })
    let kept = (0..<table.rowCount).reduce(0) { $0 + table.recordBytes(row: $1).count }
    #expect(ledger.kept.size == kept)
    let ranges = table.irregular.map(\.extent)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    let parts = table.reassembled()
    #expect(parts?.gap == nil && parts?.firstDifference(from: bytes) == nil)
    #expect(parts?.kept == kept && parts?.setAside == ledger.irregular.size)
    #expect(parts?.nonData == ledger.nonDataSize)
  }

  @Test("Damage costs the damaged record and no other, and the bytes add up", arguments: 0..<200)
  func pollution(seed: Int) throws {
    let file = DamagedFile(
      seed: seed, delimiter: [",", ";", "\t"][seed % 3], lineEnd: seed % 2 == 0 ? "\n" : "\r\n")
    let table = try fieldTable(file.text)
    #expect(file.isKept(in: table))
    expectBalance(table, Array(file.text.utf8))
  }

  @Test("Any bytes whatever add up", arguments: 0..<200)
  func anything(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = Array("\"\",,;\n\n\r a1".utf8) + [0, 0xD0, 0xBF, 0x98, 0xEF]
    let size = Int.random(in: 0..<400, using: &generator)
    let bytes =
      Array("a,b\n".utf8)
      + (0..<size).map { _ in alphabet.randomElement(using: &generator) ?? 0x20 }
    for encoding in [nil] + TextEncoding.allCases.map(Optional.some) {
      let contents = FileContents(file: "t.csv", bytes: bytes)
      let options = ReadingOptions(encoding: encoding)
      // Some byte sequences cannot be in the encoding said, or have no header.
      guard let table = try? FieldTable.reading(contents, options: options) else { continue }
      expectBalance(table, bytes)
    }
  }

  @Test("Every field of every kept record has its place in the file", arguments: 0..<20)
  func places(seed: Int) throws {
    let file = DamagedFile(seed: seed, delimiter: ";", lineEnd: "\n")
    let table = try fieldTable(file.text)
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    for row in 0..<table.rowCount {
      for column in 0..<table.columnCount {
        let text = table.text(row: row, column: column)
        let place = table.location(row: row, column: column)
        let rest = lines[(place.line ?? 0) - 1].unicodeScalars.dropFirst((place.column ?? 0) - 1)
        let start = String(String.UnicodeScalarView(rest))
        let firstLine = text.prefix { $0 != "\n" && $0 != "\"" }
        let isThere = start.hasPrefix(firstLine) || start.hasPrefix("\"" + firstLine)
        #expect(isThere, "row \(row), column \(column) at \(place)")
      }
    }
  }
}
