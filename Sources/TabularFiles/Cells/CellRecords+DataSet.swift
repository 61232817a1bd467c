import Parallelism
import SurveyModel

extension CellRecords {
  /// Reads a data set; its numbers are taken as they are. The cost is linear in its values.
  ///
  /// - Throws: As ``StatisticalFile/reading(_:encoding:)``, and `file-empty` where it has no variables.
  init(dataSet contents: FileContents, _ options: ReadingOptions) throws(TabularFileError) {
    let (file, diagnostics) = try StatisticalFile.reading(contents, encoding: options.encoding)
    let name = contents.file
    try options.requireNoSheet(in: "a data set", file: name)
    guard !file.variables.isEmpty else {
      throw TabularFileError(
        "file-empty", "the data set has no variables", fix: "ask for the file again",
        at: SourceLocation(file: name))
    }
    let cells = file.variables.enumerated().map { index, variable in
      Sheet.Cell(
        variable.name.withoutNULs.trimmed, at: SourceLocation(file: name, column: index + 1))
    }
    try ColumnNames.require(cells.map { Array($0.text.utf8) }, at: SourceLocation(file: name))
    let opening = CellOpening(
      file: name, container: TableContainer(file),
      dialect: Dialect(
        ofCellsIn: "a data set", preambleRows: Decision(0, .found, "a data set has none"),
        headerRows: Decision(1, .found, "a data set names its variables")),
      names: ColumnNames(joining: [cells]),
      diagnostics: diagnostics
        + options.unused(by: "a data set", file: contents.file, encoding: true),
      garbled: GarbledText.diagnostics(
        file.variables.lazy.map(\.name) + file.firstTexts, file: name))
    var ledger = FileLedger(rows: file.caseCount, fileBytes: contents.bytes.count)
    let blank = file.variables.count > 1 ? file.blankCases : []
    for row in blank { ledger.addNonData(.emptyRow, row..<row + 1, line: row + 1) }
    let kept = file.cases(without: blank)
    ledger.keep(records: kept.count)
    let body = CellBody(
      columns: file.columns(of: kept), rows: kept.map { Int32($0 + 1) }, irregular: [])
    self.init(opening, body, ledger)
  }
}

extension StatisticalFile {
  /// The first texts of its cases.
  fileprivate var firstTexts: [String] {
    variables.flatMap { variable -> ArraySlice<String> in
      if case .texts(let texts) = variable.values { texts.prefix(1_000) } else { [] }
    }
  }

  /// Cases without any value, from 0.
  fileprivate var blankCases: [Int] {
    variables.reduce(Array(0..<caseCount)) { blank, variable in
      switch variable.values {
      case .texts(let texts): blank.filter { texts[$0].withoutNULs.isEmpty }
      case .numbers(let numbers): blank.filter { StatisticalVariable.isBlank(numbers[$0]) }
      }
    }
  }

  /// All cases but some, from 0.
  ///
  /// - Parameter blank: Ascending.
  fileprivate func cases(without blank: [Int]) -> [Int] {
    var kept = [Int](0..<caseCount)
    guard !blank.isEmpty else { return kept }
    let left = Set(blank)
    kept.removeAll { left.contains($0) }
    return kept
  }

  /// The values of cases as columns.
  ///
  /// - Parameter cases: Ascending; all of them are not copied.
  fileprivate func columns(of cases: [Int]) -> TableColumns {
    let isWhole = cases.count == caseCount
    let pieces = concurrentMap(variables.count) { index in
      let variable = variables[index]
      switch variable.values {
      case .numbers(let numbers):
        return ColumnPiece(
          NumberCells(variable, values: isWhole ? numbers : cases.map { numbers[$0] }))
      case .texts(let texts):
        return ColumnPiece(texts: cases.lazy.map { texts[$0].withoutNULs })
      }
    }
    return TableColumns(joining: [pieces], columnCount: pieces.count)
  }
}
