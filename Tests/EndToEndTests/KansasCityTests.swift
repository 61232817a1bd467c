import Foundation
import Testing

/// A real survey, read in place: two waves, six council districts, no outcome, no margins.
struct KansasCityTests {
  private static let cities = (1...6).map { "district-\($0)" }
  private static let waves = ["2021", "2022"]
  private static let files = ["2021": "2021-q1.csv", "2022": "2022-q3.csv"]
  private static let yesNoQuestions = (1...22).map { "q31_" + ($0 < 10 ? "0\($0)" : "\($0)") }

  @Test(
    .enabled(
      if: Repository.data != nil,
      "The real inputs are not on this machine: name their folder in GENIUSLOCI_DATA."))
  func `a real survey goes from its files to reports`() throws {
    let data = try #require(Repository.data)
    let study = try KansasCityStudy(data: data)
    defer { study.remove() }
    let records = try Dictionary(
      uniqueKeysWithValues: Self.files.map { wave, file in
        let path = data.appending(path: "kansas-city/\(file)")
        return (wave, CSVRows.records(try String(contentsOf: path, encoding: .utf8)))
      })
    let folder = study.folder.path
    let output = FileManager.default.temporaryDirectory.appending(
      path: "kansas-city-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let check = try BuiltCommand.run(["check", folder])
    let imported = try BuiltCommand.run(["import", folder, "--format", "json"])
    let factors = try BuiltCommand.run(["factors", folder])
    let compared = try BuiltCommand.run(["compare", folder] + Self.waves)
    let report = try BuiltCommand.run(["report", folder, "--output", output.path])

    #expect(check.status == 65, "the 9s of yes/no questions are errors")
    for outcome in [imported, factors, compared, report] { #expect(outcome.status == 0) }
    expectFindings(check.output)
    try expectLedger(try JSON(imported.output), records)
    expectAnalyses(factors: factors.output, compared: compared.output)
    let reports = try FolderContents(output)
    expectPages(reports)
    expectLadders(reports)
    expectBases(reports, records)
    let printed = [check, imported, factors, compared, report].flatMap { [$0.output, $0.errors] }
    expectPrivacy(reports, printed: printed, records)
  }

  /// Values that the codebook does not name are told, a bounded number of times.
  private func expectFindings(_ findings: String) {
    let lines = findings.split(separator: "\n")
    let invalid = lines.filter { $0.hasSuffix("[value-not-in-choices]") }
    #expect(invalid.contains { $0.contains("q31_01 must be 1 or 2, found '9'") })
    for question in Self.yesNoQuestions {
      let count = invalid.count { $0.contains(" \(question) must be 1 or 2") }
      #expect((1...42).contains(count), "\(question): \(count)")
    }
    #expect(lines.count < 2_500, "\(lines.count) lines of findings")
  }

  private func expectLedger(_ ledger: JSON, _ records: [String: [[String: String]]]) throws {
    #expect(ledger.array.count == 2)
    for wave in Self.waves {
      let entry = try #require(
        ledger.array.first { $0["file"].string == "responses/\(Self.files[wave] ?? "")" })
      let table = try #require(records[wave])
      #expect(entry["records"].integer == ["2021": 1_033, "2022": 984][wave])
      #expect(entry["records"].integer == table.count)
      #expect(entry["balanced"].boolean == true)
      #expect(entry["kept"]["records"].integer == table.count)
      #expect(entry["quarantined"]["records"].integer == 0)
      for city in Self.cities {
        let sample = entry["samples"].array.first { $0["city"].string == city }
        #expect(sample?["records"].integer == count(in: table, city), "\(wave) \(city)")
      }
      expectInvalid(entry, table)
    }
  }

  /// The ledger's invalid answers are the files' 9s, which the codebook does not know.
  private func expectInvalid(_ entry: JSON, _ table: [[String: String]]) {
    for question in Self.yesNoQuestions {
      let nines = table.count { $0[question] == "9" }
      let account = entry["questions"].array.first { $0["question"].string == question }
      #expect(nines > 0 && account?["invalid"].integer == nines, "\(question)")
    }
  }

  private func expectAnalyses(factors: String, compared: String) {
    for factor in ["SERVICES", "SAFETY", "TIES", "ENTERPRISE"] {
      #expect(factors.contains(factor) && compared.contains(factor))
    }
    for city in Self.cities { #expect(factors.contains(city) && compared.contains(city)) }
    for line in (factors + compared).split(separator: "\n") {
      #expect(line.count <= 100, "\(line)")
    }
    #expect(compared.contains("Comparability between the waves, district-1"))
    #expect(compared.contains("withheld, not comparable at all"))
  }

  /// Ladders are climbed for the four scales, between six cities in two waves and two waves in six
  /// cities. Where χ² cannot be scaled, since the data hardly tell parameters apart, it is unscaled.
  private func expectLadders(_ reports: FolderContents) {
    let rows = CSVRows.records(reports.text("tables/comparability.csv"))
    #expect(
      Set(rows.map { "\($0["wave"] ?? "") \($0["city"] ?? "") \($0["score"] ?? "")" }).count == 32)
    for row in rows {
      #expect((row["chisq"].flatMap(Double.init) ?? -1) > 0, "\(row)")
      if row["outcome"] == "failed" { #expect(row["verdict"] != "means") }
    }
  }

  /// Six cities in two waves, in English, without index and margins.
  private func expectPages(_ reports: FolderContents) {
    let expected =
      Self.waves.flatMap { wave in
        Self.cities.flatMap { ["\(wave)/\($0).en.html", "\(wave)/\($0)/crosstabs.en.html"] }
      }
      + Self.cities.map { "waves.\($0).en.html" }
      + ["comparison.en.html", "index.html", "waves.en.html"]
    #expect(reports.pages.map(\.path) == expected.sorted())
    for wave in Self.waves {
      for city in Self.cities {
        let page = reports.text("\(wave)/\(city).en.html")
        #expect(page.contains("no outcome factor"))
        #expect(!page.contains("The mean of the index"))
        #expect(page.contains("nothing was adjusted"))
        #expect(!page.contains("raked to"))
        let isWithheld = page.contains("since the questions do not make up one scale")
        let isAlone = page.contains("There is one city in this wave")
        #expect(isWithheld && !isAlone, "\(wave) \(city)")
        #expect(page.contains("Quality of services") && page.contains("Support for enterprise"))
      }
    }
  }

  /// The bases in the tables are those that a plain count over the files finds.
  private func expectBases(
    _ reports: FolderContents, _ records: [String: [[String: String]]]
  ) {
    let rows = CSVRows.records(reports.text("tables/distributions.csv"))
      .filter { $0["question"] == "q25_d" && $0["answer"] == "1" }
    #expect(rows.count == 12)
    for row in rows {
      let city = row["city"] ?? ""
      let table = (records[row["wave"] ?? ""] ?? []).filter {
        "district-\($0["counci"] ?? "")" == city
      }
      let answered = table.count { ["1", "2", "3", "4", "9"].contains($0["q25_d"] ?? "") }
      #expect(row["count"] == "\(answered)", "\(city) \(row["wave"] ?? "")")
      let answers = table.count { $0["q25_d"] == "1" }
      #expect(row["answers"] == (answers < 30 ? "" : "\(answers)"))
    }
  }

  /// Neither identifiers nor words that respondents wrote leave the files.
  private func expectPrivacy(
    _ reports: FolderContents, printed: [String], _ records: [String: [[String: String]]]
  ) {
    let texts =
      reports.paths.filter { !$0.hasSuffix(".json") && $0 != "index.html" }
      .map { reports.text($0) } + printed.filter { !$0.hasPrefix("[") }
    let all = records.values.flatMap(\.self)
    let identifiers = Set(all.compactMap { $0["id"] }.filter { $0.count >= 5 })
    let words = Set(
      all.flatMap { row in ["q35x4", "quarte", "zip"].compactMap { row[$0] } }
        .filter { $0.count >= 5 && $0 != "withheld" })
    #expect(!identifiers.isEmpty)
    for text in texts {
      let tokens = Set(
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".")) }.map(String.init))
      #expect(tokens.isDisjoint(with: identifiers))
      // A postcode may stand among the digits of a figure; alone it may not.
      #expect(!words.contains { Int($0) == nil ? text.contains($0) : tokens.contains($0) })
    }
  }

  private func count(in table: [[String: String]], _ city: String) -> Int {
    table.count { "district-\($0["counci"] ?? "")" == city }
  }
}
