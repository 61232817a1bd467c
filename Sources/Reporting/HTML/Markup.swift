import TextFormats

/// HTML or SVG in the making: elements are closed by construction, text and attributes escaped.
struct Markup: Hashable, Sendable {
  /// UTF-8.
  private var bytes: [UInt8] = []

  /// What has been written.
  var source: String { String(decoding: bytes, as: UTF8.self) }

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Appends finished markup.
  mutating func append(_ markup: Markup) { bytes += markup.bytes }

  /// Appends markup that is written by hand and holds nothing of a user's.
  mutating func append(literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A style sheet, which HTML does not escape.
  mutating func append(css: String) { append(raw: css) }

  /// Text, escaped; U+FFFD stands for control characters and those of writing direction, which HTML
  /// forbids or which would turn the words around them.
  mutating func text(_ text: String) { append(escaped: text) }

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
    open(name, attributes)
    append(escaped: text)
    close(name)
  }

  /// An element of SVG without content: `<rect …/>`.
  mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    start(name, attributes)
    append(raw: "/>")
  }

  /// A line feed, so that the source can be read.
  mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

  /// Opens an element that the caller closes.
  mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    start(name, attributes)
    bytes.append(UInt8(ascii: ">"))
  }

  mutating func close(_ name: String) {
    append(raw: "</")
    append(raw: name)
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func start(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    bytes.append(UInt8(ascii: "<"))
    append(raw: name)
    for (key, value) in attributes where !value.isEmpty {
      bytes.append(UInt8(ascii: " "))
      append(raw: key)
      append(raw: "=\"")
      append(escaped: value)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func append(raw text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func append(escaped text: String) {
    var text = text
    let isPlain = text.withUTF8 { buffer in
      guard !buffer.contains(where: Self.isDoubtful) else { return false }
      bytes.append(contentsOf: buffer)
      return true
    }
    guard !isPlain else { return }
    if text.hasControls { text = text.withoutControls }
    text.withUTF8 { buffer in
      for byte in buffer { append(escaped: byte) }
    }
  }

  private mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "&"): append(raw: "&amp;")
    case UInt8(ascii: "<"): append(raw: "&lt;")
    case UInt8(ascii: ">"): append(raw: "&gt;")
    case UInt8(ascii: "\""): append(raw: "&quot;")
    default: bytes.append(byte)
    }
  }

  /// Whether a text with this byte may hold a character that is written otherwise: a sign of markup,
  /// a control character of ASCII, or one that begins with such a byte.
  private static func isDoubtful(_ byte: UInt8) -> Bool {
    switch byte {
    case ..<0x20, UInt8(ascii: "\""), UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), 0x7F,
      0xC2, 0xD8, 0xE2:
      true
    default: false
    }
  }
}

extension String {
  /// With spaces for tabs and line breaks, and U+FFFD for other control characters.
  fileprivate var withoutControls: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": text += " "
      default: text.unicodeScalars.append(scalar.isControl ? "\u{FFFD}" : scalar)
      }
    }
    return text
  }
}
