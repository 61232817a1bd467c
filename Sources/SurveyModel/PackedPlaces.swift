/// Places in a list, or −1 for none, one for each interview, in as few bytes as the largest takes.
///
/// Most lists have fewer than 128 entries: a place among them takes one byte, up to 32,767 two, else
/// four.
public struct PackedPlaces: Sendable {
  @usableFromInline var bytes: [UInt8] = []
  /// A place takes 2 to this power bytes: 0, 1 or 2.
  @usableFromInline var power = 0

  public init() {}

  /// Creates a place for each of some interviews; the cost is linear in their number.
  ///
  /// - Parameters:
  ///   - count: Number of interviews.
  ///   - largest: No place is expected to be larger; where one is, all take more bytes.
  ///   - place: That of an interview, from −1.
  @inlinable public init(count: Int, largest: Int, place: (_ interview: Int) -> Int32) {
    self.init(largest: largest, capacity: count)
    for interview in 0..<count { append(place(interview)) }
  }

  /// Takes places one by one.
  public init(_ places: [Int32], largest: Int = 0) {
    self.init(count: places.count, largest: largest) { places[$0] }
  }

  /// One place for all interviews.
  public init(repeating place: Int32, count: Int) {
    self.init(count: count, largest: Int(place)) { _ in place }
  }

  @usableFromInline init(largest: Int, capacity: Int) {
    power = Self.power(for: Int32(clamping: largest))
    bytes.reserveCapacity(capacity << power)
  }

  @inlinable public mutating func append(_ place: Int32) {
    if power == 0, let byte = Int8(exactly: place) {
      bytes.append(UInt8(bitPattern: byte))
    } else {
      appendWide(place)
    }
  }

  @usableFromInline mutating func appendWide(_ place: Int32) {
    widen(for: place)
    switch power {
    case 0: bytes.append(UInt8(bitPattern: Int8(truncatingIfNeeded: place)))
    case 1: withUnsafeBytes(of: Int16(truncatingIfNeeded: place)) { bytes += $0 }
    default: withUnsafeBytes(of: place) { bytes += $0 }
    }
  }

  /// The places of some of the interviews, in the order given.
  public func picking(_ interviews: [Int]) -> PackedPlaces {
    var picked = PackedPlaces()
    picked.power = power
    picked.bytes.reserveCapacity(interviews.count << power)
    for interview in interviews { picked.append(self[interview]) }
    return picked
  }

  /// Appends the places of other interviews; the cost is linear in their number.
  public mutating func append(contentsOf more: PackedPlaces) {
    if isEmpty {
      self = more
    } else if more.power == power {
      bytes += more.bytes
    } else {
      for place in more { append(place) }
    }
  }

  /// The places of one list's interviews, then those of another's.
  public static func + (first: PackedPlaces, second: PackedPlaces) -> PackedPlaces {
    var joined = first
    joined.append(contentsOf: second)
    return joined
  }

  private static func power(for place: Int32) -> Int {
    Int8(exactly: place) != nil ? 0 : Int16(exactly: place) != nil ? 1 : 2
  }

  /// Gives all places the bytes that one of them needs.
  private mutating func widen(for place: Int32) {
    let needed = Self.power(for: place)
    guard needed > power else { return }
    var wider = PackedPlaces()
    wider.power = needed
    wider.bytes.reserveCapacity((count + 1) << needed)
    for place in self { wider.append(place) }
    self = wider
  }
}

extension PackedPlaces: RandomAccessCollection, MutableCollection {
  @inlinable public var startIndex: Int { 0 }

  /// Number of interviews.
  @inlinable public var endIndex: Int { bytes.count >> power }

  /// The place of an interview; −1 for none.
  ///
  /// - Precondition: There is such an interview.
  @inlinable public subscript(interview: Int) -> Int32 {
    get {
      if power == 0 { return Int32(Int8(bitPattern: bytes[interview])) }
      precondition(interview >= 0 && interview < count, "no such interview")
      return bytes.withUnsafeBytes { bytes in
        power == 1
          ? Int32(bytes.loadUnaligned(fromByteOffset: 2 * interview, as: Int16.self))
          : bytes.loadUnaligned(fromByteOffset: 4 * interview, as: Int32.self)
      }
    }
    set { set(newValue, at: interview) }
  }

  @usableFromInline mutating func set(_ place: Int32, at interview: Int) {
    precondition(interview >= 0 && interview < count, "no such interview")
    widen(for: place)
    let power = power
    bytes.withUnsafeMutableBytes { bytes in
      switch power {
      case 0: bytes[interview] = UInt8(bitPattern: Int8(truncatingIfNeeded: place))
      case 1:
        bytes.storeBytes(
          of: Int16(truncatingIfNeeded: place), toByteOffset: 2 * interview, as: Int16.self)
      default: bytes.storeBytes(of: place, toByteOffset: 4 * interview, as: Int32.self)
      }
    }
  }
}

extension PackedPlaces: ExpressibleByArrayLiteral {
  public init(arrayLiteral places: Int32...) { self.init(places) }
}

extension PackedPlaces: Hashable {
  /// Whether the places are the same, in however many bytes.
  public static func == (first: PackedPlaces, second: PackedPlaces) -> Bool {
    first.count == second.count
      && (first.power == second.power ? first.bytes == second.bytes : first.elementsEqual(second))
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for place in self { hasher.combine(place) }
  }
}
