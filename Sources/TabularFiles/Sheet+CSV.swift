import SurveyModel

extension Sheet {
  /// A sheet of a CSV file, with what is wrong with it.
  public struct Reading: Sendable {
    public let sheet: Sheet
    public let diagnostics: [Diagnostic]
  }

  /// Reads a small CSV sheet; encoding and delimiter are found as in field files.
  ///
  /// - Parameters:
  ///   - contents: The file.
  ///   - name: The sheet's name: the file's, without its ending.
  /// - Returns: The sheet, with diagnostics for duplicate columns and rows that are too long.
  /// - Throws: `file-empty`, `not-csv`, `lone-quote` or `nul-byte`: nothing can be made of it.
  public static func reading(
    _ contents: FileContents, name: String
  ) throws(TabularFileError) -> Reading {
    let rows = try cells(contents)
    guard let first = rows.first else {
      throw TabularFileError(
        "file-empty", "the sheet is empty; a header was expected",
        at: SourceLocation(file: contents.file))
    }
    let header = first.map { Cell($0.text.trimmed, at: $0.location) }
    let body = Array(rows.dropFirst())
    let sheet = Sheet(name: name, header: header, rows: body.map { Array($0.prefix(header.count)) })
    return Reading(
      sheet: sheet, diagnostics: duplicates(in: header) + tooLong(body, header: header))
  }

  /// The cells of a small CSV file, before anything is known of a header.
  ///
  /// - Returns: The rows that are not wholly blank.
  /// - Throws: As ``reading(_:name:)``, but for `file-empty`.
  public static func cells(_ contents: FileContents) throws(TabularFileError) -> [[Cell]] {
    try FileFormat.requireText(contents)
    let decision = TextEncoding.detect(contents.bytes)
    let text = DecodedText(contents.bytes, as: decision.value)
    try requireNoNUL(text, file: contents.file)
    return try rows(of: text, file: contents.file)
  }

  /// Reads a small CSV sheet from a path.
  public static func reading(
    path: String, displayPath: String, name: String
  ) throws(TabularFileError) -> Reading {
    try reading(FileContents(path: path, displayPath: displayPath), name: name)
  }

  /// A diagnostic for each column whose name an earlier one has.
  static func duplicates(in header: [Cell]) -> [Diagnostic] {
    var first: [String: SourceLocation] = [:]
    return header.compactMap { cell in
      guard !cell.text.isEmpty else { return nil }
      guard let earlier = first[cell.text] else {
        first[cell.text] = cell.location
        return nil
      }
      return Diagnostic(
        .error, "duplicate-column",
        "two columns are named '\(cell.text)'; the first is at \(earlier)",
        fix: "rename or delete one of them", at: cell.location)
    }
  }

  /// A diagnostic for each row with text beyond the header's columns.
  private static func tooLong(_ rows: [[Cell]], header: [Cell]) -> [Diagnostic] {
    rows.compactMap { row in
      guard let extra = row.dropFirst(header.count).first(where: { !$0.text.isEmpty }) else {
        return nil
      }
      return Diagnostic(
        .error, "too-many-fields",
        "the row has \(row.count) fields, the header \(header.count)",
        fix: "put text that contains the delimiter between quotes", at: extra.location)
    }
  }

  private static func requireNoNUL(_ text: DecodedText, file: String) throws(TabularFileError) {
    guard let place = text.bytes.withUnsafeBufferPointer({ $0.firstOffset(of: 0) }) else { return }
    let line = 1 + text.bytes[..<place].count { $0 == 0x0A }
    throw TabularFileError(
      "nul-byte", "a NUL byte stands in the sheet; text was expected",
      fix: "save the sheet again as CSV", at: SourceLocation(file: file, line: line))
  }

  /// The rows that are not wholly blank, the header's among them.
  private static func rows(
    of text: DecodedText, file: String
  ) throws(TabularFileError) -> [[Cell]] {
    var reader = SheetRows(text: text, file: file)
    return try reader.read()
  }
}

/// Reads the located cells of a small file.
private struct SheetRows {
  let text: DecodedText
  let file: String
  private var rows: [[Sheet.Cell]] = []

  init(text: DecodedText, file: String) {
    self.text = text
    self.file = file
  }

  mutating func read() throws(TabularFileError) -> [[Sheet.Cell]] {
    let openQuoteLine = text.bytes.withUnsafeBufferPointer { bytes in
      let separator = SeparatorLine(bytes)
      let start = separator?.end ?? 0
      let delimiter =
        separator?.delimiter ?? Delimiter.detect(bytes.part(start..<bytes.count)).value
      return read(bytes, from: start, delimiter: delimiter)
    }
    if let line = openQuoteLine {
      throw TabularFileError(
        "lone-quote", "a quote that opens here is never closed",
        fix: "delete the quote, or close it", at: SourceLocation(file: file, line: line))
    }
    return rows
  }

  /// The line of a quote that is still open at the end; nil where there is none.
  private mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, delimiter: Delimiter
  ) -> Int? {
    let parser = RecordParser(delimiter: delimiter.rawValue, isStrict: false)
    var lines = LineScanner(bytes)
    var (recordStart, place) = (start, start)
    var (recordLine, line) = (start > 0 ? 2 : 1, start > 0 ? 2 : 1)
    var state = RecordParser.State.blank
    while place < bytes.count {
      let end = lines.endOfLine(at: place)
      state = parser.feed(bytes.part(place..<end))
      if state == .unterminated { parser.finish() }
      place = end
      line += 1
      guard state != .open else { continue }
      if state != .blank, !parser.isEmpty {
        let record = bytes.part(recordStart..<end)
        let places = FieldPlaces(record, delimiter: delimiter.rawValue)
        add(parser, places: places, line: recordLine)
      }
      parser.beginRecord()
      (recordStart, recordLine) = (end, line)
    }
    return state == .open ? recordLine : nil
  }

  private mutating func add(_ parser: RecordParser, places: FieldPlaces, line: Int) {
    rows.append(
      (0..<parser.fieldCount).map { index in
        let place = places[index]
        return Sheet.Cell(
          String(decoding: parser.field(index), as: UTF8.self),
          at: SourceLocation(file: file, line: line + place.line, column: place.column))
      })
  }
}
