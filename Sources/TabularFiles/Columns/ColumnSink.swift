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

/// What a column holds beside its cells.
struct ColumnStore {
  fileprivate(set) var dictionary = TextDictionary()
  fileprivate(set) var texts: ByteArena
  fileprivate let capacity: Int
  /// What bytes above 0x7F mean; nil where they are UTF-8.
  fileprivate let table: UnsafePointer<UInt32>?
  /// Entries of the dictionary up to the last checkpoint.
  fileprivate var listedBefore = 0

  func deallocate() {
    dictionary.deallocate()
    texts.deallocate()
  }
}

/// One column of a part of a file, in memory of its own, as it is filled. Small, for all columns are
/// gone through for every record.
struct ColumnSlot {
  private(set) var kind: ColumnKind
  /// A cell for each record.
  private(set) var cells: UnsafeMutableRawPointer
  private let store: UnsafeMutablePointer<ColumnStore>

  init(_ kind: ColumnKind, capacity: Int, textBytes: Int, table: UnsafePointer<UInt32>?) {
    self.kind = kind
    cells = .allocate(byteCount: max(1, capacity) * kind.width, alignment: 8)
    store = .allocate(capacity: 1)
    store.initialize(
      to: ColumnStore(
        texts: ByteArena(capacity: kind == .texts ? textBytes : 0), capacity: capacity,
        table: table))
  }

  var dictionary: TextDictionary { store.pointee.dictionary }
  /// The arena's first byte.
  var arena: UnsafeMutablePointer<UInt8> { store.pointee.texts.bytes }

  func deallocate() {
    cells.deallocate()
    store.pointee.deallocate()
    store.deallocate()
  }

  /// Puts a code of at most two digits, nearly all that closed questions have.
  ///
  /// - Returns: Whether the field is one, and the column one of codes.
  @inline(__always)
  func putShort(
    _ field: UnsafePointer<UInt8>, _ length: Int, row: Int, by byBytes: UnsafePointer<UInt16>
  ) -> Bool {
    guard kind == .codes, length <= 2 else { return false }
    // The parser's buffer has more than two bytes, whatever the field has.
    let both = UInt64(UnsafeRawPointer(field).loadUnaligned(as: UInt16.self).littleEndian)
    let size = UInt64(truncatingIfNeeded: length)
    let bytes = both & ((1 &<< (size &* 8)) &- 1)
    let code = byBytes[Int(truncatingIfNeeded: bytes | size &<< 16)]
    guard code != .max else { return false }
    cells.assumingMemoryBound(to: UInt16.self)[row] = code
    return true
  }

  /// Puts any field but those that ``putShort(_:_:row:by:)`` does.
  @inline(never)
  mutating func put(_ field: UnsafePointer<UInt8>, _ length: Int, row: Int) {
    switch kind {
    case .codes:
      if length == 3, let code = CellCode.threeDigits(field) { return store(code, row) }
      list(field, length, row)
    case .quantities: putQuantity(field, length, row)
    case .texts: putText(field, length, row)
    }
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
    if let table = store.pointee.table {
      store.pointee.texts.append(field, length, by: table)
    } else {
      store.pointee.texts.append(field, length)
    }
    cells.assumingMemoryBound(to: UInt32.self)[row] = UInt32(
      truncatingIfNeeded: store.pointee.texts.count)
  }

  /// Holds a field as a place in the dictionary; as a text once that is too large for the rows.
  @inline(never)
  private mutating func list(_ field: UnsafePointer<UInt8>, _ length: Int, _ row: Int) {
    let place = store.pointee.dictionary.place(field, length)
    let count = store.pointee.dictionary.count
    if count > CellCode.mostListed || (count > 4096 && 2 * count > row) {
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
    cells = .allocate(byteCount: max(1, store.pointee.capacity) * 4, alignment: 8)
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
    store.pointee.dictionary.truncate(to: 0)
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
    return UnsafeBufferPointer(start: arena + start, count: Int(ends[row]) - start)
  }

  /// Notes how much the column holds, to which ``rollBack(to:)`` returns.
  @inline(__always)
  func checkpoint() { store.pointee.listedBefore = store.pointee.dictionary.count }

  /// Forgets what the rows from `row` on have put.
  func rollBack(to row: Int) {
    if kind == .texts {
      store.pointee.texts.truncate(
        to: row == 0 ? 0 : Int(cells.assumingMemoryBound(to: UInt32.self)[row - 1]))
    } else {
      store.pointee.dictionary.truncate(to: store.pointee.listedBefore)
    }
  }
}

/// Where libcsv's callbacks put fields: straight into the columns. Plain memory, for they are called
/// for every field.
struct ColumnSink {
  private let slots: UnsafeMutablePointer<ColumnSlot>
  /// ``CellCode/byBytes``: a global would be asked whether it is made at every use.
  private let byBytes = CellCode.byBytes
  private let stride: Int
  /// Fewest fields of a regular record.
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

  /// - Parameters:
  ///   - capacity: As many records as there may be.
  ///   - table: What bytes above 0x7F mean; nil where they are UTF-8.
  init(_ form: RecordForm, capacity: Int, table: UnsafePointer<UInt32>?) {
    stride = form.stride
    open = form.stride
    least = form.least
    self.capacity = capacity
    slots = .allocate(capacity: form.stride)
    for (index, kind) in form.kinds.enumerated() {
      // Memory that is not written costs nothing.
      let textBytes = capacity * (form.textBytes[index] * 5 / 4 + 4)
      (slots + index).initialize(
        to: ColumnSlot(kind, capacity: capacity, textBytes: textBytes, table: table))
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
    put(bytes ?? UnsafePointer(nothing), count, in: slots + index)
  }

  @inline(__always)
  private func put(
    _ field: UnsafePointer<UInt8>, _ count: Int, in slot: UnsafeMutablePointer<ColumnSlot>
  ) {
    if slot.pointee.putShort(field, count, row: row, by: byBytes) { return }
    slot.pointee.put(field, count, row: row)
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
    while field < stride { put(nil, 0) }
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
      put(index < record.fieldCount ? record.field(index) : .init(start: nil, count: 0), at: index)
    }
    row += 1
  }

  /// Adds a record as it was mended: a field for each column.
  mutating func append(_ fields: [[UInt8]]) {
    checkpoint()
    for (index, field) in fields.enumerated() {
      field.withUnsafeBufferPointer { put($0, at: index) }
    }
    row += 1
  }

  private func put(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
    // Two bytes are looked at whatever the length is: a buffer may end at the field.
    if bytes.count <= 2 {
      for place in 0..<bytes.count { nothing[place] = bytes[place] }
      put(nothing, bytes.count, in: slots + index)
      (nothing[0], nothing[1]) = (0, 0)
    } else if let start = bytes.baseAddress {
      put(start, bytes.count, in: slots + index)
    }
  }
}
