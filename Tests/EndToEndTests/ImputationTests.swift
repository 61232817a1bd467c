import Foundation
import Testing

/// Multiple imputation beside R's survey and mitools: `Tests/Reference/imputation.R`.
struct ImputationTests {
  private let reference: JSON

  init() throws {
    let file = Repository.folder("Tests/Reference/imputation.json")
    reference = try JSON(String(contentsOf: file, encoding: .utf8))
  }

  private func rows(_ line: String, isRaked: Bool = false) throws -> [JSON] {
    let study = try SmallStudy.imputed(isRaked: isRaked)
    defer { study.remove() }
    return try rows(line, of: study)
  }

  private func rows(
    _ line: String, of study: SmallStudy, hiding: Bool = false
  ) throws -> [JSON] {
    let words = line.split(separator: " ").map { String($0).replacing("_", with: " ") }
    let outcome = try BuiltCommand.run(
      [words[0], study.folder.path] + words.dropFirst() + ["--format", "json"]
        + (hiding ? [] : ["--no-suppression"]))
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array
  }

  /// Value, error, W, B, the share of missing information, Barnard and Rubin's degrees of freedom.
  private func expect(_ row: JSON?, _ known: JSON, _ name: String, _ further: String...) throws {
    let row = try #require(row, "\(name)")
    for (own, theirs) in [
      ("estimate", "estimate"), ("standardError", "error"), ("within", "within"),
      ("between", "between"), ("degreesOfFreedom", "df"), ("missingInformation", "missing"),
    ] + further.map({ ($0, $0 == "pValue" ? "p" : $0) }) {
      let (value, expected) = (row[own].number ?? .nan, known[theirs].number ?? .nan)
      #expect(
        abs(value - expected) <= 1e-9 * max(1e-3, abs(expected)),
        "\(name), \(own): \(value), R \(expected)")
    }
    #expect(row["imputations"].integer == 5)
  }

  @Test(arguments: [("plain", false), ("raked", true)])
  func `figures are combined by Rubin's rules, calibrated anew in each data set`(
    _ part: String, _ isRaked: Bool
  ) throws {
    let known = reference[part]
    let study = try SmallStudy.imputed(isRaked: isRaked)
    defer { study.remove() }
    func first(_ line: String, where isMeant: (JSON) -> Bool = { _ in true }) throws -> JSON? {
      try rows(line, of: study).first(where: isMeant)
    }
    let mean = try first("estimate Y --statistic mean")
    try expect(mean, known["mean"], "mean", "lower", "upper")
    #expect(mean?["count"].integer == reference["observed"]["Y"].integer)
    try expect(try first("estimate Z --statistic mean"), known["meanOfZ"], "mean of Z")
    try expect(
      try first("estimate Y --statistic mean --by sex") { $0["by"]["sex"].string == "2" },
      known["women"], "women")
    try expect(
      try first("estimate Y --statistic proportion") { $0["choice"].string == "2" }, known["share"],
      "share")
    try expect(try first("estimate Z --statistic total"), known["total"], "total")
    try expect(try first("estimate Z --statistic ratio --to AGE"), known["ratio"], "ratio")
    try expect(try first("estimate Z --statistic quantile"), known["quantile"], "quantile")
    try expect(
      try first("contrast Y --by sex --cells 1_-_2 --statistic mean"), known["contrast"],
      "contrast",
      "lower", "upper", "pValue")
  }

  @Test func `coefficients and correlations are combined too`() throws {
    for (line, part) in [
      ("regress Y --on sex --on AGE", "linear"),
      ("regress B=1 --family logistic --on sex --on AGE", "logistic"),
    ] {
      let rows = try rows(line).filter { $0["part"].string == "coefficient" }
      #expect(rows.count == 3)
      for (term, name) in [("(Intercept)", "(Intercept)"), ("sex=2", "sex2"), ("AGE", "AGE")] {
        try expect(
          rows.first { $0["term"].string == term }, reference[part][name], "\(part) \(term)")
      }
    }
    let correlation = try rows("correlate Y Z").first
    try expect(correlation, reference["correlation"], "r", "pValue")
  }

  @Test func `bases and what is hidden are of observed answers`() throws {
    let study = try SmallStudy.imputed()
    defer { study.remove() }
    func women() throws -> JSON? {
      try rows("estimate Y --statistic mean --by sex", of: study, hiding: true).first {
        $0["by"]["sex"].string == "2"
      }
    }
    let count = try #require(reference["observed"]["women"].integer)
    #expect(try women()?["count"].integer == count)
    // In each completed data set there are more women than that.
    try study.edit("study.csv") { $0.insert("minimum-base,\(count + 1)", at: 1) }
    let hidden = try women()
    #expect(hidden?["suppressed"].string != nil && hidden?["estimate"].number == nil)
    #expect(hidden?["within"].number == nil && hidden?["between"].number == nil)
  }

  @Test(
    arguments: [
      "factors reliability", "factors invariance", "factors explore", "compare", "report", "weigh",
      "test Y --by sex --method mean", "trend Y", "variance Y --between cluster",
      "estimate Y --unweighted",
    ])
  func `commands that cannot combine refuse by name`(_ line: String) throws {
    let study = try SmallStudy.imputed()
    defer { study.remove() }
    var words = line.split(separator: " ").map(String.init)
    words.insert(study.folder.path, at: words[0] == "factors" ? 2 : 1)
    let outcome = try BuiltCommand.run(words)
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("loci \(words[0])"), "\(outcome.errors)")
    #expect(outcome.errors.contains("imputed answers"), "\(outcome.errors)")
  }

  @Test func `an export of imputed answers is refused`() throws {
    let study = try SmallStudy.imputed()
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "export", study.folder.path, "--to", study.output.appending(path: "a.csv").path,
    ])
    #expect(outcome.status == 65 && outcome.errors.contains("loci export is not made of imputed"))
  }
}

/// Everything that can be wrong with imputed files is told, and nothing is estimated from them.
struct ImputedFileTests {
  private func outcome(
    _ code: String, _ change: (SmallStudy) throws -> Void
  ) throws -> (status: Int32, errors: String) {
    let study = try SmallStudy.imputed()
    defer { study.remove() }
    try change(study)
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect((check.output + check.errors).contains("[\(code)]"), "\(check.output)\(check.errors)")
    let estimate = try BuiltCommand.run(["estimate", study.folder.path, "Y"])
    return (estimate.status, estimate.errors)
  }

  private func expectNothing(_ code: String, _ change: (SmallStudy) throws -> Void) throws {
    let (status, errors) = try outcome(code, change)
    #expect(status == 65, "\(code): \(errors)")
    #expect(errors.contains("[\(code)]"), "\(errors)")
  }

  @Test func `numbers that lack, and a single imputation`() throws {
    try expectNothing("imputation-missing") { try $0.writeSources(of: [0, 1, 3]) }
    try expectNothing("single-imputation") { try $0.writeSources(of: [0, 1]) }
    try expectNothing("imputation-missing") { try $0.writeSources(of: [0]) }
    try expectNothing("observed-answers-missing") { try $0.writeSources(of: Array(1...5)) }
    try expectNothing("imputation-without-identifier") {
      try $0.writeSources(of: Array(0...5), identifier: "")
    }
    try expectNothing("not-a-whole-number") { study in
      try study.edit("sources.csv") { $0[6].replace(",v-w1,5,", with: ",v-w1,5a,") }
    }
    try expectNothing("file-missing") { study in
      try FileManager.default.removeItem(at: study.url("responses/imputed-5.csv"))
    }
  }

  @Test func `other people, another design, other answers`() throws {
    try expectNothing("imputation-people-differ") { study in
      try study.edit("responses/imputed-2.csv") { $0.removeLast(2) }
    }
    try expectNothing("imputation-people-differ") { study in
      try study.edit("responses/imputed-2.csv") { $0[1].replace("a001", with: "b001") }
    }
    try expectNothing("imputation-design-differs") { study in
      try study.edit("responses/imputed-4.csv") { $0[3].replace(",D1,1,", with: ",D1,2,") }
    }
    try expectNothing("imputation-changes-answers") { study in
      // The age is observed of everybody.
      try study.edit("responses/imputed-3.csv") { lines in
        var cells = lines[5].split(separator: ",", omittingEmptySubsequences: false).map(
          String.init)
        cells[5] = cells[5] == "40" ? "41" : "40"
        lines[5] = cells.joined(separator: ",")
      }
    }
  }

  @Test func `answers that are still missing, and files that impute nothing`() throws {
    let (status, _) = try outcome("imputation-incomplete") { study in
      let observed = try study.text(of: "responses/w1.csv").split(separator: "\n")
      try study.edit("responses/imputed-3.csv") { lines in
        for row in 1...60 {
          var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
          let own = observed[row].split(separator: ",", omittingEmptySubsequences: false)
          if own[6].isEmpty { cells[6] = "" }
          lines[row] = cells.joined(separator: ",")
        }
      }
    }
    #expect(status == 0)
    let (same, _) = try outcome("nothing-imputed") { study in
      for number in 1...5 {
        try study.write(
          study.text(of: "responses/w1.csv"), to: "responses/imputed-\(number).csv")
      }
    }
    #expect(same == 0)
  }

  @Test func `people whose interview is set aside may stand in imputed files`() throws {
    let study = try SmallStudy.imputed()
    defer { study.remove() }
    // The first two answer nothing: break-offs of the observed file only.
    try study.edit("study.csv") {
      $0 = $0.map { $0 == "partial-minimum,0" ? "partial-minimum,50" : $0 }
    }
    try study.edit("responses/w1.csv") { lines in
      for row in 1...2 {
        lines[row] = lines[row].split(separator: ",").prefix(4).joined(separator: ",") + ",,,,,"
      }
    }
    let outcome = try BuiltCommand.run(["estimate", study.folder.path, "Y"])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
