/// A file's text in bytes that libcsv can read, with each place's offset in the file.
///
/// UTF-8 and the encodings of one byte a character are read as they stand, for their delimiters,
/// quotes and line ends are those of ASCII. Rewritten are UTF-16, in UTF-8; text that was read in the
/// wrong encoding and saved so; and quotes behind a backslash, which libcsv knows doubled.
struct DecodedText: Sendable {
  private(set) var bytes: [UInt8]
  let encoding: TextEncoding
  /// Length of the byte order mark.
  let markLength: Int
  /// Where the text begins in ``bytes``.
  let start: Int
  /// What bytes above 0x7F mean; nil where ``bytes`` are UTF-8.
  let decoder: ByteDecoder?
  /// Size of the file.
  let fileSize: Int
  /// Places in ``bytes`` that stand for bytes without a meaning.
  private(set) var undefined: [Int]
  /// For every 4096th byte of ``bytes``, how many UTF-16 units come before it; empty otherwise.
  private var checkpoints: [Int] = []
  private static let interval = 4096
  /// What backslashes left out, and characters of another length, shift.
  private var escapes = OffsetShifts()
  private var repairs = OffsetShifts()

  /// - Parameters:
  ///   - encoding: What the bytes are read as, whatever their mark says.
  ///   - mayHaveMark: Whether the bytes begin a file, and so may begin with its mark.
  init(_ file: [UInt8], as encoding: TextEncoding, mayHaveMark: Bool = true) {
    self.encoding = encoding
    fileSize = file.count
    let mark = mayHaveMark ? encoding.byteOrderMark : []
    markLength = !mark.isEmpty && file.starts(with: mark) ? mark.count : 0
    decoder = encoding.upperHalf.map(ByteDecoder.init)
    if encoding.isUTF16 {
      start = 0
      (bytes, undefined) = Self.decodingUTF16(
        file, from: markLength, isBigEndian: encoding == .utf16BigEndian)
      checkpoints = Self.checkpoints(bytes)
    } else if encoding == .windows1251AsLatin1 {
      start = markLength
      (bytes, undefined, repairs) = GarbledText.repaired(file)
    } else {
      bytes = file
      start = markLength
      undefined = encoding.upperHalf.map { Self.undefined(in: file, upperHalf: $0) } ?? []
    }
  }

  /// The text with each quote behind a backslash doubled instead, and a backslash behind one alone.
  ///
  /// - Parameter quote: The byte around fields.
  mutating func double(quotesBehindBackslashes quote: UInt8) {
    var written: [UInt8] = []
    written.reserveCapacity(bytes.count)
    var later = undefined.makeIterator()
    var next = later.next()
    undefined = []
    bytes.withUnsafeBufferPointer { text in
      var from = 0
      func copy(to end: Int) {
        while let place = next, place < end {
          undefined.append(written.count + place - from)
          next = later.next()
        }
        written.append(contentsOf: text[from..<end])
        from = end
      }
      while let place = text.firstOffset(of: 0x5C, from: from) {
        copy(to: place)
        let escaped = place + 1 < text.count ? text[place + 1] : 0
        if escaped == quote {
          written.append(contentsOf: [quote, quote])
          from = place + 2
        } else if escaped == 0x5C {
          written.append(0x5C)
          from = place + 2
          escapes.add(1, from: written.count)
        } else {
          copy(to: place + 1)
        }
      }
      copy(to: text.count)
    }
    bytes = written
    if encoding.isUTF16 { checkpoints = Self.checkpoints(bytes) }
  }

  /// The file's offset of a place in ``bytes`` that begins a character (or ends the text).
  func fileOffset(of place: Int) -> Int {
    guard encoding.isUTF16 else {
      let unescaped = place + escapes.shift(at: place)
      return unescaped + repairs.shift(at: unescaped)
    }
    let checkpoint = place / Self.interval
    let units = bytes.withUnsafeBufferPointer { text in
      Self.units(in: text[(checkpoint * Self.interval)..<place])
    }
    return min(
      fileSize, markLength + 2 * (checkpoints[checkpoint] + units + escapes.shift(at: place)))
  }

  func fileRange(_ range: Range<Int>) -> Range<Int> {
    fileOffset(of: range.lowerBound)..<fileOffset(of: range.upperBound)
  }

  /// Whether ``bytes`` are UTF-8, in which a character may have several.
  var isUTF8: Bool { decoder == nil }

  /// A part of the text in UTF-8.
  func string(_ part: UnsafeBufferPointer<UInt8>) -> String {
    guard let decoder else { return String(decoding: part, as: UTF8.self) }
    return String(decoding: decoder.decode(part), as: UTF8.self)
  }

  /// The whole text in UTF-8, without its mark.
  var utf8: [UInt8] {
    guard decoder != nil || start > 0 else { return bytes }
    return bytes.withUnsafeBufferPointer { all in
      let text = all.part(start..<all.count)
      return decoder?.decode(text) ?? Array(text)
    }
  }
}

extension DecodedText {
  private static func undefined(in file: [UInt8], upperHalf: [Unicode.Scalar]) -> [Int] {
    let meaningless = upperHalf.indices.filter { upperHalf[$0] == "\u{FFFD}" }
    return file.withUnsafeBufferPointer { bytes in
      meaningless.flatMap { place -> [Int] in
        var found: [Int] = []
        var from = 0
        while let hit = bytes.firstOffset(of: UInt8(0x80 + place), from: from) {
          found.append(hit)
          from = hit + 1
        }
        return found
      }.sorted()
    }
  }

  /// Two bytes a code unit; a lone surrogate, or half a unit at the end, is U+FFFD.
  private static func decodingUTF16(
    _ file: [UInt8], from start: Int, isBigEndian: Bool
  ) -> ([UInt8], undefined: [Int]) {
    let units = stride(from: start, to: file.count - 1, by: 2).lazy.map { place in
      let (a, b) = (UInt16(file[place]), UInt16(file[place + 1]))
      return isBigEndian ? a << 8 | b : b << 8 | a
    }
    var text: [UInt8] = []
    text.reserveCapacity(file.count)
    var undefined: [Int] = []
    var decoder = UTF16()
    var input = units.makeIterator()
    func replace() {
      undefined.append(text.count)
      text.append(contentsOf: [0xEF, 0xBF, 0xBD])
    }
    loop: while true {
      switch decoder.decode(&input) {
      case .scalarValue(let scalar): text.append(contentsOf: UTF8.encode(scalar) ?? .init())
      case .error: replace()
      case .emptyInput: break loop
      }
    }
    if (file.count - start) % 2 == 1 { replace() }
    return (text, undefined)
  }

  private static func checkpoints(_ text: [UInt8]) -> [Int] {
    text.withUnsafeBufferPointer { text in
      var counts = [0]
      for start in stride(from: 0, to: text.count, by: interval) {
        let block = text[start..<min(start + interval, text.count)]
        counts.append((counts.last ?? 0) + units(in: block))
      }
      return counts
    }
  }

  /// How many UTF-16 units a piece of UTF-8 stands for.
  private static func units(in text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var count = 0
    for byte in text {
      if byte & 0xC0 != 0x80 { count += byte >= 0xF0 ? 2 : 1 }
    }
    return count
  }
}
