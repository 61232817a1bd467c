import TextFormats

extension FieldTable {
  /// Writes the regular records as UTF-8, comma, LF and decimal point, quoted as RFC 4180 says.
  ///
  /// Numbers keep their digits; a decimal comma becomes a point, and marks between thousands go. A field is quoted where it
  /// holds a comma, a quote or a line break, or where space stands at its ends.
  ///
  /// - Parameters:
  ///   - chosen: Columns, in this order; nil for all.
  ///   - hasHeader: Whether the names come first.
  ///   - emit: Receives the text piece by piece.
  /// > Y. Shafranovich (2005). RFC 4180, section 2.
  public func writeClean(
    columns chosen: [Int]? = nil, hasHeader: Bool = true,
    _ emit: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) rethrows {
    var line: [UInt8] = []
    let quoting = FieldQuoting.commas
    let columns = chosen ?? Array(0..<columnCount)
    let isOneColumn = columns.count == 1
    for (place, column) in columns.enumerated() where hasHeader {
      if place > 0 { line.append(0x2C) }
      let name = header[column].text
      quoting.append(name, to: &line, always: isOneColumn && name.isEmpty)
    }
    if hasHeader { line.append(0x0A) }
    let marks = (0..<columnCount).map(numberMarks)
    for row in 0..<rowCount {
      appendClean(row: row, columns: columns, marks, to: &line)
      if line.count > 1 << 16 {
        try line.withUnsafeBufferPointer(emit)
        line.removeAll(keepingCapacity: true)
      }
    }
    try line.withUnsafeBufferPointer(emit)
  }

  /// A regular record as ``writeClean(columns:hasHeader:_:)`` writes it.
  func cleanLine(row: Int) -> [UInt8] {
    var line: [UInt8] = []
    appendClean(
      row: row, columns: Array(0..<columnCount), (0..<columnCount).map(numberMarks), to: &line)
    return line
  }

  private func appendClean(
    row: Int, columns: [Int], _ marks: [NumberMarks], to line: inout [UInt8]
  ) {
    let quoting = FieldQuoting.commas
    for (place, column) in columns.enumerated() {
      if place > 0 { line.append(0x2C) }
      withField(row: row, column: column) { field in
        let marks = marks[column]
        if marks.decimal == .comma, Numeral(field)?.mark == .comma {
          line.append(contentsOf: field.lazy.map { $0 == 0x2C ? 0x2E : $0 })
        } else if marks.isGrouped, let plain = WrittenNumber(thousandsOf: field, marks)?.plain {
          line.append(contentsOf: plain)
        } else {
          quoting.append(field, to: &line, always: columns.count == 1 && field.isEmpty)
        }
      }
    }
    line.append(0x0A)
  }
}

extension FieldTable {
  /// Fields, and names of columns, that a spreadsheet would take for formulas.
  ///
  /// - Parameter chosen: Columns to look at; nil for all.
  /// - Complexity: O(n) in fields.
  public func formulaCount(columns chosen: [Int]? = nil) -> Int {
    let columns = chosen ?? Array(0..<columnCount)
    let names = columns.count { header[$0].text.beginsLikeFormula }
    return columns.reduce(names) { sum, column in
      sum
        + (0..<rowCount).count { row in
          withField(row: row, column: column) { field in
            guard let first = field.first, "=+-@\t\r".utf8.contains(first) else { return false }
            return String(decoding: field, as: UTF8.self).beginsLikeFormula
          }
        }
    }
  }
}
