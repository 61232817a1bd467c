/// How a file's bytes stand for characters.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case windows1251 = "Windows-1251"
  case koi8r = "KOI8-R"
  case cp866 = "CP866"
  case macCyrillic = "Mac Cyrillic"
  case iso88595 = "ISO-8859-5"
  case windows1252 = "Windows-1252"
  case latin1 = "ISO-8859-1"
  /// UTF-8 whose Western characters stand for the Windows-1251 bytes that a program took for them; never
  /// found, only given.
  case windows1251AsLatin1 = "Windows-1251 read as ISO-8859-1"

  /// An encoding by any of its usual names: `utf-8`, `cp1251`, `win-1251`, `IBM866`; nil for others.
  public init?(name: String) {
    switch name.lowercased().filter({ $0.isLetter || $0.isNumber }) {
    case "utf8", "utf8bom", "utf8sig", "ascii", "usascii", "65001": self = .utf8
    case "utf16", "utf16le", "unicode": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    case "windows1251", "cp1251", "win1251", "1251", "ansi": self = .windows1251
    case "koi8r", "koi8": self = .koi8r
    case "cp866", "ibm866", "dos866", "866", "oem866": self = .cp866
    case "maccyrillic", "xmaccyrillic", "10007": self = .macCyrillic
    case "iso88595", "cyrillic", "28595": self = .iso88595
    case "windows1252", "cp1252", "1252", "western": self = .windows1252
    case "iso88591", "latin1", "28591": self = .latin1
    case "windows1251aslatin1", "windows1251readasiso88591", "mojibake": self = .windows1251AsLatin1
    default: return nil
    }
  }

  /// How a user writes it.
  var name: String { self == .windows1251AsLatin1 ? "windows-1251-as-latin-1" : rawValue }

  var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }

  /// The bytes that may stand before the text to tell the encoding.
  var byteOrderMark: [UInt8] {
    switch self {
    case .utf8, .windows1251AsLatin1: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    case .windows1251, .koi8r, .cp866, .macCyrillic, .iso88595, .windows1252, .latin1: []
    }
  }

  /// What the bytes 0x80…0xFF mean where each byte is a character; nil in other encodings.
  ///
  /// U+FFFD stands where the encoding defines nothing (0x98 in Windows-1251).
  /// > The Unicode Consortium, mapping tables CP1251, KOI8-R, CP866, CYRILLIC (Apple), 8859-5,
  /// > CP1252 and 8859-1.
  var upperHalf: [Unicode.Scalar]? {
    switch self {
    case .utf8, .utf16LittleEndian, .utf16BigEndian, .windows1251AsLatin1: nil
    case .windows1251: Self.windows1251Scalars
    case .koi8r: Self.koi8rScalars
    case .cp866: Self.cp866Scalars
    case .macCyrillic: Self.macCyrillicScalars
    case .iso88595: Self.iso88595Scalars
    case .windows1252: Self.windows1252Scalars
    case .latin1: (0x80...0xFF).map { Unicode.Scalar(UInt8($0)) }
    }
  }

  /// The Cyrillic encodings of one byte a character, the likeliest first.
  static let cyrillic: [TextEncoding] = [
    .windows1251, .koi8r, .cp866, .macCyrillic, .iso88595,
  ]

  private static let windows1251Scalars: [Unicode.Scalar] = scalars(
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ"
      + "\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
      + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
      + "абвгдежзийклмнопрстуфхцчшщъыьэюя")

  private static let koi8rScalars: [Unicode.Scalar] = scalars(
    "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{A0}⌡°²·÷"
      + "═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
      + "юабцдефгхийклмнопярстужвьызшэщчъ"
      + "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ")

  private static let cp866Scalars: [Unicode.Scalar] = scalars(
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
      + "абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
      + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
      + "рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{A0}")

  private static let macCyrillicScalars: [Unicode.Scalar] = scalars(
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
      + "†°Ґ£§•¶І®©™Ђђ≠Ѓѓ∞±≤≥іµґЈЄєЇїЉљЊњ"
      + "јЅ¬√ƒ≈∆«»…\u{A0}ЋћЌќѕ–—“”‘’÷„ЎўЏџ№Ёёя"
      + "абвгдежзийклмнопрстуфхцчшщъыьэю€")

  private static let iso88595Scalars: [Unicode.Scalar] =
    (0x80...0x9F).map { Unicode.Scalar(UInt8($0)) }
    + scalars(
      "\u{A0}ЁЂЃЄЅІЇЈЉЊЋЌ\u{AD}ЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
        + "абвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ")

  private static let windows1252Scalars: [Unicode.Scalar] = scalars(
    "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ"
      + "\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿"
      + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ")

  private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }
}
