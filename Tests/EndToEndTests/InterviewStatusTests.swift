import Foundation
import Testing

/// Which records of a field file are interviews, from the file to the page.
struct InterviewStatusTests {
  private func base(_ study: SmallStudy) throws -> [String] {
    let outcome = try BuiltCommand.run(
      ["estimate", study.folder.path, "SOC01", "--format", "json", "--no-suppression"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array.filter { $0["statistic"].string == "mean" }.map {
      "\($0["city"].string ?? "") \($0["count"].integer ?? 0)"
    }
  }

  @Test func `rejected submissions of ODK Central are in no base, and the ledger counts them`()
    throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { lines in
      lines[0] =
        "SubmissionDate,KEY,ReviewState,"
        + lines[0].replacingOccurrences(of: "SOC01", with: "trust-SOC01")
      for row in lines.indices.dropFirst() where !lines[row].isEmpty {
        lines[row] = "2025-05-01,uuid:\(row),\(row <= 20 ? "rejected" : "approved")," + lines[row]
      }
    }
    #expect(try base(study) == ["alpha 60", "beta 80"])
    let ledger = try BuiltCommand.run(["import", study.folder.path, "--format", "json"])
    #expect(ledger.output.contains("\"rejected\""))
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("20 records were rejected, as ReviewState says"))
  }

  /// Of the first city the first three records break off after two answers, five more are partial.
  private func spoil(_ study: SmallStudy) throws {
    try study.edit("responses/alpha.csv") { lines in
      for row in 1...8 {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false).map(
          String.init)
        for place in (row <= 3 ? 5 : 8)..<12 { cells[place] = "" }
        lines[row] = cells.joined(separator: ",")
      }
    }
  }

  @Test func `break-offs are in no base; check, ledger and page count them`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try spoil(study)
    #expect(try base(study).last == "beta 80")
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("3 records answer less than 50 % of the questions due"))
    #expect(check.output.contains("5 interviews are partial (AAPOR 1.2)"))
    let ledger = try BuiltCommand.run(["import", study.folder.path])
    #expect(ledger.output.contains("77 interviews, 72 complete, 5 partial; set aside: 3 break-off"))
    let report = try BuiltCommand.run(
      ["report", study.folder.path, "--output", study.output.path, "--language", "ru"])
    #expect(report.status == 0, "\(report.errors)")
    let page = try String(
      contentsOf: study.output.appending(path: "w1/alpha.ru.html"), encoding: .utf8)
    #expect(page.contains("прерванные (AAPOR 2.12) — 3"))
  }

  /// A form of the first so many questions: what check says where the others are lost.
  private func short(
    _ questions: [String], lost: [String: Int], settings: String = ""
  ) throws -> (check: String, ledger: String) {
    let study = try LostAnswerStudy(lost: lost, settings: settings)
    defer { study.remove() }
    let survey = study.folder.appending(path: "questionnaires/v1/survey.csv")
    let kept = try String(contentsOf: survey, encoding: .utf8).split(separator: "\n").filter {
      let cells = $0.split(separator: ",", omittingEmptySubsequences: false)
      return cells[1] == "name" || questions.contains(String(cells[1]))
    }
    try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: survey)
    try FileManager.default.removeItem(at: study.folder.appending(path: "groups.csv"))
    return (
      try BuiltCommand.run(["check", study.folder.path]).output,
      try BuiltCommand.run(["import", study.folder.path]).output
    )
  }

  @Test func `of a form of few questions it is said why one blank makes no interview`() throws {
    let two = try short(["A2", "N"], lost: ["N": 9])
    #expect(two.check.contains("9 interviews are partial (AAPOR 1.2)"), "\(two.check)")
    #expect(two.check.contains("answered of due: 1 of 2"))
    #expect(two.check.contains("where 2 questions are due, one blank is 50 % of them"))
    #expect(two.ledger.contains("complete: 80 % and more of the questions due are answered"))
    #expect(two.ledger.contains("(complete-minimum of study.csv)"))
    let three = try short(["A2", "M", "N"], lost: ["M": 120, "N": 120])
    #expect(three.check.contains("120 records answer less than 50 % of the questions due"))
    #expect(three.check.contains("answered of due: 1 of 3\u{20}"), "\(three.check)")
    #expect(three.check.contains("set 'partial-minimum' of study.csv lower (it is 50)"))
    #expect(three.ledger.contains("partial: 50 % and more (partial-minimum)"))
    // What the message says helps.
    let lower = try short(
      ["A2", "M", "N"], lost: ["M": 120, "N": 120], settings: "partial-minimum,33\n")
    #expect(!lower.check.contains("[break-off]"))
    #expect(lower.check.contains("120 interviews are partial"))
  }

  @Test func `study.csv says from how many answers on a record is an interview`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try spoil(study)
    let sheet = try study.text(of: "study.csv")
    try study.write(sheet + "partial-minimum,10\ncomplete-minimum,60\n", to: "study.csv")
    let ledger = try BuiltCommand.run(["import", study.folder.path])
    #expect(ledger.output.contains("80 interviews, 77 complete, 3 partial"))
    for wrong in ["0.5", "-1", "101", "half"] {
      try study.write(sheet + "partial-minimum,\(wrong)\n", to: "study.csv")
      let check = try BuiltCommand.run(["check", study.folder.path])
      #expect(check.status == 65, "\(wrong)")
      #expect(check.output.contains("study.csv:8:17: error"))
    }
  }
}
