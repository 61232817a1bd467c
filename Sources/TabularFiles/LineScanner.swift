#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds where physical lines end: after LF, after CR LF, or after a CR alone.
struct LineScanner {
  let text: UnsafeBufferPointer<UInt8>
  private var lineFeed: Found
  private var carriageReturn: Found

  /// The first place of a byte at or after `from`; searched again only outside `from…place`.
  private struct Found {
    var from: Int
    var place: Int
  }

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    lineFeed = Found(from: 0, place: -1)
    carriageReturn = Found(from: 0, place: -1)
  }

  /// The offset after the line that begins at an offset, its end included.
  mutating func endOfLine(at start: Int) -> Int {
    let lf = Self.find(0x0A, in: text, from: start, &lineFeed)
    let cr = Self.find(0x0D, in: text, from: start, &carriageReturn)
    let last = cr < lf && cr + 1 < lf ? cr : lf
    return min(last + 1, text.count)
  }

  private static func find(
    _ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from start: Int, _ found: inout Found
  ) -> Int {
    if found.from <= start, start <= found.place { return found.place }
    found.from = start
    found.place = text.firstOffset(of: byte, from: start) ?? text.count
    return found.place
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The first place of a byte at or after an offset.
  func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    guard let baseAddress, start < count,
      let hit = memchr(baseAddress + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(hit) - UnsafeRawPointer(baseAddress)
  }

  /// A part of the buffer.
  func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[range])
  }
}
