/// HTML or SVG in the making: elements are closed by construction, text and attributes escaped.
struct Markup: Hashable, Sendable {
  private(set) var source = ""

  /// Appends finished markup.
  mutating func append(_ markup: Markup) { source += markup.source }

  /// Appends markup that is written by hand and holds nothing of a user's.
  mutating func append(literal: StaticString) { source += literal.description }

  /// Text, escaped; characters that neither HTML nor XML allows are left out.
  mutating func text(_ text: String) { appendEscaped(text) }

  /// An element with what the closure puts into it; attributes without a value are left out.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    _ content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close(name)
  }

  /// An element that holds text only.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String
  ) {
    element(name, attributes) { $0.text(text) }
  }

  /// An element of SVG without content: `<rect …/>`.
  mutating func empty(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:]
  ) {
    start(name, attributes)
    source += "/>"
  }

  /// A line feed, so that the source can be read.
  mutating func newline() { source += "\n" }

  /// Opens an element that the caller closes.
  mutating func open(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:]
  ) {
    start(name, attributes)
    source += ">"
  }

  mutating func close(_ name: String) {
    source += "</"
    source += name
    source += ">"
  }

  /// A style sheet, which HTML does not escape.
  mutating func append(css: String) { source += css }

  private mutating func start(
    _ name: String, _ attributes: KeyValuePairs<String, String>
  ) {
    source += "<"
    source += name
    for (key, value) in attributes where !value.isEmpty {
      source += " "
      source += key
      source += "=\""
      appendEscaped(value)
      source += "\""
    }
  }

  private mutating func appendEscaped(_ text: String) {
    guard text.utf8.contains(where: Self.isSpecial) else {
      source += text
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": source += "&amp;"
      case "<": source += "&lt;"
      case ">": source += "&gt;"
      case "\"": source += "&quot;"
      case "\t", "\n", "\r": source += " "
      case "\0"..<" ", "\u{7F}": break
      default: source.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, 0x7F, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "\""):
      true
    default: false
    }
  }
}
