extension TextEncoding {
  /// Finds a file's encoding: mark, then UTF-16 by its zero bytes, then strict UTF-8, then the
  /// Cyrillic encoding whose letters read most like Russian. Latin-1 is never guessed.
  static func detect(_ file: [UInt8]) -> Decision<TextEncoding> {
    for encoding in [utf8, utf16LittleEndian, utf16BigEndian]
    where file.starts(with: encoding.byteOrderMark) {
      return Decision(encoding, .found, "the file begins with its byte order mark")
    }
    if let encoding = utf16WithoutMark(file) {
      return Decision(encoding, .found, "every other byte is that of a UTF-16 unit's upper half")
    }
    let validity = UTF8Validity(file)
    if validity.invalid == 0 {
      return validity.sequences == 0
        ? Decision(.utf8, .found, "all bytes are ASCII")
        : Decision(.utf8, .found, "all \(validity.sequences) multi-byte characters are valid")
    }
    if validity.sequences > 8 * validity.invalid {
      return Decision(
        .utf8, .found,
        "\(validity.sequences) multi-byte characters are valid, \(validity.invalid) are broken")
    }
    return cyrillic(file)
  }

  /// UTF-16 without a mark: one byte of each pair is nearly always 0x00 (Latin, digits) or 0x04
  /// (Cyrillic), the other hardly ever.
  private static func utf16WithoutMark(_ file: [UInt8]) -> TextEncoding? {
    let sample = file.prefix(4096)
    guard sample.count >= 8 else { return nil }
    var zeros = [0, 0]
    var high = [0, 0]
    for (place, byte) in sample.enumerated() {
      if byte == 0 { zeros[place & 1] += 1 }
      if byte == 0 || byte == 4 || byte == 0x20 { high[place & 1] += 1 }
    }
    let pairs = sample.count / 2
    func isUpper(_ half: Int) -> Bool {
      high[half] * 10 >= pairs * 9 && zeros[half] * 10 >= pairs && zeros[1 - half] * 50 <= pairs
    }
    return isUpper(1) ? utf16LittleEndian : isUpper(0) ? utf16BigEndian : nil
  }

  private static func cyrillic(_ file: [UInt8]) -> Decision<TextEncoding> {
    let scores = [windows1251, koi8r, cp866].map { encoding in
      (encoding, RussianLikeness.score(file, as: encoding))
    }
    // The sort is stable in effect: equal scores keep the order above, the likelier first.
    let ranked = scores.enumerated().sorted { a, b in
      (b.element.1, a.offset) < (a.element.1, b.offset)
    }.map(\.element)
    let isRussian = ranked[0].1 > RussianLikeness.threshold
    let reason =
      isRussian
      ? "not UTF-8, and read so the letters are those of Russian words"
      : "not UTF-8, and too little Cyrillic text to tell; the usual one is taken"
    let best = isRussian ? ranked[0].0 : windows1251
    let runnerUp = ranked.first { $0.0 != best }?.0
    return Decision(best, isRussian ? .found : .assumed, reason, runnerUp: runnerUp)
  }
}

/// How much of a file is valid UTF-8.
struct UTF8Validity {
  /// Multi-byte characters that are valid.
  private(set) var sequences = 0
  /// Places that are no UTF-8.
  private(set) var invalid = 0
  /// The first of them.
  private(set) var firstInvalid: Int?

  init(_ file: [UInt8]) {
    self = file.withUnsafeBufferPointer { UTF8Validity($0) }
  }

  init(_ text: UnsafeBufferPointer<UInt8>) {
    var place = 0
    while let start = Self.firstNonASCII(text, from: place) {
      let length = Self.sequenceLength(text, at: start)
      if length > 0 {
        sequences += 1
      } else {
        invalid += 1
        firstInvalid = firstInvalid ?? start
      }
      place = start + max(1, length)
    }
  }

  /// Skips ASCII eight bytes at a time.
  private static func firstNonASCII(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    var place = start
    let raw = UnsafeRawBufferPointer(text)
    while place < text.count, text[place] < 0x80 {
      if place + 8 <= text.count,
        raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        place += 8
      } else {
        place += 1
      }
    }
    return place < text.count ? place : nil
  }

  /// Length of the valid multi-byte sequence at a place; 0 where there is none.
  private static func sequenceLength(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
    func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      place + offset < text.count && range.contains(text[place + offset])
    }
    switch text[place] {
    case 0xC2...0xDF: return continues(1) ? 2 : 0
    case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
    case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
    case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
    case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
    case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }
}
