extension TextEncoding {
  /// Finds a file's encoding: mark, then UTF-16 by its zero bytes, then strict UTF-8, then the
  /// Cyrillic encoding whose letters read most like Russian, then Western where letters with accents
  /// stand in Latin words.
  ///
  /// It is told from a sample of the bytes; where that is UTF-8, from all of them, for their validity
  /// is part of what is read.
  static func detect(_ file: [UInt8]) -> Decision<TextEncoding> { detecting(file).encoding }

  /// - Returns: The encoding, and the census of all bytes that is a part of telling it.
  static func detecting(
    _ file: [UInt8]
  ) -> (encoding: Decision<TextEncoding>, census: TextCensus) {
    let sample = TextSample(file)
    let guess = detect(file, TextCensus(sample, of: file), sample)
    let isUTF8 = guess.value == .utf8
    let census = TextCensus(file, countsUTF8: isUTF8)
    return (isUTF8 ? detect(file, census, sample) : guess, census)
  }

  private static func detect(
    _ file: [UInt8], _ validity: TextCensus, _ sample: TextSample
  ) -> Decision<TextEncoding> {
    for encoding in [utf8, utf16LittleEndian, utf16BigEndian]
    where file.starts(with: encoding.byteOrderMark) {
      return Decision(encoding, .found, "the file begins with its byte order mark")
    }
    if let encoding = utf16WithoutMark(file) {
      return Decision(encoding, .found, "every other byte is that of a UTF-16 unit's upper half")
    }
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
    return ofOneByte(sample.bytes)
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

  /// An encoding of one byte a character.
  private static func ofOneByte(_ sample: [UInt8]) -> Decision<TextEncoding> {
    let likeness = RussianLikeness(sample)
    let ranked = likeness.ranked
    if ranked[0].mean > RussianLikeness.threshold {
      if let rival = likeness.rival(in: ranked) {
        return Decision(
          ranked[0].encoding, .assumed,
          "not UTF-8, and the few Cyrillic words may as well be \(rival.rawValue)", runnerUp: rival)
      }
      return Decision(
        ranked[0].encoding, .found,
        "not UTF-8, and read so the letters are those of Russian words",
        runnerUp: ranked[1].encoding)
    }
    let western = WesternLetters(sample)
    if western.areMostInLatinWords {
      return Decision(
        western.hasControls ? .latin1 : .windows1252, .found,
        "not UTF-8, and read so the letters with accents stand in Latin words",
        runnerUp: western.hasControls ? .windows1252 : .latin1)
    }
    return Decision(
      .windows1251, .assumed,
      "not UTF-8, and too little Cyrillic text to tell; the usual one is taken",
      runnerUp: ranked.first { $0.encoding != .windows1251 }?.encoding)
  }
}

/// How bytes over 0x7F stand among Latin letters.
struct WesternLetters {
  private var (inWords, letters) = (0, 0)
  /// Whether a byte stands that Windows-1252 does not define: then it is the older ISO-8859-1.
  private(set) var hasControls = false

  init(_ text: [UInt8]) {
    let undefined: Set<UInt8> = [0x81, 0x8D, 0x8F, 0x90, 0x9D]
    for place in text.indices where text[place] >= 0x80 {
      if undefined.contains(text[place]) { hasControls = true }
      guard text[place] >= 0xC0, text[place] != 0xD7, text[place] != 0xF7 else { continue }
      letters += 1
      let isLatin = [place - 1, place + 1].contains { neighbour in
        text.indices.contains(neighbour) && (0x61...0x7A).contains(text[neighbour] | 0x20)
      }
      if isLatin { inWords += 1 }
    }
  }

  /// Nine letters in ten: Russian words beside Latin ones have hardly a letter there.
  var areMostInLatinWords: Bool { letters > 0 && 10 * inWords >= 9 * letters }
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
