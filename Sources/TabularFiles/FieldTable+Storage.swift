import SurveyModel

extension FieldTable {
  /// Where the records of a table stand.
  enum Storage: Sendable {
    /// In a text, between delimiters.
    case text(TextStorage)
    /// In the cells of a workbook's sheet, or the cases of a data set.
    case cells(CellStorage)
  }

  /// The text that a table was read from, and where in it the kept records stand.
  struct TextStorage: Sendable {
    let fileBytes: [UInt8]
    let text: DecodedText
    let places: RowPlaces

    /// Where a record begins and ends in the text, and how it was mended.
    func place(_ row: Int) -> (range: Range<Int>, line: Int, mend: RowMark.Mend?) {
      text.bytes.withUnsafeBufferPointer { places.place(of: row, in: $0) }
    }

    /// The lines where records begin, by one pass over the text.
    ///
    /// - Parameter rows: Ascending.
    func lines(of rows: [Int]) -> [Int] {
      text.bytes.withUnsafeBufferPointer { places.lines(of: rows, in: $0) }
    }

    /// Where a record stands in the file, line end included.
    func fileRange(of row: Int) -> Range<Int> { text.fileRange(place(row).range) }

    /// Where the records stand in the file, by one pass over it.
    func fileRanges(rowCount: Int) -> [Range<Int>] {
      text.bytes.withUnsafeBufferPointer { places.ranges(rowCount: rowCount, in: $0) }
        .map(text.fileRange)
    }

    /// Where a field of a record stands, counted from the record's first character.
    func fieldPlace(row: Int, column: Int, _ dialect: Dialect) -> (line: Int, column: Int) {
      let record = place(row)
      let field = text.bytes.withUnsafeBufferPointer { bytes in
        FieldPlaces(
          bytes.part(record.range), mend: record.mend,
          delimiter: dialect.delimiter.value.rawValue, quote: dialect.quote.value,
          isUTF8: text.isUTF8)[column]
      }
      return (record.line + field.line, field.column)
    }
  }

  /// What a table of cells was read from, and which row of it each kept record is.
  struct CellStorage: Sendable {
    let container: TableContainer
    /// Rows of the sheet, or numbers of the cases, from 1.
    let rows: [Int32]
  }
}
