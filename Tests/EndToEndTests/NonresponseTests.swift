import Foundation
import Testing

/// Weights that make up for nonresponse, through the built command.
struct NonresponseTests {
  @Test(arguments: ["classes", "propensity"], [false, true])
  func `means, shares and errors are R's, both steps repeated in each replicate`(
    method: String, isRaked: Bool
  ) throws {
    let made = try NonresponseStudy(method, isRaked: isRaked)
    defer { made.remove() }
    let expected = made.reference[method][isRaked ? "raked" : "adjusted"]
    func figures(_ statistic: String) throws -> [JSON] {
      let outcome = try made.run(
        "estimate", "SOC01", "--statistic", statistic, "--replicates", "jkn", "--no-suppression",
        "--format", "json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try JSON(outcome.output).array.filter {
        statistic == "mean" || ["1", "2", "3", "4"].contains($0["choice"].string)
      }
    }
    let found = try figures("mean") + figures("proportion")
    #expect(found.count == 5)
    for (place, figure) in found.enumerated() {
      for key in ["estimate", "standardError"] {
        // Means of answers 1 … 5 are printed as points of 0 … 100.
        let plain = expected[key].array[place].number ?? .nan
        let want = place > 0 ? plain : 25 * (key == "estimate" ? plain - 1 : plain)
        #expect(abs((figure[key].number ?? .nan) - want) < 1e-9 * want, "\(key) \(place)")
      }
    }
  }

  @Test(arguments: ["classes", "propensity"])
  func `factors are R's, and errors without replicates those of the adjusted weights`(
    method: String
  ) throws {
    let made = try NonresponseStudy(method)
    defer { made.remove() }
    let weights = try made.run("weigh", "--format", "json")
    #expect(weights.status == 0, "\(weights.errors)")
    let rows = try JSON(weights.output).array
    let factors = Set(
      made.reference[method]["factors"].array.compactMap(\.number).filter { $0 > 0 }
        .map { ($0 * 1e9).rounded() })
    let found = rows.compactMap { $0["nonresponseFactor"].number.map { ($0 * 1e9).rounded() } }
    #expect(Set(found) == factors)
    let counts = ["respondents", "nonrespondents", "notEligible", "unknownEligibility"].map { key in
      rows.reduce(0) { $0 + ($1[key].integer ?? 0) }
    }
    #expect(counts == (method == "classes" ? [207, 213, 24, 36] : [207, 213, 0, 0]))
    for (row, range) in zip(rows, made.reference[method]["fifths"].array) {
      #expect(abs((row["propensityFrom"].number ?? .nan) - (range.array[0].number ?? 0)) < 1e-9)
      #expect(abs((row["propensityTo"].number ?? .nan) - (range.array[1].number ?? 0)) < 1e-9)
    }
    let mean = try made.run("estimate", "SOC01", "--statistic", "mean", "--format", "json")
    let error = try JSON(mean.output).array.first?["standardError"].number ?? .nan
    #expect(abs(error - 25 * (made.reference[method]["linearised"].number ?? 0)) < 1e-8)
  }

  @Test func `the option of weigh does what the key does, and changes no report`() throws {
    let (keyed, bare) = (try NonresponseStudy("classes"), try NonresponseStudy(nil))
    defer {
      keyed.remove()
      bare.remove()
    }
    try bare.study.edit("cases.csv") { lines in
      lines = lines.map {
        $0.isEmpty
          ? $0
          : $0.split(separator: ",", omittingEmptySubsequences: false)
            .dropLast().joined(separator: ",")
      }
    }
    let byKey = try keyed.run("weigh", "--format", "csv")
    let byOption = try bare.run("weigh", "--nonresponse", "classes", "--format", "csv")
    #expect(byOption.status == 0, "\(byOption.errors)")
    #expect(byKey.output == byOption.output)
    #expect(try bare.run("weigh").output != bare.run("weigh", "--nonresponse", "classes").output)
    #expect(try bare.run("check").output.contains("[cases-not-used]"))
    for words in [["--nonresponse", "clases"], ["--nonresponse", ""]] {
      #expect(try BuiltCommand.run(["weigh", bare.study.folder.path] + words).status == 64)
    }
  }

  @Test func `the option is refused without cases, contacts or a probability sample`() throws {
    for (file, line) in [("cases.csv", 0), ("contacts.csv", 0), ("waves.csv", 1)] {
      let made = try NonresponseStudy(nil)
      defer { made.remove() }
      if file == "waves.csv" {
        try made.study.edit(file) { $0[line] = $0[line].replacing("probability", with: "quota") }
      } else {
        try FileManager.default.removeItem(at: made.study.url(file))
      }
      #expect(try made.run("weigh", "--nonresponse", "classes").status == 64, "\(file)")
    }
  }

  /// What is wrong, the file and the change of it, and the code that `check` or `weigh` tells.
  static let faults:
    [(what: String, file: String, change: @Sendable (inout [String]) -> Void, code: String)] =
      [
        (
          "a misspelt predictor", "study.csv", { $0[$0.count - 2] = "nonresponse-predictors,hose" },
          "unknown-column"
        ),
        (
          "no such method", "study.csv", { $0[$0.count - 3] = "nonresponse,class" }, "value-unknown"
        ),
        ("a case twice", "cases.csv", { $0.insert($0[1], at: 2) }, "case-twice"),
        (
          "a misspelt city", "cases.csv", { $0[1] = $0[1].replacing("alpha", with: "alfa") },
          "unknown-city"
        ),
        (
          "a weight of nought", "cases.csv",
          { $0[1] = $0[1].replacing(/a001,[0-9.]+/, with: "a001,0") }, "value-out-of-range"
        ),
        (
          "a weight that is a word", "cases.csv",
          { $0[1] = $0[1].replacing(/a001,[0-9.]+/, with: "a001,many") }, "not-a-number"
        ),
        (
          "a misspelt column", "cases.csv", { $0[0] = $0[0].replacing("stratum", with: "stratm") },
          "unknown-column"
        ),
        ("an attempt twice", "contacts.csv", { $0.insert($0[1], at: 2) }, "attempt-twice"),
        (
          "attempt nought", "contacts.csv", { $0[1] = $0[1].replacing("a001,1", with: "a001,0") },
          "value-out-of-range"
        ),
        (
          "a word as disposition", "contacts.csv", { $0[1] = "w1,alpha,a001,9,,i1,capi,refused" },
          "disposition-unknown"
        ),
        (
          "a code of no group", "contacts.csv", { $0[1] = "w1,alpha,a001,9,,i1,capi,5.1" },
          "disposition-unknown"
        ),
        (
          "attempts of no case", "contacts.csv", { $0[1] = $0[1].replacing("a001", with: "b001") },
          "unknown-case"
        ),
        (
          "a quota sample", "waves.csv", { $0[1] = $0[1].replacing("probability", with: "quota") },
          "nonresponse-not-of-sample"
        ),
        (
          "a predictor's key alone", "study.csv", { $0.remove(at: $0.count - 3) },
          "key-without-effect"
        ),
        (
          "an interview of no case", "responses/alpha.csv", { $0[1] = "x" + $0[1] },
          "nonresponse-not-adjusted"
        ),
        (
          "two interviews of one case", "responses/alpha.csv",
          { lines in
            let own = lines[1].split(separator: ",")[0]
            lines[2] = own + "," + lines[2].split(separator: ",").dropFirst().joined(separator: ",")
          }, "nonresponse-not-adjusted"
        ),
        (
          "another stratum", "responses/alpha.csv",
          { $0[1] = $0[1].replacing(/^(a[0-9]+),[0-9]/, with: { "\($0.output.1),9" }) },
          "nonresponse-not-adjusted"
        ),
        (
          "another weight", "cases.csv",
          { lines in
            lines = lines.enumerated().map {
              $0 == 0 ? $1 : $1.replacing(/(a[0-9]+),[0-9.]+/, with: { "\($0.output.1),70" })
            }
          }, "nonresponse-not-adjusted"
        ),
        (
          "some weights", "cases.csv", { $0[1] = $0[1].replacing(/a001,[0-9.]+/, with: "a001,") },
          "nonresponse-not-adjusted"
        ),
        (
          "no identifiers", "sources.csv",
          { $0 = $0.map { $0.replacing("identifier,", with: "").replacing(",id,", with: ",") } },
          "nonresponse-not-adjusted"
        ),
        (
          "numbers in classes", "study.csv",
          { $0[$0.count - 2] = "nonresponse-predictors,distance::number" },
          "nonresponse-not-adjusted"
        ),
        (
          "a class without respondents", "cases.csv",
          { lines in
            lines = lines.map {
              $0.contains(",a001,") ? $0.replacing(/,(high|low),/, with: ",cellar,") : $0
            }
          }, "nonresponse-not-adjusted"
        ),
      ]

  @Test(arguments: faults.indices)
  func `what does not fit is told, and no weight is made of it`(place: Int) throws {
    let fault = Self.faults[place]
    let made = try NonresponseStudy("classes")
    defer { made.remove() }
    try made.study.edit(fault.file, fault.change)
    let check = try made.run("check")
    #expect(check.output.contains("[\(fault.code)]"), "\(fault.what): \(check.output)")
    #expect(check.status == 65, "\(fault.what)")
    let estimate = try made.run("estimate", "SOC01")
    if fault.code == "nonresponse-not-adjusted" {
      #expect(estimate.status == 65 && !estimate.output.contains("alpha"), "\(fault.what)")
    } else {
      #expect(estimate.errors.contains("error"), "\(fault.what): \(estimate.errors)")
    }
  }

  @Test func `a report says how weights make up for nonresponse`() throws {
    let made = try NonresponseStudy("propensity", isRaked: true)
    defer { made.remove() }
    let report = try made.run("report", "--output", made.study.output.path)
    #expect([0, 65].contains(report.status), "\(report.errors)")
    let page = try String(
      contentsOf: made.study.output.appending(path: "w1/alpha.en.html"), encoding: .utf8)
    #expect(page.contains("base weights adjusted for nonresponse in 5 classes"))
    #expect(page.contains("distance, floor, house"))
  }
}
