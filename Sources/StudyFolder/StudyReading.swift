import FoundationEssentials
import LavaanSyntax
import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// A study's folder, read: its sheets and questionnaires, without the answers.
public struct StudyReading: Sendable {
  /// The folder's path as the user gave it.
  public let folder: String
  /// nil where the sheets are too faulty to make a study of.
  public let study: Study?
  /// The models of the study's factors, each text read once; what is wrong with them is told with
  /// the answers that they are fitted to.
  public let models: FactorModels
  /// Everything found in sheets and questionnaires, in the order of the sheets.
  public let diagnostics: [Diagnostic]
  /// The files read so far, in order.
  public let inputs: [InputFile]
  /// Sheets that figures rest on and that cannot be used as they are: of another name, without a
  /// column that must be there, or with one of a misspelt name. What is made without them would be
  /// another study's.
  public let unreadSheets: [String]
  /// Whether there is no such folder, or it has none of a study's sheets.
  public let isMissing: Bool

  /// Reads all sheets, notes all problems, and goes on as far as it can.
  public init(folder: String) {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    self.folder = path
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
      study = nil
      models = FactorModels()
      inputs = []
      unreadSheets = []
      isMissing = true
      diagnostics = [
        Diagnostic(
          .error, "file-missing", "there is no such study folder",
          fix: "name a folder that holds study.csv; loci init makes one",
          at: SourceLocation(file: folder))
      ]
      return
    }
    var sheets = StudySheets(folder: path)
    let read = Study.read(&sheets)
    let crosswalk = read.map(CrosswalkFindings.init)
    let applied = crosswalk.map(AppliedCrosswalk.init)
    study = read?.applying(applied?.crosswalk)
    models = FactorModels(of: study?.factors ?? [])
    let folderFindings = FolderFindings(sheets, sources: study?.sources ?? [])
    diagnostics =
      sheets.diagnostics + sheets.strangeLanguages(of: study?.settings.languages ?? [])
      + folderFindings.diagnostics
      + (study.map { study in
        CrossReferences.check(
          study, crosswalk: (crosswalk?.diagnostics ?? []) + (applied?.diagnostics ?? []))
      } ?? [])
    unreadSheets = StudySheet.underFigures.map(\.name).filter { name in
      sheets.unread.contains(name)
        || folderFindings.meantSheets.contains(name) && !sheets.read.contains(name)
    }
    inputs = sheets.inputs
    isMissing = diagnostics.contains { $0.code == "sheet-missing" || $0.code == "file-missing" }
  }
}

extension Study {
  /// All sheets and questionnaires; nil where a sheet that must be there cannot be read.
  fileprivate static func read(_ sheets: inout StudySheets) -> Study? {
    let openQuestions = sheets.sheet(.draft).map { sheets.keep(OpenQuestion.read($0)) }
    let settings = sheets.sheet(.study).flatMap {
      sheets.keep(StudySettings.read($0))
    }
    let cities = sheets.rows(.cities, City.read)
    let waves = sheets.rows(.waves) { Wave.read($0, isDraft: openQuestions != nil) }
    let sources = sheets.rows(.sources, Source.read)
    let questionnaires = QuestionnaireFolder.read(&sheets)
    guard let settings else { return nil }
    let groupings = sheets.rows(.groups, Grouping.read)
    let factors = sheets.readModels(of: sheets.rows(.factors, Factor.read))
    var unreadMargins: [UnreadMargin] = []
    let margins = sheets.rows(.margins) { sheet in
      let reading = Margin.read(sheet)
      unreadMargins = UnreadMargin.all(
        in: sheet, read: reading.0, cities: cities, waves: waves)
      return reading
    }
    let missingCodes = sheets.rows(.missing, MissingCode.read)
    let corrections = sheets.rows(.corrections, Correction.read)
    let columnMappings = sheets.rows(.columnMappings, ColumnMapping.read)
    let fieldwork = sheets.rows(.fieldwork, FieldworkCount.read)
    let contacts = sheets.rows(.contacts, ContactAttempt.read)
    let cases = sheets.rows(.cases, SampledCase.read)
    let texts = sheets.rows(.texts, AuthoredText.read)
    let crosswalk = sheets.crosswalk()
    let questionMarks = sheets.sheet(.questions).map { sheets.keep(QuestionMark.read($0)) }
    do throws(StudyError) {
      var study = try Study(
        settings: settings, cities: cities, waves: waves, sources: sources,
        groupings: groupings, factors: factors, margins: margins, missingCodes: missingCodes,
        corrections: corrections, columnMappings: columnMappings, fieldwork: fieldwork,
        texts: texts, questionMarks: questionMarks, questionnaires: questionnaires,
        openQuestions: openQuestions)
      study.unreadMargins = unreadMargins
      study.caseRecords = CaseRecords(cases: cases, contacts: contacts)
      study.crosswalk = crosswalk
      return study
    } catch {
      sheets.note(error.diagnostics)
      return nil
    }
  }
}

extension Study {
  fileprivate func applying(_ crosswalk: Crosswalk?) -> Study {
    var study = self
    if let crosswalk { study.crosswalk = crosswalk }
    return study
  }
}

extension StudySheets {
  fileprivate mutating func crosswalk() -> Crosswalk {
    guard let sheet = sheet(.crosswalk) else { return Crosswalk() }
    let reading = Crosswalk.read(sheet)
    if reading.1.contains(where: { $0.code == "column-missing" }) { noteUnread(.crosswalk) }
    return keep(reading)
  }

  /// What a sheet's rows say; nothing where the sheet is not there.
  fileprivate mutating func rows<Row>(
    _ description: StudySheet, _ read: (Sheet) -> ([Row], [Diagnostic])
  ) -> [Row] {
    guard let sheet = sheet(description) else { return [] }
    let reading = read(sheet)
    if reading.1.contains(where: { $0.code == "column-missing" }) { noteUnread(description) }
    return keep(reading)
  }

  fileprivate mutating func keep<Value>(_ reading: (Value, [Diagnostic])) -> Value {
    note(reading.1)
    return reading.0
  }
}
