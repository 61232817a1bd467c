import Foundation
import SurveyModel
import TabularFiles
import Testing

@testable import QuestionnaireDefinition

/// Edits planted in questionnaires of real surveys and of the model study, one at a time.
@Suite(
  "Edits planted between two versions",
  .enabled(if: DataFolder.isPresent, "no folder of real inputs: set GENIUSLOCI_DATA"))
struct EditTests {
  @Test("Each edit is found with the right verdict, and no other question is touched")
  func planted() throws {
    let matrix = try EditMatrix(PlantedEdit.all, in: RealForm.all())
    #expect(PlantedEdit.all.count >= 30)
    #expect(matrix.planted > 200)
    #expect(matrix.rightShare >= 0.99, "\(matrix.failuresByKind)")
    if let page = EditMatrix.page { try Data(matrix.markdown.utf8).write(to: page) }
    #expect(matrix.touched.isEmpty, "\(matrix.touched.prefix(20))")
  }
}

/// How often each kind of edit was found to be what.
struct EditMatrix {
  struct Row: Hashable {
    var kind: String
    var language: String
    var expected: String
  }

  private(set) var found: [Row: [String: Int]] = [:]
  private(set) var failures: [String] = []
  /// A few of the failures of each kind.
  var failuresByKind: [String] {
    var kinds: [Substring: Int] = [:]
    return failures.filter { failure in
      kinds[failure.prefix { $0 != "," }, default: 0] += 1
      return kinds[failure.prefix { $0 != "," }, default: 0] <= 4
    }
  }

  /// Questions beside the edited one that are not identical.
  private(set) var touched: [String] = []

  /// How many questions of a form each kind is tried on; `make laws` tries more.
  private static let most =
    ProcessInfo.processInfo.environment["LOCI_EDITED_QUESTIONS"].flatMap(Int.init) ?? 3

  init(_ edits: [PlantedEdit], in forms: [EditedForm]) throws {
    for form in forms {
      let before = try form.version()
      for edit in edits { try plant(edit, in: form, before) }
    }
  }

  var planted: Int { found.values.flatMap(\.values).reduce(0, +) }

  var rightShare: Double {
    let right = found.map { $1[$0.expected] ?? 0 }.reduce(0, +)
    return Double(right) / Double(max(1, planted))
  }

  private mutating func plant(
    _ edit: PlantedEdit, in form: EditedForm, _ before: Questionnaire
  ) throws {
    var done = 0
    let places = form.questions.indices.filter { place in
      form.questions[place].isAnswered && form.questions[place].label[form.language] != nil
    }
    // From all over the form, not its beginning alone.
    let step = max(1, places.count / Self.most)
    for place in stride(from: 0, to: places.count, by: step).map({ places[$0] })
    where done < Self.most {
      guard let (questions, name) = edit.plant(form, place),
        let after = try? form.version(questions)
      else { continue }
      done += 1
      note(
        edit, form, QuestionnaireDifference(from: before, to: after),
        question: form.questions[place].name, called: name)
    }
  }

  private mutating func note(
    _ edit: PlantedEdit, _ form: EditedForm, _ difference: QuestionnaireDifference,
    question: String, called name: String
  ) {
    let verdict =
      difference.proposals.contains { $0.pair.earlier == question && $0.pair.later == name }
      ? "proposed" : difference[name]?.verdict.rawValue ?? "not found"
    let row = Row(kind: edit.name, language: form.language, expected: edit.outcome.name)
    found[row, default: [:]][verdict, default: 0] += 1
    if verdict != edit.outcome.name {
      failures.append("\(edit.name), \(form.name) \(question): \(verdict)")
    }
    guard !edit.touchesOthers else { return }
    let others = difference.pairs.filter {
      $0.later != name && $0.verdict != .identical
        && !$0.findings.allSatisfy { $0.aspect == .routing }
    }
    for other in others {
      touched.append("\(edit.name), \(form.name) \(question): \(other.later) \(other.verdict)")
    }
  }
}

extension EditMatrix {
  /// The page that is written anew where more questions are tried than usual.
  static var page: URL? {
    guard ProcessInfo.processInfo.environment["LOCI_EDITED_QUESTIONS"] != nil else { return nil }
    return RealForm.repository.appending(
      path: "Sources/SurveyModel/SurveyModel.docc/QuestionEdits.md")
  }

  /// What was found of each kind of edit, by language.
  var markdown: String {
    let rows = PlantedEdit.all.flatMap { edit in
      ["en", "ru"].compactMap { language -> String? in
        let row = Row(kind: edit.name, language: language, expected: edit.outcome.name)
        guard let found = found[row] else { return nil }
        let all = found.values.reduce(0, +)
        let others = found.filter { $0.key != row.expected }.sorted { $0.key < $1.key }
          .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return
          "| \(edit.name) | \(language) | \(row.expected) | \(all) | \(found[row.expected] ?? 0) | "
          + "\(others) |"
      }
    }
    let right = found.map { $1[$0.expected] ?? 0 }.reduce(0, +)
    return """
      # Edits planted between two versions

      What the comparison of questionnaires finds of edits planted one at a time in real questionnaires.

      @Comment { Made by EditTests with LOCI_EDITED_QUESTIONS; do not edit. }

      The questionnaires are those of Kansas City's survey, of Quantipy's Example Data (A) and of a household
      survey of KoboToolbox in English, and of the model study in Russian and English. Of \(planted) edits
      \(right) have the right verdict, and no question beside the edited one is touched. The first
      \(PlantedEdit.before.count) kinds were known when the comparison was written, the other
      \(PlantedEdit.after.count) were thought of afterwards, without changing it.

      | edit | language | expected | planted | right | found otherwise |
      | --- | --- | --- | ---: | ---: | --- |
      \(rows.joined(separator: "\n"))

      """
  }
}

extension PlantedEdit {
  static let all = before + after
}

extension RealForm {
  static func all() throws -> [EditedForm] {
    let model = try modelStudy()
    return [
      EditedForm("Kansas City", try kansasCity(), language: "en"),
      EditedForm("Example A", try exampleA(), language: "en"),
      EditedForm("Kobo", try kobo(), language: "en"),
      EditedForm("model study", model, language: "ru"),
      EditedForm("model study", model, language: "en"),
    ]
  }

  static func kobo() throws -> Questionnaire {
    try read(DataFolder.path + "/kobo-export", version: "kobo")
  }

  /// The repository's folder.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func modelStudy() throws -> Questionnaire {
    try read(
      repository.appending(path: "surveys/innovation-potential/questionnaires/w1").path,
      version: "w1")
  }

  private static func read(_ path: String, version: String) throws -> Questionnaire {
    let reading = XLSForm.reading(path: path, displayPath: version, version: version)
    return try #require(reading.questionnaire, "\(reading.diagnostics)")
  }
}
