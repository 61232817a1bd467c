/// What a backslash and the letters after it stand for.
enum PatternEscape {
  case scalar(Unicode.Scalar)
  case set(ScalarSet)
  case assertion(PatternAssertion)
}

extension PatternParser {
  /// An escape outside of classes, whose backslash has been read.
  mutating func escape() throws(PatternProblem) -> PatternNode {
    switch try escape(inClass: false) {
    case .scalar(let scalar): literal(scalar)
    case .set(let set): .set(set)
    case .assertion(let assertion): .assertion(assertion)
    }
  }

  /// An escape whose backslash has been read.
  mutating func escape(inClass: Bool) throws(PatternProblem) -> PatternEscape {
    let start = place - 1
    guard let letter = peek() else { throw malformed("a backslash ends the pattern", at: start) }
    place += 1
    if letter == "b", inClass { return .scalar("\u{8}") }
    if let meaning = Self.meanings[letter] { return meaning }
    switch letter {
    case "p": return .set(try property(start))
    case "P": return .set(.complement(try property(start)))
    case "0": return .scalar(octal())
    case "x": return .scalar(try scalar(digits: 2, start))
    case "u": return .scalar(try codeUnits(start, inClass: inClass))
    case "c": return .scalar(try control(start))
    default: break
    }
    if let feature = Self.unmatched[letter] { throw notChecked(feature, at: start) }
    guard !letter.isASCIILetterOrDigit else {
      throw malformed("'\\\(letter)' has no meaning", at: start)
    }
    return .scalar(letter)
  }

  private static let meanings: [Unicode.Scalar: PatternEscape] = [
    "d": .set(.digit), "D": .set(.complement(.digit)), "w": .set(.word),
    "W": .set(.complement(.word)), "s": .set(.space), "S": .set(.complement(.space)),
    "h": .set(.horizontalSpace), "H": .set(.complement(.horizontalSpace)), "v": .set(.lineEnd),
    "V": .set(.complement(.lineEnd)), "t": .scalar("\t"), "n": .scalar("\n"), "r": .scalar("\r"),
    "f": .scalar("\u{C}"), "e": .scalar("\u{1B}"), "a": .scalar("\u{7}"),
    "b": .assertion(.wordBoundary), "B": .assertion(.noWordBoundary), "A": .assertion(.textStart),
    "z": .assertion(.textEnd), "Z": .assertion(.lastLineEnd),
  ]

  private static let unmatched: [Unicode.Scalar: String] = {
    var unmatched: [Unicode.Scalar: String] = [
      "k": "a back-reference", "g": "a back-reference", "Q": "quoting by '\\Q'",
      "R": "'\\R', an atomic line break", "X": "'\\X', a grapheme cluster", "G": "'\\G'",
      "K": "'\\K'", "y": "'\\y'", "Y": "'\\Y'", "N": "'\\N'", "O": "'\\O'",
    ]
    for digit in "123456789".unicodeScalars { unmatched[digit] = "a back-reference" }
    return unmatched
  }()

  // MARK: Scalars by number

  /// After `\0`: at most three octal digits.
  private mutating func octal() -> Unicode.Scalar {
    var value: UInt8 = 0
    for _ in 0..<3 {
      guard let digit = peek(), ("0"..."7").contains(digit), value < 32 else { break }
      value = value * 8 + UInt8(digit.value - 0x30)
      place += 1
    }
    return Unicode.Scalar(value)
  }

  /// After `\x` or `\u`: so many hexadecimal digits, or any number of them in braces.
  private mutating func number(digits count: Int, _ start: Int) throws(PatternProblem) -> UInt32 {
    var digits = ""
    if skip("{") {
      digits = text(upTo: "}") ?? ""
    } else {
      for _ in 0..<count where place < scalars.count {
        digits.unicodeScalars.append(scalars[place])
        place += 1
      }
      if digits.unicodeScalars.count < count { digits = "" }
    }
    let isPlain = digits.utf8.allSatisfy { $0 != 0x2B && $0 != 0x2D }
    guard isPlain, let value = UInt32(digits, radix: 16), value <= 0x10FFFF else {
      throw malformed("the escape has no \(count) hexadecimal digits", at: start)
    }
    return value
  }

  private mutating func scalar(
    digits count: Int, _ start: Int
  ) throws(PatternProblem) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(try number(digits: count, start)) else {
      throw notChecked("half of a surrogate pair", at: start)
    }
    return scalar
  }

  /// After `\u`: one scalar, or the first half of a pair as JavaScript writes it.
  private mutating func codeUnits(
    _ start: Int, inClass: Bool
  ) throws(PatternProblem) -> Unicode.Scalar {
    let first = try number(digits: 4, start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard !inClass, first < 0xDC00, skip("\\u") else {
      throw notChecked("half of a surrogate pair", at: start)
    }
    let second = try number(digits: 4, start)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw notChecked("half of a surrogate pair", at: start) }
    return scalar
  }

  /// After `\c`: a letter.
  private mutating func control(_ start: Int) throws(PatternProblem) -> Unicode.Scalar {
    guard let letter = peek(), letter.isASCIILetterOrDigit, letter.value > 0x40 else {
      throw malformed("'\\c' has no letter", at: start)
    }
    place += 1
    return Unicode.Scalar(UInt8(letter.value & 0x1F))
  }

  /// After `\p`: a letter, or a name in braces.
  private mutating func property(_ start: Int) throws(PatternProblem) -> ScalarSet {
    var name: String?
    if skip("{") {
      name = text(upTo: "}")
    } else if let letter = peek(), letter.isASCIILetterOrDigit {
      place += 1
      name = String(letter)
    }
    guard let name, !name.isEmpty else { throw malformed("'\\p' has no property", at: start) }
    guard let set = ScalarSet(property: name) else {
      throw notChecked("the property '\(name)'", at: start)
    }
    return set
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIILetterOrDigit: Bool {
    isASCII && (properties.isAlphabetic || ("0"..."9").contains(self))
  }
}
