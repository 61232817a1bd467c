#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds where physical lines end: after LF, after CR LF, or after a CR alone.
struct LineScanner {
  let text: UnsafeBufferPointer<UInt8>
  /// The first LF at or after `from`; searched again only outside `from…place`.
  private var lineFeed = (from: 0, place: -1)

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// The offset after the line that begins at an offset, its end included.
  ///
  /// Costs a look at the line; in a file without an LF, at the rest of it once.
  mutating func endOfLine(at start: Int) -> Int {
    if !(lineFeed.from <= start && start <= lineFeed.place) {
      lineFeed = (start, text.firstOffset(of: 0x0A, from: start) ?? text.count)
    }
    let line = text.part(start..<lineFeed.place)
    let cr = line.firstOffset(of: 0x0D).map { start + $0 } ?? text.count
    let last = cr + 1 < lineFeed.place ? cr : lineFeed.place
    return min(last + 1, text.count)
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
