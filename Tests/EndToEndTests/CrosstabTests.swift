import Foundation
import Testing

/// Questions by groups in `tables/` and on pages, and key questions in the city report.
struct CrosstabTests {
  /// The sample of `Tests/Reference/banner.R` as a study: an answer of four, sex, and an age that some
  /// do not tell.
  private struct ReferenceStudy {
    let study: SmallStudy
    let reference: JSON
    let report: FolderContents

    init(groups: String = "", sheets: [String: String] = [:]) throws {
      let file = Repository.folder("Tests/Reference/banner.json")
      reference = try JSON(String(contentsOf: file, encoding: .utf8))
      let columns = reference["data"]["banner"]
      func column(_ name: String) -> [String] {
        columns[name].array.map { cell in
          let number = cell.number ?? -1
          return number < 0 ? "" : number == number.rounded() ? "\(Int(number))" : "\(number)"
        }
      }
      let names = ["w", "stratum", "point", "answer", "sex", "age"]
      let cells = names.map(column)
      study = try SmallStudy.bare(
        survey: """
          select_one FOUR,Q1,How much?
          select_one SEX,SD1,Sex
          select_one BAND,SD2,Age
          text,NOTE,Anything else?
          """,
        choices: (1...4).map { "FOUR,\($0),answer \($0),\n" }.joined()
          + (1...2).map { "SEX,\($0),sex \($0),\n" }.joined()
          + (1...4).map { "BAND,\($0),band \($0),\n" }.joined(),
        answers: ["id,weight,stratum,point,Q1,SD1,SD2,NOTE"]
          + cells[0].indices.map { row in
            "r\(row)," + cells.map { $0[row] }.joined(separator: ",") + ",x"
          },
        sources: ",weight,stratum,point", roles: ",weight,stratum,cluster")
      try study.write(
        "group,group-label::en,category,label::en,question,choices,from,to\n"
          + (1...2).map { "sex,Sex,\($0),sex \($0),SD1,\($0),,\n" }.joined()
          + (1...4).map { "age,Age,\($0),band \($0),SD2,\($0),,\n" }.joined() + groups,
        to: "groups.csv")
      for (sheet, text) in sheets { try study.write(text, to: sheet) }
      let outcome = try BuiltCommand.run(
        ["report", study.folder.path, "--output", study.output.path])
      try #require(outcome.status == 0, "\(outcome.errors)")
      report = try FolderContents(study.output)
    }

    func rows(_ table: String, _ question: String = "Q1") -> [[String: String]] {
      CSVRows.records(report.text("tables/\(table).csv")).filter { $0["question"] == question }
    }

    var page: Page {
      Page(path: "w1/alpha/crosstabs.en.html", html: report.text("w1/alpha/crosstabs.en.html"))
    }

    var city: Page {
      Page(path: "w1/alpha.en.html", html: report.text("w1/alpha.en.html"))
    }
  }

  private static let groups = ["sex", "age"]

  @Test func `shares, errors and letters are R's, rounded as crosstabs are`() throws {
    let made = try ReferenceStudy()
    defer { made.study.remove() }
    let known = made.reference["tables"]["plain"]["single"]
    var letters: [String: [String]] = [:]
    let pairs = known["pairs"]
    func at(_ column: String, _ row: Int) -> Double { pairs[column].array[row].number ?? .nan }
    for row in pairs["p"].array.indices where at("adjusted", row) < 0.05 {
      let (first, second) = (Int(at("first", row)), Int(at("second", row)))
      let isHigher = at("difference", row) > 0
      let key = "\(Int(at("group", row)))/\(Int(at("answer", row)))/\(isHigher ? first : second)"
      letters[key, default: []].append("ABCD"[isHigher ? second : first])
    }
    #expect(!letters.isEmpty)
    let rows = made.rows("crosstabs").filter { Int($0["answer"] ?? "") != nil }
    #expect(rows.count == 4 * 6)
    for row in rows {
      let group = try #require(Self.groups.firstIndex(of: row["group"] ?? ""))
      let answer = try #require(Int(row["answer"] ?? "")) - 1
      let column = try #require(Int(row["category"] ?? "")) - 1
      let own = known["columns"].array[group].array[answer]
      let share = own["shares"].array[column].number ?? .nan
      let error = (own["covariance"].array[column].array[column].number ?? .nan).squareRoot()
      #expect(row["estimate"].flatMap(Double.init) == (share * 100).rounded() / 100)
      #expect(row["standardError"].flatMap(Double.init) == (error * 1000).rounded() / 1000)
      let expected = letters["\(group)/\(answer)/\(column)"]?.sorted() ?? []
      #expect(row["letters"] == expected.joined(separator: " "), "\(row)")
    }
    let tests = made.rows("crosstab-tests")
    #expect(tests.map { $0["comparisons"] } == ["28", "28"])
    #expect(tests.map { $0["degreesOfFreedom"] } == ["21", "21"])
  }

  @Test func `the test is R's; where few have told their group only the class of p is told`() throws
  {
    let made = try ReferenceStudy()
    defer { made.study.remove() }
    let known = made.reference["tables"]["plain"]["independence"].array
    let tests = made.rows("crosstab-tests")
    for (own, theirs) in [
      ("statistic", "statistic"), ("numerator", "numerator"), ("denominator", "denominator"),
      ("pValue", "p"),
    ] {
      let value = try #require(tests[0][own].flatMap(Double.init))
      #expect(abs(value - (known[0][theirs].number ?? .nan)) <= 5.1e-7, "\(own)")
      #expect(tests[1][own] == "", "8 people without an age would follow from it")
    }
    #expect(tests[0]["pBelow"] == "1" && tests[1]["pBelow"] == "0.001")
    let words = made.page.words
    #expect(
      words.contains("Rao–Scott test: sex — F(2.7, 57.5) = 1.25, p = 0.299; age — p < 0.001."))
  }

  @Test func `a page has whole per cents, letters, bases and effective sizes`() throws {
    let made = try ReferenceStudy()
    defer { made.study.remove() }
    let table = try #require(made.page.tables.first { $0.caption.contains("Q1.") })
    #expect(table.caption.contains("column %; exploratory"))
    #expect(table.header.contains("sex 1 (A)") && table.header.contains("band 4 (D)"))
    let rows = made.rows("crosstabs")
    let columns = made.rows("crosstab-columns")
    for (place, row) in table.rows.prefix(4).enumerated() {
      let own = rows.filter { $0["answer"] == "\(place + 1)" }
      let printed = own.map { cell in
        let share = Int(((cell["estimate"].flatMap(Double.init) ?? .nan) * 100).rounded())
        let letters = (cell["letters"] ?? "").split(separator: " ").joined(separator: "\u{2009}")
        return letters.isEmpty ? "\(share)" : "\(share) \(letters)"
      }
      #expect(
        row.dropFirst(2).map { $0.replacing("\u{2009}", with: " ") }
          == printed.map { $0.replacing("\u{2009}", with: " ") })
    }
    let n = try #require(table.rows.first { $0[0] == "n" })
    #expect(Array(n.dropFirst(2)) == columns.map { $0["count"] ?? "" })
    let effective = try #require(table.rows.first { $0[0] == "n eff." })
    #expect(Array(effective.dropFirst(2)) == columns.map { $0["effectiveCount"] ?? "" })
    // Kish's size from the weights themselves.
    let data = made.reference["data"]["banner"]
    let weights = zip(data["w"].array, zip(data["sex"].array, data["answer"].array)).filter {
      $0.1.0.number == 1 && $0.1.1.number != -1
    }.map { $0.0.number ?? 0 }
    let sum = weights.reduce(0, +)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    #expect(effective[2] == "\(Int((sum * sum / squares).rounded()))")
    #expect(made.page.words.contains("A letter beside a share names a column of the same group"))
    #expect(!made.page.html.contains("NOTE."), "open questions have no shares")
  }

  @Test func `a group is not set against its own question, nor sociodemographics tested`() throws {
    let made = try ReferenceStudy()
    defer { made.study.remove() }
    #expect(Set(made.rows("crosstabs", "SD1").compactMap { $0["group"] }) == ["age"])
    #expect(made.rows("crosstab-tests", "SD1").map { $0["reason"] } == ["sociodemographic"])
    #expect(made.rows("crosstabs", "SD1").allSatisfy { $0["letters"] == "" })
    #expect(made.page.words.contains("differences between groups are not tested"))
  }

  @Test func `a group of more than twenty categories is left out and told`() throws {
    let rows = (1...21).map { "street,Street,\($0),street \($0),Q1,\(($0 - 1) % 4 + 1),,\n" }
    let made = try ReferenceStudy(groups: rows.joined())
    defer { made.study.remove() }
    #expect(made.rows("crosstabs").allSatisfy { $0["group"] != "street" })
    #expect(made.page.words.contains("Groups of more than 20 categories are left out: “Street”."))
  }

  @Test
  func `key questions stand among the first pages, with their groups, and lead to the others`()
    throws
  {
    let marked = try ReferenceStudy(sheets: ["questions.csv": "question,key\nQ1,yes\nSD1,no\n"])
    defer { marked.study.remove() }
    let page = marked.city
    let sections = Page.matches("<section id=\"([^\"]*)\"", in: page.html)
    let findings = try #require(sections.firstIndex(of: "findings"))
    #expect(sections[findings + 1] == "questions-key")
    #expect(Page.words(of: page.section("questions-key")).contains("Q1. “How much?”"))
    #expect(!page.section("questions-key").contains("SD1."))
    #expect(Page.words(of: page.section("crosstabs-key")).contains("column %; exploratory"))
    #expect(page.section("crosstabs-key").contains("href=\"../w1/alpha/crosstabs.en.html\""))
    #expect(marked.page.html.contains("href=\"../../tables/crosstabs.csv\""))
    #expect(marked.report.text("index.html").contains("w1/alpha/crosstabs.en.html"))
    let bare = try ReferenceStudy()
    defer { bare.study.remove() }
    #expect(bare.city.section("questions-key").isEmpty, "no index, no sheet")
    #expect(bare.city.section("crosstabs-key").contains("crosstabs.en.html"))
  }

  @Test func `without the sheet the items of the index are key questions`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    _ = try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path])
    let report = try FolderContents(study.output)
    let page = Page(path: "w1/alpha.ru.html", html: report.text("w1/alpha.ru.html"))
    let words = Page.words(of: page.section("crosstabs-key"))
    for item in ["INA1", "INA2", "INA3", "INC1", "INC2", "INC3"] {
      #expect(words.contains("\(item)."), "\(item)")
      #expect(Page.words(of: page.section("questions-key")).contains(item))
    }
    #expect(!words.contains("SOC01."))
    // Bases of 30 to 49 in brackets: of 80 people, each sex and age.
    let table = try #require(
      Page(path: page.path, html: page.section("crosstabs-key")).tables.first)
    let n = try #require(table.rows.first { $0[0] == "n" })
    for (base, cell) in zip(n.dropFirst(2), table.rows[0].dropFirst(2)) {
      guard let base = Int(base) else { continue }
      #expect(cell.hasPrefix("(") == (base < 50), "\(base): \(cell)")
    }
    #expect(n.dropFirst(2).contains { Int($0) ?? 50 < 50 })
  }

  @Test func `of the model study at most three cells in a hundred are hidden`() throws {
    let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: output) }
    _ = try BuiltCommand.run(["report", ModelStudy.folder.path, "--output", output.path])
    let rows = CSVRows.records(try FolderContents(output).text("tables/crosstabs.csv"))
    let hidden = rows.count { $0["suppressed"] != "" }
    #expect(rows.count > 60_000 && hidden > 0)
    #expect(hidden * 100 <= 3 * rows.count, "\(hidden) of \(rows.count)")
  }
}

extension String {
  fileprivate subscript(_ place: Int) -> String { String(self[index(startIndex, offsetBy: place)]) }
}
