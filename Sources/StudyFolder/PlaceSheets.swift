import SurveyModel
import TabularFiles

extension City {
  /// The rows of the sheet `cities`.
  static func read(_ sheet: Sheet) -> ([City], [Diagnostic]) {
    var rows = SheetRows(sheet)
    guard rows.hasColumns("city") else { return ([], rows.diagnostics) }
    let labels = sheet.languageColumns("label")
    let inCase = sheet.languageColumns("in")
    let ofCase = sheet.languageColumns("of")
    var cities: [City] = []
    for row in sheet.rows {
      guard let name = rows.fileName("city", row, notAmong: cities.map(\.name)) else { continue }
      cities.append(
        City(
          name: name, code: row["code"], label: row.label(labels), inCase: row.label(inCase),
          ofCase: row.label(ofCase), population: rows.number("population", row)))
    }
    return (cities, rows.diagnostics)
  }
}

extension Wave {
  /// The rows of the sheet `waves`, in the order of time.
  static func read(_ sheet: Sheet) -> ([Wave], [Diagnostic]) {
    var rows = SheetRows(sheet)
    guard rows.hasColumns("wave", "sample") else { return ([], rows.diagnostics) }
    let labels = sheet.languageColumns("label")
    let inCase = sheet.languageColumns("in")
    let ofCase = sheet.languageColumns("of")
    var waves: [Wave] = []
    for row in sheet.rows {
      guard let name = rows.fileName("wave", row, notAmong: waves.map(\.name)) else { continue }
      guard rows.text("sample", row) != nil,
        let sample = rows.option("sample", row, of: Wave.SampleKind.self)
      else { continue }
      waves.append(
        Wave(
          name: name, code: row["code"], label: row.label(labels), inCase: row.label(inCase),
          ofCase: row.label(ofCase), start: row["start"], end: row["end"], sample: sample,
          points: rows.option("points", row, of: Wave.Points.self) ?? .fresh))
    }
    return (waves, rows.diagnostics)
  }
}

extension SheetRows {
  /// A name that is used once and may stand in a file name.
  fileprivate mutating func fileName(
    _ column: String, _ row: Sheet.Row, notAmong names: [String]
  ) -> String? {
    guard let name = text(column, row) else { return nil }
    if names.contains(name) {
      note(
        .error, "duplicate-name", "a second \(column) is named '\(name)'",
        fix: "give each \(column) a name of its own", at: place(column, row))
      return nil
    }
    if name.contains("/") || name.hasPrefix(".") {
      note(
        .error, "bad-identifier", "'\(column)' names a file and cannot be '\(name)'",
        fix: "write a short name in Latin letters", at: place(column, row))
      return nil
    }
    return name
  }
}
