/// Counts over a column's first fields, from which it is told how the column is held.
struct ColumnSample {
  private var (count, codes, quantities, length) = (0, 0, 0, 0)
  private var others: Set<[UInt8]> = []

  mutating func add(_ field: UnsafeBufferPointer<UInt8>) {
    guard let start = field.baseAddress, !field.isEmpty else { return }
    count += 1
    length += field.count
    if field.count <= 3, field.allSatisfy({ $0 &- 0x30 < 10 }) {
      codes += 1
    } else if field.count <= Quantity.longest, Quantity.reading(start, field.count) != nil {
      quantities += 1
    } else {
      others.insert(Array(field))
    }
  }

  var meanLength: Int { length / max(1, count) }

  var kind: ColumnKind {
    if 10 * codes >= 9 * count { return .codes }
    if 10 * (codes + quantities) >= 9 * count { return .quantities }
    return 4 * others.count <= count ? .codes : .texts
  }
}
