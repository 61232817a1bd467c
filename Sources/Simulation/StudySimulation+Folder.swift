import SurveyModel
import TabularFiles

extension StudySimulation {
  /// Reads the truth from a study's folder: `truth.csv`, or the sheet `truth` of `study.xlsx`.
  ///
  /// - Throws: ``SimulationError`` where the study's answers are real, or the truth is not there or
  ///   not whole.
  public init(study: Study, folder: String) throws(SimulationError) {
    guard study.settings.isSynthetic else { throw .notSynthetic(study.settings.id) }
    let sheet: Sheet
    do {
      sheet = try Self.truthSheet(in: folder)
    } catch {
      throw .badTruth(error.diagnostics)
    }
    try self.init(study: study, truth: sheet)
  }

  private static func truthSheet(in folder: String) throws(TabularFileError) -> Sheet {
    do {
      return try Sheet.reading(
        path: "\(folder)/truth.csv", displayPath: "truth.csv", name: "truth"
      ).sheet
    } catch {
      // A sheet of the workbook stands for a file that is not there, not for one with mistakes.
      guard error.isMissingFile, let sheet = try sheetOfWorkbook(in: folder) else { throw error }
      return sheet
    }
  }

  /// The sheet `truth` of the study's workbook; nil where there is no such workbook or sheet.
  private static func sheetOfWorkbook(in folder: String) throws(TabularFileError) -> Sheet? {
    do {
      return try Workbook.reading(
        FileContents(path: "\(folder)/study.xlsx", displayPath: "study.xlsx")
      ).sheet(named: "truth")
    } catch {
      if error.isMissingFile { return nil }
      throw error
    }
  }
}

extension TabularFileError {
  fileprivate var isMissingFile: Bool { diagnostics.contains { $0.code == "file-missing" } }
}
