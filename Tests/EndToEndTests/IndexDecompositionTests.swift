import Foundation
import Testing

/// What the report says of the parts of a difference in the index.
struct IndexDecompositionTests {
  private func reports(on study: SmallStudy) throws -> FolderContents {
    let outcome = try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try FolderContents(study.output)
  }

  private func rows(_ reports: FolderContents) -> [[String: String]] {
    CSVRows.records(reports.text("tables/decomposition.csv"))
  }

  /// A row's number.
  private func number(
    _ rows: [[String: String]], _ part: String, _ term: String = "total",
    _ column: String = "estimate"
  ) -> Double {
    rows.first { $0["part"] == part && $0["term"] == term }
      .flatMap { Double($0[column] ?? "") } ?? .nan
  }

  @Test func `its parts are those of regress, categories of a group together`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let reports = try reports(on: study)
    let rows = rows(reports)
    let command = try BuiltCommand.run([
      "regress", study.folder.path, "INN", "--on", "sex", "--on", "age", "--on", "SOC", "--against",
      "beta", "--format", "json",
    ])
    let terms = try JSON(command.output).array
    func known(_ part: String, _ term: String, _ key: String = "estimate") -> Double {
      terms.first { $0["part"].string == part && $0["term"].string == term }?[key].number ?? .nan
    }
    func expect(_ own: Double, _ known: Double, _ what: String) {
      #expect(abs(own - known) < 1e-7, "\(what): \(own) for \(known)")
    }
    expect(number(rows, "difference"), known("difference", "total"), "difference")
    for (part, term, name) in [
      ("unexplained", "total", "coefficients"), ("interaction", "total", "interaction"),
    ] {
      expect(number(rows, part), known(name, term), part)
      expect(
        number(rows, part, term, "standardError"), known(name, term, "standardError"), part)
    }
    let (sex, age) = (known("endowments", "sex=2"), known("endowments", "age=45+"))
    expect(number(rows, "composition", "sex"), sex, "sex")
    expect(number(rows, "composition", "age"), age, "age")
    expect(number(rows, "composition"), sex + age, "composition")
    expect(number(rows, "levels"), known("endowments", "SOC"), "levels")
    expect(
      number(rows, "levels", "SOC", "standardError"),
      known("endowments", "SOC", "standardError"), "error of levels")
    let sum = ["composition", "levels", "unexplained", "interaction"].map { number(rows, $0) }
      .reduce(0, +)
    expect(sum, number(rows, "difference"), "sum")
  }

  @Test(arguments: [
    ("ru", "Не объяснено моделью", "а не чем она вызвана"),
    ("en", "Unexplained by the model", "not what made it"),
  ])
  func `the page labels what is unexplained, and names no cause`(
    _ language: String, _ unexplained: String, _ caution: String
  ) throws {
    let reports = try ModelStudy.reports.get().contents
    let page = Page(path: "", html: reports.text("comparison.\(language).html"))
    for wave in ["w1", "w2"] {
      let html = page.section("decomposition-\(wave)")
      let words = Page.words(of: html)
      #expect(words.contains(unexplained) && words.contains(caution))
      let rows = rows(reports).filter { $0["wave"] == wave && $0["model"] == "whole" }
      let table = try #require(
        page.tables.first { table in
          table.rows.contains { $0[0] == unexplained }
            && table.rows.contains { row in
              row.count > 1
                && Double(
                  row[1].replacing(",", with: ".").replacing("−", with: "-")
                    .replacing("+", with: "")
                ).map { abs($0 - number(rows, "difference")) < 0.0501 } ?? false
            }
        })
      #expect(table.rows.count == 18)
      // Two differences stand on the page: over all with an index, and over those with all answers.
      #expect(
        words.contains(language == "ru" ? "Разность по всем интервью" : "over all interviews"))
    }
    #expect(!page.words.contains("because of") && !page.words.contains("из-за"))
  }

  @Test func `a city with few complete interviews is not decomposed, and is named`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    var row = 0
    for item in ["SOC01", "SOC02", "SOC03"] {
      row = 0
      try study.fill(item, in: "responses/alpha.csv") { old in
        defer { row += 1 }
        return row < 55 ? "97" : String(old)
      }
    }
    let reports = try reports(on: study)
    let rows = rows(reports)
    #expect(rows.count == 1 && rows[0]["reason"] == "few-interviews" && rows[0]["estimate"] == "")
    let words = Page(path: "", html: reports.text("comparison.ru.html")).words
    #expect(words.contains("на все вопросы модели ответили меньше 30 человек (Альфа)"))
  }

  /// Two of eighty lack the factor: an exact difference would tell their index.
  @Test func `figures are rounded where few lack an answer`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for item in ["SOC01", "SOC02", "SOC03"] {
      var row = 0
      try study.fill(item, in: "responses/alpha.csv") { old in
        defer { row += 1 }
        return row < 2 ? "97" : String(old)
      }
    }
    let reports = try reports(on: study)
    let rows = rows(reports)
    #expect(rows.count > 5)
    for row in rows {
      let step = try #require(Double(row["roundedTo"] ?? ""))
      let value = try #require(Double(row["estimate"] ?? "")) / step
      #expect(step >= 1 && abs(value - value.rounded()) < 1e-9 && row["firstCount"] == "78")
    }
    let words = Page(path: "", html: reports.text("comparison.ru.html")).words
    #expect(words.contains("Числа округлены до 1 балла"))
    // What an attacker makes of it: the index of the two lies anywhere in a quarter of the scale.
    let scores = CSVRows.records(reports.text("tables/scores.csv")).filter { $0["score"] == "INN" }
    let weights = try scores.map { try #require(Double($0["weightedCount"] ?? "")) }
    let width =
      (Double(rows[0]["roundedTo"] ?? "") ?? 0) * (weights[0] * 78 / 80)
      / (weights[0] * 2 / 80)
    #expect(width >= 25)
  }

  @Test func `of many cities only established differences are decomposed`() throws {
    let study = try ManyCities(6)
    defer { study.remove() }
    let reports = try reports(on: study.study)
    let pairs = CSVRows.records(reports.text("tables/city-pairs.csv")).filter {
      $0["score"] == "INN"
    }
    #expect(pairs.count == 15)
    let established = pairs.filter { ["higher", "lower"].contains($0["verdict"]) }
      .sorted {
        abs(Double($0["difference"] ?? "") ?? 0) > abs(Double($1["difference"] ?? "") ?? 0)
      }
      .prefix(10).map { "\($0["first"] ?? "")-\($0["second"] ?? "")" }
    var made: [String] = []
    for row in rows(reports) where row["part"] == "difference" {
      made.append("\(row["first"] ?? "")-\(row["second"] ?? "")")
    }
    #expect(made == Array(established) && !made.isEmpty)
    let words = Page(path: "", html: reports.text("comparison.ru.html")).words
    #expect(words.contains("Пар городов 15: разложены только установленные различия"))
  }
}

/// The small study with further cities, every second of them with a higher index.
private struct ManyCities {
  let study: SmallStudy

  init(_ count: Int) throws {
    study = try SmallStudy()
    let names = (0..<count).map { "city\($0)" }
    try study.edit("cities.csv") { lines in
      lines = [lines[0]] + names.map { "\($0),,\($0),,,\($0)," } + [""]
    }
    try study.edit("sources.csv") { lines in
      lines =
        [lines[0]] + names.map { "w1,\($0),responses/\($0).csv,v1,id,district,point" } + [""]
    }
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    for (place, name) in names.enumerated() {
      let own = try study.text(of: "responses/\(place % 2 == 0 ? "alpha" : "beta").csv")
      try study.write(own, to: "responses/\(name).csv")
      guard place % 2 == 1 else { continue }
      for item in SmallStudy.itemNames where item.hasPrefix("IN") {
        try study.fill(item, in: "responses/\(name).csv") { old in
          let answer = (Int(old) ?? 3) + (item == "INA2" ? -1 : 1)
          return String(min(5, max(1, answer)))
        }
      }
    }
    for name in ["alpha", "beta"] {
      try FileManager.default.removeItem(at: study.url("responses/\(name).csv"))
    }
  }

  func remove() { study.remove() }
}
