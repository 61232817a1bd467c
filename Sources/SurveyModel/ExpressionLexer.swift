/// Cuts the text of an ``Expression`` into its words.
struct ExpressionLexer {
  enum Token: Hashable {
    case number(Double)
    case text(String)
    case reference(String)
    case name(String)
    case symbol(String)
    case end
  }

  /// A token and where it begins and ends, in characters.
  struct Placed {
    let token: Token
    let start: Int
    let end: Int
  }

  private let characters: [Character]
  private var place = 0

  init(_ source: String) { characters = Array(source) }

  mutating func tokens() throws(ExpressionError) -> [Placed] {
    var tokens: [Placed] = []
    repeat {
      while peek()?.isWhitespace == true { place += 1 }
      let start = place
      tokens.append(Placed(token: try next(), start: start, end: place))
    } while tokens.last?.token != .end
    return tokens
  }

  private func peek(_ distance: Int = 0) -> Character? {
    place + distance < characters.count ? characters[place + distance] : nil
  }

  private mutating func next() throws(ExpressionError) -> Token {
    guard let first = peek() else { return .end }
    if Self.isDigit(first) || (first == "." && peek(1).map(Self.isDigit) == true) {
      return try number()
    }
    if first == "'" || first == "\"" { return try literal(first) }
    if first == "$" { return try reference() }
    if first.isLetter || first == "_" { return name() }
    return try symbol(first)
  }

  private mutating func number() throws(ExpressionError) -> Token {
    let start = place
    while let digit = peek(), Self.isDigit(digit) || digit == "." { place += 1 }
    guard let number = Double(String(characters[start..<place])) else {
      throw ExpressionError(message: "a number has one decimal point", offset: start)
    }
    return .number(number)
  }

  private mutating func literal(_ quote: Character) throws(ExpressionError) -> Token {
    guard let end = characters[(place + 1)...].firstIndex(of: quote) else {
      throw ExpressionError(message: "the quote \(quote) is not closed", offset: place)
    }
    defer { place = end + 1 }
    return .text(String(characters[(place + 1)..<end]))
  }

  private mutating func reference() throws(ExpressionError) -> Token {
    guard peek(1) == "{" else {
      throw ExpressionError(message: "a question is written ${name}", offset: place)
    }
    guard let end = characters[place...].firstIndex(of: "}") else {
      throw ExpressionError(message: "the brace of ${ is not closed", offset: place)
    }
    let name = String(characters[(place + 2)..<end]).trimmingSpaces
    guard !name.isEmpty else {
      throw ExpressionError(message: "${} names no question", offset: place)
    }
    place = end + 1
    return .reference(name)
  }

  private mutating func name() -> Token {
    let start = place
    while let letter = peek(), Self.isNamePart(letter) { place += 1 }
    return .name(String(characters[start..<place]))
  }

  private mutating func symbol(_ first: Character) throws(ExpressionError) -> Token {
    switch first {
    case "(", ")", ",", "[", "]", "+", "-", "*":
      place += 1
      return .symbol(String(first))
    default: return try sign(first)
    }
  }

  /// A sign of one or two characters.
  private mutating func sign(_ first: Character) throws(ExpressionError) -> Token {
    let pair = String(characters[place..<Swift.min(place + 2, characters.count)])
    if let advice = Self.advice[pair] ?? Self.advice[String(first)] {
      throw ExpressionError(message: advice, offset: place)
    }
    if ["!=", "<=", ">=", "//", ".."].contains(pair) {
      place += 2
      return .symbol(pair)
    }
    guard "=<>./|@".contains(first) else {
      throw ExpressionError(message: "'\(first)' has no meaning here", offset: place)
    }
    place += 1
    return .symbol(String(first))
  }

  /// What to write instead of a sign that other languages, or word processors, have.
  private static let advice: [String: String] = {
    let quotes = "text stands between straight quotes, ' or \"; these are typographic ones"
    var advice = [
      "==": "equality is written with one =", "<>": "'is not' is written !=",
      "=<": "'at most' is written <=", "=>": "'at least' is written >=",
      "&&": "'and' is written as a word", "||": "'or' is written as a word",
      "≤": "'at most' is written <=", "≥": "'at least' is written >=",
      "≠": "'is not' is written !=",
      "−": "this is a typographic minus: write -", "–": "this is a dash: write -",
      "—": "this is a dash: write -", "×": "multiplication is written *",
      "÷": "division is written div",
    ]
    for mark in "“”„‟‘’‚‛«»" { advice[String(mark)] = quotes }
    return advice
  }()

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }

  /// Part of a name: `count-selected`, `jr:choice-name`.
  private static func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-.:".contains(character)
  }
}
