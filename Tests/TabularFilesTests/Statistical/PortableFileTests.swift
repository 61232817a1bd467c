import Foundation
import Testing

@testable import TabularFiles

/// `Tests/Reference/portable.sps` makes the file.
struct PortableFileTests {
  @Test func `a portable file of PSPP has its labels, missing values and dates`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "Reference/portable.por")))
    let contents = FileContents(file: "portable.por", bytes: bytes)
    let table = try FieldTable.reading(contents)
    #expect(table.header.map(\.text) == ["ID", "SEX", "TRUST", "WORD", "DAY"])
    #expect(
      table.rows == [
        ["1", "1", "5", "abc", "2025-05-20"], ["2", "2", "97", "de", "2025-05-21"],
        ["3", "9", "11", "x", "2025-05-22"],
      ])
    let sex = try #require(table.container?.variables[1])
    #expect(sex.label == "Sex of respondent")
    #expect(sex.valueLabels.map(\.text) == ["male", "female", "refused"])
    #expect(sex.missing == [.value(.number(9))])
    #expect(table.container?.variables[2].missing == [.range(90, 99)])
  }
}
