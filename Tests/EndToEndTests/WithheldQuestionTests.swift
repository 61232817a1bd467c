import Foundation
import Testing

/// A scale whose questions do not hang together: its means are withheld, and its questions compared.
struct WithheldQuestionTests {
  private static let items = ["SOC01", "SOC02", "SOC03", "INC1", "INC2", "INC3"]

  /// Six questions called one scale, of which three follow one thing and three another.
  private func study() throws -> SmallStudy {
    let study = try SmallStudy()
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    try study.edit("factors.csv") { lines in
      lines =
        [lines[0]] + Self.items.map { "SOC,Доверие,Trust,place,reflective,,\($0),+,mean" }
        + (1...3).map { "INN,Потенциал,Potential,outcome,reflective,A,INA\($0),+,mean" } + [""]
    }
    for (place, city) in ["alpha", "beta"].enumerated() {
      var source = SeededAnswers(seed: 40 + place)
      let lines = (0..<120).map { row in
        let (first, second) = (source.normal(), source.normal())
        let answers = SmallStudy.itemNames.map { name in
          // INC1 is far more popular in the second city.
          let shift = name == "INC1" && place == 1 ? 1.2 : 0
          let value = (name.hasPrefix("SOC") ? first : second) + 0.5 * source.normal() + shift
          return String(source.category(value, of: 5))
        }
        return "r\(row),D\(row / 30),\(row / 5),\(answers.joined(separator: ",")),\(row % 2 + 1),40"
      }
      try study.write(
        "id,district,point,\(SmallStudy.itemNames.joined(separator: ",")),SD1,SD2\n"
          + lines.joined(separator: "\n") + "\n", to: "responses/\(city).csv")
    }
    return study
  }

  @Test func `questions are compared one by one, and what could be done is said`() throws {
    let study = try study()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let reports = try FolderContents(study.output)
    let verdicts = CSVRows.records(reports.text("tables/comparability.csv"))
      .filter { $0["score"] == "SOC" }
    #expect(verdicts.map { $0["level"] } == ["configural"])
    #expect(verdicts.first?["verdict"] == "not-at-all")

    let rows = CSVRows.records(reports.text("tables/scale-questions.csv"))
    #expect(rows.map { $0["question"] } == Self.items.flatMap { [$0, $0] })
    for row in rows {
      let answers = CSVRows.records(try study.text(of: "responses/\(row["city"] ?? "").csv"))
        .compactMap { Double($0[row["question"] ?? ""] ?? "") }
      let mean = answers.reduce(0) { $0 + 25 * ($1 - 1) } / Double(answers.count)
      #expect(abs((Double(row["mean"] ?? "") ?? .nan) - mean) < 1e-7, "\(row)")
      let isShifted = row["question"] == "INC1"
      #expect(["higher", "lower"].contains(row["verdict"] ?? "") == isShifted, "\(row)")
    }
    for (language, words) in [
      (
        "ru",
        [
          "Вопросы вместо шкал", "объявить его формативным", "разрешить связь их остатков",
          "loci factors invariance --ordinal --factor SOC", "χ² уменьшится примерно на",
          "Сопоставимость шкал здесь не предполагается",
        ]
      ),
      (
        "en",
        [
          "Questions instead of scales", "call it formative", "let their residuals covary",
          "loci factors invariance --ordinal --factor SOC", "χ² would fall by about",
        ]
      ),
    ] {
      let page = Page(path: "", html: reports.text("comparison.\(language).html"))
      let section = Page.words(of: page.section("questions-instead-w1"))
      for word in words { #expect(page.words.contains(word), "\(word)") }
      // Pairs of one thing, never of both.
      let pairs = section.matches(of: /([A-Z]+)\d+ ~~ ([A-Z]+)\d+/)
      #expect(pairs.count == 1 && pairs.allSatisfy { $0.1 == $0.2 }, "\(section)")
    }
    let city = Page(path: "", html: reports.text("w1/alpha.ru.html")).words
    #expect(city.contains("Сравнение по отдельным вопросам и что можно сделать"))
    let families = CSVRows.records(reports.text("tables/families.csv"))
    #expect(families.contains { $0["family"] == "question-profile" && $0["comparisons"] == "6" })
  }

  @Test func `a study whose scales hold together has no such section`() throws {
    let reports = try ModelStudy.reports.get().contents
    #expect(!reports.text("comparison.ru.html").contains("questions-instead"))
    #expect(CSVRows.records(reports.text("tables/scale-questions.csv")).isEmpty)
  }
}
