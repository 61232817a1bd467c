/// What was read of a part of a field file.
struct TablePart: Sendable {
  /// The part of the text that it holds, whole records.
  let range: Range<Int>
  /// The file's lines, from the first record's to the one after the last.
  let lines: Range<Int>
  let pieces: [ColumnPiece]
  let rowCount: Int
  let marks: [RowMark]
  let irregular: [IrregularRecord]
  let ledger: FileLedger
  /// What was asked for to read it.
  let request: Request

  /// What of a text is read as a part.
  struct Request: Sendable {
    /// Begins with a record; the last record may end behind it.
    var range: Range<Int>
    /// The file's line where it begins.
    let line: Int
    /// As many records as there may be.
    var capacity: Int
    /// Rows that are no records, in their order.
    var foreign: [ForeignRow] = []
    /// Whether all behind the range is a further table.
    var isTableOver = false
  }
}
