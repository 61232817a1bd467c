import SurveyModel

/// A text as it is compared: its words without case, punctuation, spacing, numbering, mark-up and
/// typographic signs.
///
/// `ё` counts as `е`; a Latin letter in a Cyrillic word counts as the one that looks like it. What may
/// change a meaning stays: digits, `%`, `+`, `<`, `>`, a minus before a number, `${…}`.
struct Wording: Hashable, Sendable {
  struct Word: Hashable, Sendable {
    /// As it is compared.
    let folded: String
    /// As it is shown, with the signs around it up to the next word.
    let shown: String
  }

  let words: [Word]
  /// The words as they are compared, joined with spaces.
  let key: String
  /// The same without hyphens' gaps: `по-прежнему` and `попрежнему` are one.
  private let joinedKey: String
  /// Numbers of the stems, ascending, each once.
  let stems: [Int]
  /// Numbers of the runs of three characters, ascending, each once.
  let trigrams: [Int]

  var isEmpty: Bool { words.isEmpty }

  init(_ text: String) {
    var scanner = WordScanner(text)
    scanner.run()
    words = scanner.words
    key = scanner.words.map(\.folded).joined(separator: " ")
    joinedKey = scanner.joined
    stems = Self.numbers(scanner.words.map { Self.stem($0.folded) })
    trigrams = Self.trigrams(of: key)
  }

  /// Whether two texts have the same words, hyphens aside.
  func hasSameWords(as other: Wording) -> Bool {
    key == other.key || joinedKey == other.joinedKey
  }

  /// How alike two texts are, from 0 to 1: the mean of the shares of common stems and of common runs of
  /// three characters (both by Dice: twice the common ones by the sum of both counts).
  ///
  /// > L. R. Dice (1945). "Measures of the amount of ecologic association between species". *Ecology*
  /// > 26 (3), 297–302.
  func likeness(to other: Wording) -> Double {
    if key == other.key { return 1 }
    return (Self.dice(stems, other.stems) + Self.dice(trigrams, other.trigrams)) / 2
  }

  static func dice(_ a: [Int], _ b: [Int]) -> Double {
    guard !a.isEmpty, !b.isEmpty else { return 0 }
    var (i, j, common) = (0, 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        common += 1
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return 2 * Double(common) / Double(a.count + b.count)
  }

  /// The beginning of a word that its forms share: five letters of a longer one, all of a number.
  static func stem(_ word: String) -> String {
    word.first?.isNumber ?? true ? word : String(word.prefix(5))
  }

  private static func numbers(_ texts: [String]) -> [Int] {
    Set(texts.map { FoldedHash.number($0.unicodeScalars) }).sorted()
  }

  private static func trigrams(of text: String) -> [Int] {
    let scalars = Array((" " + text + " ").unicodeScalars)
    guard scalars.count > 2 else { return [] }
    var numbers: [Int] = []
    numbers.reserveCapacity(scalars.count)
    for place in 2..<scalars.count {
      numbers.append(FoldedHash.number(scalars[(place - 2)...place]))
    }
    return Set(numbers).sorted()
  }
}

/// A number for a text, the same in every run.
enum FoldedHash {
  /// The Fowler–Noll–Vo sum (FNV-1a) of the code points.
  static func number(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325
    for scalar in scalars { sum = (sum ^ UInt64(scalar.value)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: sum >> 1)
  }
}

/// Takes a text apart into words.
private struct WordScanner {
  private let scalars: [Unicode.Scalar]
  private var place: Int
  private(set) var words: [Wording.Word] = []
  private(set) var joined = ""
  private var folded = String.UnicodeScalarView()
  private var shown = String.UnicodeScalarView()
  /// Whether only a hyphen stands between the last word and the next.
  private var isHyphenated = false

  init(_ text: String) {
    scalars = Array(TextMarkup.removed(from: text).unicodeScalars)
    place = Numbering.length(in: scalars)
  }

  mutating func run() {
    while place < scalars.count {
      step()
      place += 1
    }
    endWord()
  }

  private mutating func step() {
    let scalar = scalars[place]
    if Letters.isPart(scalar) {
      fold(scalar)
    } else if isApostrophe(scalar), isBetweenLetters {
      folded.append("'")
      shown.append(scalar)
    } else if isDecimalSign(scalar) {
      folded.append(".")
      shown.append(scalar)
    } else if isHyphen(scalar) {
      let isMinus = isMinus
      let wasInWord = !folded.isEmpty
      endWord()
      if isBetweenNumbers {
        // From … to: 18–24 is not 18, 24.
        folded.append("-")
        shown.append(scalar)
        endWord()
        return
      }
      isHyphenated = wasInWord
      if isMinus { folded.append("-") }
      shown.append(scalar)
    } else if Self.meaningful.contains(scalar) {
      endWord()
      folded.append(scalar)
      shown.append(scalar)
      endWord()
    } else {
      endWord()
      isHyphenated = false
      showSign(scalar)
    }
  }

  private mutating func fold(_ scalar: Unicode.Scalar) {
    shown.append(scalar)
    for small in scalar.properties.lowercaseMapping.unicodeScalars {
      folded.append(small == "ё" ? "е" : small)
    }
  }

  /// Signs after a word are shown with it.
  private mutating func showSign(_ scalar: Unicode.Scalar) {
    guard !scalar.properties.isWhitespace, let last = words.last else { return }
    words[words.count - 1] = Wording.Word(
      folded: last.folded, shown: last.shown + String(Character(scalar)))
  }

  private mutating func endWord() {
    guard !folded.isEmpty else {
      shown = String.UnicodeScalarView()
      return
    }
    let word = LookAlikes.inOneScript(String(folded))
    words.append(Wording.Word(folded: word, shown: String(shown)))
    joined += (isHyphenated || joined.isEmpty ? "" : " ") + word
    isHyphenated = false
    folded = String.UnicodeScalarView()
    shown = String.UnicodeScalarView()
  }

  private var isBetweenLetters: Bool {
    !folded.isEmpty && place + 1 < scalars.count && Letters.isLetter(scalars[place + 1])
  }

  private func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "’" || scalar == "ʼ" || scalar == "‘" || scalar == "`"
  }

  /// A point or comma between two digits.
  private func isDecimalSign(_ scalar: Unicode.Scalar) -> Bool {
    (scalar == "." || scalar == ",") && !folded.isEmpty && place + 1 < scalars.count
      && Letters.isDigit(scalars[place + 1]) && place > 0 && Letters.isDigit(scalars[place - 1])
  }

  private func isHyphen(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "‐" || scalar == "‑" || scalar == "–" || scalar == "—"
      || scalar == "−"
  }

  /// Whether the hyphen here stands after a digit and before one, spaces aside: `18–24`.
  private var isBetweenNumbers: Bool {
    let before = scalars[..<place].last { !$0.properties.isWhitespace }
    let after = scalars[(place + 1)...].first { !$0.properties.isWhitespace }
    return before.map(Letters.isDigit) ?? false && after.map(Letters.isDigit) ?? false
  }

  /// Whether the hyphen here stands before a digit and after no word: `-5`.
  private var isMinus: Bool {
    folded.isEmpty && place + 1 < scalars.count && Letters.isDigit(scalars[place + 1])
      && (place == 0 || scalars[place - 1].properties.isWhitespace)
      && !(place > 1 && Letters.isDigit(scalars[place - 2]))
  }

  private static let meaningful: Set<Unicode.Scalar> = [
    "%", "+", "<", ">", "≥", "≤", "=", "№", "$", "€", "₽", "£", "{", "}",
  ]
}

enum Letters {
  static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x80 ? isASCIIPart(scalar) : isWide(scalar)
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    isPart(scalar) && !isDigit(scalar)
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x30 && scalar.value <= 0x39
  }

  private static func isASCIIPart(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || (scalar.value | 0x20) >= 0x61 && (scalar.value | 0x20) <= 0x7A
      || scalar == "_"
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value >= 0x400 && scalar.value <= 0x52F { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }
}

/// A question's number before its text: `12. `, `Q5 `, `В3) `, `4.1. `, `а) `.
///
/// A number that may belong to the text stays: `5 лет`, `1.5 million`, `2025. `.
enum Numbering {
  /// How many code points it takes; 0 where there is none.
  static func length(in scalars: [Unicode.Scalar]) -> Int {
    let start = scalars.prefix { $0.properties.isWhitespace || opening.contains($0) }.count
    let letters = scalars[start...].prefix { Letters.isLetter($0) && $0 != "_" }.count
    guard letters <= 2 else { return 0 }
    let digits = digits(in: scalars[(start + letters)...])
    var end = start + letters + digits
    let isClosed = end < scalars.count && closing.contains(scalars[end])
    switch (letters, digits) {
    case (_, 1...) where isClosed: end += 1
    case (1, 0) where isClosed && scalars[end] == ")": end += 1
    case (1, 1...) where asking.contains(scalars[start]): break
    default: return 0
    }
    guard end < scalars.count, scalars[end].properties.isWhitespace,
      scalars[end...].contains(where: Letters.isLetter)
    else { return 0 }
    return end
  }

  /// Digits of at most three in a row, with points or strokes between them.
  private static func digits(in scalars: ArraySlice<Unicode.Scalar>) -> Int {
    var (length, run) = (0, 0)
    for (place, scalar) in zip(scalars.indices, scalars) {
      if Letters.isDigit(scalar) {
        run += 1
        guard run <= 3 else { return 0 }
      } else if scalar == "." || scalar == "_", run > 0, place + 1 < scalars.endIndex,
        Letters.isDigit(scalars[place + 1])
      {
        run = 0
      } else {
        break
      }
      length += 1
    }
    return length
  }

  private static let opening: Set<Unicode.Scalar> = ["«", "\"", "“", "(", "["]
  private static let closing: Set<Unicode.Scalar> = [".", ")", ":", "]"]
  /// Letters that stand for "question".
  private static let asking: Set<Unicode.Scalar> = ["q", "Q", "в", "В"]
}

/// Mark-up of forms: `<b>`, `**`, `__`, invisible signs.
enum TextMarkup {
  static func removed(from text: String) -> String {
    guard
      text.unicodeScalars.contains(where: {
        $0 == "<" || $0 == "*" || $0 == "_" || $0.value == 0xAD || $0.value == 0x200B
          || $0.value == 0xFEFF || $0 == "&"
      })
    else { return text }
    var bare = text
    for sign in ["**", "__", "\u{AD}", "\u{200B}", "\u{FEFF}", "*"] where bare.contains(sign) {
      bare = bare.replacing(sign, with: "")
    }
    bare = bare.replacing("&nbsp;", with: " ").replacing("&amp;", with: "&")
    return withoutTags(bare)
  }

  /// Without `<…>` that begins with a letter or a stroke: `<b>`, `</b>`, but not `a < b`.
  private static func withoutTags(_ text: String) -> String {
    guard text.contains("<") else { return text }
    var (rest, bare) = (text[...], "")
    while let open = rest.firstIndex(of: "<") {
      let after = rest[rest.index(after: open)...]
      guard let first = after.first, first.isASCII, first.isLetter || first == "/",
        let close = after.firstIndex(of: ">")
      else {
        bare += rest[...open]
        rest = after
        continue
      }
      bare += rest[..<open]
      rest = after[after.index(after: close)...]
    }
    return bare + rest
  }
}

/// Letters of two scripts that look alike.
private enum LookAlikes {
  private static let latin: [Character: Character] = [
    "a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "k": "к", "m": "м",
    "t": "т", "b": "в", "h": "н",
  ]

  /// A word in which Cyrillic letters are more than Latin ones, in Cyrillic alone.
  static func inOneScript(_ word: String) -> String {
    guard word.utf8.contains(where: { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }) else {
      return word
    }
    let cyrillic = word.unicodeScalars.count { $0.value >= 0x400 && $0.value <= 0x52F }
    guard cyrillic > 0, cyrillic * 2 >= word.count else { return word }
    return String(word.map { latin[$0] ?? $0 })
  }
}
