import Foundation
import Testing

/// The commands that make studies and answers: init, read and simulate.
struct StudyMakingTests {
  @Test func `real answers are never simulated over`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("study.csv") { lines in
      lines = lines.map { $0.replacing("synthetic,yes", with: "synthetic,no") }
    }
    try FileManager.default.copyItem(
      at: ModelStudy.folder.appending(path: "truth.csv"), to: study.url("truth.csv"))
    let before = try FolderContents(study.folder)
    let outcome = try BuiltCommand.run(["simulate", study.folder.path])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("synthetic,yes"))
    #expect(try FolderContents(study.folder) == before)
  }

  @Test func `a study without a truth cannot be simulated`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let before = try FolderContents(study.folder)
    let outcome = try BuiltCommand.run(["simulate", study.folder.path])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("truth.csv"))
    #expect(try FolderContents(study.folder) == before)
  }

  @Test func `the model study's answers are those that simulate draws`() throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    try FileManager.default.removeItem(at: workspace.study.appending(path: "responses"))
    let outcome = try BuiltCommand.run(["simulate", workspace.study.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let drawn = try FolderContents(workspace.study)
    #expect(drawn.differences(from: try FolderContents(ModelStudy.folder)) == [])
    let other = try BuiltCommand.run(["simulate", workspace.study.path, "--seed", "7"])
    #expect(other.status == 0)
    let changed = try FolderContents(workspace.study).differences(from: drawn)
    #expect(changed.count { $0.hasPrefix("responses/") } == 4)
    #expect(!changed.contains { $0.hasPrefix("questionnaires/") || $0 == "truth.csv" })
  }

  @Test func `nothing of a field file vanishes: it comes together again`() throws {
    let folder = ModelStudy.folder.appending(path: "responses")
    for name in ["w1-pskov.csv", "w2-petrozavodsk.csv"] {
      let file = folder.appending(path: name)
      let outcome = try BuiltCommand.run(["read", file.path, "--verify"])
      let size = try Data(contentsOf: file).count
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\(size) bytes put together again"))
    }
  }

  @Test func `only the columns that are asked for are written, in their order`() throws {
    let file = ModelStudy.folder.appending(path: "responses/w1-pskov.csv").path
    let whole = CSVRows.parse(try BuiltCommand.run(["read", file, "--format", "csv"]).output)
    let names = try #require(whole.first)
    let asked = [names[7], names[2]]
    let few = try BuiltCommand.run(["read", file, "--only"] + asked + ["--format", "csv"])
    #expect(few.status == 0)
    #expect(CSVRows.parse(few.output) == whole.map { [$0[7], $0[2]] })
    let text = try BuiltCommand.run(["read", file, "--only"] + asked)
    #expect(text.status == 0 && text.output.contains(asked[0]))
    #expect(!text.output.contains(names[9]))
    let wrong = try BuiltCommand.run(["read", file, "--only", "NO_SUCH_QUESTION"])
    #expect(wrong.status == 65 && wrong.errors.contains("[unknown-column]"))
  }

  @Test(arguments: ["w1-pskov", "w1-petrozavodsk"])
  func `a clean table read again is the same table`(_ file: String) throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let source = workspace.study.appending(path: "responses/\(file).csv")
    let once = try BuiltCommand.run(["read", source.path, "--format", "csv"])
    #expect(once.status == 0 && CSVRows.parse(once.output).count > 590)
    let byLibCSV = try BuiltCommand.run(
      ["read", source.path, "--format", "csv", "--engine", "libcsv"])
    #expect(byLibCSV.output == once.output && byLibCSV.errors == once.errors)
    let clean = workspace.root.appending(path: "clean.csv")
    try Data(once.output.utf8).write(to: clean)
    let twice = try BuiltCommand.run(["read", clean.path, "--format", "csv"])
    #expect(twice.status == 0 && twice.errors.isEmpty)
    #expect(twice.output == once.output)
    let account = try JSON(try BuiltCommand.run(["read", clean.path, "--format", "json"]).output)
    #expect(!account.keys.isEmpty || !account.array.isEmpty)
  }

  @Test func `reading shows lengths of text and never the text`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write("id,words,n\na1,тайное слово,3\na2,другое слово,4\n", to: "table.csv")
    for format in ["text", "json"] {
      let outcome = try BuiltCommand.run(
        ["read", study.url("table.csv").path, "--format", format])
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("words") && !outcome.output.contains("слово"))
    }
    #expect(try BuiltCommand.run(["read", study.url("none.csv").path]).status == 66)
    try study.write("", to: "empty.csv")
    #expect(try BuiltCommand.run(["read", study.url("empty.csv").path]).status == 65)
  }

  @Test func `a study drafted from a field file can be checked at once`() throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let small = try SmallStudy()
    defer { small.remove() }
    let drafted = try BuiltCommand.run(
      ["init", "draft", "--from", small.url("responses/alpha.csv").path], in: workspace.root)
    #expect(drafted.status == 0, "\(drafted.errors)")
    for path in drafted.output.split(separator: "\n") {
      let file = workspace.root.appending(path: String(path))
      #expect(FileManager.default.fileExists(atPath: file.path))
    }
    let check = try BuiltCommand.run(["check", "draft"], in: workspace.root)
    #expect(!check.output.contains(": error: "), "\(check.output)")
    #expect(check.status == 0)
    #expect(try BuiltCommand.run(["report", "draft"], in: workspace.root).status == 0)
    let pages = try FolderContents(workspace.root.appending(path: "reports/draft")).pages
    #expect(pages.contains { $0.path == "index.html" })
  }

  @Test func `an empty draft names what it still lacks`() throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    #expect(try BuiltCommand.run(["init", "my-study"], in: workspace.root).status == 0)
    let check = try BuiltCommand.run(["check", "my-study"], in: workspace.root)
    #expect(check.status != 64 && check.status < 128)
    for line in check.output.split(separator: "\n") where line.contains(": error: ") {
      #expect(line.hasSuffix("]"))
    }
  }
}
