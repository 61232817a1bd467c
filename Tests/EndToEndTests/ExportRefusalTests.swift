import Foundation
import Testing

/// `loci export` writes over nothing that it did not write.
struct ExportRefusalTests {
  /// Ways to name a file of the study, and a city's answers exported to it.
  static let own: [(String, @Sendable (SmallStudy) throws -> String)] = [
    ("a field file", { $0.url("responses/alpha.csv").path }),
    ("a sheet", { $0.url("study.csv").path }),
    ("a sheet that is not there", { $0.url("missing.csv").path }),
    ("a sheet in capitals", { $0.url("MISSING.CSV").path }),
    ("a questionnaire's sheet", { $0.url("questionnaires/v1/survey.csv").path }),
    ("a new questionnaire", { $0.url("questionnaires/v2.csv").path }),
    ("a file in the private folder", { $0.url(".loci/quarantine/x.csv").path }),
    ("a field file by dots", { "\($0.folder.path)/./responses/../responses/alpha.csv" }),
    (
      "a field file from outside",
      { "\($0.folder.path)/../\($0.folder.lastPathComponent)/responses/alpha.csv" }
    ),
    (
      "a field file that is not there",
      { study in
        try study.edit("sources.csv") { $0.insert("w1,beta,responses/day-*.csv,v1,id,,", at: 3) }
        try study.write(study.text(of: "responses/beta.csv"), to: "responses/day-1.csv")
        return study.url("responses/day-2.csv").path
      }
    ),
    (
      "a hard link",
      { study in
        let link = study.output.path + "/link.csv"
        try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
        try FileManager.default.linkItem(
          atPath: study.url("responses/alpha.csv").path, toPath: link)
        return link
      }
    ),
    (
      "a link",
      { study in
        let link = study.output.path + "/link.csv"
        try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
          atPath: link, withDestinationPath: study.url("responses/alpha.csv").path)
        return link
      }
    ),
    (
      "a linked folder",
      { study in
        try FileManager.default.createSymbolicLink(
          atPath: study.output.path, withDestinationPath: study.folder.path)
        return study.output.path + "/responses/alpha.csv"
      }
    ),
    (
      "another file in the study",
      { study in
        try study.write("mine", to: "out/notes.csv")
        return study.url("out/notes.csv").path
      }
    ),
    (
      "a file of another study",
      { study in
        for path in ["other/study.csv", "other/responses/a.csv"] {
          let file = study.output.appending(path: path)
          try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data("theirs".utf8).write(to: file)
        }
        return study.output.path + "/other/responses/a.csv"
      }
    ),
  ]

  @Test(arguments: own.indices, [[], ["--replace"]])
  func `a file of a study is never written over`(_ index: Int, _ options: [String]) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let target = try Self.own[index].1(study)
    let before = try [FolderContents(study.folder)] + beside(study)
    let outcome = try BuiltCommand.run(
      ["export", study.folder.path, "--to", target] + options)
    #expect(outcome.status == 73, "\(Self.own[index].0): \(outcome.errors)")
    #expect(outcome.errors.contains("name another"), "\(outcome.errors)")
    #expect(try [FolderContents(study.folder)] + beside(study) == before)
  }

  /// Where links lead, from the folder of the export.
  @Test(arguments: [
    ("a file", ["elsewhere/real.csv"]), ("a file that is not there", ["elsewhere/new.csv"]),
    ("a link to a file", ["second.csv", "elsewhere/real.csv"]),
  ])
  func `a link is written through`(_ name: String, chain: [String]) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let output = study.output
    try FileManager.default.createDirectory(
      at: output.appending(path: "elsewhere"), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: output.appending(path: "elsewhere/real.csv"))
    for (link, target) in zip(["answers.csv"] + chain, chain) {
      try FileManager.default.createSymbolicLink(
        atPath: output.appending(path: link).path, withDestinationPath: target)
    }
    let words = ["export", study.folder.path, "--to", output.path + "/answers.csv"]
    if name != "a file that is not there" {
      let refused = try BuiltCommand.run(words)
      #expect(refused.status == 73 && refused.errors.contains("--replace"), "\(refused.errors)")
      #expect(!refused.errors.contains("name another file"), "\(refused.errors)")
    }
    let outcome = try BuiltCommand.run(words + ["--replace"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let written = try String(
      contentsOf: output.appending(path: chain[chain.count - 1]), encoding: .utf8)
    #expect(written.hasPrefix("city,wave,weight,"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: output.path + "/answers.csv")
        == chain[0])
    let codebook = output.path + "/answers.csv.codebook.csv"
    #expect(FileManager.default.fileExists(atPath: codebook))
  }

  @Test func `links that lead in a circle are refused`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    for (link, target) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
      try FileManager.default.createSymbolicLink(
        atPath: study.output.appending(path: link).path, withDestinationPath: target)
    }
    let outcome = try BuiltCommand.run([
      "export", study.folder.path, "--to", study.output.path + "/a.csv", "--replace",
    ])
    #expect(outcome.status == 73 && outcome.errors.contains("in a circle"), "\(outcome.errors)")
  }

  private func beside(_ study: SmallStudy) throws -> [FolderContents] {
    FileManager.default.fileExists(atPath: study.output.path)
      ? [try FolderContents(study.output)] : []
  }

  @Test(arguments: ["answers.sav", "answers.sav.codebook.csv"])
  func `a foreign file is replaced only when that is asked for`(_ foreign: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: study.output.appending(path: foreign))
    let arguments = ["export", study.folder.path, "--to", study.output.path + "/answers.sav"]
    let refused = try BuiltCommand.run(arguments)
    #expect(refused.status == 73 && refused.errors.contains("--replace"))
    let left = try FolderContents(study.output)
    #expect(left.paths == [foreign] && left.text(foreign) == "mine")
    #expect(try BuiltCommand.run(arguments + ["--replace"]).status == 0)
    #expect(try FolderContents(study.output).text(foreign) != "mine")
  }

  @Test func `an export that is there already is no obstacle, and each keeps its codebook`() throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    for ending in ["csv", "csv", "sav", "zsav", "dta", "csv", "xml", "xml"] {
      let path = study.output.path + "/answers.\(ending)"
      let outcome = try BuiltCommand.run(["export", study.folder.path, "--to", path])
      #expect(outcome.status == 0, "\(ending): \(outcome.errors)")
    }
    let kept = Set(try FolderContents(study.output).paths)
    #expect(
      kept == [
        "answers.csv", "answers.csv.codebook.csv", "answers.sav", "answers.sav.codebook.csv",
        "answers.sav.sps", "answers.zsav", "answers.zsav.codebook.csv", "answers.zsav.sps",
        "answers.dta", "answers.dta.codebook.csv", "answers.xml",
      ])
  }

  @Test func `an export that does not fit the disk leaves the old one`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: study.output.appending(path: "answers.csv"))
    let outcome = try BuiltCommand.run(
      ["export", study.folder.path, "--to", study.output.path + "/answers.csv", "--replace"],
      under: ["/bin/sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"])
    #expect(outcome.status == 73)
    let left = try FolderContents(study.output)
    #expect(left.paths == ["answers.csv"] && left.text("answers.csv") == "mine")
  }
}
