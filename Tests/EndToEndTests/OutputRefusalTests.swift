import Foundation
import Testing

/// Where the output cannot be written, nothing is lost and the status is 73.
struct OutputRefusalTests {
  @Test func `a path under a regular file cannot be written`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write("a file", to: "file")
    let target = study.url("file/reports").path
    let outcome = try BuiltCommand.run(["report", study.folder.path, "--output", target])
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("cannot write \(target): "))
    #expect(try study.text(of: "file") == "a file")
  }

  @Test func `a regular file in the output's place is not replaced`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try Data("a file".utf8).write(to: study.output)
    let outcome = try BuiltCommand.run(
      ["report", study.folder.path, "--output", study.output.path])
    #expect(outcome.status == 73)
    #expect(try String(contentsOf: study.output, encoding: .utf8) == "a file")
  }

  @Test func `a folder that holds other people's files is refused and keeps them`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let documents = study.output
    try FileManager.default.createDirectory(at: documents, withIntermediateDirectories: true)
    try Data("a diploma thesis".utf8).write(to: documents.appending(path: "thesis.txt"))
    let outcome = try BuiltCommand.run(
      ["report", study.folder.path, "--output", documents.path])
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("other files"))
    let left = try FolderContents(documents)
    #expect(left.paths == ["thesis.txt"] && left.text("thesis.txt") == "a diploma thesis")
  }

  @Test func `the study's own folder is refused as output`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let before = try FolderContents(study.folder)
    let outcome = try BuiltCommand.run(
      ["report", study.folder.path, "--output", study.folder.path])
    #expect(outcome.status == 73)
    #expect(try FolderContents(study.folder) == before)
  }

  @Test func `a failed run leaves the old reports whole`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let output = study.output
    let arguments = ["report", study.folder.path, "--output", output.path]
    #expect(try BuiltCommand.run(arguments).status == 0)
    let before = try FolderContents(output)
    #expect(try BuiltCommand.run(arguments + ["--wave", "w9"]).status == 64)
    #expect(try FolderContents(output) == before)
    for city in ["alpha", "beta"] { try study.write("", to: "responses/\(city).csv") }
    #expect(try BuiltCommand.run(arguments).status == 65)
    #expect(try FolderContents(output) == before)
    #expect(try OutputNeighbours.hidden(beside: output) == [])
  }

  @Test func `a study is not drafted over another, nor under a file`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let before = try FolderContents(study.folder)
    #expect(try BuiltCommand.run(["init", study.folder.path]).status == 73)
    #expect(try BuiltCommand.run(["init", study.url("study.csv/draft").path]).status == 73)
    #expect(try FolderContents(study.folder) == before)
  }

  @Test func `a private folder that cannot be made ends the import with 73`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { $0[9] += ",one,two,many" }
    try study.write("a file", to: ".loci")
    let outcome = try BuiltCommand.run(["import", study.folder.path])
    #expect(outcome.status == 73)
    #expect(outcome.output.contains("responses/alpha.csv"), "the ledger is printed all the same")
    #expect(try study.text(of: ".loci") == "a file")
  }
}

/// What lies beside an output folder and begins with a dot and its name.
enum OutputNeighbours {
  static func hidden(beside output: URL) throws -> [String] {
    let parent = output.deletingLastPathComponent().path
    return try FileManager.default.contentsOfDirectory(atPath: parent)
      .filter { $0.hasPrefix(".\(output.lastPathComponent)") }.sorted()
  }
}
