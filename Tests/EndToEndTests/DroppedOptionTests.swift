import Foundation
import Testing

/// Options that a command takes, and of which the data decide whether they have an effect: where
/// they have none, that is said.
struct DroppedOptionTests {
  @Test func `what is said of the form of a data set is told to have no effect`() throws {
    let file = Repository.root.appending(path: "Tests/Reference/portable.por").path
    let plain = try BuiltCommand.run(["read", file])
    let outcome = try BuiltCommand.run(["read", file, "--delimiter", ";", "--header-rows", "2"])
    func lines(_ output: String) -> [Substring] {
      output.split(separator: "\n").filter { !$0.hasPrefix("doubtful") }
    }
    #expect(outcome.status == 0 && lines(outcome.output) == lines(plain.output))
    #expect(outcome.output.contains("[form-not-used]"))
    #expect(!plain.errors.contains("[form-not-used]"))
    #expect(outcome.errors.contains("nothing follows from 'delimiter', 'header-rows'"))
  }

  /// Alpha was asked in the first wave only, beta in the second.
  private func study() throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("waves.csv") { $0.insert("w2,Вторая волна,Second wave,,,quota,fresh", at: 2) }
    try study.edit("sources.csv") { $0[2] = "w2" + $0[2].dropFirst(2) }
    try study.edit("margins.csv") { lines in
      for row in lines.indices where lines[row].hasPrefix("beta,w1") {
        lines[row] = "beta,w2" + lines[row].dropFirst(7)
      }
    }
    return study
  }

  @Test(arguments: [
    (["--without", "SD9"], Int32(64), "there is no column 'SD9'"),
    (["--with", "interviewer"], 64, "there is no column 'interviewer'"),
    (["--language", "fr"], 64, "there is no language 'fr'; the study has en, ru"),
    (["--city", "alpha", "--wave", "w2"], 65, "there are no answers to export"),
    (
      ["--city", "alpha", "--city", "beta", "--wave", "w1"], 65,
      "there are no answers of beta in what is asked for"
    ),
  ])
  func `an export is refused where part of what was asked for has no effect`(
    options: [String], status: Int32, words: String
  ) throws {
    let study = try study()
    defer { study.remove() }
    let target = study.output.appending(path: "answers.csv").path
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    let outcome = try BuiltCommand.run(["export", study.folder.path, "--to", target] + options)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: target))
  }

  @Test(arguments: [
    (["--city", "beta", "--city", "alpha", "--wave", "w1"], "no page of beta in w1"),
    (["--city", "alpha", "--wave", "w2"], "no page of alpha in w2"),
  ])
  func `a city without answers in the wave asked for is named, and the others are written`(
    options: [String], words: String
  ) throws {
    let study = try study()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      ["report", study.folder.path, "--output", study.output.path] + options)
    #expect(outcome.status == 65 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("index.html\n"))
  }
}
