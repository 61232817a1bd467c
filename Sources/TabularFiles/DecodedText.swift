/// A file's text in UTF-8, without byte order mark, with each place's offset in the file.
struct DecodedText: Sendable {
  let bytes: [UInt8]
  let encoding: TextEncoding
  /// Length of the byte order mark.
  let markLength: Int
  /// Size of the file.
  let fileSize: Int
  /// Places in ``bytes`` of U+FFFD that stand for bytes without a meaning.
  let undefined: [Int]
  /// For every 4096th byte of ``bytes``, what it counts in the file; empty in UTF-8.
  private let checkpoints: [Int]
  private static let interval = 4096

  /// - Parameter encoding: What the bytes are read as, whatever their mark says.
  init(_ file: [UInt8], as encoding: TextEncoding) {
    self.encoding = encoding
    fileSize = file.count
    let mark = encoding.byteOrderMark
    markLength = !mark.isEmpty && file.starts(with: mark) ? mark.count : 0
    if let upperHalf = encoding.upperHalf {
      (bytes, undefined) = Self.decoding(file, upperHalf: upperHalf)
    } else if encoding == .utf8 {
      bytes = markLength == 0 ? file : Array(file[markLength...])
      undefined = []
    } else {
      (bytes, undefined) = Self.decodingUTF16(
        file, from: markLength, isBigEndian: encoding == .utf16BigEndian)
    }
    checkpoints =
      encoding == .utf8
      ? []
      : Self.checkpoints(bytes, surrogatesCount: encoding.upperHalf == nil ? 2 : 1)
  }

  /// The file's offset of a place in ``bytes`` that begins a character (or ends the text).
  func fileOffset(of place: Int) -> Int {
    if encoding == .utf8 { return markLength + place }
    let checkpoint = place / Self.interval
    let isUTF16 = encoding.upperHalf == nil
    let units = bytes.withUnsafeBufferPointer { text in
      Self.units(
        in: text[(checkpoint * Self.interval)..<place], surrogatesCount: isUTF16 ? 2 : 1)
    }
    let count = checkpoints[checkpoint] + units
    return min(fileSize, markLength + count * (isUTF16 ? 2 : 1))
  }

  func fileRange(_ range: Range<Int>) -> Range<Int> {
    fileOffset(of: range.lowerBound)..<fileOffset(of: range.upperBound)
  }
}

extension DecodedText {
  /// Each byte a character: those under 0x80 ASCII, the others as the table says.
  private static func decoding(
    _ file: [UInt8], upperHalf: [Unicode.Scalar]
  ) -> ([UInt8], undefined: [Int]) {
    let encoded = upperHalf.map { Array(String($0).utf8) }
    var text: [UInt8] = []
    text.reserveCapacity(file.count + file.count / 2)
    var undefined: [Int] = []
    for byte in file {
      guard byte >= 0x80 else {
        text.append(byte)
        continue
      }
      if upperHalf[Int(byte) - 0x80] == "\u{FFFD}" { undefined.append(text.count) }
      text.append(contentsOf: encoded[Int(byte) - 0x80])
    }
    return (text, undefined)
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

  private static func checkpoints(_ text: [UInt8], surrogatesCount: Int) -> [Int] {
    text.withUnsafeBufferPointer { text in
      var counts = [0]
      for start in stride(from: 0, to: text.count, by: interval) {
        let block = text[start..<min(start + interval, text.count)]
        counts.append((counts.last ?? 0) + units(in: block, surrogatesCount: surrogatesCount))
      }
      return counts
    }
  }

  /// How many code units of the file's encoding a piece of UTF-8 stands for.
  private static func units(
    in text: Slice<UnsafeBufferPointer<UInt8>>, surrogatesCount: Int
  ) -> Int {
    var count = 0
    for byte in text {
      if byte & 0xC0 != 0x80 { count += byte >= 0xF0 ? surrogatesCount : 1 }
    }
    return count
  }
}
