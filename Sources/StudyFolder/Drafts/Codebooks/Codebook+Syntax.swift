import QuestionnaireDefinition
import SurveyModel

/// SPSS syntax: `VARIABLE LABELS`, `VALUE LABELS`, `ADD VALUE LABELS`, `MISSING VALUES`,
/// `VARIABLE LEVEL`; other commands are passed over.
extension Codebook {
  /// - Parameter known: Names in the order of the data, for `Q1 TO Q5`.
  init(syntax text: String, known: [String]) {
    var words = SyntaxWords(text)
    while let word = words.next() {
      guard case .bare(let first) = word else { continue }
      let second = words.peekBare ?? ""
      switch (first.uppercased().prefix(4), second.uppercased().prefix(3)) {
      case ("VARI", "LAB"): readVariableLabels(&words, known)
      case ("VARI", "LEV"): readLevels(&words, known)
      case ("VALU", "LAB"): readValueLabels(&words, known)
      case ("ADD", "VAL"):
        _ = words.next()
        readValueLabels(&words, known)
      case ("MISS", "VAL"): readMissing(&words, known)
      default: words.skipCommand()
      }
    }
  }

  private mutating func readVariableLabels(_ words: inout SyntaxWords, _ known: [String]) {
    _ = words.next()
    while let name = words.nextInCommand() {
      guard case .bare(let variable) = name, case .quoted(let label)? = words.nextInCommand() else {
        continue
      }
      update(Self.named(variable, in: known)) { $0.label = Label(label) }
    }
  }

  private mutating func readValueLabels(_ words: inout SyntaxWords, _ known: [String]) {
    _ = words.next()
    var names: [String] = []
    var hasValues = false
    while let word = words.nextInCommand() {
      if case .slash = word {
        (names, hasValues) = ([], false)
      } else if case .bare(let text) = word, Double(text) == nil, !hasValues {
        names.append(text)
      } else if let value = word.text, case .quoted(let label)? = words.nextInCommand() {
        hasValues = true
        for name in Self.expanded(names, known) {
          update(name) { $0.add(DraftColumn.Code(value, label: Label(label))) }
        }
      }
    }
  }

  private mutating func readMissing(_ words: inout SyntaxWords, _ known: [String]) {
    _ = words.next()
    var (names, values): ([String], [String]) = ([], [])
    var isInside = false
    while let word = words.nextInCommand() {
      switch word {
      case .open: isInside = true
      case .close:
        let missing = MissingRanges.read(values.joined(separator: " "))
        for name in Self.expanded(names, known) { update(name) { $0.missing = missing } }
        (names, values, isInside) = ([], [], false)
      case .bare(let text) where !isInside: names.append(text)
      case .bare(let text): values.append(text)
      case .quoted(let text): values.append("'\(text)'")
      case .slash, .stop: break
      }
    }
  }

  private mutating func readLevels(_ words: inout SyntaxWords, _ known: [String]) {
    _ = words.next()
    var (names, level): ([String], String?) = ([], nil)
    while let word = words.nextInCommand() {
      switch word {
      case .bare(let text) where level == nil: names.append(text)
      case .open: level = ""
      case .bare(let text): level = text.lowercased()
      case .close:
        let measure = Measure(rawValue: level ?? "")
        for name in Self.expanded(names, known) { update(name) { $0.measure = measure } }
        (names, level) = ([], nil)
      default: break
      }
    }
  }

  /// The name as the data have it: SPSS does not tell the case of letters.
  private static func named(_ name: String, in known: [String]) -> String {
    known.contains(name) ? name : known.first { $0.lowercased() == name.lowercased() } ?? name
  }

  /// `Q1 TO Q5`: all from the first to the last in the order of the data.
  private static func expanded(_ names: [String], _ known: [String]) -> [String] {
    var found: [String] = []
    var place = 0
    while place < names.count {
      let name = named(names[place], in: known)
      if place + 2 < names.count, names[place + 1].uppercased() == "TO" {
        let last = named(names[place + 2], in: known)
        if let from = known.firstIndex(of: name), let end = known.firstIndex(of: last), from <= end
        {
          found += known[from...end]
        } else {
          found += [name, last]
        }
        place += 3
      } else {
        found.append(name)
        place += 1
      }
    }
    return found
  }
}

/// The words of SPSS syntax; comments are left out.
private struct SyntaxWords {
  enum Word: Hashable {
    case bare(String)
    case quoted(String)
    case slash, open, close
    /// The full stop that ends a command.
    case stop

    var text: String? {
      switch self {
      case .bare(let text), .quoted(let text): text
      default: nil
      }
    }
  }

  private var words: [Word] = []
  private var place = 0

  init(_ text: String) {
    for line in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
      let isFirst = words.isEmpty || words.last == .stop
      if isFirst, line.drop(while: \.isWhitespace).first == "*" { continue }
      add(Array(line))
    }
  }

  private mutating func add(_ line: [Character]) {
    var index = 0
    while index < line.count {
      let character = line[index]
      switch character {
      case "'", "\"", "“", "”", "‘", "’": words.append(.quoted(Self.quoted(line, &index)))
      case "/" where index + 1 < line.count && line[index + 1] == "*": return
      case "/": words.append(.slash)
      case "(": words.append(.open)
      case ")": words.append(.close)
      case ".": words.append(.stop)
      case ",", "=": break
      case _ where character.isWhitespace: break
      default: words.append(.bare(Self.bare(line, &index)))
      }
      index += 1
    }
  }

  /// A quote that stands twice is one.
  private static func quoted(_ line: [Character], _ index: inout Int) -> String {
    let close: Character = ["“": "”", "‘": "’"][line[index]] ?? line[index]
    var text = ""
    index += 1
    while index < line.count {
      if line[index] == close {
        guard index + 1 < line.count, line[index + 1] == close else { break }
        index += 1
      }
      text.append(line[index])
      index += 1
    }
    return text
  }

  /// Up to a sign that ends a word; a full stop at the end of the line ends the command.
  private static func bare(_ line: [Character], _ index: inout Int) -> String {
    let from = index
    while index < line.count, !line[index].isWhitespace, !"/()=,'\"".contains(line[index]) {
      let isLast = line[(index + 1)...].allSatisfy(\.isWhitespace)
      if line[index] == ".", isLast, index > from { break }
      index += 1
    }
    index -= 1
    return String(line[from...index])
  }

  mutating func next() -> Word? {
    guard place < words.count else { return nil }
    place += 1
    return words[place - 1]
  }

  /// The next word of the command; nil behind its last.
  mutating func nextInCommand() -> Word? {
    guard let word = next(), word != .stop else { return nil }
    return word
  }

  var peekBare: String? {
    guard place < words.count, case .bare(let text) = words[place] else { return nil }
    return text
  }

  mutating func skipCommand() { while nextInCommand() != nil {} }
}
