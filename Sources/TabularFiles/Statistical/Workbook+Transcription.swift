import SurveyModel

extension Workbook {
  /// The sheet with the answers as CSV: the visible one that has most cells filled.
  ///
  /// - Throws: `sheet-missing` where no sheet holds anything.
  func transcribed(
    _ contents: FileContents
  ) throws(TabularFileError) -> (TranscribedText, Transcription) {
    let filled = grids.filter { !$0.rows.isEmpty }
    let visible = filled.contains { !$0.isHidden } ? filled.filter { !$0.isHidden } : filled
    guard let grid = visible.max(by: { $0.cellCount < $1.cellCount }) else {
      throw TabularFileError(
        "sheet-missing", "a sheet with answers was expected, all sheets are empty",
        fix: "ask for the workbook again", at: SourceLocation(file: contents.file))
    }
    guard grid.rows.count * grid.width <= 4 * WorkbookCells.cellLimit else {
      throw TabularFileError(
        "sheet-too-large",
        "the sheet '\(grid.name)' has \(grid.rows.count) rows and \(grid.width) columns, most of them "
          + "blank; \(4 * WorkbookCells.cellLimit) cells are read at most",
        fix: "delete what lies far from the table, or save it as CSV",
        at: SourceLocation(file: contents.file))
    }
    let text = grid.transcribed
    let transcription = Transcription(
      container: .workbook, byteCount: contents.bytes.count, sheet: grid.name, variables: [],
      weightVariable: nil, rows: text.rows,
      diagnostics: Self.note(grid, among: visible, contents.file))
    return (text, transcription)
  }

  private static func note(_ grid: Grid, among grids: [Grid], _ file: String) -> [Diagnostic] {
    let others = grids.filter { $0.name != grid.name }.map { "'\($0.name)'" }
    guard !others.isEmpty else { return [] }
    return [
      Diagnostic(
        .note, "sheet-chosen",
        "the sheet '\(grid.name)' was read, which has most cells; not read:"
          + " \(others.joined(separator: ", "))",
        fix: "to read another one, save it as a workbook of its own",
        at: SourceLocation(file: file))
    ]
  }
}

extension Workbook.Grid {
  fileprivate var cellCount: Int { rows.reduce(0) { $0 + $1.count } }

  fileprivate var width: Int { rows.map(\.count).max() ?? 0 }

  /// Rows padded to the same length, so that each is a record.
  fileprivate var transcribed: TranscribedText {
    var text = TranscribedText()
    let width = width
    for row in rows {
      let start = text.bytes.count
      for cell in row { text.append(cell.text) }
      for _ in row.count..<width { text.append("") }
      text.endRecord(row: row.first?.location.line ?? 0, start: start)
    }
    return text
  }
}
