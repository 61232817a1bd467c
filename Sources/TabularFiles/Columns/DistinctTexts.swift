/// The fields of a column as places among its distinct texts, so that each is understood once.
public struct DistinctTexts: Sendable {
  /// One for each of the rows asked for.
  public private(set) var identifiers: [Int32] = []
  /// In the order of their first occurrence.
  public let texts: [String]

  /// How often each of the texts occurs.
  public var counts: [Int] {
    identifiers.reduce(into: Array(repeating: 0, count: texts.count)) { $0[Int($1)] += 1 }
  }

  fileprivate init(_ table: TableColumns, column: Int, rows: [Int]) {
    let interner = Interner()
    identifiers.reserveCapacity(rows.count)
    var next = rows.startIndex
    for (part, piece) in table.columns[column].pieces.enumerated() {
      let range = table.rows(ofPart: part)
      let end = rows[next...].firstIndex { $0 >= range.upperBound } ?? rows.endIndex
      Self.add(piece, rows[next..<end], from: range.lowerBound, interner, &identifiers)
      next = end
    }
    texts = interner.texts
  }

  private static func add(
    _ piece: ColumnPiece, _ rows: ArraySlice<Int>, from first: Int, _ interner: Interner,
    _ identifiers: inout [Int32]
  ) {
    switch piece.kind {
    case .codes:
      var known = [Int32](
        repeating: -1, count: Int(CellCode.firstListed) + piece.entries.count)
      let codes = piece.codes
      for row in rows {
        let code = Int(codes[row - first])
        if known[code] < 0 { known[code] = interner.identifier(of: piece, row - first) }
        identifiers.append(known[code])
      }
    case .quantities:
      var known = CellTable()
      let cells = piece.quantities
      for row in rows {
        identifiers.append(
          known.value(cells[row - first]) { interner.identifier(of: piece, row - first) })
      }
    case .numbers(let numbers):
      var known = NumberTable()
      for row in rows {
        identifiers.append(
          known.value(numbers.values[row - first]) { interner.identifier(of: piece, row - first) })
      }
    case .texts:
      for row in rows { identifiers.append(interner.identifier(of: piece.text(row - first))) }
    }
  }
}

extension FieldTable {
  /// The fields of a column as places among its distinct texts.
  ///
  /// Cost: a look-up for each row; a text is made for each distinct one only.
  ///
  /// - Parameters:
  ///   - column: From 0.
  ///   - rows: Ascending.
  public func distinctTexts(column: Int, rows: [Int]) -> DistinctTexts {
    DistinctTexts(columns, column: column, rows: rows)
  }
}

extension Interner {
  fileprivate func identifier(of piece: ColumnPiece, _ row: Int) -> Int32 {
    piece.withField(row) { identifier(of: $0) }
  }
}
