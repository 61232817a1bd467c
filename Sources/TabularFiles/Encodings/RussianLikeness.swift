#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Tells the Cyrillic encodings apart: read in the wrong one, Russian words have rare letters,
/// capitals inside, or box-drawing characters.
enum RussianLikeness {
  /// Letters of Russian text, per mille.
  /// > О. Н. Ляшевская, С. А. Шаров (2009). Частотный словарь современного русского языка.
  private static let perMille: [Unicode.Scalar: Double] = [
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44,
    "к": 35, "м": 32, "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16,
    "б": 16, "ч": 14, "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3,
    "ъ": 0.4, "ё": 0.4,
  ]

  private enum Kind { case other, latin, lower, upper }

  /// What one byte adds to the score.
  private struct Value {
    var kind = Kind.other
    var score = 0.0
  }

  /// Scores above it are Russian words; the mean of running text is 0.4, of single words −0.5 … 1.
  static let threshold = -1.0

  /// Higher the more the bytes over 0x7F read like Russian.
  ///
  /// The mean over those bytes of ln(frequency · 33) for letters, −3 for what is neither letter nor
  /// common sign, −3 for a capital after a small letter and for a letter after a Latin one.
  static func score(_ text: [UInt8], as encoding: TextEncoding) -> Double {
    guard let values = encoding.upperHalf?.map(value) else { return 0 }
    var total = 0.0
    var count = 0
    var last = Kind.other
    for byte in text {
      guard byte >= 0x80 else {
        last = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) ? .latin : .other
        continue
      }
      let value = values[Int(byte) - 0x80]
      total += value.score
      if last == .lower, value.kind == .upper { total -= 3 }
      if last == .latin, value.kind != .other { total -= 3 }
      last = value.kind
      count += 1
    }
    return count == 0 ? 0 : total / Double(count)
  }

  private static func value(_ scalar: Unicode.Scalar) -> Value {
    let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    if let frequency = perMille[lower] {
      // ё is rare in print, yet no sign of a wrong encoding.
      let score = lower == "ё" ? 0 : log(frequency * 33 / 1000)
      return Value(kind: scalar == lower ? .lower : .upper, score: score)
    }
    return Value(score: "«»—–…№„“”’\u{A0}".unicodeScalars.contains(scalar) ? 0 : -3)
  }
}
