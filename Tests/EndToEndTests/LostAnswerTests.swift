import Foundation
import Testing

/// An answer that is not recorded is in no base of a share; a refusal is. All against plain sums.
struct LostAnswerTests {
  private static let lost = ["V": 21, "A1": 2, "A2": 1, "M": 5, "N": 12]

  private func estimates(
    _ study: LostAnswerStudy, _ words: [String] = [], lifting: Bool = true
  ) throws -> [JSON] {
    let outcome = try BuiltCommand.run(
      ["estimate", study.folder.path] + LostAnswerStudy.questions + words
        + (lifting ? ["--no-suppression"] : []) + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array.filter { $0["statistic"].string == "proportion" }
  }

  private func expect(_ record: JSON, _ shares: LostAnswerStudy.Shares, _ place: String) {
    let answer = record["choice"].string ?? ""
    let share = shares.share(of: answer)
    #expect(abs((record["estimate"].number ?? .nan) - share) < 1e-12, "\(place) \(answer)")
    #expect(record["count"].integer == shares.count, "\(place) \(answer)")
    #expect(abs((record["weightedCount"].number ?? .nan) - shares.weight) < 1e-9)
    #expect(record["notRecorded"].integer == shares.notRecorded, "\(place) \(answer)")
    #expect(answer != "lost" && answer != "invalid")
  }

  @Test(arguments: [[], ["--base", "with-opinion"]])
  func `shares of single, scale, multiple and numeric questions leave lost answers out`(
    _ base: [String]
  ) throws {
    let study = try LostAnswerStudy(lost: Self.lost)
    defer { study.remove() }
    let records = try estimates(study, base)
    // Codes and the reasons that are in the base: V 3 + 2, A1 and A2 3 + 1, M 3, N 1; both waves.
    #expect(records.count == 2 * (base.isEmpty ? 17 : 13))
    for record in records {
      let (name, wave) = (record["question"].string ?? "", record["wave"].string ?? "")
      let shares = LostAnswerStudy.Shares(
        try #require(study.rows[wave]), name, ofOpinions: !base.isEmpty)
      expect(record, shares, "\(wave) \(name)")
    }
  }

  @Test func `a crosstab leaves them out of each column`() throws {
    let study = try LostAnswerStudy(lost: Self.lost)
    defer { study.remove() }
    let records = try estimates(study, ["--by", "sex"])
    #expect(records.count == 4 * 17)
    for record in records {
      let (name, wave) = (record["question"].string ?? "", record["wave"].string ?? "")
      let sex = record["by"]["sex"].string ?? ""
      let rows = try #require(study.rows[wave])
      let shares = LostAnswerStudy.Shares(rows, name, where: { $0["SD1"] == sex })
      expect(record, shares, "\(wave) \(name) \(sex)")
    }
  }

  @Test func `totals, and the error of a share, are those of the base`() throws {
    let study = try LostAnswerStudy(lost: Self.lost)
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      ["estimate", study.folder.path, "V", "--totals", "--no-suppression", "--format", "json"])
    let records = try JSON(outcome.output).array.filter { $0["wave"].string == "w1" }
    let rows = try #require(study.rows["w1"])
    let shares = LostAnswerStudy.Shares(rows, "V")
    for record in records where record["statistic"].string == "total" {
      let sum = shares.sums[record["choice"].string ?? ""] ?? 0
      #expect(abs((record["estimate"].number ?? .nan) - sum) < 1e-9)
      #expect(record["notRecorded"].integer == 21)
    }
    let refused = try #require(
      records.first {
        $0["choice"].string == "refused" && $0["statistic"].string == "proportion"
      })
    // Interviews outside of the base are in the design, with an influence of 0.
    let share = shares.share(of: "refused")
    let squares = rows.filter { $0["V"] != "" }.reduce(0.0) { sum, row in
      let weight = row["w"].flatMap(Double.init) ?? .nan
      let influence = weight * ((row["V"] == "98" ? 1 : 0) - share) / shares.weight
      return sum + influence * influence
    }
    let count = Double(rows.count)
    let error = (count / (count - 1) * squares).squareRoot()
    #expect(abs((refused["standardError"].number ?? .nan) - error) < 1e-12)
  }

  @Test func `changes between waves are of shares without them`() throws {
    let study = try LostAnswerStudy(lost: Self.lost)
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      ["compare", study.folder.path, "w1", "w2", "--format", "csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let changes = CSVRows.records(outcome.output).filter { $0["statistic"] == "proportion" }
    #expect(Set(changes.compactMap { $0["question"] }).isSuperset(of: ["V", "M"]))
    for change in changes where ["V", "M"].contains(change["question"]) {
      for (column, wave) in [("before", "w1"), ("after", "w2")] {
        let shares = LostAnswerStudy.Shares(
          try #require(study.rows[wave]), change["question"] ?? "")
        let printed = change[column].flatMap(Double.init) ?? .nan
        #expect(abs(printed - shares.share(of: change["choice"] ?? "")) < 1e-9)
      }
    }
  }

  private func report(
    _ study: LostAnswerStudy
  ) throws -> (page: (String) throws -> String, table: [[String: String]]) {
    let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: output) }
    let outcome = try BuiltCommand.run(
      ["report", study.folder.path, "--output", output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let files = try FolderContents(output)
    return (
      { files.text("w1/alpha.\($0).html").replacingOccurrences(of: "\u{A0}", with: " ") },
      CSVRows.records(files.text("tables/distributions.csv")).filter { $0["wave"] == "w1" }
    )
  }

  @Test func `the page and its table say how many answers are not recorded`() throws {
    let study = try LostAnswerStudy(lost: Self.lost)
    defer { study.remove() }
    let (page, table) = try report(study)
    let (russian, english) = (try page("ru"), try page("en"))
    for words in [
      "Ответ не записан у 21 респондента; в базу они не входят.",
      "Ответ не записан у 5 респондентов; в базу они не входят.",
      "Ответ не записан у 12 респондентов; в базу они не входят.",
      "Не записаны ответы (в базу не входят): A1 — 2, A2 — 1.",
    ] { #expect(russian.contains(words), "\(words)") }
    for words in [
      "Answer not recorded: 21, outside the base.",
      "Answers not recorded (outside the base): A1 — 2, A2 — 1.",
    ] { #expect(english.contains(words), "\(words)") }
    #expect(!russian.contains("<th scope=\"row\">Ответ не записан"))
    for row in table where row["statistic"] == "proportion" && row["question"] != "SD1" {
      let name = row["question"] ?? ""
      let shares = LostAnswerStudy.Shares(try #require(study.rows["w1"]), name)
      #expect(row["count"] == "\(shares.count)" && row["notRecorded"] == "\(shares.notRecorded)")
      let printed = row["estimate"].flatMap(Double.init) ?? .nan
      #expect(abs(printed - shares.share(of: row["answer"] ?? "")) < 1e-9, "\(row)")
    }
  }

  @Test func `one person is he`() throws {
    let study = try LostAnswerStudy(lost: ["V": 1])
    defer { study.remove() }
    let (page, _) = try report(study)
    #expect(try page("ru").contains("Ответ не записан у 1 респондента; в базу он не входит."))
  }

  @Test func `where nothing is shown of the base, nothing is told of who is outside`() throws {
    // 15 of 120 remain: fewer than a base.
    let study = try LostAnswerStudy(lost: ["V": 105])
    defer { study.remove() }
    let records = try estimates(study, lifting: false).filter {
      $0["question"].string == "V" && $0["wave"].string == "w1"
    }
    #expect(records.count == 5)
    for record in records {
      #expect(record["suppressed"].string == "base<30")
      #expect(record["count"].integer == nil && record["notRecorded"].integer == nil)
    }
    let (page, table) = try report(study)
    #expect(try !page("ru").contains("Ответ не записан"))
    #expect(
      table.filter { $0["question"] == "V" }.allSatisfy {
        $0["count"] == "" && $0["notRecorded"] == "" && $0["suppressed"] == "base<30"
      })
  }

  @Test func `in the strict mode a few are told as few`() throws {
    let study = try LostAnswerStudy(lost: ["V": 4, "M": 5], settings: "disclosure,strict\n")
    defer { study.remove() }
    let records = try estimates(study, lifting: false).filter { $0["wave"].string == "w1" }
    func told(_ name: String) -> [Int?] {
      records.filter { $0["question"].string == name && $0["suppressed"].string == nil }
        .map { $0["notRecorded"].integer }
    }
    #expect(!told("V").isEmpty && told("V").allSatisfy { $0 == nil })
    #expect(!told("M").isEmpty && told("M").allSatisfy { $0 == 5 })
    let (page, _) = try report(study)
    #expect(
      try page("ru").contains("Ответ не записан менее чем у 5 респондентов; в базу они не входят."))
    #expect(try page("en").contains("Answer not recorded: fewer than 5, who are outside the base."))
  }

  @Test func `the table for a terminal tells them once a question`() throws {
    let study = try LostAnswerStudy(lost: Self.lost)
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["estimate", study.folder.path, "V", "A1"])
    let lines = outcome.output.split(separator: "\n").filter { $0.contains("not recorded") }
    #expect(
      lines == [
        "V: answer not recorded, outside the base: alpha, w1: 21; alpha, w2: 4",
        "A1: answer not recorded, outside the base: alpha, w1: 2; alpha, w2: 3",
      ])
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `an interview whose answers were lost had these questions due`() throws {
    // Of the six questions of an interview five are lost: a break-off, not one without questions.
    let study = try LostAnswerStudy(
      lost: Dictionary(uniqueKeysWithValues: LostAnswerStudy.questions.map { ($0, 120) }))
    defer { study.remove() }
    let ledger = try BuiltCommand.run(["import", study.folder.path])
    #expect(ledger.output.contains("120 break-off"), "\(ledger.output)")
  }
}
