import Parallelism

/// What bytes hold, counted on all cores.
struct TextCensus: Hashable, Sendable {
  /// Multi-byte characters that are valid UTF-8.
  private(set) var sequences = 0
  /// Places that are no UTF-8.
  private(set) var invalid = 0
  private(set) var hasNUL = false
  private(set) var hasQuotes = false

  private static let slice = 1 << 22

  /// Counts over all of a file.
  ///
  /// - Parameter countsUTF8: Whether it may be UTF-8.
  init(_ file: [UInt8], countsUTF8: Bool = true) {
    let slices = stride(from: 0, to: file.count, by: Self.slice).map {
      $0..<min($0 + Self.slice, file.count)
    }
    let found = concurrentMap(slices.count) { index in
      file.withUnsafeBufferPointer { text in
        (
          countsUTF8 ? ByteScan.validity(of: text, in: slices[index]) : (0, 0, nil),
          text.part(slices[index]).firstOffset(of: 0) != nil,
          text.part(slices[index]).firstOffset(of: 0x22) != nil
        )
      }
    }
    for (validity, hasNUL, hasQuotes) in found {
      sequences += validity.0
      invalid += validity.1
      self.hasNUL = self.hasNUL || hasNUL
      self.hasQuotes = self.hasQuotes || hasQuotes
    }
  }

  /// Counts UTF-8 over a sample of a file.
  init(_ sample: TextSample, of file: [UInt8]) {
    file.withUnsafeBufferPointer { text in
      for range in sample.ranges {
        let validity = ByteScan.validity(of: text, in: range)
        sequences += validity.sequences
        invalid += validity.invalid
      }
    }
  }
}

/// The bytes of a file from which its encoding is told: the first MiB, and one per cent of the rest in
/// pieces of 4 KiB at even distances.
struct TextSample {
  let ranges: [Range<Int>]
  private let file: [UInt8]

  /// The pieces, one behind the other.
  var bytes: [UInt8] {
    ranges.reduce(into: []) { $0.append(contentsOf: file[$1]) }
  }

  private static let (head, piece) = (1 << 20, 1 << 12)

  init(_ file: [UInt8]) {
    let pieces = stride(from: Self.head, to: file.count, by: 100 * Self.piece).map {
      $0..<min($0 + Self.piece, file.count)
    }
    ranges = [0..<min(Self.head, file.count)] + pieces
    self.file = file
  }
}
