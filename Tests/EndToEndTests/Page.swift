import Foundation

/// A page of a report, taken apart by a few lines of the test's own.
struct Page {
  let path: String
  let html: String

  var language: String { path.hasSuffix(".en.html") ? "en" : "ru" }

  /// The page without markup, styles and drawings; spaces joined.
  var words: String { Page.words(of: html) }

  var tables: [Table] { Page.elements("table", of: html).map(Table.init) }

  /// The part of the page from one section's beginning to the next section's.
  func section(_ id: String) -> String {
    guard let start = html.range(of: "<section id=\"\(id)\"") else { return "" }
    let rest = html[start.upperBound...]
    return String(rest[..<(rest.range(of: "<section ")?.lowerBound ?? rest.endIndex)])
  }

  struct Table {
    let caption: String
    let header: [String]
    /// Cells as words, the row's heading first.
    let rows: [[String]]

    init(_ html: String) {
      caption = Page.words(of: Page.elements("caption", of: html).first ?? "")
      let head = Page.elements("thead", of: html).first ?? ""
      header = Page.elements("th", of: head).map(Page.words)
      rows = Page.elements("tr", of: Page.elements("tbody", of: html).joined()).map { row in
        Page.elements("t[hd]", of: row).map(Page.words)
      }
    }
  }

  /// The contents of all elements of a name that hold no other of that name.
  static func elements(_ name: String, of html: String) -> [String] {
    matches("<\(name)(?: [^>]*)?>(.*?)</\(name)>", in: html)
  }

  static func words(of html: String) -> String {
    var text = html
    for name in ["style", "svg"] {
      text = text.replacingOccurrences(
        of: "<\(name)[ >][\\s\\S]*?</\(name)>", with: " ", options: .regularExpression)
    }
    text = text.replacingOccurrences(of: "<[^>]*>", with: " ", options: .regularExpression)
    text = text.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The first group of each match of a regular expression; a dot matches line feeds too.
  static func matches(_ pattern: String, in text: String) -> [String] {
    let options: NSRegularExpression.Options = .dotMatchesLineSeparators
    guard let expression = try? NSRegularExpression(pattern: pattern, options: options) else {
      return []
    }
    let whole = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: whole).compactMap { match in
      Range(match.range(at: 1), in: text).map { String(text[$0]) }
    }
  }
}
