import SurveyModel

/// The decimal mark of each column, from its values.
struct DecimalMarks {
  /// nil where a column has no decimal numbers, or is no column of numbers.
  let columns: [DecimalMark?]
  /// Columns of numbers that have both marks.
  private let mixed: [Int]

  init(_ storage: FieldStorage, columns count: Int) {
    var tallies = Array(repeating: Tally(), count: count)
    for row in 0..<storage.rowCount {
      for column in 0..<count where tallies[column].isNumeric {
        storage.withField(row: row, column: column) { tallies[column].add($0) }
      }
    }
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

    /// Whether at least half of the fields are numbers, as far as was looked.
    var isNumeric: Bool { others <= max(16, points + commas + integers) }

    var isMixed: Bool { mark != nil && points > 0 && commas > 0 }

    var mark: DecimalMark? {
      guard points + commas > 0, !hasLists, others <= points + commas + integers else { return nil }
      return commas > points ? .comma : .point
    }

    mutating func add(_ field: UnsafeBufferPointer<UInt8>) {
      if field.count < 3 { return }
      guard let numeral = Numeral(field) else {
        others += 1
        if !hasLists { hasLists = Self.isList(field) }
        return
      }
      switch numeral.mark {
      case .point: points += 1
      case .comma: commas += 1
      case nil: integers += 1
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
