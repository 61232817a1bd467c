/// The header's fields where a record should be, as in files that were put one behind the other.
struct RepeatedHeader {
  /// In UTF-8.
  private let names: [[UInt8]]

  /// nil where the header is not one row of names.
  init?(_ form: RecordForm) {
    guard form.headerFields.count > 1, form.isRegularCount(form.headerFields.count) else {
      return nil
    }
    let blanks = [[UInt8]](repeating: [], count: form.stride - form.headerFields.count)
    names =
      form.headerFields.map(form.decoded) + blanks
  }

  /// The rows that repeat the header.
  ///
  /// Costs a look at the dictionary of each column that has one, and a pass over one column where all
  /// of these hold the column's name.
  func rows(in part: TablePart) -> [Int] {
    guard part.pieces.count == names.count, part.rowCount > 0 else { return [] }
    let listed = names.indices.filter { !part.pieces[$0].holdsTexts }
    var key: (column: Int, entry: Int)?
    for column in listed where !isCell(names[column]) {
      guard let entry = part.pieces[column].entries.firstIndex(of: names[column]) else {
        return []
      }
      key = key ?? (column, entry)
    }
    let rows = 0..<part.rowCount
    if let key {
      let piece = part.pieces[key.column]
      return rows.filter { piece.entry($0) == key.entry && isHeader($0, part) }
    }
    guard let column = names.indices.first(where: { part.pieces[$0].holdsTexts }) else {
      return []
    }
    return rows.filter {
      part.pieces[column].text($0).count == names[column].count && isHeader($0, part)
    }
  }

  /// Whether a name may be held as a number, a date or nothing, and so be in no dictionary.
  private func isCell(_ name: [UInt8]) -> Bool {
    name.isEmpty || (name.count <= 32 && name.allSatisfy { $0 < 0x40 })
  }

  private func isHeader(_ row: Int, _ part: TablePart) -> Bool {
    names.indices.allSatisfy { column in
      part.pieces[column].withField(row) { $0.elementsEqual(names[column]) }
    }
  }
}
