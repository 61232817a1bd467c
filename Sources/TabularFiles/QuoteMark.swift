/// The byte around fields that hold delimiters or line ends.
public enum QuoteMark: UInt8, Hashable, Sendable, CaseIterable {
  case double = 0x22
  case single = 0x27

  /// A quote by its character or its name; nil for others.
  public init?(name: String) {
    switch name.lowercased() {
    case "\"", "double": self = .double
    case "'", "single": self = .single
    default: return nil
    }
  }

  /// Its name in messages.
  public var name: String { self == .double ? "double" : "single" }

  /// Finds the quote of a text: single where fields begin and end with it, and none with the double one.
  ///
  /// - Parameter text: The file's first records.
  static func detect(_ text: UnsafeBufferPointer<UInt8>) -> Decision<QuoteMark> {
    let (double, single) = (Enclosures(text, .double), Enclosures(text, .single))
    guard double.opening == 0, single.closing > 1, single.opening == single.closing else {
      return Decision(
        .double, double.opening > 0 ? .found : .assumed,
        double.opening > 0 ? "fields begin with it" : "no field begins with a quote")
    }
    return Decision(
      .single, .found, "\(single.opening) fields begin and end with it, none with the double one",
      runnerUp: .double)
  }
}

/// How often a quote stands where a field begins, and where one ends.
private struct Enclosures {
  private(set) var opening = 0
  private(set) var closing = 0

  init(_ text: UnsafeBufferPointer<UInt8>, _ quote: QuoteMark) {
    let ends = Set<UInt8>([0x0A, 0x0D] + Delimiter.signs.map(\.rawValue))
    func isEnd(_ place: Int) -> Bool { !text.indices.contains(place) || ends.contains(text[place]) }
    for place in text.indices where text[place] == quote.rawValue {
      let (begins, finishes) = (isEnd(place - 1), isEnd(place + 1))
      // An empty field's quotes are one of each; alone between two delimiters it is text.
      if begins, !finishes { opening += 1 }
      if finishes, !begins { closing += 1 }
    }
  }
}
