#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Tells the Cyrillic encodings apart: read in the wrong one, Russian words have rare letters,
/// capitals inside, or box-drawing characters.
///
/// Each different word counts once, however often a column repeats it.
struct RussianLikeness {
  /// Letters of Russian text, per mille.
  /// > О. Н. Ляшевская, С. А. Шаров (2009). Частотный словарь современного русского языка.
  private static let perMille: [Unicode.Scalar: Double] = [
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44,
    "к": 35, "м": 32, "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16,
    "б": 16, "ч": 14, "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3,
    "ъ": 0.4, "ё": 0.4,
  ]

  private enum Kind { case other, latin, digit, lower, upper }

  /// What one byte adds to the score.
  private struct Value {
    var kind = Kind.other
    var score = 0.0
    var sign = Sign.none
  }

  /// Where a sign may stand; letters are none.
  private enum Sign {
    case none, space
    /// Before a letter: « “ „, and № by its own.
    case opening
    /// „ and “ open where something closes.
    case openingIfClosed
    case common, strange
  }

  /// What it costs that a letter follows a sign which no word begins with, so that a rare letter is the
  /// better reading.
  private static let signBeforeLetter = (common: -5.0, strange: -2.0)
  /// What it costs that two different signs stand side by side.
  private static let signBesideSign = -2.0
  /// What a sign by itself, such as a dash between spaces, adds: as much as a common letter.
  private static let loneSign = 0.6

  /// Means above it are Russian words; that of running text is 0.4, of single words −0.5 … 1.
  static let threshold = -1.0
  private static let mostWords = 20_000

  /// What it costs that one letter stands between two digits, where a dash would: `30–44`.
  private static let letterBetweenDigits = -3.0

  /// Bytes over 0x7F that stand together, with the Latin letter before them; one alone between two digits
  /// has a nought before it.
  private var words: [[UInt8]] = []

  /// Costs a pass over the text, up to its 20,000th different word.
  init(_ text: [UInt8]) {
    var dictionary = TextDictionary()
    defer { dictionary.deallocate() }
    var marked = [UInt8(ascii: "0"), 0]
    text.withUnsafeBufferPointer { text in
      guard let first = text.baseAddress else { return }
      var place = 0
      while place < text.count, dictionary.count < Self.mostWords {
        guard text[place] >= 0x80 else {
          place += 1
          continue
        }
        let start = place > 0 && Self.isLatin(text[place - 1]) ? place - 1 : place
        while place < text.count, text[place] >= 0x80 { place += 1 }
        if start == place - 1, start > 0, place < text.count, Self.isDigit(text[start - 1]),
          Self.isDigit(text[place])
        {
          marked[1] = text[start]
          marked.withUnsafeBufferPointer { marked in
            if let first = marked.baseAddress { _ = dictionary.place(first, 2) }
          }
          continue
        }
        _ = dictionary.place(first + start, place - start)
      }
    }
    words = (0..<dictionary.count).map { Array(dictionary[$0]) }
  }

  private static func isLatin(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// How much the words read like Russian, in all and in the mean of their bytes over 0x7F.
  ///
  /// The sum over those bytes of ln(frequency · 33) for letters, −3 for what is neither letter nor
  /// common sign, −3 for a capital after a small letter and for a letter after a Latin one, −0.2 for a
  /// capital after a capital, for most words are in small letters. Signs stand where signs do: no word
  /// begins with a dash, a closing quote or a sign of money, nor with a quote that nothing closes.
  func score(as encoding: TextEncoding) -> (total: Double, mean: Double) {
    guard let values = encoding.upperHalf?.map(Self.value) else { return (0, 0) }
    let closes = Self.hasClosingQuotes(words, encoding)
    var total = 0.0
    var count = 0
    for word in words {
      var last = Kind.other
      var sign: (kind: Sign, byte: UInt8)?
      var hasLetter = false
      for byte in word {
        guard byte >= 0x80 else {
          (last, hasLetter) = Self.isDigit(byte) ? (.digit, false) : (.latin, true)
          continue
        }
        let value = values[Int(byte) - 0x80]
        total += value.score
        if value.kind == .other {
          if word.count == 1 || last == .digit, value.sign == .common { total += Self.loneSign }
          if let sign, sign.byte != byte, sign.kind == .common, value.sign == .common {
            total += Self.signBesideSign
          }
          sign = (value.sign == .openingIfClosed && !closes ? .common : value.sign, byte)
        } else {
          if !hasLetter { total += Self.cost(ofLetterAfter: sign?.kind) }
          (sign, hasLetter) = (nil, true)
        }
        if last == .lower, value.kind == .upper { total -= 3 }
        if last == .upper, value.kind == .upper { total -= 0.2 }
        if last == .latin, value.kind != .other { total -= 3 }
        if last == .digit, value.kind != .other { total += Self.letterBetweenDigits }
        last = value.kind
        count += 1
      }
    }
    return (total, count == 0 ? 0 : total / Double(count))
  }

  /// The Cyrillic encodings, the likeliest first: by their scores, and by how seldom files have them,
  /// which counts where words are few.
  var ranked: [Reading] {
    // A letter by itself is no word: it may be a sign of another encoding.
    let hasWord = words.contains { $0.count > 2 }
    return TextEncoding.cyrillic.filter { hasWord || $0 != .iso88595 }.enumerated().map {
      order, encoding in
      let score = score(as: encoding)
      let reading = Reading(
        encoding: encoding, mean: score.mean, total: score.total - Self.rarity(encoding))
      return (reading, order)
    }.sorted { a, b in (b.0.total, a.1) < (a.0.total, b.1) }.map(\.0)
  }

  /// How the words read in an encoding.
  struct Reading {
    let encoding: TextEncoding
    /// Of a byte over 0x7F.
    let mean: Double
    /// Of all, less how seldom files have the encoding.
    let total: Double
  }

  /// The encoding that another than the likeliest is hardly less likely than, although words read
  /// differently in it; nil where none is.
  ///
  /// - Parameter ranked: The likeliest first.
  func rival(in ranked: [Reading]) -> TextEncoding? {
    guard let first = ranked.first else { return nil }
    return ranked.dropFirst().first { other in
      first.total - other.total <= Self.margin && other.mean > Self.threshold
        && differ(first.encoding, other.encoding)
    }?.encoding
  }

  /// Sums that are no further apart, how seldom files have an encoding included, may be either.
  private static let margin = 2.0

  private func differ(_ first: TextEncoding, _ second: TextEncoding) -> Bool {
    guard let a = first.upperHalf, let b = second.upperHalf else { return true }
    return words.contains { word in
      word.contains { $0 >= 0x80 && a[Int($0) - 0x80] != b[Int($0) - 0x80] }
    }
  }

  /// Files of today are in Windows-1251, if they are not in Unicode; old programs, consoles and
  /// Macintoshes write the others.
  private static func rarity(_ encoding: TextEncoding) -> Double {
    switch encoding {
    case .koi8r, .cp866: 1
    case .macCyrillic: 2
    case .iso88595: 3
    default: 0
    }
  }

  private static func cost(ofLetterAfter sign: Sign?) -> Double {
    switch sign {
    case .common: signBeforeLetter.common
    case .strange: signBeforeLetter.strange
    case .space, .opening, .openingIfClosed, .none?, nil: 0
    }
  }

  /// Whether a “ or ” stands at the end of a word.
  private static func hasClosingQuotes(_ words: [[UInt8]], _ encoding: TextEncoding) -> Bool {
    guard let scalars = encoding.upperHalf else { return false }
    let closing = Set(scalars.indices.filter { "“”".unicodeScalars.contains(scalars[$0]) })
    return words.contains { word in
      guard let last = word.last, last >= 0x80, word.count > 1 else { return false }
      return closing.contains(Int(last) - 0x80)
    }
  }

  private static func value(_ scalar: Unicode.Scalar) -> Value {
    let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    if let frequency = perMille[lower] {
      // ё is rare in print, yet no sign of a wrong encoding.
      let score = lower == "ё" ? 0 : log(frequency * 33 / 1000)
      return Value(kind: scalar == lower ? .lower : .upper, score: score)
    }
    switch scalar {
    case "\u{A0}": return Value(sign: .space)
    case "«", "№": return Value(sign: .opening)
    case "„", "“": return Value(sign: .openingIfClosed)
    case "»", "—", "–", "…", "”", "’": return Value(sign: .common)
    default: return Value(score: -3, sign: .strange)
    }
  }
}
