import Foundation
import Testing

/// Input that makes no sense is refused with words that say what would; nothing is computed from it.
struct MisusedInputTests {
  /// A study with a question of several answers.
  private static func study() throws -> SmallStudy {
    let rows = (0..<240).map { row in
      let chosen = [["m1"], ["m1", "m2"], ["m2"], ["m3"]][row * 7 % 4].joined(separator: " ")
      return "r\(row),\(row * 11 % 5 + 1),\(18 + row * 37 % 60),\(row % 2 + 1),\(chosen)"
    }
    return try SmallStudy.bare(
      survey: """
        select_one five,Y,Level,scale
        integer,AGE,Age,scale
        select_one sexes,SEX,Sex,nominal
        select_multiple several,M,Several,
        """,
      choices: """
        five,1,a,
        five,2,b,
        five,3,c,
        five,4,d,
        five,5,e,
        sexes,1,man,
        sexes,2,woman,
        several,m1,one,
        several,m2,two,
        several,m3,three,
        """, answers: ["id,Y,AGE,SEX,M"] + rows,
      surveyHeader: "type,name,label::en,measure")
  }

  @Test(arguments: [
    ("regress Y --on Y", "'Y' is the outcome: it cannot explain itself"),
    ("regress Y=1 --family logistic --on AGE --on Y", "'Y' is the outcome"),
    ("regress Y --on SEX --on Y*SEX", "'Y' is the outcome"),
    ("regress Y --on AGE*AGE", "'AGE*AGE' multiplies a predictor by itself"),
    ("regress Y --on SEX:AGE --on AGE:SEX", "--on SEX:AGE and --on AGE:SEX are the same"),
    ("regress Y --on SEX --margins ''", "--margins is a group of --on, or A:B, not ''"),
    ("regress Y --on SEX --margins SEX:", "--margins is a group of --on, or A:B, not 'SEX:'"),
    ("regress Y --on M", "take its choices one by one, as --on M=m1; there are M=m1, M=m2, M=m3"),
    ("regress Y --on M=m9", "no questionnaire has the answer 'M=m9'; did you mean 'M=m1'?"),
    ("regress Y --on citty", "did you mean 'city'?"),
    ("regress Y --differences wave", "the waves are what the changes are between"),
    ("regress Y --on SEX --margins SEX --cells nan*|1|-|2", "coefficients that add up to 0"),
    ("contrast Y --by SEX --cells nan*|1|-|2", "coefficients that add up to 0"),
    ("contrast Y --by SEX --cells inf*|1|-|2", "coefficients that add up to 0"),
    ("contrast Y --by SEX --cells 1|+|2", "coefficients that add up to 0"),
    ("contrast Y --by SEX --cells 1|-|1", "two different cells"),
    ("contrast Y --by SEX --cells 1+2", "two different cells"),
    ("contrast Y --by SEX --cells 1|-|d", "there is no cell 'd' among 1, 2"),
    ("contrast Y --cells alpa|-|w1", "no city or wave 'alpa' among alpha, w1"),
    ("contrast Y --cells alpha|-|w1", "--cells are cities, or waves"),
    ("estimate Y --statistic ratio --to Y", "'Y' is asked of itself"),
    ("weigh --bounds 0.5:2", "--bounds is of weights that are brought to margins"),
    ("weigh --limits 0.5:2", "--limits is of weights that are brought to margins"),
    ("weigh --no-limits", "--no-limits is of weights that are brought to margins"),
    ("weigh --merge SEX=1|2", "--merge is of weights that are brought to margins"),
    ("weigh --method greg", "--method greg is of weights that are brought to margins"),
  ])
  func `it is refused with 64`(words: String, says: String) throws {
    let study = try Self.study()
    defer { study.remove() }
    var arguments = words.split(separator: " ").map(String.init)
    if !words.contains("--merge") {
      arguments = arguments.map { $0.replacing("|", with: " ").replacing("''", with: "") }
    }
    arguments.insert(study.folder.path, at: 1)
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.errors)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test func `merges are of groups that margins are of`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["weigh", study.folder.path, "--merge", "sexx=1|2"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("not of 'sexx'; did you mean 'sex'?"), "\(outcome.errors)")
  }

  /// A choice is a number 0 or 1: its slope is the difference of two means.
  @Test func `a choice of several answers is a predictor`() throws {
    let study = try Self.study()
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "regress", study.folder.path, "Y", "--on", "M=m1", "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let slope = try JSON(outcome.output).array.first {
      $0["term"].string == "M=m1" && $0["part"].string == "coefficient"
    }
    func mean(_ isMember: (Int) -> Bool) -> Double {
      let rows = (0..<240).filter(isMember)
      return rows.reduce(0) { $0 + 25 * Double($1 * 11 % 5) } / Double(rows.count)
    }
    let known = mean { $0 * 7 % 4 < 2 } - mean { $0 * 7 % 4 >= 2 }
    #expect(abs((slope?["estimate"].number ?? .nan) - known) < 1e-9)
  }

  @Test(arguments: ["lonelyClusters", "Lonely_Clusters", "lonely-cluster"])
  func `a misspelt key of study.csv has its right spelling told`(key: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("study.csv") { $0.insert("\(key),adjust", at: 1) }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.output.contains("did you mean 'lonely-clusters'?"), "\(outcome.output)")
  }

  @Test(arguments: [
    ("-2", "1 cell is no number from 0 up"), ("", "1 cell is no number from 0 up"),
    ("many", "1 cell is no number from 0 up"), (nil, "1 column is 0 for everybody"),
  ])
  func `replicate weights that make no error stop the sample`(
    cell: String?, says: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    try study.edit("sources.csv") { lines in
      lines[0] += ",replicates,replicate-method"
      lines = [lines[0], lines[1] + ",rw1-rw4,jk1 factors", lines[2] + ",,", ""]
    }
    try study.edit("responses/alpha.csv") { lines in
      lines[0] += ",rw1,rw2,rw3,rw4"
      for row in 1..<lines.count where !lines[row].isEmpty {
        var factors = (0..<4).map { row % 4 == $0 ? "0" : "1.3333333" }
        if cell == nil { factors[2] = "0" }
        if let cell, row == 5 { factors[2] = cell }
        lines[row] += "," + factors.joined(separator: ",")
      }
    }
    for command in ["estimate", "weigh"] {
      let outcome = try BuiltCommand.run(
        [command, study.folder.path] + (command == "weigh" ? [] : ["SOC01"]))
      #expect(outcome.status == 65, "\(command): \(outcome.errors)")
      #expect(outcome.errors.contains("of its replicate weights \(says)"), "\(outcome.errors)")
      #expect(outcome.output.contains("beta") && !outcome.output.contains("alpha"))
    }
  }

  @Test(arguments: ["predictor", "contacts.csv", "cases.csv", "quota"])
  func `what weights for nonresponse lack stops figures`(lack: String) throws {
    let made = try NonresponseStudy("classes")
    defer { made.remove() }
    switch lack {
    case "predictor":
      try made.study.edit("study.csv") { lines in
        lines = lines.map { $0.replacing("floor;house", with: "flor;house") }
      }
    case "quota":
      try made.study.edit("waves.csv") { $0[1] = $0[1].replacing("probability", with: "quota") }
    default: try FileManager.default.removeItem(at: made.study.url(lack))
    }
    for words in [["weigh"], ["estimate", "SOC01"]] {
      let outcome = try BuiltCommand.run(
        [words[0], made.study.folder.path] + words.dropFirst())
      #expect(outcome.status == 65, "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains("[nonresponse-not-adjusted]"), "\(outcome.errors)")
    }
  }

  /// Nobody chose 5 in the first wave: its share has no trend, and nobody asked for it.
  @Test func `a trend of a number ends with 0 though a share has none`() throws {
    let study = try Self.study()
    defer { study.remove() }
    for wave in ["w2", "w3"] {
      try study.addWave(
        wave, survey: "select_one five,Y,Level,scale",
        choices: "five,1,a,\nfive,2,b,\nfive,3,c,\nfive,4,d,\nfive,5,e,",
        answers: ["id,Y"] + (0..<90).map { "\(wave)\($0),\($0 % 5 + 1)" },
        surveyHeader: "type,name,label::en,measure")
    }
    try study.edit("responses/w1.csv") { lines in
      lines = lines.map { $0.replacing(/^(r\d+),5,/) { "\($0.1),4," } }
    }
    try study.write(
      "wave,label::en,sample\nw1,First,probability\nw2,Second,probability\nw3,Third,probability\n",
      to: "waves.csv")
    let trend = ["trend", study.folder.path, "Y"]
    let whole = try BuiltCommand.run(trend)
    #expect(whole.status == 0, "\(whole.errors)")
    let shares = try BuiltCommand.run(trend + ["--statistic", "proportion"])
    #expect(shares.status == 0 || shares.errors.contains("the trend of Y="), "\(shares.errors)")
  }
}
