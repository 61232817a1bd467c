import SurveyModel
import TabularFiles

extension City {
  /// The rows of the sheet `cities`.
  static func read(_ sheet: Sheet) -> ([City], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .cities)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let labels = sheet.languageColumns("label")
    let inCase = sheet.languageColumns("in")
    let ofCase = sheet.languageColumns("of")
    var cities: [City] = []
    var taken: [String: String] = [:]
    for row in sheet.rows {
      guard let name = rows.fileName("city", row, notAmong: &taken) else { continue }
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
  ///
  /// - Parameter isDraft: Whether the kind of sample may still be blank.
  static func read(_ sheet: Sheet, isDraft: Bool = false) -> ([Wave], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .waves)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let labels = sheet.languageColumns("label")
    let inCase = sheet.languageColumns("in")
    let ofCase = sheet.languageColumns("of")
    var waves: [Wave] = []
    var taken: [String: String] = [:]
    for row in sheet.rows {
      guard let name = rows.fileName("wave", row, notAmong: &taken) else { continue }
      guard let sample = sampleKind(row, isDraft: isDraft, &rows) else { continue }
      waves.append(
        Wave(
          name: name, code: row["code"], label: row.label(labels), inCase: row.label(inCase),
          ofCase: row.label(ofCase), start: rows.day("start", row), end: rows.day("end", row),
          sample: sample,
          points: rows.option("points", row, of: Wave.Points.self) ?? .fresh))
    }
    return (waves, rows.diagnostics)
  }

  /// A blank must be filled in; until it is, a draft's sample counts as one that promises least.
  private static func sampleKind(
    _ row: Sheet.Row, isDraft: Bool, _ rows: inout SheetRows
  ) -> SampleKind? {
    if isDraft, row["sample"] == nil {
      rows.note(
        .warning, "sample-kind-open",
        "the kind of sample is not said; until it is, the sample counts as open",
        fix: "write probability, quota, panel or open", at: rows.place("sample", row))
      return .open
    }
    guard rows.text("sample", row) != nil else { return nil }
    return rows.option("sample", row, of: SampleKind.self)
  }
}

extension SheetRows {
  /// A name that is used once, in any case of letters, and may stand in a file name.
  ///
  /// - Parameter taken: Names so far by their small letters, to which it is added.
  fileprivate mutating func fileName(
    _ column: String, _ row: Sheet.Row, notAmong taken: inout [String: String]
  ) -> String? {
    guard let name = text(column, row) else { return nil }
    if let fault = FileName.fault(in: name) {
      note(
        .error, "bad-identifier", "'\(column)' names a file and cannot \(fault)",
        fix: "write a short name in Latin letters", at: place(column, row))
      return nil
    }
    if let other = taken.updateValue(name, forKey: name.lowercased()) {
      note(
        .error, "duplicate-name",
        other == name
          ? "a second \(column) is named '\(name)'"
          : "'\(name)' and '\(other)' differ only in the case of letters",
        fix: "give each \(column) a name of its own", at: place(column, row))
      return nil
    }
    return name
  }
}

/// What names may stand in names of files and folders, on any system.
enum FileName {
  /// Bytes in UTF-8: with endings such as `.ru.html` a name stays below the 255 of file systems.
  static let mostBytes = 200

  /// Why a name cannot be one, to follow "cannot"; nil where it can.
  static func fault(in name: String) -> String? {
    if name.utf8.count > mostBytes {
      return "have \(name.utf8.count) bytes: at most \(mostBytes)"
    }
    if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return "hold control characters"
    }
    if name.contains("/") || name.contains("\\") || name.hasPrefix(".") { return "be '\(name)'" }
    if ["tables", "import"].contains(name.lowercased()) {
      return "be '\(name)', which is a folder of every report"
    }
    return nil
  }
}
