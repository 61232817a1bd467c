/// How records are written: what stands between fields, around them and behind them.
struct WrittenForm {
  enum Escape { case doubled, backslash, none }

  var delimiter = ","
  var quote: Character = "\""
  /// What is done to a quote inside quotes.
  var escape = Escape.doubled
  var lineEnd = "\r\n"

  /// A record without its line end.
  func record(_ fields: [String]) -> String {
    fields.map { field($0) }.joined(separator: delimiter)
  }

  /// Records, each with its line end.
  func text(_ records: [[String]]) -> String {
    records.map { record($0) + lineEnd }.joined()
  }

  /// A field, between quotes where it holds what would end it.
  func field(_ text: String) -> String {
    let isSpaced = delimiter.contains(" ") && text.contains(" ")
    let special: Set<Character> = [quote, ",", ";", "\t", "\n", "\r", "\r\n"]
    guard isSpaced || text.contains(where: { special.contains($0) }) else { return text }
    let inner = text.map { character in
      guard character == quote else { return String(character) }
      switch escape {
      case .doubled: return "\(quote)\(quote)"
      case .backslash: return "\\\(quote)"
      case .none: return "\(quote)"
      }
    }
    return "\(quote)\(inner.joined())\(quote)"
  }
}
