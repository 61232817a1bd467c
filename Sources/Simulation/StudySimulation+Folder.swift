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
      guard
        let workbook = try? Workbook.reading(
          FileContents(path: "\(folder)/study.xlsx", displayPath: "study.xlsx")),
        let sheet = workbook.sheet(named: "truth")
      else { throw error }
      return sheet
    }
  }
}
