import SurveyModel

/// What was read of a workbook's sheet or a data set: the kept records in columns, and all that is not
/// among them.
struct CellRecords {
  let file: String
  let container: TableContainer
  let dialect: Dialect
  /// Without last names that are blank over blank columns.
  let header: [Sheet.Cell]
  let columns: TableColumns
  /// Which row of the sheet, or case of the data set, each kept record is.
  let rows: [Int32]
  let irregular: [IrregularRecord]
  let ledger: FileLedger
  let diagnostics: [Diagnostic]

  /// - Parameters:
  ///   - found: What is known before the records are looked at.
  ///   - body: The records.
  ///   - ledger: Filled.
  init(
    _ found: CellOpening, _ body: CellBody, _ ledger: FileLedger
  ) {
    (file, container, dialect) = (found.file, found.container, found.dialect)
    (columns, rows, irregular) = (body.columns, body.rows, body.irregular)
    self.ledger = ledger
    let names = found.names
    header = names.cells.withoutBlankEnd(over: columns)
    let sheet = container.sheet
    let told =
      names.problems + header.problems(over: columns) + found.garbled
      + body.blankRecords(file: file)
      + RecordFindings.diagnostics(
        irregular: irregular, ledger, file: file, stride: names.cells.count)
    diagnostics =
      found.diagnostics
      + told.map { diagnostic in
        var diagnostic = diagnostic
        diagnostic.location.sheet = sheet
        return diagnostic
      }
  }
}

/// How the table of a workbook's sheet or a data set begins.
struct CellOpening {
  let file: String
  let container: TableContainer
  let dialect: Dialect
  let names: ColumnNames
  /// What is to be said of the file itself.
  let diagnostics: [Diagnostic]
  /// A warning where texts seem to have been read in the wrong encoding before they came here.
  let garbled: [Diagnostic]
}

/// The kept records of a workbook's sheet or a data set.
struct CellBody {
  let columns: TableColumns
  let rows: [Int32]
  let irregular: [IrregularRecord]

  /// A note where a table of one column has records without an answer.
  func blankRecords(file: String) -> [Diagnostic] {
    guard columns.columns.count == 1 else { return [] }
    let blank = rows.indices.count { columns.isEmpty(row: $0, column: 0) }
    guard blank > 0 else { return [] }
    return [
      Diagnostic(
        .note, "blank-line-kept",
        "the file has one column and \(blank) blank records; each is one without an answer",
        at: SourceLocation(file: file))
    ]
  }
}

extension Dialect {
  /// How a table of cells stands in a file: its texts are Unicode and its numbers have points once they
  /// are read, and nothing divides them.
  ///
  /// - Parameter what: `a workbook`, `a data set`.
  init(ofCellsIn what: String, preambleRows: Decision<Int>, headerRows: Decision<Int>) {
    let reason = "\(what) has cells"
    self.init(
      encoding: Decision(.utf8, .given, "\(what) says how its text is written"),
      hasByteOrderMark: false, delimiter: Decision(.comma, .given, reason),
      quote: Decision(.double, .assumed, reason), escape: Decision(.doubled, .assumed, reason),
      preambleRows: preambleRows, headerRows: headerRows,
      decimalMark: Decision(.point, .given, "\(what) has numbers, which are written so"),
      lineEnd: Decision(.lf, .assumed, reason), hasQuotes: false)
  }
}

extension GarbledText {
  /// The warning for texts of cells, by the first MiB of them.
  static func diagnostics(_ texts: some Sequence<String>, file: String) -> [Diagnostic] {
    var sample: [UInt8] = []
    for text in texts where !text.isEmpty {
      guard sample.count < 1 << 20 else { break }
      sample.append(contentsOf: text.utf8)
      sample.append(UInt8(ascii: "\n"))
    }
    return sample.withUnsafeBufferPointer { diagnostics($0, file: file) }
  }
}

extension ReadingOptions {
  /// Refuses the name of a sheet for a file that has none.
  ///
  /// - Parameter kind: What the file is.
  /// - Throws: `sheet-missing`.
  func requireNoSheet(in kind: String, file: String) throws(TabularFileError) {
    guard let sheet else { return }
    throw TabularFileError(
      "sheet-missing",
      "the sheet '\(sheet)' was asked for, but the file is \(kind) and has no sheets",
      fix: "leave 'sheet' out, or name a workbook", at: SourceLocation(file: file))
  }

  /// A warning where something is said of the form of a file that has no such form.
  ///
  /// - Parameters:
  ///   - preamble: Whether the file can have a preamble and several rows of names.
  ///   - encoding: Whether its texts can be in an encoding that the file does not name.
  func unused(
    by kind: String, file: String, preamble: Bool = false, encoding: Bool = false
  ) -> [Diagnostic] {
    let given = [
      (delimiter != nil, "delimiter"), (self.encoding != nil && !encoding, "encoding"),
      (decimalMark != nil, "decimal"), (quote != nil, "quote"), (escape != nil, "escape"),
      (preambleRows != nil && !preamble, "preamble-rows"),
      (headerRows != nil && !preamble, "header-rows"),
    ]
    let names = given.filter(\.0).map(\.1)
    guard !names.isEmpty else { return [] }
    return [
      Diagnostic(
        .warning, "form-not-used",
        "the file is \(kind), whose cells are no text to be divided: nothing follows from "
          + names.map { "'\($0)'" }.joined(separator: ", "),
        fix: "leave \(names.count == 1 ? "it" : "them") out", at: SourceLocation(file: file))
    ]
  }
}
