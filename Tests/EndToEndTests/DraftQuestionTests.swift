import Foundation
import Testing

/// `draft.csv`: what a draft could not know, asked until somebody answers.
struct DraftQuestionTests {
  private func workspace(_ files: [String: String]) throws -> ModelStudy.Workspace {
    let workspace = try ModelStudy.Workspace()
    for (name, text) in files {
      try Data(text.utf8).write(to: workspace.root.appending(path: name))
    }
    return workspace
  }

  private func text(_ path: String, in workspace: ModelStudy.Workspace) throws -> String {
    try String(contentsOf: workspace.root.appending(path: path), encoding: .utf8)
  }

  private static let scale =
    "id,q\n" + (0..<100).map { "\($0),\([1, 2, 3, 97, 98][$0 % 5])\n" }.joined()

  @Test func `every page says that the study is a draft, until the sheet is deleted`() throws {
    let workspace = try workspace(["f.csv": Self.scale])
    defer { workspace.remove() }
    #expect(try BuiltCommand.run(["init", "s", "--from", "f.csv"], in: workspace.root).status == 0)
    func stripes() throws -> (pages: Int, marked: Int, manifest: String) {
      let report = try BuiltCommand.run(["report", "s"], in: workspace.root)
      #expect(report.status == 0, "\(report.errors)")
      let folder = try FolderContents(workspace.root.appending(path: "reports/s"))
      let pages = folder.pages.map { folder.text($0.path) }
      let marked = pages.count { $0.contains("DRAFT: ") || $0.contains("ЧЕРНОВИК: ") }
      return (pages.count, marked, folder.text("manifest.json"))
    }
    let draft = try stripes()
    #expect(draft.pages > 1 && draft.marked == draft.pages)
    #expect(draft.manifest.contains("\"openQuestions\""))
    let check = try BuiltCommand.run(["check", "s"], in: workspace.root)
    #expect(check.status == 0 && check.output.contains("[draft-question]"))
    #expect(check.output.contains("[sample-kind-open]"))
    let questions = CSVRows.parse(try text("s/draft.csv", in: workspace))
    #expect(questions[0] == ["sheet", "row", "question"])
    #expect(check.output.components(separatedBy: "[draft-question]").count == questions.count)

    try FileManager.default.removeItem(at: workspace.root.appending(path: "s/draft.csv"))
    let unsigned = try BuiltCommand.run(["check", "s"], in: workspace.root)
    #expect(unsigned.status == 65 && unsigned.output.contains("[value-missing]"))
    let waves = workspace.root.appending(path: "s/waves.csv")
    let rows = try String(contentsOf: waves, encoding: .utf8).replacing(
      "w1,,,,,,", with: "w1,,,,,quota,")
    try Data(rows.utf8).write(to: waves)
    let signed = try stripes()
    #expect(signed.marked == 0 && !signed.manifest.contains("openQuestions"))
  }

  @Test
  func `a code without a label gets no meaning, one with a plain label does, and is asked for`()
    throws
  {
    let workspace = try workspace([
      "f.csv": Self.scale,
      "labels.csv": "variable,value,label\nq,1,Low\nq,2,Middle\nq,3,High\n"
        + "q,98,Refused\n",
    ])
    defer { workspace.remove() }
    for (folder, labels) in [("bare", []), ("said", ["--labels", "labels.csv"])] {
      let drafted = try BuiltCommand.run(
        ["init", folder, "--from", "f.csv"] + labels, in: workspace.root)
      #expect(drafted.status == 0, "\(drafted.errors)")
    }
    let bare = try text("bare/questionnaires/v1/choices.csv", in: workspace)
    #expect(!bare.contains("dont-know") && !bare.contains("refused"))
    #expect(try text("bare/draft.csv", in: workspace).contains("97, 98"))
    let said = CSVRows.parse(try text("said/questionnaires/v1/choices.csv", in: workspace))
    #expect(said.map { $0[3] } == ["missing", "", "", "", "", "refused"])
    #expect(try text("said/draft.csv", in: workspace).contains("«Refused» (refused)"))
    #expect(try text("said/waves.csv", in: workspace).contains("quota") == false)
  }

  @Test func `several files are waves and cities of one questionnaire`() throws {
    let rows = (0..<60).map { "\($0),\($0 % 3 + 1)\n" }.joined()
    let workspace = try workspace([
      "pskov-2024.csv": "id,q\n" + rows, "pskov-2025.csv": "id,q\n" + rows + "60,1\n",
      "luga-2025.csv": "id,q\n" + rows + "61,2\n",
      "other-2025.csv": "id,x,y,z\n" + rows.replacing("\n", with: ",1,2\n"),
    ])
    defer { workspace.remove() }
    let drafted = try BuiltCommand.run(
      [
        "init", "s", "--from", "pskov-2024.csv", "pskov-2025.csv", "luga-2025.csv",
        "other-2025.csv",
      ],
      in: workspace.root)
    #expect(drafted.status == 0, "\(drafted.errors)")
    let sources = CSVRows.parse(try text("s/sources.csv", in: workspace)).dropFirst()
    #expect(
      sources.map { [$0[0], $0[2], $0[5], $0[7]] } == [
        ["2024", "pskov", "v1", "id"], ["2025", "pskov", "v1", "id"], ["2025", "luga", "v1", "id"],
        ["2025", "other", "v2", "id"],
      ])
    #expect(try text("s/draft.csv", in: workspace).contains("of the waves 2024, 2025"))
    let check = try BuiltCommand.run(["check", "s"], in: workspace.root)
    #expect(check.status == 0, "\(check.output)")
  }

  @Test func `a form beside the answers is the questionnaire, its sheets are never answers`() throws
  {
    let survey = "type,name,label::en\nselect_one s,q,How much?\n"
    let choices =
      "list_name,name,label::en\ns,1,Low\ns,2,Middle\ns,3,High\ns,97,No idea\ns,98,None\n"
    let workspace = try workspace([
      "f.csv": Self.scale, "survey.csv": survey, "choices.csv": choices,
    ])
    defer { workspace.remove() }
    for arguments in [
      ["init", "a", "--from", "f.csv", "--labels", "survey.csv", "choices.csv"],
      ["init", "b", "--from", "survey.csv", "choices.csv"],
    ] {
      let drafted = try BuiltCommand.run(arguments, in: workspace.root)
      #expect(drafted.status == 0, "\(drafted.errors)")
      let written = try text("\(arguments[1])/questionnaires/v1/survey.csv", in: workspace)
      #expect(written == survey)
    }
    #expect(
      !FileManager.default.fileExists(atPath: workspace.root.appending(path: "b/responses").path))
    let alone = try BuiltCommand.run(["init", "c", "--from", "choices.csv"], in: workspace.root)
    #expect(alone.status == 65 && alone.errors.contains("[form-incomplete]"))
    let idle = try BuiltCommand.run(["init", "d", "--labels", "survey.csv"], in: workspace.root)
    #expect(idle.status == 64)
  }
}
