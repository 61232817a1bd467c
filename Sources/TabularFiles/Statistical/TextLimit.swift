/// How long a text may be in a format.
package enum TextLimit: Hashable, Sendable {
  /// Of UTF-8.
  case bytes(Int)
  case characters(Int)

  /// For messages.
  var words: String {
    switch self {
    case .bytes(let count): "\(count) bytes"
    case .characters(let count): "\(count) characters"
    }
  }

  func isExceeded(by text: String) -> Bool {
    switch self {
    case .bytes(let most): text.utf8.count > most
    // The bytes of a text are no fewer than its characters.
    case .characters(let most): text.utf8.count > most && text.unicodeScalars.count > most
    }
  }

  /// The beginning of a text that is within the limit, whole characters only.
  func beginning(of text: String) -> String {
    switch self {
    case .bytes(let most): return text.cut(to: most)
    case .characters(let most):
      var (end, length) = (text.startIndex, 0)
      while end < text.endIndex {
        length += text[end].unicodeScalars.count
        if length > most { break }
        text.formIndex(after: &end)
      }
      return String(text[..<end])
    }
  }

  /// The limit less what an ellipsis takes.
  fileprivate var lessEllipsis: TextLimit {
    switch self {
    case .bytes(let most): .bytes(max(0, most - "…".utf8.count))
    case .characters(let most): .characters(max(0, most - 1))
    }
  }
}

extension String {
  /// The text where it is within a limit; else its beginning up to the end of a word, and an ellipsis.
  ///
  /// A word that is longer than the limit is cut within.
  package func cutAtWord(_ limit: TextLimit) -> String {
    guard limit.isExceeded(by: self) else { return self }
    let beginning = limit.lessEllipsis.beginning(of: self)
    let next = self[index(startIndex, offsetBy: beginning.count)...].first
    var words = Substring(beginning)
    if next?.isWhitespace == false, let space = beginning.lastIndex(where: \.isWhitespace) {
      words = beginning[..<space]
    }
    while let last = words.last, last.isWhitespace || ",;:–—-".contains(last) { words.removeLast() }
    return (words.isEmpty ? beginning : String(words)) + "…"
  }
}
