import Testing

@testable import TabularFiles

/// The date in the header of a written data set.
struct HeaderDateTests {
  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `a file differs by its date in nothing but the date`(format: StatisticalFile.Format) throws {
    var file = SampleDataSet.make(format)
    let undated = try SampleDataSet.written(file)
    file.date = "2025-05-31"
    let dated = try SampleDataSet.written(file)
    #expect(dated.count == undated.count)
    let changed = zip(dated, undated).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
    #expect(changed.count <= 8 && (changed.last ?? 0) - (changed.first ?? 0) < 11)
    let start = changed.first ?? 0
    #expect(String(decoding: dated[start..<start + 6], as: UTF8.self) == "31 May")
  }

  @Test(arguments: ["", "<timestamp>", String(repeating: "ж", count: 40)])
  func `the date stands in its place whatever the label`(label: String) throws {
    for format in [StatisticalFile.Format.sav, .zsav, .dta] {
      var file = SampleDataSet.make(format)
      file.label = label.cut(to: 64)
      file.date = "2024-02-29"
      let bytes = try SampleDataSet.written(file)
      let text = format == .dta ? "29 Feb 2024 00:00" : "29 Feb 2400:00:00"
      #expect(String(decoding: bytes.prefix(500), as: UTF8.self).contains(text))
      let read = try StatisticalFile.reading(
        FileContents(file: "a.\(format.rawValue)", bytes: bytes)
      ).file
      #expect(read.label == file.label && read.caseCount == 4)
    }
  }

  @Test(arguments: ["", "today", "2025-13-01", "2025-00-10", "31.05.2025", "2025-5-31", "２０２５-01"])
  func `what is no day is 1 January 1970`(date: String) throws {
    var file = SampleDataSet.make(.dta)
    file.date = date
    let bytes = try SampleDataSet.written(file)
    #expect(String(decoding: bytes.prefix(500), as: UTF8.self).contains("01 Jan 1970 00:00"))
  }
}
