/// Numbers the distinct texts of a column, so that each is understood once. Texts are the same where
/// their bytes are.
///
/// Codes of one to three digits take no hashing, and no field a `String`.
final class Interner {
  private static let unseen: Int32 = -1
  /// A text's identifier is its place.
  private var dictionary = TextDictionary()
  /// Identifiers of texts of one, two and three digits.
  private var digits = [Int32](repeating: unseen, count: 1110)

  deinit { dictionary.deallocate() }

  /// Distinct texts in the order of their first occurrence.
  var texts: [String] {
    (0..<dictionary.count).map { String(decoding: dictionary[$0], as: UTF8.self) }
  }

  /// The identifier of a text.
  func identifier(of field: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard let place = Self.digitPlace(field) else { return place(field) }
    if digits[place] == Self.unseen { digits[place] = self.place(field) }
    return digits[place]
  }

  private func place(_ field: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard let start = field.baseAddress else {
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { nothing in
        nothing.baseAddress.map { Int32(dictionary.place($0, 0)) } ?? 0
      }
    }
    return Int32(dictionary.place(start, field.count))
  }

  /// 0…9 for one digit, 10…109 for two, 110…1109 for three; nil for other texts.
  private static func digitPlace(_ field: UnsafeBufferPointer<UInt8>) -> Int? {
    guard 1...3 ~= field.count else { return nil }
    var number = 0
    for byte in field {
      guard byte &- 0x30 < 10 else { return nil }
      number = number * 10 + Int(byte &- 0x30)
    }
    return field.count == 1 ? number : field.count == 2 ? 10 + number : 110 + number
  }
}
