import SurveyModel
import TextFormats

/// An XML document in the making, indented by two spaces.
///
/// It keeps the path of each element that holds something, so that it can be asked afterwards what
/// the document tells.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  /// Paths below the root of elements with a text or an attribute, `stdyDscr/stdyInfo/abstract`,
  /// and of their attributes, `stdyDscr/citation/titlStmt/IDNo/@agency`.
  private(set) var paths: Set<String> = []
  private var names: [String] = []

  /// Writes an element with others in it; nothing where none was written and it has no attributes.
  mutating func element(
    _ name: String, _ attributes: [(String, String)] = [],
    content: (inout XMLText) -> Void
  ) {
    let before = text
    line("<\(name)\(Self.written(attributes))>")
    let opened = text.utf8.count
    names.append(name)
    note(attributes)
    content(&self)
    names.removeLast()
    guard text.utf8.count > opened else {
      text = before
      if !attributes.isEmpty { line("<\(name)\(Self.written(attributes))/>") }
      return
    }
    line("</\(name)>")
  }

  /// Writes an element with a text.
  ///
  /// - Parameters:
  ///   - language: nil or "" for a text that belongs to no language.
  ///   - concept: The code of a controlled vocabulary, as CESSDA's catalogue has it: an element in
  ///     the text's own.
  mutating func leaf(
    _ name: String, _ content: String, _ attributes: [(String, String)] = [],
    language: String? = nil, concept: (code: String, vocabulary: String)? = nil
  ) {
    let all =
      attributes + (language.flatMap { $0.isEmpty ? nil : [("xml:lang", $0)] } ?? [])
    names.append(name)
    defer { names.removeLast() }
    note(all)
    if !content.isEmpty { paths.insert(names.dropFirst().joined(separator: "/")) }
    let start = "<\(name)\(Self.written(all))"
    guard !content.isEmpty || concept != nil else { return line("\(start)/>", depth: -1) }
    var inner = Self.escaped(content)
    if let concept {
      paths.insert((names.dropFirst() + ["concept"]).joined(separator: "/"))
      inner +=
        "<concept vocab=\"\(Self.escaped(concept.vocabulary))\">"
        + "\(Self.escaped(concept.code))</concept>"
    }
    line("\(start)>\(inner)</\(name)>", depth: -1)
  }

  /// Writes an element for each language of a label.
  mutating func labels(_ name: String, _ label: Label, _ attributes: [(String, String)] = []) {
    for (language, text) in label.texts.sorted(by: { $0.key < $1.key }) {
      leaf(name, text, attributes, language: language)
    }
  }

  /// Writes an element that does not count as telling anything, a stamp.
  mutating func remark(_ name: String, _ content: String) {
    let before = paths
    leaf(name, content)
    paths = before
  }

  private mutating func note(_ attributes: [(String, String)]) {
    for (name, value) in attributes where !value.isEmpty {
      paths.insert((names.dropFirst() + ["@\(name)"]).joined(separator: "/"))
    }
  }

  private mutating func line(_ line: String, depth: Int = 0) {
    text += String(repeating: "  ", count: max(0, names.count + depth)) + line + "\n"
  }

  private static func written(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
  }

  /// Replaces control characters, of which XML forbids most, by U+FFFD.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += " "
      case _ where scalar.isControl || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
