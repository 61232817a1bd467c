import Foundation
import Testing

/// What the reports say, and what they must not say.
struct ReportContentTests {
  /// Tables whose header names a design effect show a score, its mean and its base a row.
  @Test(arguments: ["w1/pskov", "w1/petrozavodsk", "w2/pskov", "w2/petrozavodsk"])
  func `each mean of a score stands in the table file beside the report`(_ place: String) throws {
    let reports = try ModelStudy.reports.get().contents
    let parts = place.split(separator: "/").map(String.init)
    let records = CSVRows.records(reports.text("tables/scores.csv"))
      .filter { $0["wave"] == parts[0] && $0["city"] == parts[1] }
    let page = Page(path: "\(place).en.html", html: reports.text("\(place).en.html"))
    let rows = page.tables.filter { $0.header.contains("Design effect") }.flatMap(\.rows)
    #expect(rows.count > 20)
    for row in rows {
      let mean = try #require(Double(row[1]), "\(row)")
      #expect(
        records.contains { record in
          let value = Double(record["estimate"] ?? "") ?? .nan
          return abs(value - mean) < 0.0501 && record["count"] == row.last
        }, "\(row)")
    }
  }

  @Test func `each comparison of means says what its comparability rests on`() throws {
    let sentences = ["en": "omparability of measurement", "ru": "опоставимость шкал"]
    for page in try PageFormTests.pages()
    where page.path != "index.html" && !page.path.contains("crosstabs") {
      let sentence = try #require(sentences[page.language])
      let sections = page.html.components(separatedBy: "<section ").dropFirst()
      let verdict = page.language == "ru" ? ">Вывод<" : ">Verdict<"
      let compared = sections.filter { $0.contains(verdict) }
      if page.path != "w1/pskov.\(page.language).html" { #expect(!compared.isEmpty) }
      for section in compared {
        let tables = section.components(separatedBy: verdict).count - 1
        let told = section.components(separatedBy: sentence).count - 1
        #expect(told >= tables, "\(page.path): \(section.prefix(60))")
      }
      #expect(page.words.contains(sentence))
    }
  }

  @Test func `small cells are not shown, and the page says why`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { lines in
      for index in 1...80 {
        var fields = lines[index].split(separator: ",").map(String.init)
        fields[13] = index <= 3 ? "95" : index <= 23 ? "80" : "30"
        lines[index] = fields.joined(separator: ",")
      }
    }
    try study.edit("groups.csv") { lines in
      lines[3] = "age,young,до 44,under 45,SD2,,18,44"
      lines[4] = "age,old,80–89,80 to 89,SD2,,80,89"
      lines.insert("age,oldest,90 и старше,90 and over,SD2,,90,", at: 5)
    }
    let reports = try self.reports(on: study)
    let rows = CSVRows.records(reports.text("tables/groups.csv"))
      .filter { $0["city"] == "alpha" && $0["category"] == "oldest" && $0["statistic"] != "share" }
      .filter { $0["score"] != "share" && $0["quantity"] != "share" }
    #expect(rows.count { $0["suppressed"] == "base<30" } >= 4, "\(rows)")
    for row in rows {
      #expect(row["estimate"] == "" && row["standardError"] == "" && row["lower"] == "")
      #expect(row["count"] == "" && row["weightedCount"] == "")
    }
    let groups = Page.words(
      of: Page(path: "", html: reports.text("w1/alpha.en.html")).section("groups"))
    #expect(groups.contains("the base is under 30 interviews"))
    let estimate = try BuiltCommand.run([
      "estimate", study.folder.path, "SOC01", "SD1", "--by", "age", "--format", "csv",
    ])
    let cells = CSVRows.records(estimate.output).filter { $0["city"] == "alpha" }
    for cell in cells where cell["age"] == "oldest" {
      #expect(cell["suppressed"] == "base<30", "\(cell)")
      #expect(cell["estimate"] == "" && cell["standardError"] == "", "\(cell)")
      #expect(cell["count"] == "" && cell["weightedCount"] == "", "\(cell)")
    }
    // Three and twenty people are no base: the rest of the sample would tell their figures.
    #expect(cells.allSatisfy { $0["age"] == "young" ? $0["suppressed"] == "secondary" : true })
  }

  @Test func `a distribution on a base under 30 is not shown, and the page says why`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { $0 = $0.prefix(26) + [""] }
    let reports = try self.reports(on: study)
    let shares = CSVRows.records(reports.text("tables/distributions.csv"))
      .filter { $0["city"] == "alpha" && $0["statistic"] == "proportion" }
    #expect(shares.count > 20)
    #expect(shares.allSatisfy { $0["suppressed"] == "base<30" && $0["estimate"] == "" })
    let others = CSVRows.records(reports.text("tables/distributions.csv"))
      .filter { $0["city"] == "beta" && $0["statistic"] == "proportion" }
    #expect(others.allSatisfy { $0["suppressed"] == "" && $0["estimate"] != "" })
    let page = Page(path: "w1/alpha.en.html", html: reports.text("w1/alpha.en.html"))
    #expect(page.words.contains("30"))
    #expect(page.section("questions-SOC01").contains("30"))
  }

  @Test func `sections without data say so`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for sheet in ["factors", "groups", "margins"] {
      try study.edit("\(sheet).csv") { $0 = [$0[0], ""] }
    }
    let reports = try self.reports(on: study)
    for city in ["alpha", "beta"] {
      let page = Page(path: "", html: reports.text("w1/\(city).en.html"))
      for id in ["index", "profile", "drivers", "change", "groups"] {
        let section = page.section(id)
        #expect(section.contains("class=\"note") && !section.contains("<table"), "\(id)")
        #expect(Page.words(of: section).count > 40, "\(id)")
      }
      #expect(page.words.contains("no outcome factor"))
      #expect(page.words.contains("nothing was adjusted"))
    }
    for name in ["comparison", "waves"] {
      let page = Page(path: "", html: reports.text("\(name).en.html"))
      #expect(page.tables.allSatisfy { !$0.rows.isEmpty }, "\(name) has a table without rows")
      #expect(page.html.contains("class=\"note"), "\(name)")
    }
  }

  @Test func `weak scales are shown with a warning in words`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    // Keyed against its sense, the third question makes the scale fall apart.
    try study.edit("factors.csv") { lines in
      lines[3] = lines[3].replacing("SOC03,+", with: "SOC03,-")
      lines.append("TWO,Пара вопросов,Two questions,place,reflective,,INC1,+,mean")
      lines.append("TWO,Пара вопросов,Two questions,place,reflective,,INC2,+,mean")
      lines.append("")
      lines.removeAll { $0.isEmpty }
      lines.append("")
    }
    let reports = try self.reports(on: study)
    let english = Page(path: "", html: reports.text("w1/alpha.en.html")).words
    #expect(english.contains("Trust: the scale is unreliable"), "α under 0.6")
    #expect(english.contains("Two questions: the scale has 2 questions, fewer than three"))
    let russian = Page(path: "", html: reports.text("w1/alpha.ru.html")).words
    #expect(russian.contains("Доверие: шкала ненадёжна"))
    #expect(russian.contains("Пара вопросов: в шкале 2 вопроса"))
  }

  @Test func `a study that is not synthetic carries no stamp`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("study.csv") { lines in
      lines = lines.map { $0.replacing("synthetic,yes", with: "synthetic,no") }
    }
    let reports = try self.reports(on: study)
    for path in reports.paths {
      let text = reports.text(path)
      #expect(!text.contains("SYNTHETIC DATA") && !text.contains("УСЛОВНЫЙ ПРИМЕР"), "\(path)")
    }
    #expect(reports.text("tables/scores.csv").contains(",no\n"))
  }

  @Test func `labels with markup stay words`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("cities.csv") {
      $0[1] = "alpha,,<b>А</b>,в А,А,\"<script>alert(1)</script> & \"\"A\"\"\","
    }
    let reports = try self.reports(on: study)
    for page in reports.pages {
      #expect(!page.html.contains("<script") && !page.html.contains("<b>А</b>"), "\(page.path)")
    }
    #expect(reports.text("w1/alpha.en.html").contains("&lt;script&gt;"))
  }

  private func reports(on study: SmallStudy) throws -> FolderContents {
    let output = study.output
    let outcome = try BuiltCommand.run(["report", study.folder.path, "--output", output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try FolderContents(output)
  }
}
