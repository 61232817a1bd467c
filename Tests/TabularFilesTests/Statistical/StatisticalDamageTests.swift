import SurveyModel
import Testing

@testable import TabularFiles

/// Data sets whose bytes lie.
struct StatisticalDamageTests {
  private func written(_ format: StatisticalFile.Format) throws -> [UInt8] {
    let file = StatisticalFile(
      format: format,
      variables: [
        StatisticalVariable(name: "FIRST", values: .numbers([1, 2, 3])),
        StatisticalVariable(name: "SECOND", values: .texts(["a", "b", "c"])),
      ], caseCount: 3)
    return try SampleDataSet.written(file)
  }

  /// The bytes with every occurrence of a name replaced by as many others.
  private func replacing(
    _ name: String, with other: [UInt8], in bytes: [UInt8]
  ) -> [UInt8] {
    var bytes = bytes
    let pattern = Array(name.utf8)
    for place in bytes.indices.dropLast(pattern.count)
    where bytes[place..<place + pattern.count].elementsEqual(pattern) {
      for index in pattern.indices {
        bytes[place + index] = index < other.count ? other[index] : 0
      }
    }
    return bytes
  }

  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta], ["", " ", "\u{1}", "SECON"])
  func `empty and doubled names of variables end nothing`(
    format: StatisticalFile.Format, name: String
  ) throws {
    let bytes = replacing("FIRST", with: Array(name.utf8), in: try written(format))
    let contents = FileContents(file: "a.\(format.rawValue)", bytes: bytes)
    guard let table = try? FieldTable.reading(contents) else { return }
    #expect(table.columnCount == 2 && table.rowCount == 3)
    _ = FileUnderstanding(table)
  }

  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `a damaged byte anywhere ends nothing`(format: StatisticalFile.Format) throws {
    let whole = try written(format)
    for place in whole.indices.prefix(2_000) {
      for value: UInt8 in [0, 0x7F, 0xFF] where whole[place] != value {
        var bytes = whole
        bytes[place] = value
        let contents = FileContents(file: "a.\(format.rawValue)", bytes: bytes)
        guard let table = try? FieldTable.reading(contents) else { continue }
        #expect(table.ledger.isBalanced)
      }
    }
  }

  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `a file cut off anywhere is refused`(format: StatisticalFile.Format) throws {
    let whole = try written(format)
    for count in stride(from: 0, to: whole.count - 64, by: 7) {
      let contents = FileContents(file: "a.\(format.rawValue)", bytes: Array(whole[..<count]))
      #expect(throws: TabularFileError.self) { try StatisticalFile.reading(contents) }
    }
  }
}
