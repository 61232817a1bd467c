import SurveyModel
import Testing

@testable import TabularFiles

/// What becomes of the rows of workbooks and of the cases of data sets.
struct CellLedgerTests {
  private func row(_ number: Int, _ fields: [String]) -> String {
    let cells = fields.enumerated().map { place, text in
      let reference = "\(Character(UnicodeScalar(UInt8(65 + place))))\(number)"
      return text.isEmpty
        ? "" : "<c r=\"\(reference)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
    }
    return "<row r=\"\(number)\">\(cells.joined())</row>"
  }

  private func workbook(_ sheets: [[[String]]]) -> WorkbookFile {
    WorkbookFile(
      sheets: sheets.enumerated().map { place, rows in
        (name: "s\(place)", data: rows.enumerated().map { row($0 + 1, $1) }.joined())
      })
  }

  /// Expects each row of the sheet that was read to be in one part of the ledger.
  private func expectBalance(_ table: FieldTable, rows: Int, others: Int, _ comment: Comment) {
    let ledger = table.ledger
    #expect(ledger.isBalanced && ledger.total == rows + others, comment)
    #expect(ledger.kept.records == table.rowCount && ledger.kept.size == table.rowCount, comment)
    let kept = (0..<table.rowCount).map { table.line(row: $0) - 1 }
    let aside = table.irregular.flatMap { Array($0.extent) }
    #expect(ledger.irregular.size == aside.count, comment)
    let nonData = ledger.nonDataRanges.flatMap { Array($0) }
    #expect((kept + aside + nonData).sorted() == Array(0..<rows), comment)
  }

  @Test(arguments: 0..<50)
  func `every row of every sheet is accounted for, once`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    func number() -> String { "\(Int.random(in: 0...9, using: &generator))" }
    let body = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
      ["r" + number(), number(), Bool.random(using: &generator) ? number() + ".5" : ""]
    }
    let header = ["id", "q1", "q2"]
    let title = seed % 3 == 0 ? [["Опрос"]] : []
    let further = seed % 4 == 0 ? [header] + body : []
    let rows = title + [header] + body + further
    let other = (0..<seed % 3).map { ["remark \($0)"] }
    let table = try FieldTable.reading(workbook([rows] + (other.isEmpty ? [] : [other])).contents)
    expectBalance(table, rows: rows.count, others: other.count, "seed \(seed)")
    #expect(table.header.map(\.text) == header)
    let count = seed % 4 == 0 && body.count < 2 ? table.rowCount : body.count
    #expect(table.rows == Array(body.prefix(count)), "seed \(seed)")
  }

  @Test func `a header and its first record again begin a further table, kept as lines of CSV`()
    throws
  {
    let rows = [["a", "b"], ["1", "2"], ["3", "4"], ["a", "b"], ["1", "2"], ["5", "x, y"]]
    let table = try FieldTable.reading(workbook([rows]).contents)
    #expect(table.rows == [["1", "2"], ["3", "4"]])
    let aside = try #require(table.irregular.first)
    #expect(aside.reason == .furtherTable && aside.extent == 3..<6)
    #expect(aside.location.description == "w.xlsx[s0]:4")
    #expect(String(decoding: aside.bytes, as: UTF8.self) == "a,b\n1,2\n5,\"x, y\"\n")
    #expect(table.ledger.irregular.records == 1 && table.ledger.irregular.size == 3)
    #expect(table.diagnostics.map(\.code) == ["further-table"])
  }

  @Test func `a header that stands again, and a total, are no records of a sheet`() throws {
    let rows = [["a", "b"], ["1", "2"], ["a", "b"], ["3", "4"], ["5", "6"], ["Итого", "12"]]
    let table = try FieldTable.reading(workbook([rows]).contents)
    #expect(table.rows == [["1", "2"], ["3", "4"], ["5", "6"]])
    #expect(table.ledger.isBalanced && table.irregular.isEmpty)
    #expect(table.diagnostics.map(\.code) == ["repeated-header", "total-row"])
    #expect(table.location(row: 1, column: 0).description == "w.xlsx[s0]:4:1")
  }

  @Test func `what the user says of a workbook's header holds`() throws {
    let rows = [["x", "y"], ["a", "b"], ["1", "2"]]
    var options = ReadingOptions(headerRows: 0)
    let bare = try FieldTable.reading(workbook([rows]).contents, options: options)
    #expect(bare.header.map(\.text) == ["column 1", "column 2"] && bare.rowCount == 3)
    options.headerRows = 1
    options.preambleRows = 1
    let cut = try FieldTable.reading(workbook([rows]).contents, options: options)
    #expect(cut.header.map(\.text) == ["a", "b"] && cut.rows == [["1", "2"]])
    options.preambleRows = 9
    let error = #expect(throws: TabularFileError.self) {
      try FieldTable.reading(workbook([rows]).contents, options: options)
    }
    #expect(error?.diagnostics.map(\.code) == ["file-empty"])
  }

  @Test func `a text of a cell that looks like records is a text`() throws {
    let text = "1,2,3\n4,5,6\n\"7\",8"
    let rows = [["a", "b", "c"], ["1", text, "2"], ["3", "'x'", "\\"]]
    let table = try FieldTable.reading(workbook([rows]).contents)
    #expect(table.rows == Array(rows.dropFirst()))
    #expect(String(decoding: table.recordBytes(row: 1), as: UTF8.self) == "3,'x',\\\n")
    #expect(table.recordSize(row: 0) == 1 && table.reassembled() == nil)
  }
}

/// Data sets whose values stay what they are.
struct DataSetTableTests {
  private func table(_ file: StatisticalFile) throws -> FieldTable {
    try FieldTable.reading(
      FileContents(file: "a.\(file.format.rawValue)", bytes: SampleDataSet.written(file)))
  }

  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `numbers keep their full precision`(format: StatisticalFile.Format) throws {
    let numbers: [Double] = [
      0.1 + 0.2, 1 / 3, 1e300, -2.5e-17, 123_456_789.123_456_78, 9_007_199_254_740_991, -1, 0, 97,
    ]
    let table = try table(
      StatisticalFile(
        format: format, variables: [StatisticalVariable(name: "x", values: .numbers(numbers))],
        caseCount: numbers.count))
    let texts = (0..<numbers.count).map { table.text(row: $0, column: 0) }
    #expect(texts == numbers.map { Int(exactly: $0).map(String.init) ?? "\($0)" })
    #expect(texts.map { Double($0) } == numbers)
  }

  @Test func `cases without a value are no data, and the others keep their numbers`() throws {
    let table = try table(
      StatisticalFile(
        format: .dta,
        variables: [
          StatisticalVariable(
            name: "x",
            values: .numbers([1, .nan, StatisticalVariable.missingNumber(tag: "a"), .nan, 0.5])),
          StatisticalVariable(name: "t", values: .texts(["a", "", "", "", "b"])),
        ], caseCount: 5))
    #expect(table.rows == [["1", "a"], [".a", ""], ["0.5", "b"]])
    #expect((0..<3).map { table.line(row: $0) } == [1, 3, 5])
    #expect(table.ledger.total == 5 && table.ledger.isBalanced)
    #expect(table.ledger.nonData.map(\.kind) == [.emptyRow])
    #expect(table.ledger.nonData.map(\.size) == [2] && table.ledger.nonData[0].firstLine == 2)
  }

  @Test func `a code that means no answer is no date`() throws {
    let day = 13_967_078_400.0
    let table = try table(
      StatisticalFile(
        format: .sav,
        variables: [
          StatisticalVariable(
            name: "d", format: "DATE11", missing: [.value(.number(9_999))],
            values: .numbers([day, 9_999])),
          StatisticalVariable(name: "n", values: .numbers([1, 2])),
        ], caseCount: 2))
    #expect(table.rows == [["2025-05-20", "1"], ["9999", "2"]])
  }

  @Test(arguments: 0..<20)
  func `a data set is understood as the CSV that is written of it`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 2...300, using: &generator)
    func numbers(_ make: (inout SeededGenerator) -> Double) -> StatisticalVariable.Values {
      .numbers((0..<count).map { _ in make(&generator) })
    }
    let table = try table(
      StatisticalFile(
        format: seed % 2 == 0 ? .sav : .dta,
        variables: [
          StatisticalVariable(
            name: "code", values: numbers { Double(Int.random(in: 1...5, using: &$0)) }),
          StatisticalVariable(
            name: "gaps",
            values: numbers {
              Bool.random(using: &$0) ? .nan : Double.random(in: 0..<1, using: &$0)
            }),
          StatisticalVariable(
            name: "whole", values: numbers { Double(Int.random(in: -9...9_999_999, using: &$0)) }),
          StatisticalVariable(
            name: "day", format: seed % 2 == 0 ? "DATE11" : "%td",
            values: numbers { Double(Int.random(in: 0...20_000, using: &$0) * 86_400) }),
          StatisticalVariable(
            name: "text",
            values: .texts((0..<count).map { $0 % 7 == 0 ? "" : "ответ \($0 % 40), \"да\"" })),
        ], caseCount: count))
    var clean: [UInt8] = []
    table.writeClean { clean += $0 }
    let text = try FieldTable.readingText(
      FileContents(file: "a", bytes: clean),
      options: ReadingOptions(
        delimiter: .comma, encoding: .utf8, decimalMark: .point, headerRows: 1))
    #expect(table.rows == text.rows)
    #expect(FileUnderstanding(table).columns == FileUnderstanding(text).columns)
    let rows = Array(stride(from: 0, to: count, by: 2))
    for column in 0..<5 {
      let cells = table.distinctTexts(column: column, rows: rows)
      let fields = text.distinctTexts(column: column, rows: rows)
      #expect(cells.texts == fields.texts && cells.identifiers == fields.identifiers)
    }
  }
}
