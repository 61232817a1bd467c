/// Numbers the distinct texts of a column, so that each is understood once.
///
/// Codes of one to three digits take no hashing, texts up to seven bytes no `String`.
struct Interner {
  private static let unseen: Int32 = -1
  /// Distinct texts in the order of their first occurrence; a text's identifier is its place.
  private(set) var texts: [String] = []
  /// Identifiers of texts of one, two and three digits.
  private var digits = [Int32](repeating: unseen, count: 1110)
  private var short: [UInt64: Int32] = [:]
  private var long: [String: Int32] = [:]
  private var blank: Int32 = unseen

  /// The identifier of a text.
  mutating func identifier(of field: UnsafeBufferPointer<UInt8>) -> Int32 {
    if field.count <= 3, let place = Self.digitPlace(field) {
      if digits[place] == Self.unseen { digits[place] = append(Self.string(field)) }
      return digits[place]
    }
    if field.count <= 7 { return shortIdentifier(of: field) }
    let text = Self.string(field)
    if let known = long[text] { return known }
    let made = append(text)
    long[text] = made
    return made
  }

  private mutating func shortIdentifier(of field: UnsafeBufferPointer<UInt8>) -> Int32 {
    if field.isEmpty {
      if blank == Self.unseen { blank = append("") }
      return blank
    }
    var key = UInt64(field.count)
    for byte in field { key = key << 8 | UInt64(byte) }
    if let known = short[key] { return known }
    let made = append(Self.string(field))
    short[key] = made
    return made
  }

  private mutating func append(_ text: String) -> Int32 {
    texts.append(text)
    return Int32(texts.count - 1)
  }

  /// 0…9 for one digit, 10…109 for two, 110…1109 for three; nil for other texts.
  private static func digitPlace(_ field: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !field.isEmpty else { return nil }
    var number = 0
    for byte in field {
      guard byte &- 0x30 < 10 else { return nil }
      number = number * 10 + Int(byte &- 0x30)
    }
    return field.count == 1 ? number : field.count == 2 ? 10 + number : 110 + number
  }

  private static func string(_ field: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: field, as: UTF8.self)
  }
}
