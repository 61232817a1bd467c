/// How a column's fields are held.
enum ColumnKind: UInt8, Hashable, Sendable {
  /// ``CellCode`` in 16 bits: closed questions, names that repeat.
  case codes
  /// ``Quantity`` in 32 bits: numbers and dates.
  case quantities
  /// Where each text ends in an arena, in 32 bits: open answers.
  case texts

  var width: Int { self == .codes ? 2 : 4 }
}

/// One column of a part of a file, in memory of its own, as it is filled.
struct ColumnSlot {
  private(set) var kind: ColumnKind
  /// A cell for each record.
  private(set) var cells: UnsafeMutableRawPointer
  private let capacity: Int
  private(set) var dictionary: TextDictionary
  private(set) var texts: ByteArena
  /// ``CellCode/byBytes``, kept here because a global's first use is asked for at every use.
  private let byBytes = CellCode.byBytes
  /// Entries of the dictionary up to the last checkpoint.
  private var listedBefore = 0
  /// What bytes above 0x7F mean; nil where they are UTF-8.
  private let table: UnsafePointer<UInt32>?

  init(_ kind: ColumnKind, capacity: Int, table: UnsafePointer<UInt32>?) {
    self.kind = kind
    self.capacity = capacity
    self.table = table
    cells = .allocate(byteCount: max(1, capacity) * kind.width, alignment: 8)
    dictionary = TextDictionary()
    texts = ByteArena(capacity: kind == .texts ? 16 * capacity : 0)
  }

  func deallocate() {
    cells.deallocate()
    dictionary.deallocate()
    texts.deallocate()
  }

  @inline(__always)
  mutating func put(_ field: UnsafePointer<UInt8>, _ length: Int, row: Int) {
    switch kind {
    case .codes: putCode(field, length, row)
    case .quantities: putQuantity(field, length, row)
    case .texts: putText(field, length, row)
    }
  }

  @inline(__always)
  private mutating func putCode(_ field: UnsafePointer<UInt8>, _ length: Int, _ row: Int) {
    if length <= 2 {
      // The parser's buffer has more than two bytes, whatever the field has.
      let both = UnsafeRawPointer(field).loadUnaligned(as: UInt16.self).littleEndian
      let bytes = UInt32(both) & ((1 << (UInt32(truncatingIfNeeded: length) &* 8)) &- 1)
      let code = byBytes[Int(bytes)]
      // A NUL has the bytes of nothing.
      if code != .max, bytes != 0 || length == 0 { return store(code, row) }
    } else if length == 3, let code = CellCode.threeDigits(field) {
      return store(code, row)
    }
    list(field, length, row)
  }

  @inline(__always)
  private func store(_ code: UInt16, _ row: Int) {
    cells.assumingMemoryBound(to: UInt16.self)[row] = code
  }

  @inline(__always)
  private mutating func putQuantity(_ field: UnsafePointer<UInt8>, _ length: Int, _ row: Int) {
    if length <= Quantity.longest {
      let cell = length == 0 ? Quantity.blank : Quantity.reading(field, length)
      if let cell {
        cells.assumingMemoryBound(to: UInt32.self)[row] = cell
        return
      }
    }
    list(field, length, row)
  }

  @inline(__always)
  private mutating func putText(_ field: UnsafePointer<UInt8>, _ length: Int, _ row: Int) {
    if let table {
      texts.append(field, length, by: table)
    } else {
      texts.append(field, length)
    }
    cells.assumingMemoryBound(to: UInt32.self)[row] = UInt32(truncatingIfNeeded: texts.count)
  }

  /// Holds a field as a place in the dictionary; as a text once that is too large for the rows.
  @inline(never)
  private mutating func list(_ field: UnsafePointer<UInt8>, _ length: Int, _ row: Int) {
    let place = dictionary.place(field, length)
    if dictionary.count > CellCode.mostListed
      || (dictionary.count > 4096 && 2 * dictionary.count > row)
    {
      becomeTexts(rows: row)
      return putText(field, length, row)
    }
    if kind == .codes {
      store(CellCode.firstListed + UInt16(place), row)
    } else {
      cells.assumingMemoryBound(to: UInt32.self)[row] = Quantity.listed(place)
    }
  }

  /// Rewrites the column, whose fields turned out to be nearly all different, as texts.
  private mutating func becomeTexts(rows: Int) {
    let old = self
    cells = .allocate(byteCount: max(1, capacity) * 4, alignment: 8)
    kind = .texts
    var spare = [UInt8](repeating: 0, count: 16)
    spare.withUnsafeMutableBufferPointer { spare in
      guard let start = spare.baseAddress else { return }
      for row in 0..<rows {
        old.withRawField(row, spare: start) { field in
          putText(field.baseAddress ?? UnsafePointer(start), field.count, row)
        }
      }
    }
    old.cells.deallocate()
    dictionary.truncate(to: 0)
  }
}

extension ColumnSlot {
  /// Hands a field that is no text as its bytes stood in the file.
  func withRawField<R>(
    _ row: Int, spare: UnsafeMutablePointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R {
    switch kind {
    case .codes:
      let code = cells.assumingMemoryBound(to: UInt16.self)[row]
      guard code < CellCode.firstListed else {
        return body(dictionary[Int(code - CellCode.firstListed)])
      }
      let count = CellCode.write(code, to: spare)
      return body(UnsafeBufferPointer(start: spare, count: count))
    case .quantities:
      let cell = cells.assumingMemoryBound(to: UInt32.self)[row]
      if let place = Quantity.place(cell) { return body(dictionary[place]) }
      let count = Quantity.write(cell, to: spare)
      return body(UnsafeBufferPointer(start: spare, count: count))
    case .texts: return body(text(row))
    }
  }

  /// The text of a column of texts.
  func text(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    let ends = cells.assumingMemoryBound(to: UInt32.self)
    let start = row == 0 ? 0 : Int(ends[row - 1])
    return UnsafeBufferPointer(start: texts.bytes + start, count: Int(ends[row]) - start)
  }

  /// Notes how much the column holds, to which ``rollBack(to:)`` returns.
  @inline(__always)
  mutating func checkpoint() { listedBefore = dictionary.count }

  /// Forgets what the rows from `row` on have put.
  mutating func rollBack(to row: Int) {
    if kind == .texts {
      texts.truncate(
        to: row == 0 ? 0 : Int(cells.assumingMemoryBound(to: UInt32.self)[row - 1]))
    } else {
      dictionary.truncate(to: listedBefore)
    }
  }
}

/// Where libcsv's callbacks put fields: straight into the columns. Plain memory, for they are called
/// for every field.
struct ColumnSink {
  private let slots: UnsafeMutablePointer<ColumnSlot>
  private let stride: Int
  /// Fewest fields of a regular record: `stride`, or one less where records end in a delimiter.
  private let least: Int
  private let capacity: Int
  /// ``stride``; 0 once a record was not regular, so that nothing more is put.
  private var open: Int
  private var field = 0
  /// Whether any field of the record had a byte.
  private var length = 0
  private(set) var row = 0
  private(set) var isRegular = true
  private var rowBefore = 0
  /// What stands for the bytes of a field that has none.
  private let nothing: UnsafeMutablePointer<UInt8>

  init(kinds: [ColumnKind], least: Int, capacity: Int, table: UnsafePointer<UInt32>?) {
    stride = kinds.count
    open = kinds.count
    self.least = least
    self.capacity = capacity
    slots = .allocate(capacity: kinds.count)
    for (index, kind) in kinds.enumerated() {
      (slots + index).initialize(to: ColumnSlot(kind, capacity: capacity, table: table))
    }
    nothing = .allocate(capacity: 8)
    nothing.initialize(repeating: 0, count: 8)
  }

  /// Gives the columns away, and frees the rest.
  func take() -> [ColumnSlot] {
    let taken = (0..<stride).map { slots[$0] }
    slots.deallocate()
    nothing.deallocate()
    return taken
  }

  @inline(__always)
  mutating func put(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
    let index = field
    field = index &+ 1
    guard index < open else { return }
    length |= count
    slots[index].put(bytes ?? UnsafePointer(nothing), count, row: row)
  }

  @inline(__always)
  mutating func endRecord() {
    if field == stride, length != 0 || stride == 1, row < capacity, isRegular {
      row &+= 1
    } else {
      endUnusualRecord()
    }
    field = 0
    length = 0
  }

  @inline(never)
  private mutating func endUnusualRecord() {
    guard isRegular, field == least, length != 0, row < capacity else {
      isRegular = false
      open = 0
      return
    }
    put(nil, 0)
    row += 1
  }

  /// Notes the state to which ``rollBack()`` returns.
  mutating func checkpoint() {
    rowBefore = row
    for index in 0..<stride { slots[index].checkpoint() }
  }

  /// Forgets all records since the checkpoint.
  mutating func rollBack() {
    row = rowBefore
    for index in 0..<stride { slots[index].rollBack(to: row) }
    (field, length, isRegular, open) = (0, 0, true, stride)
  }

  /// Adds a record that another parser holds; its last field may lack.
  mutating func append(_ record: RecordParser) {
    checkpoint()
    for index in 0..<stride {
      let bytes =
        index < record.fieldCount ? record.field(index) : UnsafeBufferPointer(start: nil, count: 0)
      // Two bytes are looked at whatever the length is: the parser's buffer ends at the field.
      if bytes.count <= 2 {
        for place in 0..<bytes.count { nothing[place] = bytes[place] }
        slots[index].put(nothing, bytes.count, row: row)
        (nothing[0], nothing[1]) = (0, 0)
      } else if let start = bytes.baseAddress {
        slots[index].put(start, bytes.count, row: row)
      }
    }
    row += 1
  }
}
