import SurveyModel

extension RecordReader {
  /// What follows the table, told where a blank line or a lone text stands after its records.
  enum Remainder {
    case footnotes, furtherTable
  }

  /// Longest footnotes, and how many records are looked at.
  private static let (longestFootnotes, mostFootnotes, mostBlanks) = (1 << 12, 40, 16)

  /// Whether the table ends before a place; nil where more of its records may follow.
  ///
  /// Costs four records after each blank line, and the last 4 KiB of a file once for each.
  mutating func remainder(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Remainder? {
    guard form.stride > 1, place < bytes.count, !isBlank(bytes[place]) else { return nil }
    if form.stride > 2, bytes.count - place <= Self.longestFootnotes,
      areFootnotes(from: place, in: bytes)
    {
      return .footnotes
    }
    let rows = nextRows(4, from: place, in: bytes)
    guard let first = rows.first else { return nil }
    return beginsTable(rows[...]) || (first.filled == 1 && beginsTable(rows.dropFirst()))
      ? .furtherTable : nil
  }

  /// Whether rows begin like a table: with this one's header, or names and values that are not its
  /// own.
  private func beginsTable(_ rows: ArraySlice<TableOpening.Row>) -> Bool {
    guard let first = rows.first else { return false }
    if first.fields == form.headerFields { return true }
    guard let second = rows.dropFirst().first else { return false }
    let count = first.fields.count
    let hasThird = rows.count < 3 || rows.dropFirst(2).first?.fields.count == count
    return count > 1 && count == second.fields.count && hasThird && first.filled == count
      && !form.isRegularCount(count) && !first.fields.contains(where: HeaderSample.isQuantity)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x20 }

  /// The next records that are not blank, in lax mode.
  private mutating func nextRows(
    _ most: Int, from start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> [TableOpening.Row] {
    var rows: [TableOpening.Row] = []
    var place = start
    var blanks = 0
    while place < bytes.count, rows.count < most, blanks < Self.mostBlanks {
      let attempt = self.attempt(with: lax, at: place)
      place = attempt.range.upperBound
      if attempt.outcome == .blank {
        blanks += 1
        continue
      }
      guard attempt.outcome == .record else { return rows }
      rows.append(
        TableOpening.Row(
          range: attempt.range, fields: (0..<lax.fieldCount).map { Array(lax.field($0)) }))
    }
    return rows
  }

  /// Whether nothing but single texts of several words follows.
  private mutating func areFootnotes(
    from place: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let rows = nextRows(Self.mostFootnotes, from: place, in: bytes)
    guard let last = rows.last, rows.count < Self.mostFootnotes else { return false }
    let rest = bytes.part(last.range.upperBound..<bytes.count)
    return rest.allSatisfy { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
      && rows.allSatisfy { row in
        let text = row.fields.first ?? []
        return row.filled == 1 && text.contains(0x20) && text.contains { $0 >= 0x41 }
      }
  }

  /// Enters what follows the table in the ledger, to the file's end.
  mutating func take(
    _ remainder: Remainder, from place: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let range = place..<bytes.count
    let lineEnds = ByteScan.census(of: bytes, in: range, quote: nil).lineEnds
    let rest = Attempt(
      outcome: .record, range: range, line: line, firstLineEnd: range.upperBound,
      lineCount: max(1, lineEnds))
    switch remainder {
    case .footnotes: declare(.footnote, rest)
    case .furtherTable:
      _ = setAside(
        rest,
        Finding(
          reason: .furtherTable,
          message: IrregularRecord.furtherTable(lineEnds: lineEnds, byteCount: range.count),
          fix: "put it into a file of its own"))
    }
    return range.upperBound
  }
}
