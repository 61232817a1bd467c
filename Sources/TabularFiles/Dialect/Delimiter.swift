/// The byte between fields.
public enum Delimiter: UInt8, Hashable, Sendable, CaseIterable {
  case comma = 0x2C
  case semicolon = 0x3B
  case tab = 0x09
  case pipe = 0x7C
  case space = 0x20

  /// A delimiter by its character or its name (`;`, `semicolon`, `tab`, `\t`); nil for others.
  public init?(name: String) {
    switch name.lowercased() {
    case ",", "comma": self = .comma
    case ";", "semicolon": self = .semicolon
    case "\t", "\\t", "tab": self = .tab
    case "|", "pipe": self = .pipe
    case " ", "space": self = .space
    default: return nil
    }
  }

  /// Its name in messages.
  public var name: String {
    switch self {
    case .comma: "comma"
    case .semicolon: "semicolon"
    case .tab: "tab"
    case .pipe: "pipe"
    case .space: "space"
    }
  }

  /// Those that stand in no running text without a space behind them.
  static let signs: [Delimiter] = [.comma, .semicolon, .tab, .pipe]
}

extension Delimiter {
  /// Finds the delimiter that divides a text's records into the same number of sensible fields.
  ///
  /// - Parameters:
  ///   - text: The file's first records in UTF-8.
  ///   - quote: The byte around fields.
  ///   - mayHavePreamble: Whether lines of another kind may stand before the header.
  static func detect(
    _ text: UnsafeBufferPointer<UInt8>, quote: QuoteMark = .double, mayHavePreamble: Bool
  ) -> Decision<Delimiter> {
    let ranked = signs.enumerated().map { order, delimiter in
      let evidence = Evidence(
        text, delimiter: delimiter, quote: quote, mayHavePreamble: mayHavePreamble)
      return (order: order, evidence: evidence)
    }.sorted { a, b in
      (b.evidence.score, a.order) < (a.evidence.score, b.order)
    }.map(\.evidence)
    let best = ranked[0]
    guard best.headerCount > 1 else {
      if mayHavePreamble, let spaces = SpaceEvidence(text, quote: quote) { return spaces.decision }
      return Decision(best.delimiter, .assumed, "the header has one column whatever divides it")
    }
    let runnerUp = ranked[1].headerCount > 1 ? ranked[1].delimiter : nil
    guard best.records > 0 else {
      return Decision(
        best.delimiter, .found, "it divides the header into \(best.headerCount) fields",
        runnerUp: runnerUp)
    }
    return Decision(
      best.delimiter, .found,
      "\(best.agreeing) of \(best.records) records looked at have the header's \(best.headerCount)"
        + " fields",
      runnerUp: runnerUp)
  }
}

/// What speaks for spaces between fields, where no sign divides the header.
///
/// Words have spaces between them too: all records have as many fields as the header, three or more, and
/// a column of numbers or dates stands among them.
private struct SpaceEvidence {
  private let fields: Int
  private let records: Int

  init?(_ text: UnsafeBufferPointer<UInt8>, quote: QuoteMark) {
    let parser = RecordParser(
      delimiter: Delimiter.space.rawValue, quote: quote, isStrict: true)
    var lines = LineScanner(text)
    var rows: [[[UInt8]]] = []
    var place = 0
    while place < text.count {
      let attempt = lines.attempt(with: parser, at: place, line: 0)
      place = attempt.range.upperBound
      // The sample may end within a record.
      if place == text.count, !rows.isEmpty { break }
      if attempt.outcome == .blank { continue }
      guard attempt.outcome == .record else { return nil }
      rows.append(parser.fields)
    }
    guard let header = rows.first, header.count > 2, rows.count > 2,
      !header.contains(where: HeaderSample.isQuantity)
    else { return nil }
    let body = rows.dropFirst()
    guard body.allSatisfy({ $0.count == header.count }),
      header.indices.contains(where: { column in
        body.allSatisfy { HeaderSample.isQuantity($0[column]) }
      })
    else { return nil }
    (fields, records) = (header.count, body.count)
  }

  var decision: Decision<Delimiter> {
    Decision(
      .space, .found,
      "no sign divides the header, and all \(records) records looked at have its \(fields) fields")
  }
}

/// What speaks for one delimiter.
private struct Evidence {
  let delimiter: Delimiter
  private(set) var headerCount = 0
  /// Whether another delimiter stands in the header with no space after it.
  private var headerIsDivisible = false
  /// Whether every delimiter in the header has a space after it, as commas in prose do.
  private var headerIsProse = false
  /// Whether a quote in the header is open to the end of the text, over further lines.
  private var headerIsOpen = false
  /// Whether the header's first line holds a quote that no strict reader takes.
  private var headerIsRefused = false
  private(set) var records = 0
  /// Records with as many fields as the header (a last empty one not counted).
  private(set) var agreeing = 0
  /// Records with another number of fields, but more than one.
  private var divided = 0
  private var fields = 0
  /// Fields in which no other delimiter stands between digits, letters or spaces.
  private var whole = 0

  /// Whether lines before the table were left out.
  private let hasPreamble: Bool

  init(
    _ whole: UnsafeBufferPointer<UInt8>, delimiter: Delimiter, quote: QuoteMark,
    mayHavePreamble: Bool
  ) {
    self.delimiter = delimiter
    let opening =
      mayHavePreamble ? TableOpening(whole, from: 0, delimiter: delimiter, quote: quote) : nil
    let start = opening?.start ?? 0
    hasPreamble = start > 0
    let text = whole.part(start..<max(start, opening?.furtherTable ?? whole.count))
    let parser = RecordParser(delimiter: delimiter.rawValue, quote: quote, isStrict: false)
    var lines = LineScanner(text)
    var place = 0
    // A quote without its pair in the header: the line is taken without quotes.
    let first = lines.attempt(with: parser, at: 0, line: 0)
    let header = BareLine(delimiter, quote).fields(
      first, read: parser.fieldCount, in: text, &lines)
    parser.restart()
    parser.beginRecord()
    if let header {
      headerCount = header.count
      headerIsRefused = true
      headerIsProse = isProse(text.part(0..<first.firstLineEnd))
      place = first.firstLineEnd
    }
    while place < text.count {
      let end = lines.endOfLine(at: place)
      if parser.feed(text.part(place..<end)) == .record {
        if headerCount == 0 {
          headerIsProse = isProse(text.part(0..<end))
          headerIsRefused = isRefused(text.part(0..<end), quote)
        }
        add(parser)
      }
      place = end
    }
    // A quote that is open all along: what stands before it tells something still.
    if headerCount == 0 {
      parser.finish()
      headerIsOpen = lines.endOfLine(at: 0) < text.count
      if parser.fieldCount > 0 { add(parser) }
    }
  }

  /// Share of agreeing records, more for more fields, more where fields are whole.
  var score: Double {
    guard headerCount > 0 else { return 0 }
    let consistency =
      records == 0 ? 1 : (Double(agreeing) + 0.3 * Double(divided)) / Double(records)
    let wholeness = fields == 0 ? 1 : Double(whole) / Double(fields)
    let isOneColumn = headerCount == 1
    let likelihood =
      isOneColumn && headerIsDivisible ? 0.2 : !isOneColumn && headerIsProse ? 0.5 : 1
    let plainness =
      (hasPreamble ? 0.9 : 1) * (headerIsOpen ? 0.1 : 1) * (headerIsRefused ? 0.7 : 1)
    let fineness = plainness * likelihood * (1 - 0.5 / Double(headerCount))
    return consistency * fineness * (0.5 + 0.5 * wholeness)
  }

  private mutating func add(_ parser: RecordParser) {
    defer { parser.beginRecord() }
    guard headerCount > 0 else {
      headerCount = parser.fieldCount
      headerIsDivisible = isDivisible(parser.bytes)
      return
    }
    records += 1
    let count = parser.fieldCount
    let hasEmptyEnd = count == headerCount + 1 && parser.field(count - 1).isEmpty
    if count == headerCount || hasEmptyEnd {
      agreeing += 1
    } else if count > 1 {
      divided += 1
    }
    for index in 0..<count where !parser.field(index).isEmpty { add(parser.field(index)) }
  }

  private mutating func add(_ field: UnsafeBufferPointer<UInt8>) {
    fields += 1
    if !field.contains(where: isOtherDelimiter) || Numeral(field)?.mark == .comma { whole += 1 }
  }

  private func isDivisible(_ header: UnsafeBufferPointer<UInt8>) -> Bool {
    header.indices.dropLast().contains { isOtherDelimiter(header[$0]) && header[$0 + 1] != 0x20 }
  }

  private func isRefused(_ header: UnsafeBufferPointer<UInt8>, _ quote: QuoteMark) -> Bool {
    let parser = RecordParser(delimiter: delimiter.rawValue, quote: quote, isStrict: true)
    if case .refused = parser.feed(header) { return true }
    return false
  }

  private func isProse(_ header: UnsafeBufferPointer<UInt8>) -> Bool {
    header.indices.dropLast().allSatisfy {
      header[$0] != delimiter.rawValue || header[$0 + 1] == 0x20
    }
  }

  private func isOtherDelimiter(_ byte: UInt8) -> Bool {
    byte != delimiter.rawValue && (byte == 0x2C || byte == 0x3B || byte == 0x09 || byte == 0x7C)
  }
}
