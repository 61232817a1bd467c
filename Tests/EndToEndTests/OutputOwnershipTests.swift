import Foundation
import Testing

/// A run deletes only what a former run wrote.
struct OutputOwnershipTests {
  @Test(arguments: [[], ["--city=alpha"], ["--language=en"], ["--wave=w1"]])
  func `files of others stay through every rewriting`(_ options: [String]) throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let foreign = [
      "notes.txt", ".htaccess", "photos/square.jpg", "w1/notes.txt", "tables/mine.csv",
      "index.html.kept", "manifest.json.bak", "w9/alpha.ru.html",
    ]
    for path in foreign { try reports.lay("mine: \(path)", at: path) }
    try FileManager.default.createSymbolicLink(
      atPath: reports.output.appending(path: "link").path, withDestinationPath: "notes.txt")
    try FileManager.default.createDirectory(
      at: reports.output.appending(path: "empty"), withIntermediateDirectories: false)
    for _ in 0..<2 {
      #expect(try reports.run(options).status == 0)
      let contents = try reports.contents
      for path in foreign { #expect(contents.text(path) == "mine: \(path)") }
      let link = reports.output.appending(path: "link").path
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "notes.txt")
      let empty = reports.output.appending(path: "empty").path
      #expect(FileManager.default.fileExists(atPath: empty))
      #expect(!contents.paths.contains { $0.hasSuffix("kept-2") })
    }
    #expect(try reports.litter == [])
  }

  @Test func `a name in another encoding stays as it is`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let name = Array(reports.output.path.utf8) + [0x2F, 0xD4, 0xE0, 0xE9, 0xEB, 0]
    let path = name.map { CChar(bitPattern: $0) }
    #expect(close(creat(path, 0o644)) == 0)
    #expect(try reports.run().status == 0)
    #expect(access(path, F_OK) == 0)
    #expect(try reports.litter == [])
  }

  /// What a user did to an output, and what then stands under which names.
  static let edits: [(String, @Sendable (URL) throws -> Void)] = [
    ("other bytes", { try Data("edited".utf8).write(to: $0) }),
    (
      "a link",
      {
        try FileManager.default.removeItem(at: $0)
        try FileManager.default.createSymbolicLink(
          atPath: $0.path, withDestinationPath: "elsewhere")
      }
    ),
    (
      "a folder",
      {
        try FileManager.default.removeItem(at: $0)
        try FileManager.default.createDirectory(at: $0, withIntermediateDirectories: false)
        try Data("edited".utf8).write(to: $0.appending(path: "inside.txt"))
      }
    ),
  ]

  @Test(arguments: edits.indices, ["index.html", "tables/"])
  func `an output that was changed is kept, and that is said`(_ edit: Int, _ path: String) throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let whole = try reports.contents
    let path = try #require(whole.paths.first { $0.hasPrefix(path) })
    for name in ["\(path).kept", "\(path).kept-2"] {
      try Self.edits[edit].1(reports.output.appending(path: path))
      let outcome = try reports.run()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let last = name.split(separator: "/").last ?? ""
      #expect(outcome.errors.contains("\(path) is not as a run wrote it: kept as"))
      #expect(outcome.errors.contains(last))
      let target = reports.output.appending(path: name).path
      switch edit {
      case 0: #expect(try reports.contents.text(name) == "edited")
      case 1:
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: target) == "elsewhere")
      default: #expect(try reports.contents.text("\(name)/inside.txt") == "edited")
      }
      #expect(try reports.contents.files[path] == whole.files[path])
    }
    #expect(try reports.litter == [])
  }

  @Test func `a manifest that was changed is kept too`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let whole = try reports.contents
    let edited = whole.text("manifest.json").replacing("\"seed\": 1", with: "\"seed\": 2")
    try reports.lay(edited, at: "manifest.json")
    #expect(try reports.run().status == 0)
    let contents = try reports.contents
    #expect(contents.differences(from: whole) == ["manifest.json.kept"])
    #expect(contents.text("manifest.json.kept") == edited)
  }

  @Test func `a file where a folder of outputs is due is kept`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let whole = try reports.contents
    try FileManager.default.removeItem(at: reports.output.appending(path: "tables"))
    try reports.lay("mine", at: "tables")
    #expect(try reports.run().status == 0)
    let contents = try reports.contents
    #expect(contents.differences(from: whole) == ["tables.kept"])
    #expect(contents.text("tables.kept") == "mine")
  }

  @Test func `nothing of an older version's folder is deleted`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    try reports.makeOld()
    try reports.lay("mine", at: "notes.txt")
    try reports.lay("no longer made", at: "w0/omega.ru.html")
    let before = try reports.contents
    try reports.renameCity()
    let outcome = try reports.run()
    #expect(outcome.status == 0 && outcome.errors.contains("kept as"))
    let after = try reports.contents
    for (path, bytes) in before.files {
      #expect(after.files[path] == bytes || after.files[path + ".kept"] == bytes, "\(path)")
    }
    #expect(after.text("w1/alpha.en.html").contains("Omega"))
  }

  @Test func `outputs that are no longer made go, the rest of a part stays`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let whole = try reports.contents
    #expect(try reports.run(["--city=alpha"]).status == 0)
    #expect(try reports.contents == whole, "the manifest lists the other pages too")
    try reports.study.edit("study.csv") { lines in
      lines = lines.map { $0.replacing("languages,ru;en", with: "languages,ru") }
    }
    #expect(try reports.run().status == 0)
    #expect(try !reports.contents.paths.contains { $0.hasSuffix(".en.html") })
  }

  @Test func `hidden neighbours of the user are none of ours`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let parent = reports.output.deletingLastPathComponent()
    let name = reports.output.lastPathComponent
    let names = [
      ".\(name).old", ".\(name).new", ".\(name).loci-notes", ".\(name).loci-1-0123456789abcdef",
    ]
    for folder in names {
      let file = parent.appending(path: "\(folder)/thesis.txt")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: file)
    }
    for options in [[], ["--city=alpha"]] { #expect(try reports.run(options).status == 0) }
    for folder in names {
      let contents = try FolderContents(parent.appending(path: folder))
      #expect(contents.text("thesis.txt") == "mine", "\(folder)")
    }
    #expect(try reports.litter == names.sorted())
  }
}

/// Folders that a run does not take for an output.
struct OutputPlaceTests {
  static let refused: [(String, [String: String], output: String, said: String)] = [
    ("a web application", ["app/manifest.json": #"{"name": "App"}"#], "app", "other files"),
    (
      "another generator", ["app/manifest.json": #"{"generator": "GeniusLociX 1"}"#], "app",
      "other files"
    ),
    ("a broken manifest", ["app/manifest.json": "{"], "app", "other files"),
    ("photographs", ["app/square.jpg": "x"], "app", "other files"),
    ("a hidden file", ["app/.keep": ""], "app", "other files"),
    (
      "a study with a manifest of ours",
      ["s/manifest.json": #"{"generator": "GeniusLoci 0.1.0"}"#, "s/study.csv": "key,value\n"], "s",
      "holds a study"
    ),
    ("a study's workbook", ["s/study.xlsx": "PK"], "s", "holds a study"),
    (
      "responses",
      ["s/manifest.json": #"{"generator": "GeniusLoci 0.1.0"}"#, "s/responses/a.csv": ""],
      "s", "holds a study"
    ),
    ("a place inside a study", ["s/study.csv": ""], "s/reports", "inside the study"),
    ("a place deep inside one", ["s/study.csv": ""], "s/a/b/c", "inside the study"),
    (
      "a place beside it by dots", ["s/study.csv": "", "s/x/y": ""], "s/x/../reports",
      "inside the study"
    ),
  ]

  @Test(arguments: refused.indices)
  func `what is no output folder is refused and stays`(_ index: Int) throws {
    let (what, files, output, said) = Self.refused[index]
    let study = try SmallStudy()
    defer { study.remove() }
    let root = study.output
    for (path, text) in files {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let before = try FolderContents(root)
    let outcome = try BuiltCommand.run(
      ["report", study.folder.path, "--output", root.path + "/" + output])
    #expect(outcome.status == 73, "\(what): \(outcome.errors)")
    #expect(outcome.errors.contains(said), "\(what): \(outcome.errors)")
    #expect(try FolderContents(root) == before, "\(what)")
  }

  @Test(arguments: ["absolute", "relative", "to nothing"])
  func `a link is written through`(_ kind: String) throws {
    let reports = try ReportFolder(isWritten: kind != "to nothing")
    defer { reports.remove() }
    let link = reports.output.deletingLastPathComponent().appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: link) }
    let target = kind == "absolute" ? reports.output.path : reports.output.lastPathComponent
    try FileManager.default.createSymbolicLink(
      atPath: link.path, withDestinationPath: target)
    try reports.renameCity()
    let options = kind == "to nothing" ? [] : ["--city", "alpha"]
    let outcome = try BuiltCommand.run(
      ["report", reports.study.folder.path, "--output", link.path] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == target)
    let contents = try reports.contents
    #expect(contents.text("w1/alpha.en.html").contains("Omega"))
    #expect(contents.paths.contains("w1/beta.en.html"))
    #expect(try reports.litter == [] && OutputNeighbours.hidden(beside: link) == [])
  }

  @Test func `the default folder is made under the working folder`() throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let study = try SmallStudy()
    defer { study.remove() }
    for _ in 0..<2 {
      let outcome = try BuiltCommand.run(["report", study.folder.path], in: workspace.root)
      #expect(outcome.status == 0 && outcome.output == "reports/small/index.html\n")
    }
  }
}
