@testable import TabularFiles

/// Bytes in are records kept, records set aside and declared non-data; put together again they are
/// the file.
package func requireNothingLost(_ table: FieldTable, _ bytes: [UInt8]) {
  let ledger = table.ledger
  require(ledger.total == bytes.count && ledger.isBalanced, "bytes do not add up")
  require(ledger.kept.records == table.rowCount, "records kept are not rows")
  require(ledger.irregular.records == table.irregular.count, "records set aside are lost")
  guard let parts = table.reassembled() else { fatalError("not put together again") }
  require(parts.gap == nil, "parts overlap, or leave a gap")
  require(parts.bytes == bytes, "put together again it is another file")
  require(
    parts.kept == ledger.kept.size && parts.setAside == ledger.irregular.size,
    "the parts are not those of the ledger")
}

/// What depends on no number of parts or threads, nor on the engine.
package func requireSame(_ table: FieldTable, _ other: FieldTable, _ name: String = "") {
  require(table.ledger == other.ledger, "\(name): another ledger")
  require(table.irregular == other.irregular, "\(name): other records set aside")
  require(table.diagnostics == other.diagnostics, "\(name): other diagnostics")
  require(
    table.rowCount == other.rowCount && table.columnCount == other.columnCount,
    "\(name): another table")
  for row in 0..<table.rowCount {
    for column in 0..<table.columnCount {
      let isSame = table.withField(row: row, column: column) { field in
        other.withField(row: row, column: column) { field.elementsEqual($0) }
      }
      require(isSame, "\(name): another text in row \(row), column \(column)")
    }
  }
}

/// Whatever may be asked of a table: nothing of it may end the program.
package func touchAll(_ table: FieldTable) {
  require(table.ledger.isBalanced, "the ledger does not add up")
  for row in 0..<min(table.rowCount, 50) {
    for column in 0..<min(table.columnCount, 50) { _ = table.location(row: row, column: column) }
    _ = table.recordBytes(row: row)
  }
  _ = FileUnderstanding(table)
  table.writeClean { _ in }
}

/// Ends the program with a message, which a precondition of a release build would not print.
private func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
