import SurveyModel

/// A word of a model's text and where it stands.
struct ModelToken: Hashable {
  enum Kind: Hashable {
    case number(Double)
    case name(String)
    case text(String)
    case symbol(String)
  }

  let kind: Kind
  /// As it stands in the text.
  let source: String
  let location: SourceLocation

  /// The place right after it.
  var end: SourceLocation {
    var end = location
    end.column = end.column.map { $0 + source.count }
    return end
  }

  func `is`(_ symbol: String) -> Bool { kind == .symbol(symbol) }
}

/// Cuts a model's text into words and statements.
struct ModelLexer {
  /// Signs that tie the two sides of a formula, the longest first.
  static let relations = [
    "~*~", "=~", "<~", "~~", ":=", "==", "<=", ">=", "~", "<", ">", "|", "=", ":",
  ]

  private let characters: [Character]
  private let start: SourceLocation
  private var place = 0
  private var line = 1
  private var lineStart = 0
  private(set) var findings: [Diagnostic] = []

  /// - Parameter start: Where the text begins in its file.
  init(_ text: String, at start: SourceLocation) {
    characters = Array(text)
    self.start = start
  }

  /// The statements: a line without an operator goes on with the statement before it.
  mutating func statements() -> [[ModelToken]] {
    var statements: [[ModelToken]] = []
    var isNew = true
    while place < characters.count {
      let (tokens, ended) = lineOfTokens()
      if !tokens.isEmpty {
        let hasRelation = tokens.contains(where: \.isRelation)
        if isNew || hasRelation {
          statements.append(tokens)
        } else {
          statements[statements.count - 1] += tokens
        }
        isNew = false
      }
      if ended == ";" { isNew = true }
      if findings.count >= ModelLimits.findings { break }
    }
    return statements
  }

  /// The words up to the end of the line or a semicolon, and what ended it.
  private mutating func lineOfTokens() -> ([ModelToken], Character?) {
    var tokens: [ModelToken] = []
    while let character = peek() {
      if character == "#" || character == "!" {
        skipComment()
      } else if character.isNewline {
        endLine()
        return (tokens, character)
      } else if character == ";" {
        place += 1
        return (tokens, character)
      } else if character.isWhitespace || character == "\u{FEFF}" {
        place += 1
      } else if let token = token(character) {
        tokens.append(token)
      }
    }
    return (tokens, nil)
  }

  private func peek(_ distance: Int = 0) -> Character? {
    place + distance < characters.count ? characters[place + distance] : nil
  }

  private mutating func skipComment() {
    while let character = peek(), !character.isNewline { place += 1 }
  }

  private mutating func endLine() {
    place += 1
    line += 1
    lineStart = place
  }

  private var location: SourceLocation {
    let shift = line == 1 ? (start.column ?? 1) - 1 : 0
    return SourceLocation(
      file: start.file, sheet: start.sheet, line: (start.line ?? 1) + line - 1,
      column: place - lineStart + 1 + shift)
  }

  private mutating func token(_ first: Character) -> ModelToken? {
    let (start, location) = (place, location)
    guard let kind = kind(first) else { return nil }
    let source = String(characters[start..<place])
    guard source.utf8.count <= ModelLimits.wordBytes else {
      reportLength(source, location)
      return nil
    }
    return ModelToken(kind: kind, source: source, location: location)
  }

  private mutating func kind(_ first: Character) -> ModelToken.Kind? {
    if first.isDigit || (first == "." && peek(1)?.isDigit == true) { return number() }
    if first.isLetter || first == "_" || first == "." { return name() }
    if first == "\"" || first == "'" { return literal(first) }
    return symbol(first)
  }

  private mutating func number() -> ModelToken.Kind? {
    let (start, location) = (place, location)
    while let next = peek(), next.isNamePart { place += 1 }
    if characters[place - 1] == "e" || characters[place - 1] == "E", let sign = peek(),
      sign == "-" || sign == "+", peek(1)?.isDigit == true
    {
      place += 1
      while peek()?.isDigit == true { place += 1 }
    }
    let source = String(characters[start..<place])
    if let value = Double(source), value.isFinite { return .number(value) }
    guard source.utf8.count <= ModelLimits.wordBytes else {
      reportLength(source, location)
      return nil
    }
    let fix =
      source.contains(where: \.isLetter)
      ? "begin the name with a letter" : "write the number with one decimal point"
    report("a name begins with a letter; '\(source)' is neither a name nor a number", fix, location)
    return nil
  }

  private mutating func name() -> ModelToken.Kind {
    let start = place
    while peek()?.isNamePart == true { place += 1 }
    return .name(String(characters[start..<place]))
  }

  private mutating func literal(_ quote: Character) -> ModelToken.Kind? {
    let rest = characters[(place + 1)...]
    let end = rest.firstIndex { $0 == quote || $0.isNewline } ?? rest.endIndex
    guard end < rest.endIndex, characters[end] == quote else {
      report("the quote \(quote) is not closed", "close it on the same line", location)
      place = end
      return nil
    }
    defer { place = end + 1 }
    return .text(String(characters[(place + 1)..<end]))
  }

  private mutating func symbol(_ first: Character) -> ModelToken.Kind? {
    for relation in Self.relations where characters[place...].starts(with: relation) {
      place += relation.count
      return .symbol(relation)
    }
    if "+-*/^(),".contains(first) {
      place += 1
      return .symbol(String(first))
    }
    report("'\(first)' has no meaning in a model", Self.advice(first), location)
    place += 1
    return nil
  }

  /// What to write instead of a sign that word processors make of another.
  private static func advice(_ sign: Character) -> String {
    switch sign {
    case "“", "”", "„", "«", "»", "‘", "’": "write straight quotes, \""
    case "−", "–", "—": "write the minus of the keyboard, -"
    case "×", "·": "write multiplication as *"
    case "≈", "∼", "˜": "write the tilde of the keyboard, ~"
    case "≤", "≥": "inequalities are not supported: leave out the line"
    default: "leave it out; names consist of letters, digits, '_' and '.'"
    }
  }

  private mutating func reportLength(_ word: String, _ location: SourceLocation) {
    findings.append(
      Diagnostic(
        .error, "model-too-large",
        "a word of \(word.utf8.count) bytes: names, labels and numbers have at most "
          + "\(ModelLimits.wordBytes)", fix: "shorten it", at: location))
  }

  private mutating func report(_ message: String, _ fix: String, _ location: SourceLocation) {
    findings.append(Diagnostic(.error, "model-syntax", message, fix: fix, at: location))
  }
}

extension ModelToken {
  /// Whether it ties the two sides of a formula.
  var isRelation: Bool {
    if case .symbol(let symbol) = kind { ModelLexer.relations.contains(symbol) } else { false }
  }
}

extension Character {
  fileprivate var isDigit: Bool { isASCII && isNumber }
  fileprivate var isNamePart: Bool { isLetter || isNumber || self == "_" || self == "." }
}
