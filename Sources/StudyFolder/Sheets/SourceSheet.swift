import SurveyModel
import TabularFiles

extension Source {
  /// The rows of the sheet `sources`.
  static func read(_ sheet: Sheet) -> ([Source], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .sources)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let sources = sheet.rows.compactMap { row -> Source? in
      guard let wave = key("wave", row, &rows), let city = key("city", row, &rows),
        let file = rows.text("file", row),
        let questionnaire = rows.text("questionnaire", row)
      else { return nil }
      return Source(
        wave: wave, city: city, file: file, questionnaire: questionnaire,
        form: row.values(of: Source.FormProperty.allCases, in: \.rawValue),
        columns: row.values(of: ColumnRole.allCases, in: \.name),
        replicateMethod: row["replicate-method"], replicateScales: row["replicate-scales"],
        values: rows.option("values", row, of: AnswerWriting.self),
        dates: rows.option("dates", row, of: DateOrder.self),
        imputation: imputation(row, &rows),
        at: rows.place("file", row))
    }
    return (sources, rows.diagnostics)
  }

  /// A whole number from 0 on, or nil where the cell is blank; of what cannot be read, one that no
  /// imputation has, lest its answers count beside the observed ones.
  private static func imputation(_ row: Sheet.Row, _ rows: inout SheetRows) -> Int? {
    guard let text = row["imputation"] else { return nil }
    if let whole = Int(text), whole >= 0 { return whole }
    rows.note(
      .error, "not-a-whole-number", "'imputation' must be 0, 1, 2, …",
      fix: "write 0 for the file as observed, 1, 2, … for the imputed ones",
      at: rows.place("imputation", row))
    return .max
  }

  /// `wave`, or `wave-column`; both or neither is a problem.
  private static func key(_ name: String, _ row: Sheet.Row, _ rows: inout SheetRows) -> Key? {
    switch (row[name], row["\(name)-column"]) {
    case (let fixed?, nil): return .fixed(fixed)
    case (nil, let column?): return .column(column)
    case (nil, nil):
      rows.note(
        .error, "value-missing", "neither '\(name)' nor '\(name)-column' is given",
        fix: "name the \(name), or the column of the file that holds it", at: row.location)
    case (_?, _?):
      rows.note(
        .error, "value-ambiguous", "both '\(name)' and '\(name)-column' are given",
        fix: "leave one of them blank", at: rows.place(name, row))
    }
    return nil
  }
}

extension Sheet.Row {
  /// The cells that say something of each key, in the column of its name; none where a cell is
  /// blank.
  fileprivate func values<Key: Hashable>(
    of keys: [Key], in column: (Key) -> String
  ) -> [Key: String] {
    keys.reduce(into: [:]) { values, key in values[key] = self[column(key)] }
  }
}
