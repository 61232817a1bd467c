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
}
