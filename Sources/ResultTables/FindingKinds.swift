import SurveyModel

/// Findings that say the same of many rows, each of its own name or value, told as one.
///
/// Two findings are of one kind where severity, code and file are the same, and so are the messages
/// but for what stands in quotes, numbers, and names. The first of a kind stands for all, followed by
/// their number and the first few names.
struct FindingKinds {
  private(set) var findings: [Diagnostic] = []

  /// As many of a kind are told one by one.
  private static let mostApart = 2
  /// As many names follow the first finding.
  private static let mostNames = 4

  /// - Complexity: O(findings × kinds with the same code and file).
  init(_ all: [Diagnostic]) {
    var kinds: [Kind] = []
    var places: [Key: [Int]] = [:]
    for finding in all {
      let (key, message) = (Key(finding), FindingWords(finding.message))
      if let place = places[key, default: []].first(where: { kinds[$0].words.isLike(message) }) {
        kinds[place].members.append((finding, message))
      } else {
        places[key, default: []].append(kinds.count)
        kinds.append(Kind(words: message, members: [(finding, message)]))
      }
    }
    findings = kinds.flatMap { kind in
      Set(kind.members.map(\.finding.subject)).count > Self.mostApart
        ? [kind.told] : FindingTable.counted(kind.members.map(\.finding))
    }
  }

  private struct Key: Hashable {
    let severity: Diagnostic.Severity
    let code: String
    /// Nil for a finding about a file as a whole: then the file is what it is about.
    let file: String?
    let sheet: String?

    init(_ finding: Diagnostic) {
      (severity, code) = (finding.severity, finding.code)
      file = finding.location.line == nil ? nil : finding.location.file
      sheet = finding.location.sheet
    }
  }

  private struct Kind {
    let words: FindingWords
    var members: [(finding: Diagnostic, words: FindingWords)]

    /// The first finding, with the number of the others and what they are about.
    var told: Diagnostic {
      var finding = members[0].finding
      let others = members.dropFirst()
      var names: [String] = []
      for other in others {
        let name = other.words.own(beside: words) ?? other.finding.location.file
        if !names.contains(name) { names.append(name) }
      }
      let rest = names.count - FindingKinds.mostNames
      finding.message +=
        "; so \(others.count) more: " + names.prefix(FindingKinds.mostNames).joined(separator: ", ")
        + (rest > 0 ? " and \(rest) others" : "") + "; --format csv lists them"
      if let fix = finding.fix, others.contains(where: { $0.finding.fix != fix }) {
        finding.fix = "for the first: \(fix)"
      }
      return finding
    }
  }
}

extension Diagnostic {
  /// The finding without its place in the file.
  fileprivate var subject: Diagnostic {
    var finding = self
    finding.location = SourceLocation(file: location.file, sheet: location.sheet)
    return finding
  }
}

/// The words of a message; a text between quotes is one.
struct FindingWords {
  private let words: [String]

  init(_ message: String) {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    let characters = Array(message)
    for (place, character) in characters.enumerated() {
      let next = place + 1 < characters.count ? characters[place + 1] : " "
      if isQuoted {
        word.append(character)
        if character == "'", !next.isLetter, !next.isNumber { isQuoted = false }
      } else if character.isWhitespace {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        if character == "'", !(word.last.map { $0.isLetter || $0.isNumber } ?? false) {
          isQuoted = true
        }
        word.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    self.words = words
  }

  /// Whether two messages differ in nothing but what is their own.
  func isLike(_ other: FindingWords) -> Bool {
    guard words.count == other.words.count else { return false }
    let different = zip(words, other.words).filter { $0 != $1 && !($0.isValue && $1.isValue) }
    let plain = different.count { !$0.0.isName || !$0.1.isName }
    return plain == 0 || different.count == 1
  }

  /// The first word that another message of the kind has otherwise.
  func own(beside other: FindingWords) -> String? {
    zip(words, other.words).first { $0 != $1 }.map { word, _ in
      String(word.reversed().drop { ",;:.?)".contains($0) }.reversed())
    }
  }
}

extension String {
  /// Between quotes, or a number.
  fileprivate var isValue: Bool {
    let core = trimmingPrefix("(")
    return core.hasPrefix("'") || core.contains { $0.isNumber } && !core.contains { $0.isLetter }
  }

  /// What a question, a list or a column may be called and a word of a sentence is not.
  fileprivate var isName: Bool {
    contains { $0.isNumber || $0 == "_" } || dropFirst().contains { $0.isUppercase }
      || isValue
  }
}
