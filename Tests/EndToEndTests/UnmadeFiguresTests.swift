import Foundation
import Testing

/// What a figure rests on and cannot be read stops that figure, by name and with status 65; the rest is
/// made.
struct UnmadeFiguresTests {
  struct Spoilt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The code of an error that is printed.
    let code: String
    /// Cities of which there is a page all the same.
    let made: [String]
    let spoil: @Sendable (SmallStudy) throws -> Void

    init(
      _ description: String, _ code: String, made: [String] = ["beta"],
      spoil: @escaping @Sendable (SmallStudy) throws -> Void
    ) {
      (testDescription, self.code, self.made, self.spoil) = (description, code, made, spoil)
    }
  }

  private static func naming(_ column: String, _ name: String) -> Spoilt {
    Spoilt("\(column) of alpha names '\(name)'", "design-not-readable") { study in
      try study.edit("sources.csv") { lines in
        lines[0] += ",\(column)"
        lines[1] += ",\(name)"
        lines[2] += ","
      }
    }
  }

  private static let designs: [Spoilt] =
    [
      naming("weight", "base_wieght"), naming("population-size", "N"), naming("cluster-2", "flat"),
      naming("replicates", "rw1-rw4"), naming("replicates", "rw"),
      Spoilt("the stratum of alpha is misspelt", "design-not-readable") {
        try $0.edit("sources.csv") { $0[1] = $0[1].replacing("district", with: "distrikt") }
      },
      Spoilt("the cluster of alpha is misspelt", "design-not-readable") {
        try $0.edit("sources.csv") { $0[1] = $0[1].replacing("point", with: "pont") }
      },
      Spoilt("no weight of alpha is a number", "bad-weight") { study in
        try study.edit("sources.csv") { lines in
          lines[0] += ",weight"
          lines[1] += ",district"
          lines[1] = lines[1].replacing(",district,point", with: ",,point")
          lines[2] += ","
        }
      },
      Spoilt("the file of alpha is not there", "file-missing") {
        try FileManager.default.removeItem(at: $0.url("responses/alpha.csv"))
      },
    ]

  private static func margins(
    _ description: String, _ code: String, from old: String, to new: String
  ) -> Spoilt {
    Spoilt(description, code) { study in
      try study.edit("margins.csv") { lines in
        for row in 1...2 { lines[row] = lines[row].replacing(old, with: new) }
      }
    }
  }

  private static let margins: [Spoilt] = [
    margins("per cent with their sign", "margin-not-readable", from: ",450,", to: ",45%,"),
    margins("a group in another case", "margin-group-unknown", from: ",sex,", to: ",Sex,"),
    margins("a city in another case", "margin-not-readable", from: "alpha,", to: "Alpha,"),
    margins("categories that there are not", "margin-lacks-category", from: ",sex,", to: ",sex,0"),
  ]

  private static let files: [Spoilt] = [
    Spoilt("one file in two rows", "file-named-twice", made: []) {
      try $0.edit("sources.csv") { $0[2] = $0[2].replacing("beta.csv", with: "alpha.csv") }
    },
    Spoilt("one file, written otherwise", "file-named-twice", made: []) {
      try $0.edit("sources.csv") {
        $0[2] = $0[2].replacing("responses/beta", with: "./responses//alpha")
      }
    },
    Spoilt("two patterns that overlap", "file-named-twice", made: ["alpha"]) {
      try $0.edit("sources.csv") {
        $0[1] = $0[1].replacing("alpha.csv", with: "*.csv")
        $0[2] = $0[2].replacing("beta.csv", with: "b*.csv")
      }
    },
  ]

  private static let answers: [Spoilt] = [
    Spoilt(
      "many cells of a question are no codes", "answers-not-readable", made: ["alpha", "beta"]
    ) { study in
      try study.edit("responses/alpha.csv") { lines in
        for row in 1...48 {
          var fields = lines[row].split(separator: ",", omittingEmptySubsequences: false)
          fields[3] = "77"
          lines[row] = fields.joined(separator: ",")
        }
      }
    }
  ]

  @Test(arguments: designs + margins + files + answers)
  func `it is told, the rest is made, and the status is 65`(_ spoilt: Spoilt) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try spoilt.spoil(study)
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("[\(spoilt.code)]"), "\(check.output)")
    let estimate = try BuiltCommand.run(
      ["estimate", study.folder.path, "SOC01", "--format", "json", "--no-suppression"])
    #expect(estimate.status == 65, "\(estimate.errors)")
    if !spoilt.made.isEmpty {
      #expect(estimate.errors.contains("loci: not made: "), "\(estimate.errors)")
    }
    let report = try BuiltCommand.run(
      ["report", study.folder.path, "--language", "en", "--output", study.output.path])
    #expect(report.status == 65, "\(report.errors)")
    for city in ["alpha", "beta"] {
      let page = study.output.appending(path: "w1/\(city).en.html").path
      #expect(
        FileManager.default.fileExists(atPath: page) == spoilt.made.contains(city), "\(city)")
    }
  }

  @Test func `what is asked of the other city only ends with 0`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try Self.designs[0].spoil(study)
    let report = try BuiltCommand.run(
      ["report", study.folder.path, "--city", "beta", "--output", study.output.path])
    #expect(report.status == 0, "\(report.errors)")
  }

  @Test func `a question whose cells can be read is estimated beside one of which they cannot`()
    throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    try Self.answers[0].spoil(study)
    let other = try BuiltCommand.run(["estimate", study.folder.path, "SOC03", "SD2"])
    #expect(other.status == 0, "\(other.errors)")
    let score = try BuiltCommand.run(["estimate", study.folder.path, "SOC"])
    #expect(score.status == 65 && score.errors.contains("figures of SOC01, city alpha"))
  }

  @Test func `a few unread cells are counted beside the base`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") {
      $0[9] = "r9,D1,2,77" + $0[9].dropFirst("r9,D1,2,1".count)
    }
    let estimate = try BuiltCommand.run(
      ["estimate", study.folder.path, "SOC01", "--statistic", "proportion", "--format", "json"])
    #expect(estimate.status == 0, "\(estimate.errors)")
    let records = try JSON(estimate.output).array.filter { $0["city"].string == "alpha" }
    #expect(records.allSatisfy { $0["notRecorded"].integer == 1 })
  }

  @Test(arguments: [
    ("Margins.csv", "margins.csv"), ("mising.csv", "missing.csv"), ("group.csv", "groups.csv"),
  ])
  func `without a sheet whose name is misspelt nothing is made`(wrong: String, right: String) throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write("question,source,value,reason\nSD2,*,99,refused\n", to: "missing.csv")
    try FileManager.default.moveItem(at: study.url(right), to: study.url(wrong))
    let estimate = try BuiltCommand.run(["estimate", study.folder.path, "SD2"])
    #expect(estimate.status == 65 && estimate.output.isEmpty, "\(estimate.output)")
    #expect(estimate.errors.contains("did you mean '\(right)'?"), "\(estimate.errors)")
  }

  @Test(arguments: [
    ("sources.csv", "stratum", "statum"), ("factors.csv", "keying", "keyng"),
    ("margins.csv", "population", "poplation"),
  ])
  func `without a column whose name is misspelt nothing is made`(
    sheet: String, right: String, wrong: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit(sheet) { $0[0] = $0[0].replacing(right, with: wrong) }
    let estimate = try BuiltCommand.run(["estimate", study.folder.path, "SD2"])
    #expect(estimate.status == 65 && estimate.output.isEmpty, "\(estimate.errors)")
  }

  @Test func `rows that say the same of a file read it once`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let query = ["estimate", study.folder.path, "SD2", "--format", "json"]
    let once = try BuiltCommand.run(query)
    try study.edit("sources.csv") { $0.insert($0[1], at: 2) }
    let twice = try BuiltCommand.run(query)
    #expect(twice.status == 0 && twice.output == once.output, "\(twice.errors)")
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("rows 2 and 3 of sources.csv both name"), "\(check.output)")
  }
}
