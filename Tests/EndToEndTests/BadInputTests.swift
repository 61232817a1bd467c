import Foundation
import Testing

/// Whatever is wrong with a study, the command says where, and ends with the status it promises.
struct BadInputTests {
  @Test(arguments: BadInput.files + BadInput.records + BadInput.sheets)
  func `each fault is told with its place and status`(_ fault: BadInput) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try fault.spoil(study)

    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(fault.isTold(in: check.output + check.errors), "\(check.output)\(check.errors)")
    #expect(check.status == fault.check)
    let imported = try BuiltCommand.run(["import", study.folder.path])
    #expect(imported.status == fault.imported, "\(imported.errors)")
    #expect(!(check.output + imported.output + imported.errors).contains(BadInput.secret))
    try expectReports(fault, of: study)
  }

  /// One city's broken file does not take down the other city's report.
  private func expectReports(_ fault: BadInput, of study: SmallStudy) throws {
    let output = study.output
    let report = try BuiltCommand.run(
      ["report", study.folder.path, "--language", "en", "--output", output.path])
    let isUnmade = fault.severity == "error" && fault.reported.count < 2
    #expect(
      report.status == (fault.imported == 0 && isUnmade ? 65 : fault.imported), "\(report.errors)")
    for city in ["alpha", "beta"] {
      let page = output.appending(path: "w1/\(city).en.html").path
      #expect(
        FileManager.default.fileExists(atPath: page) == fault.reported.contains(city), "\(city)")
    }
    if fault.reported.isEmpty {
      #expect(!FileManager.default.fileExists(atPath: output.path))
    }
  }

  @Test func `a faulty sheet is not blamed again for each reference to it`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.removeItem(at: study.url("cities.csv"))
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(!check.output.contains("[unknown-city]"))
  }

  @Test func `a lone quote costs its own answer, and no record`() throws {
    let entry = try ledgerEntry { study in
      try study.edit("responses/alpha.csv") {
        $0[39] = $0[39].replacing(",D2,8,", with: ",D2,\"8,")
      }
    }
    #expect(entry.kept == 80 && entry.quarantined == 0 && entry.isBalanced)
  }

  @Test func `a truncated record, and one with NUL bytes, are set aside and no other`() throws {
    let cut = try ledgerEntry { study in
      let bytes = try Data(contentsOf: study.url("responses/alpha.csv"))
      try study.write(Data(bytes.dropLast(12)), to: "responses/alpha.csv")
    }
    #expect(cut.kept == 79 && cut.quarantined == 1 && cut.isBalanced)
    let nul = try ledgerEntry { study in
      try study.edit("responses/alpha.csv") { $0[9] = "r9,D1,2,\0\0,1,1,1,1,1,1,1,1,1,30" }
    }
    #expect(nul.kept == 79 && nul.quarantined == 1 && nul.isBalanced)
  }

  @Test func `an unknown code leaves its record in and is counted as invalid`() throws {
    let entry = try ledgerEntry { study in
      try study.edit("responses/alpha.csv") { $0[9] = "r9,D1,2,77,1,1,1,1,1,1,1,1,1,30" }
    }
    #expect(entry.kept == 80 && entry.quarantined == 0)
    #expect(entry.invalid["SOC01"] == 1 && entry.invalid["SOC02"] == 0)
  }

  @Test func `a workbook without the sheets of a form is refused as a questionnaire`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.removeItem(at: study.url("questionnaires/v1"))
    try study.write(BadInput.tinyWorkbook, to: "questionnaires/v1.xlsx")
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 65)
    #expect(check.output.contains("questionnaires/v1.xlsx: error: "), "\(check.output)")
  }

  @Test(arguments: ["check", "import", "weigh", "factors", "report", "simulate"])
  func `a study folder that does not exist ends with 66`(_ command: String) throws {
    let outcome = try BuiltCommand.run([command, "no-such-study"])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("no-such-study: error: there is no such study folder"))
    #expect(outcome.output.isEmpty)
  }

  @Test func `a study whose files all lack records has nothing to report`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { $0 = [$0[0], ""] }
    }
    for command in ["import", "report", "weigh"] {
      let outcome = try BuiltCommand.run([command, study.folder.path], in: study.folder)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("no answers to work with"))
    }
    #expect(!FileManager.default.fileExists(atPath: study.output.path))
  }

  private struct LedgerEntry {
    let kept: Int
    let quarantined: Int
    let isBalanced: Bool
    let invalid: [String: Int]
  }

  /// What the ledger says of the first city's file, once the study is spoilt.
  private func ledgerEntry(
    _ spoil: (SmallStudy) throws -> Void
  ) throws -> LedgerEntry {
    let study = try SmallStudy()
    defer { study.remove() }
    try spoil(study)
    let outcome = try BuiltCommand.run(["import", study.folder.path, "--format", "json"])
    let files = try JSON(outcome.output).array
    let entry = try #require(files.first { $0["file"].string == "responses/alpha.csv" })
    let questions = entry["questions"].array.compactMap { question in
      question["question"].string.map { ($0, question["invalid"].integer ?? -1) }
    }
    return LedgerEntry(
      kept: entry["kept"]["records"].integer ?? -1,
      quarantined: entry["quarantined"]["records"].integer ?? -1,
      isBalanced: entry["balanced"].boolean ?? false,
      invalid: Dictionary(uniqueKeysWithValues: questions))
  }
}
