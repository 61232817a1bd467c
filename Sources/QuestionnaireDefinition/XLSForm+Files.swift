import SurveyModel
import TabularFiles

extension XLSForm {
  /// Reads a form's file.
  ///
  /// - Parameters:
  ///   - contents: A workbook (`.xlsx`), or a CSV file that holds all sheets, the sheet's name
  ///     standing in the first column above its header.
  ///   - version: The name of the questionnaire's version.
  public static func reading(_ contents: FileContents, version: String) -> Reading {
    do {
      let sheets =
        contents.isArchive
        ? try Workbook.reading(contents).grids.compactMap(\.sheet)
        : self.sheets(in: try Sheet.cells(contents))
      return reading(sheets: sheets, file: contents.file, version: version)
    } catch {
      return Reading(questionnaire: nil, diagnostics: error.diagnostics)
    }
  }

  /// Reads a form whose sheets are CSV files.
  ///
  /// - Parameters:
  ///   - files: The files by the name of the sheet: `survey`, `choices`, `settings`.
  ///   - folder: The form's folder as the user knows it.
  ///   - version: The name of the questionnaire's version.
  public static func reading(
    files: [String: FileContents], folder: String, version: String
  ) -> Reading {
    var (sheets, diagnostics) = ([Sheet](), [Diagnostic]())
    for name in files.keys.sorted() {
      guard let contents = files[name] else { continue }
      do {
        let reading = try Sheet.reading(contents, name: name)
        sheets.append(reading.sheet)
        // Columns are compared by their meaning later on.
        diagnostics += reading.diagnostics.filter { $0.code != "duplicate-column" }
      } catch {
        diagnostics += error.diagnostics
      }
    }
    let form = reading(sheets: sheets, file: folder, version: version)
    return Reading(
      questionnaire: diagnostics.hasErrors ? nil : form.questionnaire,
      diagnostics: diagnostics + form.diagnostics)
  }

  /// Reads a form from a path: a folder of CSV files, a workbook, or a CSV file of all sheets.
  ///
  /// - Parameter displayPath: The path as the user knows it.
  public static func reading(path: String, displayPath: String, version: String) -> Reading {
    do {
      return reading(
        try FileContents(path: path, displayPath: displayPath), version: version)
    } catch {
      guard error.diagnostics.first?.code == "file-is-a-folder" else {
        return Reading(questionnaire: nil, diagnostics: error.diagnostics)
      }
      return readingFolder(path, displayPath: displayPath, version: version)
    }
  }

  private static func readingFolder(
    _ path: String, displayPath: String, version: String
  ) -> Reading {
    var (files, problems) = ([String: FileContents](), [Diagnostic]())
    for name in ["survey", "choices", "settings", "external_choices"] {
      do {
        files[name] = try FileContents(
          path: "\(path)/\(name).csv", displayPath: "\(displayPath)/\(name).csv")
      } catch {
        // Only the survey must be there.
        problems += error.diagnostics.filter { $0.code != "file-missing" || name == "survey" }
      }
    }
    guard !problems.hasErrors else { return Reading(questionnaire: nil, diagnostics: problems) }
    return reading(files: files, folder: displayPath, version: version)
  }

  /// The sheets of a single file: a filled first cell names a sheet, the rows under it begin with
  /// a blank cell.
  private static func sheets(in rows: [[Sheet.Cell]]) -> [Sheet] {
    let words = Set((rows.first ?? []).map { $0.text.trimmed.lowercased() })
    if words.isSuperset(of: ["type", "name"]) { return [Sheet(surveyOnly: rows)] }
    var sheets: [Sheet] = []
    var (name, lines) = ("", [[Sheet.Cell]]())
    func close() -> Sheet? {
      guard let header = lines.first else { return nil }
      let cells = header.map { Sheet.Cell($0.text.trimmed, at: $0.location) }
      return Sheet(name: name, header: cells, rows: Array(lines.dropFirst()))
    }
    for row in rows {
      if let first = row.first, !first.text.trimmed.isEmpty {
        sheets += [close()].compactMap(\.self)
        (name, lines) = (first.text.trimmed, [])
      } else if !row.allSatisfy(\.text.trimmed.isEmpty) {
        lines.append(Array(row.dropFirst()))
      }
    }
    return sheets + [close()].compactMap(\.self)
  }
}

extension Sheet {
  /// A file that holds the sheet `survey` and no other.
  fileprivate init(surveyOnly rows: [[Cell]]) {
    let header = rows[0].map { Cell($0.text.trimmed, at: $0.location) }
    self.init(name: "survey", header: header, rows: Array(rows.dropFirst()))
  }
}

extension FileContents {
  /// Whether it is a workbook, or one of the older kind.
  fileprivate var isArchive: Bool {
    bytes.starts(with: [0x50, 0x4B]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
      || file.lowercased().hasSuffix(".xlsx") || file.lowercased().hasSuffix(".xls")
  }
}
