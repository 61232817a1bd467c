import Parallelism
import SurveyModel

/// The decimal mark of each column, from its values.
struct DecimalMarks {
  /// nil where a column has no decimal numbers, or is no column of numbers.
  let columns: [DecimalMark?]
  /// Columns of numbers that have both marks.
  private let mixed: [Int]

  /// Cost: one pass over the cells of columns that are no mere codes.
  init(_ table: TableColumns, columns count: Int) {
    let tallies = concurrentMap(count) { column in Tally(table.columns[column]) }
    columns = tallies.map(\.mark)
    mixed = tallies.indices.filter { tallies[$0].isMixed }
  }

  private struct Tally {
    var points = 0
    var commas = 0
    var integers = 0
    /// Fields that are no numbers.
    var others = 0
    /// Whether a field is a list of codes (`1,3,7`); then `1,3` is one too.
    var hasLists = false

    /// A column of nothing but short codes has neither marks nor lists.
    init(_ column: TypedColumn) {
      guard !column.pieces.allSatisfy({ $0.holdsShortCodesOnly }) else { return }
      for piece in column.pieces {
        switch piece.kind {
        case .codes: addCodes(piece)
        case .quantities: addQuantities(piece)
        case .texts: for row in 0..<piece.rowCount { add(piece.text(row)) }
        case .numbers(let numbers): addNumbers(numbers.values)
        }
      }
    }

    private mutating func addCodes(_ piece: ColumnPiece) {
      var counts = [Int](repeating: 0, count: Int(CellCode.firstListed) + piece.entries.count)
      for code in piece.codes { counts[Int(code)] += 1 }
      integers += counts[111..<Int(CellCode.firstListed)].reduce(0, +)
      for (entry, count) in zip(piece.entries, counts[Int(CellCode.firstListed)...]) {
        entry.withUnsafeBufferPointer { add($0, count: count) }
      }
    }

    /// Quantities of fewer than three bytes are whole numbers under 100, and −9 … −1.
    private mutating func addQuantities(_ piece: ColumnPiece) {
      var counts = [Int](repeating: 0, count: piece.entries.count)
      for cell in piece.quantities {
        if Quantity.isNumber(cell) {
          if Quantity.scale(cell) == 0 {
            let isShort = cell < 100 || (cell >= 1 << 28 && cell < 1 << 28 + 10)
            integers += isShort ? 0 : 1
          } else if Quantity.hasComma(cell) {
            commas += 1
          } else {
            points += 1
          }
        } else if let place = Quantity.place(cell) {
          counts[place] += 1
        } else if Quantity.isDate(cell) {
          others += 1
        }
      }
      for (entry, count) in zip(piece.entries, counts) {
        entry.withUnsafeBufferPointer { add($0, count: count) }
      }
    }

    private mutating func addNumbers(_ numbers: [Double]) {
      for number in numbers where number.isFinite {
        if number == number.rounded() { integers += 1 } else { points += 1 }
      }
    }

    var isMixed: Bool { mark != nil && points > 0 && commas > 0 }

    var mark: DecimalMark? {
      guard points + commas > 0, !hasLists, others <= points + commas + integers else { return nil }
      return commas > points ? .comma : .point
    }

    private mutating func add(_ field: UnsafeBufferPointer<UInt8>, count: Int = 1) {
      if field.count < 3 { return }
      guard let numeral = Numeral(field) else {
        let written = WrittenNumber.mark(of: field)
        if written.isNumber, !Self.isList(field) {
          add(written.mark, count)
          return
        }
        others += count
        if !hasLists { hasLists = Self.isList(field) }
        return
      }
      add(numeral.mark, count)
    }

    private mutating func add(_ mark: DecimalMark?, _ count: Int) {
      switch mark {
      case .point: points += count
      case .comma: commas += count
      case nil: integers += count
      }
    }

    private static func isList(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
      field.allSatisfy { $0 == 0x2C || $0 == 0x20 || (0x30...0x39).contains($0) }
        && field.count { $0 == 0x2C } > 1
    }
  }

  func decision(given: DecimalMark?) -> Decision<DecimalMark> {
    if let given { return Decision(given, .given, "it was given") }
    let points = columns.count { $0 == .point }
    let commas = columns.count { $0 == .comma }
    if points + commas == 0 {
      return Decision(.point, .assumed, "no column has decimal numbers")
    }
    let mark: DecimalMark = commas > points ? .comma : .point
    let reason =
      "\(max(points, commas)) of \(points + commas) columns with decimal numbers have it"
    return Decision(
      mark, .found, reason,
      runnerUp: min(points, commas) == 0 ? nil : mark == .comma ? .point : .comma)
  }

  func diagnostics(header: [Sheet.Cell]) -> [Diagnostic] {
    mixed.map { column in
      Diagnostic(
        .warning, "mixed-decimal-marks",
        "the column '\(header[column].text)' has numbers with a decimal point and with a comma",
        fix: "write them alike", at: header[column].location)
    }
  }
}
