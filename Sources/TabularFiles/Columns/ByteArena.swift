/// Bytes one after the other in memory of their own; whoever makes one frees it.
struct ByteArena {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = max(64, capacity)
    bytes = .allocate(capacity: self.capacity)
  }

  func deallocate() { bytes.deallocate() }

  @inline(__always)
  mutating func append(_ field: UnsafePointer<UInt8>, _ length: Int) {
    if count + length > capacity { grow(by: length) }
    UnsafeMutableRawPointer(bytes + count).copyMemory(from: field, byteCount: length)
    count += length
  }

  /// Appends a field whose bytes stand for characters as a table says.
  @inline(__always)
  mutating func append(
    _ field: UnsafePointer<UInt8>, _ length: Int, by table: UnsafePointer<UInt32>
  ) {
    // A byte comes to at most three; the last one's four are written whole.
    if count + 3 * length + 1 > capacity { grow(by: 3 * length + 1) }
    var place = bytes + count
    for index in 0..<length {
      let entry = table[Int(field[index])]
      UnsafeMutableRawPointer(place).storeBytes(
        of: (entry & 0xFF_FFFF).littleEndian, as: UInt32.self)
      place += Int(entry >> 24)
    }
    count = place - bytes
  }

  mutating func truncate(to count: Int) { self.count = count }

  private mutating func grow(by length: Int) {
    capacity = max(2 * capacity, count + length + 4)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.initialize(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}

/// Distinct texts of a column in the order of their first occurrence: a hash table in memory of its
/// own, for it is asked for every field that is no code.
struct TextDictionary {
  private(set) var texts = ByteArena(capacity: 256)
  private var ends = UnsafeMutablePointer<UInt32>.allocate(capacity: 64)
  private var hashes = UnsafeMutablePointer<UInt32>.allocate(capacity: 64)
  private var capacity = 64
  private(set) var count = 0
  /// Places, from 1; 0 is free.
  private var table = UnsafeMutablePointer<UInt32>.allocate(capacity: 128)
  private var mask = 127

  init() { table.initialize(repeating: 0, count: 128) }

  func deallocate() {
    texts.deallocate()
    ends.deallocate()
    hashes.deallocate()
    table.deallocate()
  }

  /// The bytes of a text, as they stood in the file.
  @inline(__always)
  subscript(_ place: Int) -> UnsafeBufferPointer<UInt8> {
    let start = place == 0 ? 0 : Int(ends[place - 1])
    return UnsafeBufferPointer(start: texts.bytes + start, count: Int(ends[place]) - start)
  }

  /// The place of a text, which is added where it is new.
  @inline(__always)
  mutating func place(_ field: UnsafePointer<UInt8>, _ length: Int) -> Int {
    let hash = Self.hash(field, length)
    var slot = Int(hash) & mask
    while table[slot] != 0 {
      let place = Int(table[slot]) - 1
      if hashes[place] == hash, equals(place, field, length) { return place }
      slot = (slot + 1) & mask
    }
    return add(field, length, hash, at: slot)
  }

  private func equals(_ place: Int, _ field: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let text = self[place]
    guard text.count == length, let start = text.baseAddress else { return false }
    for index in 0..<length where start[index] != field[index] { return false }
    return true
  }

  private mutating func add(
    _ field: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, at slot: Int
  ) -> Int {
    if count == capacity { grow() }
    texts.append(field, length)
    ends[count] = UInt32(truncatingIfNeeded: texts.count)
    hashes[count] = hash
    table[slot] = UInt32(count + 1)
    count += 1
    if 2 * count > mask { rehash(2 * (mask + 1)) }
    return count - 1
  }

  /// Forgets the texts that were added last.
  mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    self.count = count
    texts.truncate(to: count == 0 ? 0 : Int(ends[count - 1]))
    rehash(mask + 1)
  }

  private mutating func grow() {
    capacity *= 2
    for field in [\Self.ends, \Self.hashes] {
      let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
      larger.initialize(from: self[keyPath: field], count: count)
      self[keyPath: field].deallocate()
      self[keyPath: field] = larger
    }
  }

  private mutating func rehash(_ size: Int) {
    table.deallocate()
    table = .allocate(capacity: size)
    table.initialize(repeating: 0, count: size)
    mask = size - 1
    for place in 0..<count {
      var slot = Int(hashes[place]) & mask
      while table[slot] != 0 { slot = (slot + 1) & mask }
      table[slot] = UInt32(place + 1)
    }
  }

  /// Eight bytes at a time, multiplied and folded.
  @inline(__always)
  private static func hash(_ field: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let raw = UnsafeRawPointer(field)
    var hash = UInt64(length) &* 0x9E37_79B9_7F4A_7C15
    var place = 0
    while place + 8 <= length {
      hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < length {
      rest = rest << 8 | UInt64(field[place])
      place += 1
    }
    hash = mixed(hash ^ rest)
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
