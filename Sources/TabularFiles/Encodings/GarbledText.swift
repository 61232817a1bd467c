import SurveyModel

/// Windows-1251 that a program took for Latin-1 and saved in UTF-8: «Ïñêîâ» for «Псков».
///
/// Each character of the Western encodings stands for the byte that it is there, and that byte for a
/// Cyrillic character; what is neither ASCII nor Western stays as it is.
enum GarbledText {
  /// The bytes that Western characters are: those of ISO-8859-1, and the 27 of Windows-1252.
  private static let bytes: [Unicode.Scalar: UInt8] = {
    var bytes: [Unicode.Scalar: UInt8] = [:]
    for encoding in [TextEncoding.latin1, .windows1252] {
      for (place, scalar) in (encoding.upperHalf ?? []).enumerated() where scalar != "\u{FFFD}" {
        bytes[scalar] = UInt8(0x80 + place)
      }
    }
    return bytes
  }()

  /// The text as it was before it was taken for another.
  ///
  /// - Returns: UTF-8 with its mark, if any; the places of bytes that are no UTF-8, each of which is
  ///   U+FFFD; and how far places are from those of the file.
  static func repaired(
    _ file: [UInt8]
  ) -> (bytes: [UInt8], undefined: [Int], shifts: OffsetShifts) {
    let upperHalf = TextEncoding.windows1251.upperHalf ?? []
    var text: [UInt8] = []
    text.reserveCapacity(file.count)
    var undefined: [Int] = []
    var shifts = OffsetShifts()
    var (origin, last) = (0, 0)
    for piece in UTF8Pieces(file) {
      let start = text.count
      if origin - start != last {
        shifts.add(origin - start - last, from: start)
        last = origin - start
      }
      switch piece {
      case .ascii(let byte): text.append(byte)
      case .scalar(let scalar, _):
        let meant = bytes[scalar].map { upperHalf[Int($0) - 0x80] } ?? scalar
        // 0x98 means nothing in Windows-1251.
        text.append(contentsOf: UTF8.encode(meant == "\u{FFFD}" ? scalar : meant) ?? .init())
      case .broken:
        undefined.append(start)
        text.append(contentsOf: [0xEF, 0xBF, 0xBD])
      }
      origin += piece.length
    }
    if origin - text.count != last { shifts.add(origin - text.count - last, from: text.count) }
    return (text, undefined, shifts)
  }

  /// A warning where a text of valid UTF-8 reads like Russian once it is repaired, and has no
  /// Cyrillic letters before.
  ///
  /// Costs a pass over the first MiB.
  static func diagnostics(_ text: UnsafeBufferPointer<UInt8>, file: String) -> [Diagnostic] {
    let sample = Array(text.prefix(1 << 20))
    guard sample.contains(where: { $0 >= 0x80 }) else { return [] }
    var western: [UInt8] = []
    var letters = 0
    for piece in UTF8Pieces(sample) {
      switch piece {
      case .ascii(let byte): western.append(byte)
      case .scalar(let scalar, _):
        guard let byte = bytes[scalar] else {
          if scalar.properties.isAlphabetic { return [] }
          continue
        }
        western.append(byte)
        if byte >= 0xC0 { letters += 1 }
      case .broken: continue
      }
    }
    guard letters > 7,
      RussianLikeness(western).score(as: .windows1251).mean > RussianLikeness.threshold,
      !WesternLetters(western).areMostInLatinWords
    else { return [] }
    return [
      Diagnostic(
        .warning, "text-garbled",
        "Russian text seems to have been read as Latin-1 and saved so (as 'Ïñêîâ' for 'Псков'), in"
          + " \(letters) letters; it is kept as it stands",
        fix:
          "ask for the file as it was exported, or write '\(TextEncoding.windows1251AsLatin1.name)'"
          + " for its encoding in sources.csv, or after --encoding: then it is repaired",
        at: SourceLocation(file: file))
    ]
  }
}

/// The characters of a text in UTF-8, and the bytes that are none.
struct UTF8Pieces: Sequence, IteratorProtocol {
  enum Piece {
    case ascii(UInt8)
    case scalar(Unicode.Scalar, length: Int)
    case broken

    /// Its bytes.
    var length: Int {
      switch self {
      case .ascii, .broken: 1
      case .scalar(_, let length): length
      }
    }
  }

  private let text: [UInt8]
  private var place = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func next() -> Piece? {
    guard place < text.count else { return nil }
    let first = text[place]
    guard first >= 0x80 else {
      place += 1
      return .ascii(first)
    }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let end = Swift.min(place + length, text.count)
    guard let decoded = String(validating: text[place..<end], as: UTF8.self),
      let scalar = decoded.unicodeScalars.first, decoded.unicodeScalars.count == 1
    else {
      place += 1
      return .broken
    }
    place = end
    return .scalar(scalar, length: length)
  }
}
