import Foundation
import Testing

/// The item that works differently in one city is found, and everything that is printed obeys.
struct ComparabilityTests {
  /// Terciles of what is said of a page's tables, by the mark of the footnote.
  private func page(_ path: String) throws -> Page {
    Page(path: path, html: try ModelStudy.reports.get().contents.text(path))
  }

  @Test func `the planted item is found in both waves, and no other between the cities`() throws {
    let reports = try ModelStudy.reports.get().contents
    let rows = CSVRows.records(reports.text("tables/comparability.csv"))
      .filter { $0["comparison"] == "cities" && $0["freed"] != "" }
    #expect(rows.map { $0["wave"] } == ["w1", "w2"])
    for row in rows {
      #expect(row["score"] == "DIV" && row["level"] == "scalar" && row["freed"] == "DIV02")
      #expect(row["verdict"] == "means-with-freed-items")
    }
  }

  @Test(arguments: ["ru", "en"])
  func `the comparison of cities is footnoted with the planted item`(_ language: String) throws {
    let page = try page("comparison.\(language).html")
    let (name, footnote, verdict) =
      language == "ru"
      ? (
        "Терпимость к различиям",
        "† «Терпимость к различиям»: баллы рассчитаны без вопроса DIV02",
        "средние можно сравнивать только без вопроса DIV02"
      )
      : (
        "Tolerance of diversity", "† “Tolerance of diversity”: scored without DIV02",
        "means may be compared only with DIV02 freed"
      )
    #expect(page.tables.flatMap(\.rows).contains { $0[0] == "\(name) †" })
    #expect(page.words.contains(footnote))
    #expect(page.tables.flatMap(\.rows).contains { $0[0] == name && $0.last == verdict })
  }

  @Test func `the city report compares the scale without the planted item`() throws {
    let reports = try ModelStudy.reports.get().contents
    let profile = CSVRows.records(reports.text("tables/profile.csv"))
    let compared = try #require(
      profile.first { $0["wave"] == "w1" && $0["city"] == "petrozavodsk" && $0["score"] == "DIV" })
    #expect(compared["freed"] == "DIV02")
    // Truth: the cities are equally tolerant. The full scale would set them 2.6 points apart.
    let difference = try #require(Double(compared["difference"] ?? ""))
    let scores = CSVRows.records(reports.text("tables/scores.csv")).filter {
      $0["wave"] == "w1" && $0["score"] == "DIV"
    }
    let full = scores.compactMap { Double($0["estimate"] ?? "") }
    #expect(abs(full[1] - full[0]) > abs(difference) + 1.5)
    let words = try page("w1/petrozavodsk.ru.html").words
    #expect(words.contains("без вопроса DIV02, на который в разных городах отвечают по-разному"))
  }

  @Test(arguments: [("ru", "без вопроса DIV02"), ("en", "without DIV02")])
  func `where a factor has two values on a page, a sentence says why`(
    _ language: String, _ without: String
  ) throws {
    let reports = try ModelStudy.reports.get().contents
    for city in ["pskov", "petrozavodsk"] {
      let profile = CSVRows.records(reports.text("tables/profile.csv"))
        .first { $0["wave"] == "w1" && $0["city"] == city && $0["score"] == "DIV" }
      let mean = try #require(Double(profile?["mean"] ?? ""))
      let number = String(format: "%.1f", mean).replacing(".", with: language == "ru" ? "," : ".")
      let page = try page("w1/\(city).\(language).html")
      let sentence =
        language == "ru"
        ? "рядом с другими городами — \(number), \(without)"
        : "beside other cities \(number), \(without)"
      #expect(page.words.contains(sentence), "\(sentence)")
    }
  }

  @Test func `what cannot be tested keeps the caveat, what was tested does not`() throws {
    let words = try page("comparison.ru.html").words
    #expect(words.contains("Сопоставимость шкал между городами проверена"))
    #expect(
      words.contains("«Культурное участие»: сопоставимость шкалы между городами не проверена"))
    #expect(!words.contains("«Городская идентичность»: сопоставимость"))
  }

  @Test func `an estimate of a score is made without the planted item and says so`() throws {
    let text = try BuiltCommand.run(["estimate", ModelStudy.folder.path, "DIV", "CUL"])
    #expect(text.output.contains("† DIV: without DIV02"))
    #expect(text.output.contains("CUL: comparability of measurement"))
    let json = try BuiltCommand.run([
      "estimate", ModelStudy.folder.path, "DIV", "IDN", "--format", "json",
    ])
    let records = try JSON(json.output).array
    #expect(records.count == 8)
    #expect(records.first?["freed"].array.map(\.string) == ["DIV02"])
    #expect(records.last?["freed"].array.isEmpty == true)
    #expect(records.last?["comparability"].string == "means")
  }

  @Test func `a decomposition takes the difference of the score without the freed item`() throws {
    func records(_ words: [String]) throws -> [JSON] {
      let outcome = try BuiltCommand.run(
        ["estimate", ModelStudy.folder.path, "DIV"] + words + ["--format", "json"])
      return try JSON(outcome.output).array
    }
    let parts = try records([
      "--model", "linear", "--on", "sex", "--against", "petrozavodsk",
    ]).filter { $0["part"].string == "difference" }
    let contrasts = try records(["--contrast", "pskov - petrozavodsk"])
    #expect(parts.count == 2 && contrasts.count == 2)
    for (part, contrast) in zip(parts, contrasts) {
      let (own, known) = (part["estimate"].number ?? .nan, contrast["estimate"].number ?? 0)
      #expect(abs(own - known) < 1e-9)
    }
  }

  @Test func `the ladder is printed with its criteria and one verdict in both languages`() throws {
    let outcome = try BuiltCommand.run(["factors", ModelStudy.folder.path, "--factor", "DIV"])
    let text = outcome.output
    for expected in [
      "DIV: cities, wave w1", "DIV: waves, all cities together", "DIV: every city in every wave",
      "configural: CFI ≥ 0.900", "freed: DIV02, scalar, in petrozavodsk", "dMACS", "alignment",
      "verdict: means may be compared only with DIV02 freed",
      "вывод: средние можно сравнивать только без вопроса DIV02",
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
    let csv = try BuiltCommand.run([
      "factors", ModelStudy.folder.path, "--factor", "DIV", "--table", "invariance", "--format",
      "csv",
    ])
    let rows = CSVRows.records(csv.output)
    #expect(rows.count { $0["comparison"] == "cities" && $0["level"] == "metric" } == 2)
  }
}
