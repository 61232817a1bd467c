import NumericalMethods

/// What a file's bytes hold, counted over all of them on all cores, before anything is known.
struct TextCensus: Hashable, Sendable {
  /// Multi-byte characters that are valid UTF-8.
  private(set) var sequences = 0
  /// Places that are no UTF-8.
  private(set) var invalid = 0
  private(set) var hasNUL = false
  private(set) var hasQuotes = false

  private static let slice = 1 << 22

  init(_ file: [UInt8]) {
    let slices = stride(from: 0, to: file.count, by: Self.slice).map {
      $0..<min($0 + Self.slice, file.count)
    }
    let found = concurrentMap(slices.count) { index in
      file.withUnsafeBufferPointer { text in
        (
          ByteScan.validity(of: text, in: slices[index]),
          text.part(slices[index]).firstOffset(of: 0) != nil,
          text.part(slices[index]).firstOffset(of: 0x22) != nil
        )
      }
    }
    for (validity, hasNUL, hasQuotes) in found {
      sequences += validity.sequences
      invalid += validity.invalid
      self.hasNUL = self.hasNUL || hasNUL
      self.hasQuotes = self.hasQuotes || hasQuotes
    }
  }
}
