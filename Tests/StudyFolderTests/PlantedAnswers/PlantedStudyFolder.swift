import Foundation
import QuestionnaireDefinition
import ResponseImport
import SurveyModel
import TabularFiles

@testable import StudyFolder

/// A study of one exported file, made in one of two ways and read as the command reads it.
struct PlantedStudyFolder {
  enum Road: String, CaseIterable {
    /// The questionnaire is given.
    case given
    /// `init --from` drafts it from the file.
    case drafted
  }

  let folder: URL
  /// What making it, its sheets and its answers told.
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var questionnaire: Questionnaire?
  /// The rows of `draft.csv`.
  private(set) var openQuestions: [String] = []
  private(set) var answers: StudyAnswers?

  init(_ draw: PlantedDraw, road: Road) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "planted-\(UUID().uuidString)")
    do {
      let files =
        switch road {
        case .given: try Self.given(draw)
        case .drafted: try Self.drafted(draw)
        }
      for file in files { try write(file) }
    } catch let failure as StudyDraft.Failure {
      diagnostics = failure.diagnostics
      return
    }
    let reading = StudyReading(folder: folder.path)
    diagnostics = reading.diagnostics
    guard let study = reading.study else { return }
    questionnaire = study.questionnaires["v1"]
    openQuestions = (study.openQuestions ?? []).map(\.diagnostic.message)
    let answers = StudyAnswers(of: study, in: folder.path)
    diagnostics += answers.diagnostics
    self.answers = answers
  }

  func copy(to target: String) throws {
    let url = URL(filePath: target)
    if (try? url.checkResourceIsReachable()) == true { return }
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: folder, to: url)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private func write(_ file: OutputFile) throws {
    let target = folder.appending(path: file.path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(file.bytes).write(to: target)
  }

  private static func drafted(_ draw: PlantedDraw) throws -> [OutputFile] {
    let contents = FileContents(file: draw.file.name, bytes: Array(try draw.bytes))
    return try StudyDraft(named: "planted", from: [contents]).files
  }

  private static func given(_ draw: PlantedDraw) throws -> [OutputFile] {
    let questionnaire = try draw.survey.questionnaire(in: draw.style.group?.name)
    let values = draw.style.isDeclared ? draw.style.writing.rawValue : ""
    let sheets = [
      "study": "key,value\nid,planted\ntitle::ru,Посаженное\nlanguages,ru\nseed,1\n",
      "cities": "city,label::ru\ncity,Город\n", "waves": "wave,label::ru,sample\nw1,Волна,quota\n",
      "sources":
        "wave,city,file,questionnaire,values\nw1,city,responses/\(draw.file.name),v1,\(values)\n",
    ]
    return sheets.map { OutputFile(path: "\($0.key).csv", text: $0.value) }
      + XLSForm.sheets(of: questionnaire).map {
        OutputFile(path: "questionnaires/v1/\($0.name).csv", text: $0.text)
      } + [
        OutputFile(path: "responses/\(draw.file.name)", bytes: Array(try draw.bytes))
      ]
  }
}
