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
  /// - Throws: `file-empty`, `sheet-too-large`, `not-csv`, `lone-quote` or `nul-byte`: nothing can be made of it.
  public static func reading(
    _ contents: FileContents, name: String
  ) throws(TabularFileError) -> Reading {
    let (rows, problems) = try locatedCells(contents)
    guard let first = rows.first else {
      throw TabularFileError(
        "file-empty", "the sheet is empty; a header was expected",
        at: SourceLocation(file: contents.file))
    }
    let header = first.map { Cell($0.text.trimmed, at: $0.location) }
    let body = Array(rows.dropFirst())
    let sheet = Sheet(name: name, header: header, rows: body.map { Array($0.prefix(header.count)) })
    return Reading(
      sheet: sheet,
      diagnostics: problems + duplicates(in: header) + tooLong(body, header: header))
  }

  /// The cells of a small CSV file, before anything is known of a header.
  ///
  /// - Returns: The rows that are not wholly blank.
  /// - Throws: As ``reading(_:name:)``, but for `file-empty`.
  public static func cells(_ contents: FileContents) throws(TabularFileError) -> [[Cell]] {
    try locatedCells(contents).rows
  }

  private static func locatedCells(
    _ contents: FileContents
  ) throws(TabularFileError) -> (rows: [[Cell]], problems: [Diagnostic]) {
    try requireSize(contents)
    try FileFormat.requireText(contents)
    let decision = TextEncoding.detect(contents.bytes)
    let text = DecodedText(contents.bytes, as: decision.value)
    try requireNoNUL(text, file: contents.file)
    var reader = SheetReader(file: contents.file)
    let rows = try text.utf8.read { (bytes) throws(TabularFileError) in try reader.read(bytes) }
    return (rows, brokenText(text, file: contents.file) + reader.diagnostics)
  }

  /// Reads a small CSV sheet from a path.
  public static func reading(
    path: String, displayPath: String, name: String
  ) throws(TabularFileError) -> Reading {
    try reading(FileContents(path: path, displayPath: displayPath), name: name)
  }

  /// Bytes that a sheet has at most: it is held in memory cell by cell.
  static let largest = 1 << 25

  private static func requireSize(_ contents: FileContents) throws(TabularFileError) {
    guard contents.bytes.count > largest else { return }
    throw TabularFileError(
      "sheet-too-large",
      "a sheet of \(contents.bytes.count) bytes; it may have \(largest >> 20) MB",
      fix: "leave out rows that the study does not need; answers are named in sources.csv",
      at: SourceLocation(file: contents.file))
  }

  /// A diagnostic for each column whose name an earlier one has.
  package static func duplicates(in header: [Cell]) -> [Diagnostic] {
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

  /// What of the sheet's text is broken; the cell is kept with U+FFFD in it.
  private static func brokenText(_ text: DecodedText, file: String) -> [Diagnostic] {
    guard text.encoding == .utf8 else { return text.undefinedDiagnostics(file: file) }
    return text.utf8.withUnsafeBufferPointer { bytes in
      guard let offset = UTF8Validity(bytes).firstInvalid else { return [] }
      let place = FieldPlaces.Place(at: offset, in: bytes, isUTF8: true)
      return [
        Diagnostic(
          .error, "invalid-text", "bytes that are no UTF-8 stand here",
          fix: "save the sheet as CSV (UTF-8)",
          at: SourceLocation(file: file, line: 1 + place.line, column: place.column))
      ]
    }
  }

  private static func requireNoNUL(_ text: DecodedText, file: String) throws(TabularFileError) {
    guard let place = text.bytes.withUnsafeBufferPointer({ $0.firstOffset(of: 0) }) else { return }
    let line = 1 + text.bytes[..<place].count { $0 == 0x0A }
    throw TabularFileError(
      "nul-byte", "a NUL byte stands in the sheet; text was expected",
      fix: "save the sheet again as CSV", at: SourceLocation(file: file, line: line))
  }
}
