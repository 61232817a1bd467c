import SurveyModel
import ZipArchive

/// The cells of one sheet as text.
struct WorkbookCells {
  /// Cells that a sheet may have, blank ones before a filled one included.
  static let cellLimit = 1_000_000
  /// Rows and columns of a sheet, as Excel has them.
  static let (rowLimit, columnLimit) = (1_048_576, 16_384)

  let texts: [String]
  let styles: WorkbookStyles
  let dates: ExcelDates
  let file: String
  let sheet: String

  func rows(
    _ archive: borrowing ZipReader, _ path: String, budget: inout UnpackingBudget
  ) throws -> [[Sheet.Cell]] {
    var state = State()
    let scanner = try XMLScanner(
      onStart: { element, attributes in try state.start(element, attributes) },
      onText: { state.add($0) },
      onEnd: { element in try end(element, &state) })
    try archive.scan(path, budget: &budget, scanner)
    return state.rows
  }

  private func end(_ element: String, _ state: inout State) throws {
    state.runs.end(element)
    switch element {
    case "v": state.isInValue = false
    case "c":
      let text = text(of: state)
      guard !text.isEmpty else { return }
      try pad(&state, to: state.column - 1)
      state.cells.append(Sheet.Cell(text, at: place(state.row, state.cells.count + 1)))
    case "row":
      if !state.cells.isEmpty { state.rows.append(state.cells) }
    default: break
    }
  }

  private func pad(_ state: inout State, to count: Int) throws {
    state.cellCount += max(1, count - state.cells.count + 1)
    guard state.cellCount <= Self.cellLimit else {
      throw XMLScanner.Fault(
        description: "its sheet \(sheet) has more than \(Self.cellLimit) cells")
    }
    while state.cells.count < count {
      state.cells.append(Sheet.Cell("", at: place(state.row, state.cells.count + 1)))
    }
  }

  private func place(_ row: Int, _ column: Int) -> SourceLocation {
    SourceLocation(file: file, sheet: sheet, line: row, column: column)
  }

  private func text(of state: State) -> String {
    switch state.kind {
    case "s":
      return Int(state.value).flatMap { texts.indices.contains($0) ? texts[$0] : nil } ?? ""
    case "inlineStr": return state.runs.text
    case "b": return state.value == "1" ? "TRUE" : state.value.isEmpty ? "" : "FALSE"
    case "n", "": return number(state.value, as: styles[state.style])
    default: return state.value
    }
  }

  private func number(_ text: String, as format: WorkbookStyles.Format) -> String {
    guard let number = Double(text) else { return text }
    if let date = dates.text(number, as: format) { return date }
    if let whole = Int64(exactly: number) { return String(whole) }
    return "\(number)"
  }
}

extension WorkbookCells {
  /// Where in the sheet the reader is, and what it has of the cell there.
  struct State {
    var rows: [[Sheet.Cell]] = []
    var cells: [Sheet.Cell] = []
    var cellCount = 0
    var row = 0
    /// From 1, as ``row``.
    var column = 0
    var kind = ""
    var style = 0
    var value = ""
    var isInValue = false
    var runs = WorkbookTextRuns()

    mutating func start(_ element: String, _ attributes: XMLScanner.Attributes) throws {
      switch element {
      case "row":
        row = try Self.number(attributes["r"], after: row)
        (cells, column) = ([], 0)
      case "c":
        column = attributes["r"].flatMap(Self.column) ?? column + 1
        guard column <= WorkbookCells.columnLimit else {
          throw XMLScanner.Fault(
            description: "its row \(row) has cells beyond column \(WorkbookCells.columnLimit)")
        }
        guard column > cells.count else {
          throw XMLScanner.Fault(description: "its cells in row \(row) are out of order")
        }
        kind = attributes["t"] ?? ""
        style = attributes["s"].flatMap { Int($0) } ?? 0
        (value, runs) = ("", WorkbookTextRuns())
      case "v": isInValue = true
      default: runs.start(element)
      }
    }

    mutating func add(_ text: String) {
      if isInValue { value += text } else { runs.add(text) }
    }

    /// The number of a row, or of the one after another.
    private static func number(_ text: String?, after last: Int) throws -> Int {
      let row = text.map { Int($0) ?? 0 } ?? last + 1
      guard (1...WorkbookCells.rowLimit).contains(row) else {
        throw XMLScanner.Fault(
          description:
            "a row is numbered \(text?.prefix(20) ?? "\(row)"): rows are 1 to \(WorkbookCells.rowLimit)"
        )
      }
      return row
    }

    /// The column of `AB12`: 28; one beyond the last for what lies farther, nil for no cell.
    private static func column(of reference: String) -> Int? {
      var column = 0
      for letter in reference.utf8 {
        guard letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z") else { break }
        column = column * 26 + Int(letter - UInt8(ascii: "A")) + 1
        guard column <= WorkbookCells.columnLimit else { return WorkbookCells.columnLimit + 1 }
      }
      return column == 0 ? nil : column
    }
  }
}
