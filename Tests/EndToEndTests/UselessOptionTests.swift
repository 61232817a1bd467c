import Foundation
import Testing

/// An option that has no effect on what is asked for is an error of use; a name that is nearly one of the
/// study's gets that one told.
struct UselessOptionTests {
  @Test(arguments: [
    (["INN", "--base", "with-opinion"], "--base is of shares"),
    (["INN", "--interval", "linear"], "--interval is of shares"),
    (["INN", "--statistic", "proportion"], "--statistic proportion is of shares"),
    (["INN", "SOC", "--totals"], "--totals is of shares"),
    (["SD2", "--with", "SD2"], "--with SD2 allows nothing"),
    (["SD2", "--by", "sex", "--by", "sex"], "--by is given twice with 'sex'"),
    (["soc01"], "did you mean 'SOC01'?"), (["SD2", "--by", "Sex"], "did you mean 'sex'?"),
    (["INN.AA"], "did you mean 'INN.A'?"),
  ])
  func `estimate refuses it with 64`(words: [String], says: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["estimate", study.folder.path] + words)
    #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.errors)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test(arguments: [
    ["SD2", "INN", "--base", "with-opinion"], ["SD2", "--interval", "linear"],
    ["SOC01", "--statistic", "proportion"],
  ])
  func `an option that has an effect on one of the names is taken`(words: [String]) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["estimate", study.folder.path] + words)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func `a question that the files lack is no error of use`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let query = ["estimate", study.folder.path, "SOC01"]
    try study.edit("responses/alpha.csv") { $0[0] = $0[0].replacing("SOC01", with: "X01") }
    let one = try BuiltCommand.run(query)
    #expect(one.status == 65 && one.output.contains("beta"), "\(one.output)")
    #expect(
      one.errors.contains("not made: figures of SOC01, city alpha, wave w1: question-not-in-file"))
    try study.edit("responses/beta.csv") { $0[0] = $0[0].replacing("SOC01", with: "X01") }
    let none = try BuiltCommand.run(query)
    #expect(none.status == 65 && none.errors.contains("(question-not-in-file)"), "\(none.errors)")
  }

  @Test(arguments: [
    (["--only", "SD1", "--only", "SD1"], "--only is given twice with 'SD1'"),
    (["--only", "SD1", "SD1"], "--only is given twice with 'SD1'"),
    (["--preamble-rows", "-1"], "write one of 0 … 1000"),
    (["--header-rows", "-1"], "write one of 0, 1, 2, 3"),
  ])
  func `read refuses it with 64`(words: [String], says: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let file = study.url("responses/alpha.csv").path
    let outcome = try BuiltCommand.run(["read", file] + words)
    #expect(outcome.status == 64 && outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test func `a draft is allowed nothing that it has anyway`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "init", study.output.path, "--from", study.url("responses/alpha.csv").path, "--with", "SD1",
    ])
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains("--with SD1 allows nothing"), "\(outcome.errors)")
  }
}
