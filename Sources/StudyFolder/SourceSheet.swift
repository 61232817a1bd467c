import SurveyModel
import TabularFiles

extension Source {
  /// Columns of the sheet `sources` that name a column of the field file.
  static let roles =
    [
      "identifier", "weight", "stratum", "cluster", "population-size", "interviewer", "mode",
      "started", "ended", "disposition", "sample", "replicates", "replicate-method",
    ] + laterStageRoles

  private static let laterStageRoles = LaterStageVariables.stages.flatMap { stage in
    ["stratum", "cluster", "population-size"].map { "\($0)-\(stage)" }
  }

  /// The rows of the sheet `sources`.
  static func read(_ sheet: Sheet) -> ([Source], [Diagnostic]) {
    var rows = SheetRows(sheet)
    guard rows.hasColumns("file", "questionnaire") else { return ([], rows.diagnostics) }
    let sources = sheet.rows.compactMap { row -> Source? in
      guard let wave = key("wave", row, &rows), let city = key("city", row, &rows),
        let file = rows.text("file", row),
        let questionnaire = rows.text("questionnaire", row)
      else { return nil }
      return Source(
        wave: wave, city: city, file: file, questionnaire: questionnaire,
        form: row.values(ReadingOptions.names),
        columns: row.values(roles),
        at: rows.place("file", row))
    }
    return (sources, rows.diagnostics)
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
  /// The cells of columns, by their names; none where a cell is blank.
  fileprivate func values(_ names: [String]) -> [String: String] {
    names.reduce(into: [:]) { values, name in values[name] = self[name] }
  }
}
