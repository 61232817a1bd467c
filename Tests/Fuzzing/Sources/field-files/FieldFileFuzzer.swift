@testable import TabularFiles

/// Reads any bytes whatever as a field file. libFuzzer calls it with inputs that reach code which
/// no input before has reached; it stops the program where one of the reader's laws does not hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func readFieldFile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let contents = FileContents(file: "fuzz.csv", bytes: bytes)
  guard let whole = try? FieldTable.readingText(contents, options: ReadingOptions()) else {
    return 0
  }
  requireNothingLost(whole, bytes)
  touchAll(whole)
  // Parts of some bytes: as many threads as there are cores, and records that reach over parts.
  for size in [1 + count % 13, 64] {
    guard
      let parts = try? FieldTable.readingText(
        contents, options: ReadingOptions(), partSize: size)
    else { fatalError("refused in parts of \(size) bytes only") }
    requireSame(parts, whole)
  }
  return 0
}

/// Bytes in are records kept, records set aside and declared non-data; put together again they are
/// the file.
private func requireNothingLost(_ table: FieldTable, _ bytes: [UInt8]) {
  let ledger = table.ledger
  precondition(ledger.totalBytes == bytes.count && ledger.isBalanced, "bytes do not add up")
  precondition(ledger.kept.records == table.rowCount, "records kept are not rows")
  precondition(ledger.irregular.records == table.irregular.count, "records set aside are lost")
  guard let parts = table.reassembled() else { fatalError("not put together again") }
  precondition(parts.gap == nil, "parts overlap, or leave a gap")
  precondition(parts.bytes == bytes, "put together again it is another file")
  precondition(parts.kept == ledger.kept.bytes && parts.setAside == ledger.irregular.bytes)
}

/// What depends on no number of parts or threads.
private func requireSame(_ parts: FieldTable, _ whole: FieldTable) {
  precondition(parts.ledger == whole.ledger, "another ledger")
  precondition(parts.irregular == whole.irregular, "other records set aside")
  precondition(parts.diagnostics == whole.diagnostics, "other diagnostics")
  precondition(parts.rowCount == whole.rowCount && parts.columnCount == whole.columnCount)
  for row in 0..<whole.rowCount {
    for column in 0..<whole.columnCount {
      precondition(
        parts.text(row: row, column: column) == whole.text(row: row, column: column),
        "another text")
    }
  }
}

/// Whatever may be asked of a table: nothing of it may end the program.
private func touchAll(_ table: FieldTable) {
  for row in 0..<min(table.rowCount, 50) {
    for column in 0..<min(table.columnCount, 50) { _ = table.location(row: row, column: column) }
    _ = table.recordBytes(row: row)
  }
  _ = FileUnderstanding(table)
  table.writeClean { _ in }
}
