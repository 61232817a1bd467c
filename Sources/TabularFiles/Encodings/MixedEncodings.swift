import SurveyModel

/// Lines of a file that were written in another encoding than the rest, as where two exports were put
/// one under the other.
struct MixedEncodings {
  /// Lines from 1 on.
  private(set) var lines: [Int] = []

  /// How much of a text is looked at.
  private static let sampled = 1 << 20
  /// Letters that are enough to tell.
  private static let fewest = 2

  /// Lines of UTF-8 among those of an encoding of one byte a character: all their letters that are not
  /// Latin are Cyrillic ones of two bytes.
  init(utf8In text: UnsafeBufferPointer<UInt8>) {
    lines = Self.lines(of: text) { line in
      let letters = Self.pairs(in: line.filter { $0 >= 0x80 })
      return letters.count >= Self.fewest && letters.isAll
    }
  }

  /// Lines of UTF-8 that was read as Windows-1251 and saved so (`Р¶РµРЅ` for «жен»), in UTF-8.
  init(garbledIn text: UnsafeBufferPointer<UInt8>) {
    let bytes = Self.windows1251
    lines = Self.lines(of: text) { line in
      var read: [UInt8] = []
      for piece in UTF8Pieces(Array(line)) {
        guard case .scalar(let scalar, _) = piece else { continue }
        guard let byte = bytes[scalar] else { return false }
        read.append(byte)
      }
      let letters = Self.pairs(in: read)
      return letters.count >= Self.fewest && 2 * letters.count * 5 >= 4 * read.count
    }
  }

  /// `2-41, 50`, and how many more.
  var listed: String {
    var runs: [ClosedRange<Int>] = []
    for line in lines {
      if let last = runs.last, last.upperBound + 1 == line {
        runs[runs.count - 1] = last.lowerBound...line
      } else {
        runs.append(line...line)
      }
    }
    let shown = runs.prefix(10).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    let rest = runs.dropFirst(10).reduce(0) { $0 + $1.count }
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// The bytes of Windows-1251 by what they mean; programs keep 0x98, which means nothing, as U+0098.
  private static let windows1251: [Unicode.Scalar: UInt8] = {
    var bytes: [Unicode.Scalar: UInt8] = ["\u{98}": 0x98]
    for (place, scalar) in (TextEncoding.windows1251.upperHalf ?? []).enumerated()
    where scalar != "\u{FFFD}" {
      bytes[scalar] = UInt8(0x80 + place)
    }
    return bytes
  }()

  /// Cyrillic letters of two bytes in UTF-8, and whether there is nothing beside them.
  private static func pairs(in bytes: some Sequence<UInt8>) -> (count: Int, isAll: Bool) {
    var (count, others, first) = (0, 0, UInt8?.none)
    for byte in bytes {
      if first != nil, byte & 0xC0 == 0x80 {
        count += 1
        first = nil
      } else {
        if first != nil { others += 1 }
        first = byte == 0xD0 || byte == 0xD1 ? byte : nil
        if first == nil { others += 1 }
      }
    }
    return (count, others == 0 && first == nil)
  }

  private static func lines(
    of text: UnsafeBufferPointer<UInt8>,
    where isForeign: (Slice<UnsafeBufferPointer<UInt8>>) -> Bool
  ) -> [Int] {
    let sample = text.prefix(sampled)
    guard sample.contains(where: { $0 >= 0x80 }) else { return [] }
    return sample.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap {
      $1.contains { $0 >= 0x80 } && isForeign($1) ? $0 + 1 : nil
    }
  }
}
