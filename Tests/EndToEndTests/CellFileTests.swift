import Foundation
import SampleStudies
import Testing

/// Workbooks and data sets: what the ledger counts of them.
struct CellFileTests {
  private func export(_ study: SmallStudy, _ ending: String) throws -> URL {
    let path = study.url("responses/alpha.\(ending)")
    let outcome = try BuiltCommand.run([
      "export", study.folder.path, "--to", path.path, "--city", "alpha", "--with", "identifier",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return path
  }

  @Test(arguments: ["sav", "zsav", "dta"])
  func `the ledger of a data set has the file's bytes and its cases`(ending: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let path = try export(study, ending)
    let size = try Data(contentsOf: path).count
    let described = try BuiltCommand.run(["read", path.path, "--format", "json"])
    let ledger = try JSON(described.output)["ledger"]
    #expect(ledger["bytes"].integer == size && ledger["rows"].integer == 80)
    #expect(ledger["kept"]["records"].integer == 80 && ledger["kept"]["rows"].integer == 80)
    #expect(ledger["kept"].keys == ["records", "rows"] && ledger["nonData"].array.isEmpty)
    #expect(ledger["isBalanced"].boolean == true)
    let text = try BuiltCommand.run(["read", path.path])
    #expect(text.status == 0 && text.errors.isEmpty)
    #expect(
      text.output.contains(
        "\(size) bytes in the file; 80 rows = 80 in 80 records kept + 0 in 0 set aside"
          + " + 0 that are no data"))

    try study.edit("sources.csv") {
      $0[1] = $0[1].replacing(".csv,v1,id,district,point", with: ".\(ending),v1,identifier,,")
    }
    let entry = try ledgerEntry(study, "responses/alpha.\(ending)")
    #expect(entry["container"].string == ending && entry["balanced"].boolean == true)
    #expect(entry["bytes"].integer == size && entry["rows"].integer == 80)
    #expect(entry["kept"]["rows"].integer == 80 && entry["quarantined"]["rows"].integer == 0)
  }

  /// What each data set says of itself and its variables, as it is printed.
  private static let described: [(file: String, lines: [String])] = [
    (
      "answers.sav",
      [
        "a data set of SPSS, 9 variables with a label, 4 with labelled values",
        "weighted by weight",
        "format     SPSS, .sav", "SD1        F8.2     nominal  97         Пол",
        "D          EDATE10  nominal             День", "  97  нет  (no answer)",
      ]
    ),
    ("answers.zsav", ["a data set of SPSS, 9 variables", "format     SPSS, .zsav", "  1  Альфа"]),
    (
      "answers.dta",
      [
        "a data set of Stata, 9 variables with a label", "format     Stata, .dta",
        "weight     a Stata file names none", "(no answer)",
      ]
    ),
    (
      "portable.por",
      [
        "a data set of SPSS, 3 variables with a label, 2 with labelled values", "no weight named",
        "format     SPSS, .por", "TRUST     F2.0             90…99      Trust in people",
        "  9  refused  (no answer)",
      ]
    ),
  ]

  @Test(arguments: described.indices)
  func `read describes a data set, not a text file that does not exist`(place: Int) throws {
    let (file, lines) = Self.described[place]
    let path = Repository.folder("Tests/Fuzzing/corpora/data-sets/\(file)").path
    let outcome = try BuiltCommand.run(["read", path])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    for line in lines { #expect(outcome.output.contains(line), "\(file): \(line)") }
    for word in ["delimiter", "encoding", "escape", "preamble", "line end"] {
      #expect(!outcome.output.contains(word), "\(file): \(word)")
    }
    let json = try JSON(BuiltCommand.run(["read", path, "--format", "json"]).output)
    #expect(json["dialect"].object.isEmpty && !json["dataSet"]["variables"].array.isEmpty)
  }

  private func ledgerEntry(_ study: SmallStudy, _ file: String) throws -> JSON {
    let outcome = try BuiltCommand.run(["import", study.folder.path, "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      JSON(outcome.output).array.first { $0["file"].string == file }, "\(outcome.errors)")
  }

  /// The first city's answers under a title, with a column of weights of which one is negative, beside
  /// a sheet of remarks.
  private func workbook(_ study: SmallStudy) throws -> Data {
    let records = CSVRows.parse(try study.text(of: "responses/alpha.csv"))
    let rows = records.enumerated().map { row, fields in
      fields + [row == 0 ? "w" : row == 9 ? "-1" : "1.5"]
    }
    let blanks = Array(repeating: "", count: rows[0].count - 1)
    return try SmallWorkbook(sheets: [
      ("ответы", [["Опрос жителей"] + blanks] + rows), ("о файле", [["выгружено"], ["2025"]]),
    ]).data
  }

  @Test func `the ledger of a workbook has its bytes, and the rows of all sheets`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let data = try workbook(study)
    try study.write(data, to: "responses/alpha.xlsx")
    try study.edit("sources.csv") {
      $0[0] += ",weight"
      $0[1] = $0[1].replacing(".csv", with: ".xlsx") + ",w"
      $0[2] += ","
    }
    let entry = try ledgerEntry(study, "responses/alpha.xlsx")
    #expect(entry["bytes"].integer == data.count && entry["rows"].integer == 84)
    #expect(entry["records"].integer == 80 && entry["balanced"].boolean == true)
    #expect(entry["kept"]["records"].integer == 79 && entry["kept"]["rows"].integer == 79)
    #expect(entry["quarantined"]["rows"].integer == 1)
    #expect(entry["reasons"].array.map { $0["reason"].string } == ["bad-weight"])
    let nonData = entry["nonData"].array.map {
      "\($0["kind"].string ?? ""): \($0["rows"].integer ?? 0) from \($0["firstLine"].integer ?? 0)"
    }
    #expect(nonData == ["preamble: 1 from 1", "header: 1 from 2", "other-sheet: 2 from 1"])
    let table = try BuiltCommand.run(["import", study.folder.path])
    #expect(table.output.contains("non-data rows"), "\(table.output)")
    #expect(table.errors.contains("responses/alpha.xlsx[ответы]:11:15: error: "), "\(table.errors)")

    let files = try FileManager.default.contentsOfDirectory(
      atPath: study.url(".loci/quarantine").path)
    let name = try #require(files.first { $0.hasSuffix("alpha.xlsx.records") })
    let line = try study.text(of: ".loci/quarantine/\(name)")
    #expect(line.hasSuffix(",-1\n") && line.count { $0 == "\n" } == 1)
  }
}
