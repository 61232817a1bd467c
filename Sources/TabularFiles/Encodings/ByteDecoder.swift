/// What the bytes of an encoding of one byte a character mean, in UTF-8.
final class ByteDecoder: @unchecked Sendable {
  private let encoded: [[UInt8]]
  /// For each byte its length in UTF-8 in the upper eight bits, and its bytes below, the first lowest.
  private let packed: UnsafeMutablePointer<UInt32>

  /// - Parameter upperHalf: The characters of the bytes 0x80…0xFF.
  init(_ upperHalf: [Unicode.Scalar]) {
    encoded =
      (0..<0x80).map { [UInt8($0)] } + upperHalf.map { Array(String(Character($0)).utf8) }
    packed = .allocate(capacity: 256)
    for (byte, bytes) in encoded.enumerated() {
      packed[byte] = bytes.reversed().reduce(UInt32(bytes.count) << 24) { table, next in
        (table & 0xFF00_0000) | (table & 0xFFFF) << 8 | UInt32(next)
      }
    }
  }

  deinit { packed.deallocate() }

  /// Hands the table, 256 entries, for as long as the body runs.
  func withTable<R>(_ body: (UnsafePointer<UInt32>?) -> R) -> R {
    withExtendedLifetime(self) { body(UnsafePointer(packed)) }
  }

  func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] { text.flatMap { encoded[Int($0)] } }
}
