extension ColumnPiece {
  /// Rows that are looked at to tell how a column is held.
  private static let sampled = 4096

  /// Holds the texts of a column as its first ones suggest: as codes, quantities or texts.
  ///
  /// - Parameter texts: One for each record, without NULs.
  convenience init(texts: some RandomAccessCollection<String>) {
    var sample = ColumnSample()
    for text in texts.prefix(Self.sampled) {
      var text = text
      text.withUTF8 { sample.add($0) }
    }
    let bytes = texts.count * (sample.meanLength * 5 / 4 + 4)
    var slot = ColumnSlot(sample.kind, capacity: texts.count, textBytes: bytes, table: nil)
    // Two bytes are looked at whatever the length is: a buffer may end at the field.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { short in
      guard let start = short.baseAddress else { return }
      for (row, text) in texts.enumerated() {
        var text = text
        text.withUTF8 { field in
          guard let first = field.baseAddress, field.count > 2 else {
            short.initialize(repeating: 0)
            for (place, byte) in field.enumerated() { short[place] = byte }
            return slot.putField(start, field.count, row: row)
          }
          slot.putField(first, field.count, row: row)
        }
      }
    }
    self.init(slot, rowCount: texts.count, decoder: nil)
  }
}

extension ColumnSlot {
  fileprivate mutating func putField(_ field: UnsafePointer<UInt8>, _ length: Int, row: Int) {
    if putShort(field, length, row: row, by: CellCode.byBytes) { return }
    put(field, length, row: row)
  }
}

extension String {
  /// The text without the NULs that data sets and workbooks may hold.
  var withoutNULs: String { utf8.contains(0) ? filter { $0 != "\0" } : self }
}
