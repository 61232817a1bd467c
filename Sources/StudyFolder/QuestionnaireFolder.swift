import FoundationEssentials
import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// The folder `questionnaires`: a folder of sheets, or a workbook, for each version.
enum QuestionnaireFolder {
  /// Where a version stands.
  private enum Place {
    case folder(String)
    /// A workbook, or a CSV file of all sheets.
    case file(String)
  }

  /// All versions by name, in the order of their names; what is wrong is noted.
  static func read(_ sheets: inout StudySheets) -> [String: Questionnaire] {
    let folder = "\(sheets.folder)/questionnaires"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    var questionnaires: [String: Questionnaire] = [:]
    for (version, place) in names.compactMap({ versionAndPlace($0, in: folder) }) {
      questionnaires[version] = read(version, place, &sheets)
    }
    if names.isEmpty {
      sheets.note([
        Diagnostic(
          .error, "sheet-missing", "the study has no questionnaire",
          fix: "put survey.csv and choices.csv into questionnaires/<version>/, or <version>.xlsx",
          at: SourceLocation(file: "questionnaires"))
      ])
    }
    return questionnaires
  }

  private static func read(
    _ version: String, _ place: Place, _ sheets: inout StudySheets
  ) -> Questionnaire? {
    let reading: XLSForm.Reading
    switch place {
    case .folder(let name):
      let folder = "questionnaires/\(name)"
      let files = formFiles(in: folder, &sheets)
      reading = XLSForm.reading(files: files, folder: folder, version: version)
    case .file(let name):
      guard let contents = sheets.readFile("questionnaires/\(name)") else { return nil }
      reading = XLSForm.reading(contents, version: version)
    }
    sheets.note(reading.diagnostics)
    return reading.questionnaire
  }

  private static func formFiles(
    in folder: String, _ sheets: inout StudySheets
  ) -> [String: FileContents] {
    var files: [String: FileContents] = [:]
    for name in ["survey", "choices", "settings", "external_choices"] {
      let path = "\(folder)/\(name).csv"
      let isThere = FileManager.default.fileExists(atPath: "\(sheets.folder)/\(path)")
      if isThere || name == "survey" { files[name] = sheets.readFile(path) }
    }
    return files
  }

  /// The version that a name in the folder stands for; nil for other files.
  private static func versionAndPlace(_ name: String, in folder: String) -> (String, Place)? {
    if name.hasPrefix(".") { return nil }
    for ending in [".xlsx", ".xls", ".csv"] where name.hasSuffix(ending) {
      return (String(name.dropLast(ending.count)), .file(name))
    }
    var isFolder = false
    let exists = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
    return exists && isFolder ? (name, .folder(name)) : nil
  }
}
