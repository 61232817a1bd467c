/// A column's fields in one part of a file; frees their memory with the last reference.
final class ColumnPiece: @unchecked Sendable {
  /// How the fields of a piece are held.
  enum Kind {
    /// As ``ColumnKind`` has it: fields of texts.
    case codes, quantities, texts
    /// Numbers of a data set.
    case numbers(NumberCells)
  }

  private enum Cells {
    case slot(ColumnSlot)
    case numbers(NumberCells)
  }

  private let cells: Cells
  let rowCount: Int
  /// Dictionary entries in UTF-8.
  let entries: [[UInt8]]
  /// Where the column's common dictionary has each entry; written once, when the parts are joined.
  fileprivate(set) var places: [Int32] = []

  init(_ slot: ColumnSlot, rowCount: Int, decoder: ByteDecoder?) {
    cells = .slot(slot)
    self.rowCount = rowCount
    entries =
      slot.kind == .texts
      ? []
      : (0..<slot.dictionary.count).map { place in
        decoder?.decode(slot.dictionary[place]) ?? Array(slot.dictionary[place])
      }
  }

  /// Holds the numbers of a data set, which are not copied.
  init(_ numbers: NumberCells) {
    cells = .numbers(numbers)
    rowCount = numbers.values.count
    entries = []
  }

  deinit {
    if case .slot(let slot) = cells { slot.deallocate() }
  }

  var kind: Kind {
    switch cells {
    case .numbers(let numbers): .numbers(numbers)
    case .slot(let slot):
      switch slot.kind {
      case .codes: .codes
      case .quantities: .quantities
      case .texts: .texts
      }
    }
  }

  private var slot: ColumnSlot {
    guard case .slot(let slot) = cells else { preconditionFailure("numbers have no slot") }
    return slot
  }

  /// Whether the piece holds nothing but codes of one to three digits and blanks.
  var holdsShortCodesOnly: Bool {
    guard case .slot(let slot) = cells else { return false }
    return slot.kind == .codes && entries.isEmpty
  }

  /// Whether the piece holds each field as a text.
  var holdsTexts: Bool {
    guard case .slot(let slot) = cells else { return false }
    return slot.kind == .texts
  }

  /// The cells of a piece of codes.
  var codes: UnsafeBufferPointer<UInt16> {
    UnsafeBufferPointer(start: slot.cells.assumingMemoryBound(to: UInt16.self), count: rowCount)
  }

  /// The cells of a piece of quantities.
  var quantities: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: slot.cells.assumingMemoryBound(to: UInt32.self), count: rowCount)
  }

  /// The text of a row of a piece of texts.
  func text(_ row: Int) -> UnsafeBufferPointer<UInt8> { slot.text(row) }

  /// The place of a field in ``entries``; nil where it is none of them.
  func entry(_ row: Int) -> Int? {
    guard case .slot(let slot) = cells else { return nil }
    switch slot.kind {
    case .codes:
      return codes[row] < CellCode.firstListed ? nil : Int(codes[row] - CellCode.firstListed)
    case .quantities: return Quantity.place(quantities[row])
    case .texts: return nil
    }
  }

  /// Hands a field in UTF-8.
  func withField<R>(
    _ row: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R {
    switch cells {
    case .slot(let slot):
      if slot.kind == .texts { return try body(slot.text(row)) }
      if let entry = entry(row) { return try entries[entry].withUnsafeBufferPointer(body) }
      return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { spare in
        guard let start = spare.baseAddress else { return try body(UnsafeBufferPointer(spare)) }
        let count =
          slot.kind == .codes
          ? CellCode.write(codes[row], to: start) : Quantity.write(quantities[row], to: start)
        return try body(UnsafeBufferPointer(start: start, count: count))
      }
    case .numbers(let numbers):
      var text = numbers.text(of: numbers.values[row])
      return try text.withUTF8(body)
    }
  }

  func isEmpty(_ row: Int) -> Bool {
    switch cells {
    case .slot(let slot):
      switch slot.kind {
      case .codes: codes[row] == 0
      case .quantities: quantities[row] == Quantity.blank
      case .texts: text(row).isEmpty
      }
    case .numbers(let numbers): numbers.isEmpty(row)
    }
  }
}

/// A column of all kept records: its pieces, and one dictionary over them.
struct TypedColumn: Sendable {
  let pieces: [ColumnPiece]
  /// Distinct texts of pieces that are no texts, in the order of their first occurrence.
  let entries: [[UInt8]]

  /// Joins the pieces of the parts of a file, in their order.
  init(joining pieces: [ColumnPiece]) {
    self.pieces = pieces
    var places: [[UInt8]: Int32] = [:]
    var entries: [[UInt8]] = []
    for piece in pieces {
      piece.places = piece.entries.map { entry in
        if let place = places[entry] { return place }
        places[entry] = Int32(entries.count)
        entries.append(entry)
        return Int32(entries.count - 1)
      }
    }
    self.entries = entries
  }

  var isEmpty: Bool {
    pieces.allSatisfy { piece in (0..<piece.rowCount).allSatisfy(piece.isEmpty) }
  }
}

/// The fields of all kept records, by column.
struct TableColumns: Sendable {
  let columns: [TypedColumn]
  /// The first row of each part of the file, and after the last of them the number of rows.
  private let firstRows: [Int]

  var rowCount: Int { firstRows.last ?? 0 }

  /// - Parameters:
  ///   - parts: For each part of the file its columns.
  ///   - columnCount: Columns, for a file without parts.
  init(joining parts: [[ColumnPiece]], columnCount: Int) {
    columns = (0..<columnCount).map { column in TypedColumn(joining: parts.map { $0[column] }) }
    firstRows = parts.reduce(into: [0]) { rows, part in
      rows.append((rows.last ?? 0) + (part.first?.rowCount ?? 0))
    }
  }

  func rows(ofPart part: Int) -> Range<Int> { firstRows[part]..<firstRows[part + 1] }

  /// The part that holds a row, and the row's number in it.
  private func place(of row: Int) -> (part: Int, row: Int) {
    precondition(row >= 0 && row < rowCount, "no such row")
    var (low, high) = (0, firstRows.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstRows[middle] <= row { low = middle } else { high = middle }
    }
    return (low, row - firstRows[low])
  }

  func withField<R>(
    row: Int, column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R {
    let place = place(of: row)
    return try columns[column].pieces[place.part].withField(place.row, body)
  }

  func isEmpty(row: Int, column: Int) -> Bool {
    let place = place(of: row)
    return columns[column].pieces[place.part].isEmpty(place.row)
  }
}
