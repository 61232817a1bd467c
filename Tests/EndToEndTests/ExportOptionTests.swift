import Foundation
import Testing

/// Each option of `export` and each file of `init`, misspelt, doubled, empty and of another kind: it is
/// followed, or refused by name, and nothing is written.
struct ExportOptionTests {
  struct Case: Sendable, CustomStringConvertible {
    let options: [String]
    let status: Int32
    let words: String
    var description: String { options.joined(separator: " ") }

    init(_ options: String, _ status: Int32, _ words: String) {
      self.options = options.split(separator: " ").map(String.init)
      self.status = status
      self.words = words
    }
  }

  /// An underscore alone stands for an empty word.
  static let cases = [
    // misspelt
    Case("--city alhpa", 64, "there is no city 'alhpa'; did you mean 'alpha'?"),
    Case("--city Alpha", 64, "there is no city 'Alpha'; did you mean 'alpha'?"),
    Case("--wave W1", 64, "there is no wave 'W1'; did you mean 'w1'?"),
    Case("--language RU", 64, "there is no language 'RU'; did you mean 'ru'?"),
    Case("--language fr", 64, "there is no language 'fr'; the study has en, ru"),
    Case("--without NOPE", 64, "there is no column 'NOPE'"),
    Case("--without sd2", 64, "there is no column 'sd2'; did you mean 'SD2'?"),
    Case("--without stratun", 64, "did you mean 'stratum'?"),
    Case("--with identifer", 64, "did you mean 'identifier'?"),
    Case("--to answers.sva", 64, "must end in .sav, .zsav, .dta, .csv or .xml"),
    Case("--salt nowhere", 66, "there is no salt nowhere"),
    // doubled
    Case("--language ru --language en", 64, "--language is given twice, as 'ru' and 'en'"),
    Case("--to a.csv --to b.csv", 64, "--to is given twice, as 'a.csv' and 'b.csv'"),
    Case("--salt a --salt b", 64, "--salt is given twice"),
    Case("--with SD2 --without SD2", 64, "'SD2' stands after --with and after --without"),
    // to no effect
    Case("--with SD2", 64, "'SD2' comes along without being named: leave out --with SD2"),
    Case("--with SOC01 --with identifier", 64, "'SOC01' comes along without being named"),
    Case("--salt a --with identifier", 64, "keys in place of identifiers"),
    // empty
    Case("--city=", 64, "Missing value"), Case("--wave=", 64, "Missing value"),
    Case("--language=", 64, "Missing value"), Case("--without=", 64, "Missing value"),
    Case("--with=", 64, "Missing value"), Case("--salt=", 64, "Missing value"),
    Case("--to=", 64, "Missing value"), Case("--to .csv", 64, "must end in"),
    Case("--without _", 64, "there is no column ''"), Case("--city _", 64, "there is no city ''"),
    // of another kind
    Case("--city w1", 64, "there is no city 'w1'; the study has alpha, beta"),
    Case("--wave alpha", 64, "there is no wave 'alpha'; the study has w1"),
    Case("--language alpha", 64, "there is no language 'alpha'"),
    Case("--without weight", 64, "'weight' always comes along"),
    Case("--without interviewer", 64, "there is no column 'interviewer'"),
    Case("--without alpha", 64, "there is no column 'alpha'"),
    Case("--salt .", 64, "the salt . is no file"),
    Case("--to folder.csv/", 64, "must end in"),
  ]

  @Test(arguments: cases)
  func `an option that cannot be followed is refused`(_ use: Case) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    let options = use.options.map { $0 == "_" ? "" : $0 }
    let target = options.contains { $0.hasPrefix("--to") } ? [] : ["--to", "answers.csv"]
    let outcome = try BuiltCommand.run(
      ["export", study.folder.path] + target + options, in: study.output)
    #expect(outcome.status == use.status, "\(outcome.errors)")
    #expect(outcome.errors.contains(use.words), "\(outcome.errors)")
    #expect(try FolderContents(study.output).paths.isEmpty)
  }

  @Test func `a question of a repeat is listed, proposed by no remedy and refused by name`() throws
  {
    let study = try SmallStudy.bare(
      survey: "integer,kids,Children\nbegin_repeat,child,Child\ninteger,kid_age,Age\nend_repeat,,",
      answers: ["id,kids"] + (0..<20).map { "p\($0),\($0 % 3)" })
    defer { study.remove() }
    let (_, errors) = try study.exported("a.csv")
    let lines = errors.split(separator: "\n")
    let place = try #require(lines.firstIndex { $0.contains("[repeats-left-out]") })
    #expect(lines[place].contains("kid_age") && !lines[place + 1].contains("--with"), "\(errors)")
    #expect(!lines.contains { $0.contains("[left-out]") && $0.contains("kid_age") })
    let refused = try BuiltCommand.run([
      "export", study.folder.path, "--to", study.output.path + "/b.csv", "--with", "kid_age",
    ])
    #expect(refused.status == 64, "\(refused.errors)")
    #expect(refused.errors.contains("'kid_age' is asked several times"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: study.output.path + "/b.csv"))
  }

  @Test(arguments: [
    ("--without stratum", ["stratum"]), ("--without cluster", ["cluster"]),
    ("--without SD1 --without SD2", ["SD1", "SD2"]),
    ("--wave w1 --language en --language en", []),
  ])
  func `an option that can be followed is`(_ options: String, without: [String]) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let words = options.split(separator: " ").map(String.init)
    let target = study.output.appending(path: "answers.csv")
    let outcome = try BuiltCommand.run(
      ["export", study.folder.path, "--to", target.path] + words)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let header = try String(contentsOf: target, encoding: .utf8).split(separator: "\n")[0]
      .split(separator: ",").map(String.init)
    let all =
      ["city", "wave", "weight", "stratum", "cluster"] + SmallStudy.itemNames
      + ["SD1", "SD2", "synthetic"]
    #expect(header == all.filter { !without.contains($0) })
  }

  @Test func `DDI is written together with the table that it describes`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      ["export", study.folder.path, "--to", study.output.path + "/answers.xml"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.split(separator: "\n").map { $0.split(separator: "/").last }
        == ["answers.xml", "answers.csv"])
    let files = try FolderContents(study.output)
    #expect(files.paths == ["answers.csv", "answers.xml"])
    #expect(files.text("answers.xml").contains("<fileName>answers.csv</fileName>"))
    #expect(files.text("answers.csv").split(separator: "\n").count == 161)
  }

  @Test func `the remedy against recognition names what leaving it out does`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let path = study.output.path + "/answers.csv"
    let outcome = try BuiltCommand.run(["export", study.folder.path, "--to", path])
    let fix = try #require(
      outcome.errors.split(separator: "\n").first {
        $0.contains("fix:") && $0.contains("--without")
      })
    let words = fix.split(separator: " ").map { $0.trimmingCharacters(in: .punctuationCharacters) }
    let name = words[try #require(words.firstIndex(of: "without")) + 1]
    let after = try BuiltCommand.run(
      ["export", study.folder.path, "--to", path, "--replace", "--without", name])
    #expect(after.status == 0, "\(after.errors)")
    let exposed = fix.split(separator: ";")[0].split(separator: " ").last.flatMap { Int($0) }
    #expect(exposed == 0 || after.errors.contains("warning: \(exposed ?? -1) of 160 people"))
  }

  @Test(arguments: [
    (["a.csv", "same.csv"], "file-given-twice"),
    (["survey.csv", "other/survey.csv"], "two-forms"), (["nope.csv"], "file-missing"),
    (["other"], "file-is-a-folder"),
  ])
  func `files that a draft cannot take together are refused by name`(
    _ names: [String], code: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let answers = try study.text(of: "responses/alpha.csv")
    for (path, text) in [
      ("d/a.csv", answers), ("d/same.csv", answers),
      ("d/survey.csv", try study.text(of: "questionnaires/v1/survey.csv")),
      ("d/other/survey.csv", "type,name,label\ntext,a,A\n"),
    ] { try study.write(text, to: path) }
    let outcome = try BuiltCommand.run(
      ["init", "new"] + names.flatMap { ["--from", $0] }, in: study.url("d"))
    #expect([65, 66].contains(outcome.status), "\(outcome.errors)")
    #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
    #expect(outcome.errors.contains("\(names.last ?? ""): error:"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: study.url("d/new").path))
  }

  @Test
  func `files named one by one are waves and cities of one study, as are those named at once`()
    throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    let files = ["alpha", "beta"].map { study.url("responses/\($0).csv").path }
    for words in [["--from", files[0], "--from", files[1]], ["--from"] + files] {
      let outcome = try BuiltCommand.run(["init", study.output.path] + words)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let rows = try FolderContents(study.output).text("sources.csv").split(separator: "\n")
      #expect(rows.count == 3 && rows[1].contains("alpha.csv") && rows[2].contains("beta.csv"))
      try FileManager.default.removeItem(at: study.output)
    }
  }
}
