import Parallelism
import SurveyModel
import TextFormats

extension CellRecords {
  /// Reads the sheet with the answers of a workbook: the one that was asked for, else the visible one
  /// that has most of the names expected, else the one that has most cells filled.
  ///
  /// - Throws: As ``Workbook/reading(_:)``; `sheet-missing` where no sheet holds anything,
  ///   or the one that was asked for is not there or holds nothing; `sheet-too-large`, `file-empty` where nothing stands under a preamble that was given.
  init(workbook contents: FileContents, _ options: ReadingOptions) throws(TabularFileError) {
    let workbook = try Workbook.reading(contents)
    let choice = try workbook.choice(file: contents.file, options)
    let grid = workbook.grids[choice.place]
    let sheet = SheetRows(grid)
    let opening = TableOpening(rows: sheet.bytes, given: options)
    let (preamble, header) = (opening.preambleRows.value, opening.headerRows.value)
    let first = min(preamble + header, sheet.count)
    let names = try sheet.names(Range(uncheckedBounds: (min(preamble, first), first)), contents)
    let body = sheet.body(header: header == 1 ? first - 1 : nil, from: first)
    let end = body.end
    var ledger = FileLedger(rows: workbook.rowCount, fileBytes: contents.bytes.count)
    for row in 0..<first {
      let kind: FileLedger.NonDataKind = row < preamble ? .preamble : .header
      ledger.addNonData(kind, row..<row + 1, line: sheet.row(row))
    }
    for (place, other) in workbook.grids.enumerated() where place != choice.place {
      guard let line = other.rows.first?.first?.location.line else { continue }
      ledger.addOtherSheet(rows: other.rows.count, line: line)
    }
    for row in body.foreign {
      ledger.addNonData(row.kind, row.range, line: sheet.row(row.range.lowerBound))
    }
    ledger.keep(records: body.rows.count)
    let irregular = end < sheet.count ? [sheet.irregular(from: end, file: contents.file)] : []
    for record in irregular { ledger.setAside(size: record.extent.count) }
    self.init(
      CellOpening(
        file: contents.file, container: TableContainer(sheet: grid.name),
        dialect: Dialect(
          ofCellsIn: "a workbook", preambleRows: opening.preambleRows,
          headerRows: opening.headerRows),
        names: names,
        diagnostics: choice.diagnostics
          + options.unused(by: "a workbook", file: contents.file, preamble: true),
        garbled: GarbledText.diagnostics(sheet.texts, file: contents.file)),
      CellBody(
        columns: sheet.columns(of: body.rows), rows: body.rows.map { Int32(sheet.row($0)) },
        irregular: irregular), ledger)
  }
}

/// The rows of a sheet, each as long as the longest.
private struct SheetRows {
  let rows: [[Sheet.Cell]]
  let width: Int

  init(_ grid: Workbook.Grid) { (rows, width) = (grid.rows, grid.width) }

  var count: Int { rows.count }

  /// The number of a row in the sheet.
  func row(_ row: Int) -> Int { rows[row].first?.location.line ?? 0 }

  func text(_ row: Int, _ column: Int) -> String {
    column < rows[row].count ? rows[row][column].text.withoutNULs : ""
  }

  private func fields(_ row: Int) -> [String] { (0..<width).map { text(row, $0) } }

  var texts: some Sequence<String> { rows.lazy.flatMap { $0.lazy.map(\.text.withoutNULs) } }

  /// The fields of each row in UTF-8.
  var bytes: some RandomAccessCollection<[[UInt8]]> {
    rows.indices.lazy.map { row in fields(row).map { Array($0.utf8) } }
  }

  /// The names of the columns.
  ///
  /// - Parameter header: Rows of the header.
  /// - Throws: `file-empty` where nothing stands behind the preamble; `long-field`.
  func names(
    _ header: Range<Int>, _ contents: FileContents
  ) throws(TabularFileError) -> ColumnNames {
    guard !header.isEmpty || header.upperBound < count else {
      throw TabularFileError(
        "file-empty", "the sheet has nothing behind its preamble; a header was expected",
        fix: "give another number of preamble rows", at: SourceLocation(file: contents.file))
    }
    for row in header.isEmpty ? header.upperBound..<header.upperBound + 1 : header {
      try ColumnNames.require(fields(row).map { Array($0.utf8) }, at: place(row, contents.file))
    }
    guard !header.isEmpty else {
      return ColumnNames(numbered: width, at: place(header.upperBound, contents.file))
    }
    return ColumnNames(
      joining: header.map { row in
        (0..<width).map { column in
          var place = place(row, contents.file)
          place.column = column + 1
          return Sheet.Cell(text(row, column).trimmed, at: place)
        }
      })
  }

  private func place(_ row: Int, _ file: String) -> SourceLocation {
    SourceLocation(file: file, sheet: rows[row].first?.location.sheet, line: self.row(row))
  }

  /// The records of the table: their rows, those among them that are none, and where it ends.
  struct Body {
    var rows: [Int] = []
    var foreign: [ForeignRow] = []
    /// Where a further table begins: at the header again, if the first record follows it again.
    var end: Int
  }

  func body(header: Int?, from first: Int) -> Body {
    var body = Body(end: count)
    let names = header.flatMap { width > 1 ? fields($0) : nil }
    for row in first..<count {
      guard let names, isSame(row, names) else {
        body.rows.append(row)
        continue
      }
      if let start = body.rows.first, row + 1 < count, isSame(row + 1, fields(start)) {
        body.end = row
        break
      }
      body.foreign.append(ForeignRow(range: row..<row + 1, kind: .repeatedHeader))
    }
    takeEnd(of: &body)
    return body
  }

  /// Takes totals and texts out of the end of the table.
  private func takeEnd(of body: inout Body) {
    func bytes(_ row: Int) -> [[UInt8]] { fields(row).map { Array($0.utf8) } }
    let end = TableEnd(body.rows.prefix(100).map(bytes))
    for _ in 0..<TableEnd.mostRows {
      guard let row = body.rows.last, let kind = end.kind(of: bytes(row)) else { return }
      body.foreign.append(ForeignRow(range: row..<row + 1, kind: kind))
      body.rows.removeLast()
    }
  }

  private func isSame(_ row: Int, _ names: [String]) -> Bool {
    names.indices.allSatisfy { text(row, $0) == names[$0] }
  }

  /// The rows from one on, as a further table that is set aside.
  func irregular(from start: Int, file: String) -> IrregularRecord {
    IrregularRecord(
      reason: .furtherTable,
      message: "a further table begins here, up to the end of the sheet: \(count - start) rows",
      fix: "put it into a sheet of its own", location: place(start, file), extent: start..<count,
      bytes: (start..<count).flatMap { Array(FieldQuoting.commas.record(fields($0)).utf8) })
  }

  /// The texts of rows as columns.
  func columns(of body: [Int]) -> TableColumns {
    let pieces = concurrentMap(width) { column in
      ColumnPiece(texts: body.lazy.map { text($0, column) })
    }
    return TableColumns(joining: [pieces], columnCount: width)
  }
}

extension Workbook {
  /// Whether a file is named like a workbook that is read.
  static func isNamedSo(_ file: String) -> Bool { file.lowercased().hasSuffix(".xlsx") }

  /// Rows of all sheets that hold anything.
  fileprivate var rowCount: Int { grids.reduce(0) { $0 + $1.rows.count } }

  /// The place of the sheet with the answers, and a note on those that are not read.
  fileprivate func choice(
    file: String, _ options: ReadingOptions
  ) throws(TabularFileError) -> (place: Int, diagnostics: [Diagnostic]) {
    let expected = options.expectedNames
    let filled = grids.indices.filter { !grids[$0].rows.isEmpty }
    let shown = filled.filter { !grids[$0].isHidden }
    let visible = shown.isEmpty ? filled : shown
    let counts = grids.map(\.cellCount)
    let known = grids.map { expected?.count(in: $0) ?? 0 }
    let given = try options.sheet.map { (name) throws(TabularFileError) in
      try place(named: name, file: file)
    }
    let whole = visible.filter { !ExpectedNames.holdsParts(grids[$0]) }
    let likeliest = (whole.isEmpty ? visible : whole).max {
      (known[$0], counts[$0]) < (known[$1], counts[$1])
    }
    guard let place = given ?? likeliest else {
      throw TabularFileError(
        "sheet-missing", "a sheet with answers was expected, all sheets are empty",
        fix: "ask for the workbook again", at: SourceLocation(file: file))
    }
    let grid = grids[place]
    guard grid.rows.count * grid.width <= 4 * WorkbookCells.cellLimit else {
      throw TabularFileError(
        "sheet-too-large",
        "the sheet '\(grid.name)' has \(grid.rows.count) rows and \(grid.width) columns, most of them "
          + "blank; \(4 * WorkbookCells.cellLimit) cells are read at most",
        fix: "delete what lies far from the table, or save it as CSV",
        at: SourceLocation(file: file))
    }
    let others = visible.filter { $0 != place }
    let repeats = others.filter {
      expected?.isRepeat(grids[$0]) ?? ExpectedNames.holdsParts(grids[$0])
    }
    let alike = given == nil ? others.filter { grid.isShaped(like: grids[$0]) } : []
    let reason =
      known[place] > 0
      ? "in which \(known[place]) names of the questionnaire stand" : "which has most cells"
    let unread = given == nil ? others.filter { !repeats.contains($0) } : []
    return (
      place,
      repeats.map { note(onRepeat: grids[$0], file: file) }
        + note(on: unread, beside: grid, because: reason, file: file)
        + (alike.isEmpty ? [] : [warning(on: alike, beside: grid, file: file)])
    )
  }

  /// The place of the sheet that was asked for, by its name in any case of letters, else by its number
  /// among those that are shown.
  private func place(named name: String, file: String) throws(TabularFileError) -> Int {
    let shown = grids.indices.filter { !grids[$0].isHidden }
    let named = grids.firstIndex { $0.name.trimmed.lowercased() == name.lowercased() }
    let numbered = Int(name).flatMap { shown.indices.contains($0 - 1) ? shown[$0 - 1] : nil }
    guard let place = named ?? numbered else {
      throw TabularFileError(
        "sheet-missing", "the workbook has no sheet '\(name)'; it has \(sheetNames)",
        fix: "name one of them, or give its number", at: SourceLocation(file: file))
    }
    guard !grids[place].rows.isEmpty else {
      throw TabularFileError(
        "sheet-missing",
        "the sheet '\(grids[place].name)' was asked for and is empty; the workbook has \(sheetNames)",
        fix: "name the sheet with the answers", at: SourceLocation(file: file))
    }
    return place
  }

  /// `1 'answers', 2 'codes', hidden 'lists'`.
  private var sheetNames: String {
    let shown = grids.filter { !$0.isHidden }.enumerated().map { "\($0 + 1) '\($1.name)'" }
    let hidden = grids.filter(\.isHidden).map { "hidden '\($0.name)'" }
    return (shown + hidden).joined(separator: ", ")
  }

  private func note(onRepeat grid: Grid, file: String) -> Diagnostic {
    let count = max(0, grid.rows.count - 1)
    return Diagnostic(
      .note, "sheet-of-repeat",
      "the sheet '\(grid.name)' holds the \(count) \(count == 1 ? "record" : "records") of a repeat;"
        + " they belong to interviews of the sheet that was read, and are not analysed",
      at: SourceLocation(file: file, sheet: grid.name, line: 1))
  }

  /// Waves and cities may stand in sheets of one workbook.
  private func warning(on places: [Int], beside grid: Grid, file: String) -> Diagnostic {
    let others = places.map { "'\(grids[$0].name)'" }.joined(separator: ", ")
    return Diagnostic(
      .warning, "sheets-alike",
      "\(others) \(places.count == 1 ? "has" : "have") the very columns of the sheet '\(grid.name)'"
        + " that was read, and \(places.count == 1 ? "was" : "were") not read",
      fix:
        "if these are further waves or cities, give each sheet a row of sources.csv with its name in"
        + " 'sheet'", at: SourceLocation(file: file))
  }

  private func note(
    on places: [Int], beside grid: Grid, because reason: String, file: String
  ) -> [Diagnostic] {
    let others = places.map { "'\(grids[$0].name)'" }
    guard !others.isEmpty else { return [] }
    return [
      Diagnostic(
        .note, "sheet-chosen",
        "the sheet '\(grid.name)' was read, \(reason); not read:"
          + " \(others.joined(separator: ", "))",
        fix: "to read another one, name it: --sheet, or 'sheet' of sources.csv",
        at: SourceLocation(file: file))
    ]
  }
}

extension Workbook.Grid {
  /// Whether another sheet has the same header, and records.
  fileprivate func isShaped(like other: Workbook.Grid) -> Bool {
    guard let header = rows.first, let names = other.rows.first, other.rows.count > 1 else {
      return false
    }
    return header.count > 1 && header.map(\.text) == names.map(\.text)
  }

  fileprivate var cellCount: Int { rows.reduce(0) { $0 + $1.count } }

  fileprivate var width: Int { rows.map(\.count).max() ?? 0 }
}
