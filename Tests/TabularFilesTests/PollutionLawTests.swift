import Testing

@testable import TabularFiles

/// Laws that hold for every file of every pollution, whether it is read rightly or not.
struct PollutionLawTests {
  /// Bytes of the parts read side by side: hardly a line, some lines, all of the file.
  private static let partSizes = [16, 700, 1 << 20]

  @Test(arguments: BaseTable.all(seed: 1).indices)
  func `nothing of a polluted file vanishes, whatever the parts it is read in`(index: Int) throws {
    let table = BaseTable.all(seed: 1)[index]
    for (order, pollution) in Pollution.all(of: table).enumerated() {
      let isOfFile = order < Pollution.ofFile.count
      guard isOfFile || order % 11 == 2 * index else { continue }
      let file = PollutedFile(table, pollution)
      let contents = FileContents(file: file.name, bytes: file.bytes)
      guard let whole = try? FieldTable.reading(contents) else {
        #expect(file.bytes.isEmpty || isOfFile == false, "\(file.name)")
        continue
      }
      expectBalance(whole, file)
      for size in Self.partSizes {
        let parts = try FieldTable.readingText(contents, options: ReadingOptions(), partSize: size)
        #expect(parts.rows == whole.rows, "\(file.name), parts of \(size)")
        #expect(parts.ledger == whole.ledger, "\(file.name), parts of \(size)")
        #expect(parts.irregular == whole.irregular, "\(file.name), parts of \(size)")
        #expect(parts.diagnostics == whole.diagnostics, "\(file.name), parts of \(size)")
      }
    }
  }

  private func expectBalance(_ table: FieldTable, _ file: PollutedFile) {
    let ledger = table.ledger
    #expect(ledger.isBalanced, "\(file.name)")
    #expect(ledger.records == table.rowCount + table.irregular.count, "\(file.name)")
    let parts = table.reassembled()
    #expect(parts?.gap == nil && parts?.firstDifference(from: file.bytes) == nil, "\(file.name)")
    #expect(parts?.kept == ledger.kept.size && parts?.nonData == ledger.nonDataSize)
  }
}
