/// The byte around fields that hold delimiters or line ends.
public enum QuoteMark: UInt8, Hashable, Sendable, CaseIterable {
  case double = 0x22
  case single = 0x27
  /// Quotes are text like any other byte. libcsv takes 0 for it.
  case none = 0

  /// A quote by its character or its name; nil for others.
  public init?(name: String) {
    switch name.lowercased() {
    case "\"", "double": self = .double
    case "'", "single": self = .single
    case "none", "no": self = .none
    default: return nil
    }
  }

  /// Its name in messages.
  public var name: String {
    switch self {
    case .double: "double"
    case .single: "single"
    case .none: "none"
    }
  }

  /// The byte; nil where there is none.
  var byte: UInt8? { self == .none ? nil : rawValue }

  /// Finds the quote of a text: single where fields begin and end with it, and none with the double
  /// one.
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

  /// Whether a text's records are told better without quotes: nearly every line has the first one's
  /// fields, while strict reading with quotes finds that in less than half of the lines.
  ///
  /// - Parameter text: The file's first records.
  func refutation(
    by text: UnsafeBufferPointer<UInt8>, delimiter: Delimiter
  ) -> Decision<QuoteMark>? {
    let bare = RegularRecords(text, delimiter, .none)
    guard bare.fields > 1, bare.records > 2, 20 * bare.regular >= 19 * bare.records else {
      return nil
    }
    let quoted = RegularRecords(text, delimiter, self)
    guard 2 * quoted.regular < bare.regular else { return nil }
    return Decision(
      .none, .found,
      "\(bare.regular) of \(bare.records) lines have \(bare.fields) fields if quotes are text,"
        + " \(quoted.regular) if they stand around fields",
      runnerUp: self)
  }

  /// Whether single quotes stand around fields of a text without double ones, be they too few to tell
  /// by themselves: more records have the first one's fields then, of as many lines.
  ///
  /// - Parameter text: The file's first records.
  static func single(
    in text: UnsafeBufferPointer<UInt8>, delimiter: Delimiter
  ) -> Decision<QuoteMark>? {
    let enclosures = Enclosures(text, .single)
    guard enclosures.opening > 0, enclosures.closing > 0 else { return nil }
    let (single, double) = (
      RegularRecords(text, delimiter, .single, isStrict: false),
      RegularRecords(text, delimiter, .double, isStrict: false)
    )
    guard single.fields > 1, single.records > 2, 2 * single.regular > single.records,
      double.regular < single.regular, double.records == single.records
    else { return nil }
    return Decision(
      .single, .found,
      "\(single.regular) of \(single.records) records have \(single.fields) fields if single quotes"
        + " stand around fields, \(double.regular) if they are text",
      runnerUp: .double)
  }
}

/// How many of a text's records have as many fields as the first.
private struct RegularRecords {
  private(set) var fields = 0
  private(set) var records = 0
  private(set) var regular = 0

  init(
    _ text: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, _ quote: QuoteMark,
    isStrict: Bool = true
  ) {
    let parser = RecordParser(delimiter: delimiter.rawValue, quote: quote, isStrict: isStrict)
    var lines = LineScanner(text)
    var place = 0
    while place < text.count {
      let attempt = lines.attempt(with: parser, at: place, line: 0)
      place = attempt.outcome == .record ? attempt.range.upperBound : attempt.firstLineEnd
      guard attempt.outcome != .blank else { continue }
      if fields == 0 { fields = parser.fieldCount }
      records += 1
      if attempt.outcome == .record, parser.fieldCount == fields { regular += 1 }
    }
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
