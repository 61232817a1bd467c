import Foundation
import Testing

/// What is written into a study stays in it, and spoils nothing there.
struct StudyWritingTests {
  /// Places of a field file that nothing is simulated to.
  static let forbidden: [(String, @Sendable (ModelStudy.Workspace) throws -> String)] = [
    ("above the study", { _ in "../precious.csv" }),
    ("above it by a detour", { _ in "responses/../../precious.csv" }),
    ("an absolute path", { $0.root.appending(path: "surveys/precious.csv").path }),
    ("an absolute path into the study", { $0.study.appending(path: "responses/x.csv").path }),
    ("a sheet", { _ in "cities.csv" }),
    ("a sheet in capitals", { _ in "Cities.csv" }),
    ("a sheet by dots", { _ in "./cities.csv" }),
    ("the workbook", { _ in "study.xlsx" }),
    ("a questionnaire", { _ in "questionnaires/v1/survey.csv" }),
    ("the private folder", { _ in ".loci/x.csv" }),
    (
      "a linked folder that leads out",
      { workspace in
        try FileManager.default.createSymbolicLink(
          atPath: workspace.study.appending(path: "out").path, withDestinationPath: "..")
        return "out/precious.csv"
      }
    ),
    (
      "a linked folder that leads to the questionnaires",
      { workspace in
        try FileManager.default.createSymbolicLink(
          atPath: workspace.study.appending(path: "q").path,
          withDestinationPath: "questionnaires")
        return "q/new.csv"
      }
    ),
    (
      "a link that leads out",
      { workspace in
        try FileManager.default.createSymbolicLink(
          atPath: workspace.study.appending(path: "responses/link.csv").path,
          withDestinationPath: "../../precious.csv")
        return "responses/link.csv"
      }
    ),
  ]

  @Test(arguments: forbidden.indices)
  func `answers are simulated to field files inside the study only`(_ index: Int) throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let precious = workspace.root.appending(path: "surveys/precious.csv")
    try Data("precious".utf8).write(to: precious)
    let file = try Self.forbidden[index].1(workspace)
    let sources = workspace.study.appending(path: "sources.csv")
    let text = try String(contentsOf: sources, encoding: .utf8)
    try Data(text.replacing("responses/w1-pskov.csv", with: file).utf8).write(to: sources)
    let before = try FolderContents(workspace.root)
    let outcome = try BuiltCommand.run(["simulate", workspace.study.path, "--seed", "3"])
    #expect(outcome.status == 73, "\(Self.forbidden[index].0): \(outcome.errors)")
    #expect(outcome.errors.contains("sources.csv:") && outcome.errors.contains("fix: "))
    #expect(try FolderContents(workspace.root) == before, "\(Self.forbidden[index].0)")
  }

  @Test(arguments: ["../", "responses/../../", "absolute"])
  func `answers are read from outside the study, and that is told`(_ path: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    // A name of its own: the other cases put theirs into the same folder at the same time.
    let outside = study.folder.deletingLastPathComponent().appending(path: "\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: outside) }
    try Data(study.text(of: "responses/alpha.csv").utf8).write(to: outside)
    let file = path == "absolute" ? outside.path : path + outside.lastPathComponent
    try study.edit("sources.csv") { $0[1] = $0[1].replacing("responses/alpha.csv", with: file) }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("sources.csv:2:10: warning: "), "\(outcome.output)")
    #expect(outcome.output.contains("[file-outside-study]"))
  }

  @Test func `a sheet that was not simulated stays, and the draft stands beside it`() throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let margins = workspace.study.appending(path: "margins.csv")
    try Data((String(contentsOf: margins, encoding: .utf8) + "\n").utf8).write(to: margins)
    let mine = try Data(contentsOf: margins)
    let drawn = try FolderContents(ModelStudy.folder)
    for _ in 0..<2 {
      let outcome = try BuiltCommand.run(["simulate", workspace.study.path])
      #expect(outcome.status == 73 && outcome.errors.contains("margins.draft.csv"))
      let left = try FolderContents(workspace.study)
      #expect(left.files["margins.csv"] == mine)
      #expect(left.files["margins.draft.csv"] == drawn.files["margins.csv"])
      #expect(!left.paths.contains("margins.draft-2.csv"))
    }
  }

  @Test func `seed after seed may be drawn`() throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let quarantine = workspace.study.appending(path: ".loci/quarantine")
    try? FileManager.default.removeItem(at: quarantine)
    for seed in ["7", "8"] {
      let outcome = try BuiltCommand.run(["simulate", workspace.study.path, "--seed", seed])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let check = try BuiltCommand.run(["check", workspace.study.path])
    #expect(!check.output.contains("[private-folder]"))
  }

  @Test(arguments: ["cities.csv", "study.xlsx", "questionnaires/v1/survey.csv", "missing.csv"])
  func `a draft is written over nothing`(_ path: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let file = study.output.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: file)
    for from in [[], ["--from", study.url("responses/alpha.csv").path]] {
      #expect(try BuiltCommand.run(["init", study.output.path] + from).status == 73)
      let left = try FolderContents(study.output)
      #expect(left.paths == [path] && left.text(path) == "mine")
    }
  }

  @Test func `a folder with other files may become a study`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    try Data("*.tmp\n".utf8).write(to: study.output.appending(path: ".gitignore"))
    let outcome = try BuiltCommand.run(["init", study.output.path])
    #expect(outcome.status == 0 && outcome.errors.contains(".gitignore"))
    let left = try FolderContents(study.output)
    #expect(left.text(".gitignore") == "*.tmp\n" && left.paths.contains("study.csv"))
  }
}

/// The private folder of a study.
struct PrivateFolderTests {
  private func study() throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("responses/alpha.csv") { $0[9] += ",one,two,many" }
    return study
  }

  private func mode(_ url: URL) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
  }

  @Test(arguments: [0o755, 0o777, 0o750, 0o711], ["import", "report"])
  func `rights of others are taken away`(_ mode: Int, _ command: String) throws {
    let study = try study()
    defer { study.remove() }
    for folder in [".loci/quarantine", ".loci"] {
      try FileManager.default.createDirectory(
        at: study.url(folder), withIntermediateDirectories: true)
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: study.url(folder).path)
    }
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("[private-folder-open]"))
    let output = command == "report" ? ["--output", study.output.path] : []
    #expect(try BuiltCommand.run([command, study.folder.path] + output).status == 0)
    #expect(try self.mode(study.url(".loci")) == 0o700)
    #expect(try self.mode(study.url(".loci/quarantine")) == 0o700)
    let files = try FolderContents(study.url(".loci/quarantine"))
    #expect(!files.paths.isEmpty)
    for path in files.paths {
      #expect(try self.mode(study.url(".loci/quarantine/\(path)")) == 0o600)
    }
  }

  @Test(arguments: [".loci", ".loci/quarantine"])
  func `a link is not followed, and the report is made all the same`(_ path: String) throws {
    let study = try study()
    defer { study.remove() }
    let elsewhere = study.folder.appendingPathExtension("elsewhere")
    defer { try? FileManager.default.removeItem(at: elsewhere) }
    try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: study.url(path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: study.url(path), withDestinationURL: elsewhere)
    let report = try BuiltCommand.run(
      ["report", study.folder.path, "--output", study.output.path])
    #expect(report.status == 0)
    #expect(
      report.errors.contains("it is a link") && report.errors.contains("1 quarantined record"))
    #expect(try BuiltCommand.run(["import", study.folder.path]).status == 73)
    #expect(try FolderContents(elsewhere).paths == [])
    #expect(try FolderContents(study.output).paths.contains("index.html"))
  }

  @Test(.enabled(if: Sandbox.canMount, "Nothing can be mounted here: run as root."))
  func `a study on a read-only medium is reported on all the same`() throws {
    let study = try study()
    defer { study.remove() }
    let folder = study.folder.path
    let before = try FolderContents(study.folder)
    let outcome = try BuiltCommand.run(
      ["report", folder, "--output", study.output.path],
      under: Sandbox.mounting(
        "mount --bind '\(folder)' '\(folder)'; mount -o remount,ro,bind '\(folder)'"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("read-only") && outcome.errors.contains("not kept"))
    #expect(try FolderContents(study.output).paths.contains("index.html"))
    #expect(try FolderContents(study.folder) == before)
  }
}
