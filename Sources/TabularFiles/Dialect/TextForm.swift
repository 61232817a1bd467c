import SurveyModel

/// How a text file is written, found from its beginning: all that is known of it before its header is
/// read.
struct TextForm {
  let encoding: Decision<TextEncoding>
  let hasByteOrderMark: Bool
  let hasQuotes: Bool
  let lineEnd: Decision<Dialect.LineEnd>
  private(set) var quote: Decision<QuoteMark>
  let escape: Decision<QuoteEscape>
  let delimiter: Decision<Delimiter>
  let separator: SeparatorLine?
  let opening: TableOpening
  /// The beginning that this was found from; empty once it was read.
  private(set) var text: DecodedText

  /// What all its bytes hold.
  let census: TextCensus

  /// Costs a look at up to 128 KiB, and for encoding and escape at 1 MiB and one per cent of the rest;
  /// the census, a pass over all bytes, is of what is read, not of what is guessed from.
  init(_ contents: FileContents, _ options: ReadingOptions) throws(TabularFileError) {
    (encoding, census) = try Self.encoding(of: contents, given: options.encoding)
    hasQuotes = census.hasQuotes
    var text = DecodedText(contents.bytes, as: encoding.value)
    hasByteOrderMark = text.markLength > 0
    let quote = text.sample { QuoteMark.detect($0) }
    self.quote = options.quote.map { Decision($0, .given, "it was given") } ?? quote
    let (mark, found) = (self.quote, self.quote.value)
    escape =
      options.escape.map { Decision($0, .given, "it was given") }
      ?? Self.escape(of: text, found, hasQuotes: census.hasQuotes)
    if escape.value == .backslash, let byte = found.byte {
      text.double(quotesBehindBackslashes: byte)
    }
    (delimiter, separator) = Self.delimiter(of: text, found, given: options.delimiter)
    let sign = delimiter.value
    if mark.basis == .found, escape.value != .backslash,
      let bare = text.sample({ found.refutation(by: $0, delimiter: sign) })
    {
      self.quote = bare
    } else if mark.basis == .assumed,
      let single = text.sample({ QuoteMark.single(in: $0, delimiter: sign) })
    {
      self.quote = single
    }
    let last = self.quote.value
    let start = separator?.end ?? text.start
    opening = text.bytes.withUnsafeBufferPointer {
      TableOpening($0, from: start, delimiter: sign, quote: last, given: options)
    }
    lineEnd = text.sample { Dialect.LineEnd.detect($0, quote: last) }
    self.text = text
  }

  /// The same without the text.
  var emptied: TextForm {
    var form = self
    form.text = DecodedText([], as: encoding.value)
    return form
  }

  /// The text of a later part of the file.
  func text(_ bytes: [UInt8]) -> DecodedText {
    var text = DecodedText(bytes, as: encoding.value, mayHaveMark: false)
    if escape.value == .backslash, let byte = quote.value.byte {
      text.double(quotesBehindBackslashes: byte)
    }
    return text
  }

  func dialect(_ decimalMark: Decision<DecimalMark>) -> Dialect {
    Dialect(
      encoding: encoding, hasByteOrderMark: hasByteOrderMark, delimiter: delimiter, quote: quote,
      escape: escape, preambleRows: opening.preambleRows, headerRows: opening.headerRows,
      decimalMark: decimalMark, lineEnd: lineEnd,
      hasQuotes: hasQuotes)
  }

  private static func encoding(
    of contents: FileContents, given: TextEncoding?
  ) throws(TabularFileError) -> (Decision<TextEncoding>, TextCensus) {
    let (found, census) = TextEncoding.detecting(contents.bytes)
    guard let given else { return (found, census) }
    let hasMark =
      !found.value.byteOrderMark.isEmpty && contents.bytes.starts(with: found.value.byteOrderMark)
    let isBrokenUTF8 = given == .utf8 && found.value != .utf8
    let isPlainUTF8 =
      found.value == .utf8 && ![.utf8, .windows1251AsLatin1].contains(given)
      && census.sequences > 0
    let isOtherMark = hasMark && found.value.byteOrderMark != given.byteOrderMark
    guard isBrokenUTF8 || isPlainUTF8 || isOtherMark else {
      return (Decision(given, .given, "it was given"), census)
    }
    if hasMark, given == .utf16LittleEndian, found.value == .utf16BigEndian {
      return (found, census)
    }
    throw TabularFileError(
      "wrong-encoding", "the file is said to be \(given.rawValue), it is \(found.value.rawValue)",
      fix: "leave the encoding blank, or write \(found.value.rawValue)",
      at: SourceLocation(file: contents.file))
  }

  /// How quotes within fields are written: as the beginning shows, else a look at 1 MiB and one per cent
  /// of the rest.
  private static func escape(
    of text: DecodedText, _ quote: QuoteMark, hasQuotes: Bool
  ) -> Decision<QuoteEscape> {
    let found = text.sample { QuoteEscape.detect($0, quote: quote) }
    guard found.basis == .assumed, hasQuotes, text.bytes.count > 1 << 17 else { return found }
    return TextSample(text.bytes).bytes.withUnsafeBufferPointer {
      QuoteEscape.backslash(in: $0, quote: quote)
    } ?? found
  }

  private static func delimiter(
    of text: DecodedText, _ quote: QuoteMark, given: Delimiter?
  ) -> (Decision<Delimiter>, SeparatorLine?) {
    let separator = text.bytes.withUnsafeBufferPointer { SeparatorLine($0, from: text.start) }
    if let given { return (Decision(given, .given, "it was given"), separator) }
    if let separator {
      return (Decision(separator.delimiter, .found, "the line sep= names it"), separator)
    }
    return (text.sample { Delimiter.detect($0, quote: quote, mayHavePreamble: true) }, nil)
  }
}

extension DecodedText {
  /// Hands the first lines, up to 128 KiB.
  fileprivate func sample<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    bytes.withUnsafeBufferPointer { all in
      let text = all.part(start..<all.count)
      guard text.count > 1 << 17 else { return body(text) }
      let end = text.part(0..<1 << 17).lastIndex { $0 == 0x0A || $0 == 0x0D }
      return body(text.part(0..<(end.map { $0 + 1 } ?? text.count)))
    }
  }
}
