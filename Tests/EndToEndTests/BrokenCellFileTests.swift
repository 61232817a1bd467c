import Foundation
import SampleStudies
import Testing

/// Files that are not what their names say, or not whole.
struct BrokenCellFileTests {
  private struct Fault: Sendable {
    let name: String
    /// Makes the file from a whole one.
    let spoil: @Sendable (Data) -> Data

    static let all = [
      Fault(name: "zero bytes") { _ in Data() },
      Fault(name: "text") { _ in Data("id,SOC01\n1,5\n2,4\n".utf8) },
      Fault(name: "noise") { _ in
        Data((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
      },
      Fault(name: "the first half") { $0.prefix($0.count / 2) },
      Fault(name: "all but the last hundred bytes") { $0.dropLast(100) },
    ]
  }

  /// What is told of each fault: by the ending of the file, in the order of ``Fault/all``.
  private static let codes = [
    "xlsx": [
      "file-empty", "not-a-workbook", "not-a-workbook", "broken-workbook", "broken-workbook",
    ],
    "sav": ["wrong-magic", "wrong-magic", "wrong-magic", "file-truncated", "file-truncated"],
    "dta": ["wrong-magic", "wrong-magic", "wrong-magic", "file-truncated", "file-truncated"],
  ]

  /// A whole file, of the small study's first city.
  private func whole(_ study: SmallStudy, _ ending: String) throws -> Data {
    if ending == "xlsx" {
      let rows = CSVRows.parse(try study.text(of: "responses/alpha.csv"))
      return try SmallWorkbook(sheets: [("s", rows)]).data
    }
    let path = study.url("whole.\(ending)")
    let arguments = ["export", study.folder.path, "--to", path.path, "--city", "alpha"]
    #expect(try BuiltCommand.run(arguments).status == 0)
    return try Data(contentsOf: path)
  }

  /// Expects the command to read nothing of a file, and to say so once.
  private func expectRefusal(_ path: String, code: String, _ comment: String) throws {
    for format in ["text", "csv", "json"] {
      let outcome = try BuiltCommand.run(["read", path, "--format", format])
      let told = outcome.errors.split(separator: "\n").filter { $0.contains(": error: ") }
      #expect(outcome.status == 65, "\(comment): \(outcome.status) \(outcome.errors)")
      #expect(outcome.output.isEmpty, "\(comment): \(outcome.output)")
      #expect(told.count == 1 && outcome.errors.contains("[\(code)]"), "\(comment): \(outcome)")
      #expect(told.first?.hasPrefix(path) == true, "\(comment): \(outcome.errors)")
    }
  }

  @Test(arguments: ["xlsx", "sav", "dta"])
  func `a broken file ends with 65 and one error`(ending: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let data = try whole(study, ending)
    for (fault, code) in zip(Fault.all, try #require(Self.codes[ending])) {
      try study.write(fault.spoil(data), to: "broken.\(ending)")
      try expectRefusal(study.url("broken.\(ending)").path, code: code, "\(ending): \(fault.name)")
    }
  }

  @Test func `a zip archive that is damaged, or holds no workbook, is refused`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    var bytes = [UInt8](try whole(study, "xlsx"))
    let middle = bytes.count / 2
    for place in middle..<middle + 200 { bytes[place] ^= 0x5A }
    try study.write(Data(bytes), to: "damaged.xlsx")
    let path = study.url("damaged.xlsx").path
    try expectRefusal(path, code: "broken-workbook", "damaged")
    try study.write(try SmallWorkbook(sheets: []).data, to: "bare.xlsx")
    try expectRefusal(study.url("bare.xlsx").path, code: "sheet-missing", "without a sheet")
  }

  @Test func `a workbook named like a data set is refused by its content`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let data = try whole(study, "xlsx")
    for ending in ["sav", "dta"] {
      try study.write(data, to: "workbook.\(ending)")
      try expectRefusal(study.url("workbook.\(ending)").path, code: "wrong-magic", ending)
    }
  }

  @Test func `a file of which no record is kept ends with 65`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write(try SmallWorkbook(sheets: [("s", [["id", "SOC01"]])]).data, to: "header.xlsx")
    let outcome = try BuiltCommand.run(["read", study.url("header.xlsx").path])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("[no-records]"), "\(outcome.errors)")
  }

  @Test(arguments: ["xlsx", "sav", "dta"])
  func `one city's broken file does not take down the other's`(ending: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let data = try whole(study, ending)
    try study.write(data.prefix(data.count / 2), to: "responses/alpha.\(ending)")
    try study.edit("sources.csv") { $0[1] = $0[1].replacing(".csv", with: ".\(ending)") }
    let imported = try BuiltCommand.run(["import", study.folder.path, "--format", "json"])
    #expect(imported.status == 0, "\(imported.errors)")
    let kept = try JSON(imported.output).array.map { $0["file"].string }
    #expect(kept == ["responses/beta.csv"])
    #expect(imported.errors.split(separator: "\n").count { $0.contains("alpha.\(ending)") } == 1)
    try study.edit("sources.csv") { $0.remove(at: 2) }
    #expect(try BuiltCommand.run(["import", study.folder.path]).status == 65)
  }
}
