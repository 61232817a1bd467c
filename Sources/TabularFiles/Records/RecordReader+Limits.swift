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
        FileLedger.LongField(
          bytes: parser.field(index).count,
          location: SourceLocation(file: contents.file, line: attempt.line)))
    }
  }
}
