extension TextEncoding {
  /// Finds a file's encoding: mark, then UTF-16 by its zero bytes, then strict UTF-8, then the
  /// Cyrillic encoding whose letters read most like Russian. Latin-1 is never guessed.
  ///
  /// - Parameter census: What the file's bytes hold; counted where it is not given.
  static func detect(
    _ file: [UInt8], _ census: TextCensus? = nil
  ) -> Decision<TextEncoding> {
    for encoding in [utf8, utf16LittleEndian, utf16BigEndian]
    where file.starts(with: encoding.byteOrderMark) {
      return Decision(encoding, .found, "the file begins with its byte order mark")
    }
    if let encoding = utf16WithoutMark(file) {
      return Decision(encoding, .found, "every other byte is that of a UTF-16 unit's upper half")
    }
    let validity = census ?? TextCensus(file)
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

  init(_ text: UnsafeBufferPointer<UInt8>) {
    (sequences, invalid, firstInvalid) = ByteScan.validity(of: text, in: 0..<text.count)
  }
}
