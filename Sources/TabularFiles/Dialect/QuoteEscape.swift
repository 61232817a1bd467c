/// How a quote is written within a field that quotes stand around.
public enum QuoteEscape: String, Hashable, Sendable, CaseIterable {
  /// As two quotes: `""`.
  case doubled
  /// Behind a backslash, as a backslash itself is: `\\"`, `\\\\`.
  case backslash
  /// As one quote like any other: where no delimiter or line end is beside it, it is told.
  case none

  /// An escape by its name or its sign; nil for others.
  public init?(name: String) {
    switch name.lowercased() {
    case "doubled", "double", "\"\"": self = .doubled
    case "backslash", "\\": self = .backslash
    case "none", "no": self = .none
    default: return nil
    }
  }

  /// Finds how the quotes within a text's fields are written.
  ///
  /// - Parameter text: The file's first records.
  static func detect(
    _ text: UnsafeBufferPointer<UInt8>, quote: QuoteMark
  ) -> Decision<QuoteEscape> {
    guard let byte = quote.byte else {
      return Decision(.none, .found, "no quotes stand around fields")
    }
    let inner = InnerQuotes(text, byte)
    if inner.doubled > 0 {
      return Decision(
        .doubled, .found, "\(inner.doubled) quotes within fields are doubled",
        runnerUp: inner.backslashed > 0 ? .backslash : nil)
    }
    if let backslash = inner.backslash { return backslash }
    if inner.bare > 1 {
      return Decision(
        .none, .found, "\(inner.bare) quotes stand within fields as they are, none is doubled",
        runnerUp: .doubled)
    }
    return Decision(.doubled, .assumed, "no quote stands within a field")
  }

  /// The decision for backslashes, where pieces of a text show them, and no doubled quotes.
  static func backslash(
    in pieces: UnsafeBufferPointer<UInt8>, quote: QuoteMark
  ) -> Decision<QuoteEscape>? {
    quote.byte.flatMap { InnerQuotes(pieces, $0).backslash }
  }
}

/// Quotes with text on both sides, in fields that begin with one.
private struct InnerQuotes {
  private(set) var doubled = 0
  private(set) var backslashed = 0
  private(set) var bare = 0

  var backslash: Decision<QuoteEscape>? {
    guard backslashed > 0, doubled == 0 else { return nil }
    return Decision(
      .backslash, .found,
      "\(backslashed) quotes within fields stand behind a backslash, none is doubled",
      runnerUp: .doubled)
  }

  init(_ text: UnsafeBufferPointer<UInt8>, _ quote: UInt8) {
    var ends = [Bool](repeating: false, count: 256)
    for byte in [0x0A, 0x0D] + Delimiter.signs.map(\.rawValue) { ends[Int(byte)] = true }
    func isEnd(_ place: Int) -> Bool {
      !text.indices.contains(place) || ends[Int(text[place])]
    }
    var isInField = false
    var place = 0
    while place < text.count {
      defer { place += 1 }
      guard text[place] == quote else {
        if text[place] == 0x0A { isInField = false }
        continue
      }
      if isEnd(place - 1) {
        isInField = !isEnd(place + 1)
        continue
      }
      guard isInField else { continue }
      if !isEnd(place + 1), text[place + 1] == quote {
        if text[place - 1] == 0x5C, isEnd(place + 2) {
          // The last quote within the field, and the one behind it.
          backslashed += 1
          isInField = false
        } else {
          doubled += 1
        }
        place += 1
      } else if text[place - 1] == 0x5C {
        if !isEnd(place + 1) { backslashed += 1 }
      } else if isEnd(place + 1) {
        isInField = false
      } else {
        bare += 1
      }
    }
  }
}
