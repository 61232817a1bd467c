import Foundation
import StudyFolder
import SurveyModel
import Testing

@testable import SurveyAnalysis

/// A study's folder read without the command.
struct StudySessionTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "surveys/innovation-potential").path

  @Test func `a study folder is read with its answers, its files and its rule of disclosure`()
    throws
  {
    let session = try StudySession(folder: "\(Self.folder)/")
    #expect(session.folder == Self.folder)
    #expect(!session.isMissingFiles)
    #expect(
      session.diagnostics.count
        == session.reading.diagnostics.count + session.answers.diagnostics.count)
    #expect(session.answers.samples.count == 4)
    #expect(session.inputs.count == session.reading.inputs.count + session.answers.inputs.count)
    #expect(session.weighted.samples.count == 4)
    #expect(session.study.settings.disclosure == .survey)
    #expect(session.withoutSuppression.study.settings.disclosure == .lifted)
    #expect(session.withoutSuppression.answers.samples.count == 4)
  }

  @Test func `a folder without sheets is told with what is missing`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "no-study-\(UUID().uuidString)").path
    let error = #expect(throws: StudySession.Unreadable.self) {
      _ = try StudySession(folder: folder)
    }
    #expect(error?.reading.isMissing == true)
    #expect(error?.reading.diagnostics.map(\.code) == ["file-missing"])
  }
}
