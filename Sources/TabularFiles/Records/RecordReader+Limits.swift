import SurveyModel

/// What no field file has unless something is wrong with it.
enum Limits {
  /// Columns of a table.
  static let columns = 1 << 20
  /// Bytes of a name.
  static let name = 1 << 16
  /// Bytes of an answer that nothing is said of.
  static let answer = 1 << 20
}

extension RecordReader {
  /// Enters fields in the ledger that are longer than answers are. Costs nothing for short records.
  mutating func noteLongFields(_ attempt: Attempt, _ parser: RecordParser) {
    guard attempt.range.count > Limits.answer else { return }
    for index in 0..<parser.fieldCount where parser.field(index).count > Limits.answer {
      ledger.longFields.append(
        ByteLedger.LongField(
          bytes: parser.field(index).count,
          location: SourceLocation(file: contents.file, line: attempt.line)))
    }
  }
}

extension HeaderReader {
  /// Refuses a first record that names no columns of a table.
  ///
  /// - Throws: `too-many-columns`, `long-field`.
  static func requireNames(
    _ names: [[UInt8]], at location: SourceLocation
  ) throws(TabularFileError) {
    guard names.count <= Limits.columns else {
      throw TabularFileError(
        "too-many-columns",
        "the first record has \(names.count) fields; at most \(Limits.columns) columns are read",
        fix: "look whether line breaks are missing", at: location)
    }
    let longest = names.map(\.count).max() ?? 0
    guard longest <= Limits.name else {
      throw TabularFileError(
        "long-field", "a field of \(longest) bytes stands where columns are named",
        fix: "look whether this is a table, and whether line breaks are missing", at: location)
    }
  }
}
