import Foundation
import Testing

/// What `loci estimate` says of data that statistics cannot take as they come.
struct EstimateCommandTests {
  private func estimate(
    _ words: [String], spoil: (SmallStudy) throws -> Void = { _ in }
  ) throws -> BuiltCommand.Outcome {
    let study = try SmallStudy()
    defer { study.remove() }
    try spoil(study)
    return try BuiltCommand.run(["estimate", study.folder.path] + words)
  }

  /// What `check` says of the small study, spoilt: other commands count warnings only.
  private func check(_ spoil: (SmallStudy) throws -> Void) throws -> String {
    let study = try SmallStudy()
    defer { study.remove() }
    try spoil(study)
    return try BuiltCommand.run(["check", study.folder.path]).output
  }

  /// Adds a column of weights, the one given for the first interview and 1 for the others.
  private func weigh(_ study: SmallStudy, first: String) throws {
    try study.edit("sources.csv") {
      $0[0] += ",weight"
      $0[1] += ",w"
      $0[2] += ","
    }
    try study.edit("responses/alpha.csv") { lines in
      lines[0] += ",w"
      for row in 1...80 { lines[row] += row == 1 ? ",\(first)" : ",1" }
    }
  }

  @Test(arguments: ["", "x", "-1", "inf"])
  func `a weight that is none is told and its interview left out`(_ weight: String) throws {
    let outcome = try estimate(["SOC01", "--format", "json"]) { try weigh($0, first: weight) }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let told = try check { try weigh($0, first: weight) }
    #expect(told.contains("responses/alpha.csv:2") && told.contains("weight"), "\(told)")
  }

  @Test func `a lonely cluster is told`() throws {
    let spoil: (SmallStudy) throws -> Void = {
      try $0.edit("responses/alpha.csv") { lines in
        for row in 1...5 { lines[row] = lines[row].replacing(",D1,", with: ",D9,") }
      }
      try $0.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    }
    #expect(try estimate(["SOC01"], spoil: spoil).status == 0)
    #expect(try check(spoil).contains("[stratum-with-one-cluster]"))
  }

  @Test func `a cluster in two strata is told`() throws {
    let spoil: (SmallStudy) throws -> Void = {
      try $0.edit("responses/alpha.csv") { $0[1] = $0[1].replacing(",D1,", with: ",D2,") }
    }
    #expect(try estimate(["SOC01"], spoil: spoil).status == 0)
    #expect(try check(spoil).contains("[cluster-in-several-strata]"))
  }

  @Test(arguments: ["1", "97"])
  func `one answer of everybody, or none of substance, ends in no crash`(_ code: String) throws {
    for words in [["--by", "sex"], ["--by", "sex", "--test", "mean"], ["--letters"]] {
      let outcome = try estimate(["SOC01"] + words) { study in
        for city in ["alpha", "beta"] {
          try study.edit("responses/\(city).csv") { lines in
            for row in 1...80 {
              var fields = lines[row].split(separator: ",").map(String.init)
              fields[3] = code
              lines[row] = fields.joined(separator: ",")
            }
          }
        }
      }
      #expect(outcome.status == 0, "\(words) \(outcome.errors)")
      #expect(!outcome.output.isEmpty)
    }
  }

  @Test func `an interval that rests on a model says so`() throws {
    for words in [[], ["--letters"], ["--by", "sex", "--test", "mean"]] {
      let outcome = try estimate(["SOC01"] + words)
      #expect(outcome.output.contains("model-based"), "\(words)")
    }
    let json = try estimate(["SOC01", "--format", "json"])
    #expect(try JSON(json.output).array.allSatisfy { $0["interval"].string == "model-based" })
  }

  @Test(arguments: [
    ["SOC01", "--by", "sex", "--test", "mean"], ["SOC01", "--by", "sex", "--letters"],
    ["SD2", "--model", "linear", "--on", "SOC01"], ["SD2", "--variance", "cluster"],
  ])
  func `files say what tests, letters, models and components rest on`(_ words: [String]) throws {
    let json = try estimate(words + ["--format", "json"])
    let rows = try JSON(json.output).array
    #expect(!rows.isEmpty && rows.allSatisfy { $0["inference"].string == "model-based" })
  }

  @Test func `p values of several contrasts are adjusted for each other`() throws {
    let contrasts = ["--by", "age", "--contrast", "18-44 - 45+", "--contrast", "45+ - 18-44"]
    let json = try estimate(["SD2"] + contrasts + ["--adjust", "holm", "--format", "json"])
    let pairs = try JSON(json.output).array.compactMap { row in
      row["pValue"].number.map { ($0, row["adjustedPValue"].number) }
    }
    #expect(pairs.count == 4, "\(json.errors)")
    for (p, adjusted) in pairs {
      #expect(abs((adjusted ?? .nan) - min(1, 2 * p)) <= 1e-9 * p)
    }
    let single = try estimate(
      ["SD2", "--by", "age", "--contrast", "18-44 - 45+", "--format", "json"])
    for row in try JSON(single.output).array {
      #expect(row["adjustedPValue"].number == row["pValue"].number)
    }
  }
}
