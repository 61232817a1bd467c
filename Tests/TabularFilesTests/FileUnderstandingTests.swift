import Testing

@testable import TabularFiles

@Suite("How a field file is understood")
struct FileUnderstandingTests {
  private func column(_ values: [String]) throws -> ColumnUnderstanding {
    let table = try fieldTable(
      "id;v\n" + values.enumerated().map { "\($0);\($1)\n" }.joined())
    return FileUnderstanding(table).columns[1]
  }

  @Test(
    "A column's kind is told from its values",
    arguments: [
      (["1", "2", "1", "2", "97", "97", ""], ColumnUnderstanding.Kind.codes),
      (["1 3", "5", "1;3;5", "2"], .codes), (["1;3;", "3;", "1;", "3;"], .codes),
      (["41", "66", "23"], .integer), (["1,5", "2", "0,75"], .decimal),
      (["1.5", "2", "0.75"], .decimal), (["2025-05-12", "2025-05-13 10:00"], .date),
      (["12.05.2025", "13.06.2025"], .date), (["да", "нет", "да", "нет"], .text),
      (["1", "2", "нет ответа"], .text), (["", " ", ""], .empty), (["12.13.2025"], .text),
    ])
  func kinds(values: [String], kind: ColumnUnderstanding.Kind) throws {
    #expect(try column(values.map { "\"\($0)\"" }).kind == kind)
  }

  @Test("Codes are listed, numbers and dates have a range, texts only lengths")
  func values() throws {
    let codes = try column(["3", "97", "3", "", "97"])
    #expect(codes.codes == [3, 97])
    #expect((codes.count, codes.blanks, codes.distinct) == (4, 1, 2))
    let decimals = try column(["1,50", "0,9", "10"])
    #expect(decimals.range?.lowest == "0.9")
    #expect(decimals.range?.highest == "10")
    let dates = try column(["12.05.2025", "01.06.2025", "12.05.2025"])
    #expect(dates.range?.lowest == "2025-05-12")
    #expect(dates.range?.highest == "2025-06-01")
    let text = try column(["Библиотеку", "да", "Библиотеку"])
    #expect(text.lengths == 2...10)
    #expect(text.range == nil)
    #expect(text.codes.isEmpty)
  }

  @Test("Columns that look like identifiers show no value")
  func identifiers() throws {
    let phones = try column(["79110000001", "79110000002", "79110000003"])
    #expect(phones.kind == .integer)
    #expect(phones.isIdentifierLike)
    #expect(phones.range == nil)
    let numbers = try column((1...30).map(String.init))
    #expect(numbers.isIdentifierLike && numbers.range == nil)
  }

  @Test(
    "Numbers as people write them have their kind and range",
    arguments: [
      (
        ["1 234,5", "2,25", "1\u{A0}000\u{A0}000"], ColumnUnderstanding.Kind.decimal, "2.25", 0, 2
      ),
      (["45 %", "7\u{A0}%", "100%"], .integer, "7", 3, 0),
      (["1.234,5", "12,25", "0,5"], .decimal, "0.5", 0, 1),
      (["1,234.5", "12.25", "0.5"], .decimal, "0.5", 0, 1),
      (["1,5E+03", "2000"], .decimal, "1.5E+03", 0, 0),
    ])
  func writtenNumbers(
    values: [String], kind: ColumnUnderstanding.Kind, lowest: String, percents: Int, grouped: Int
  ) throws {
    let column = try column(values)
    #expect(column.kind == kind && column.range?.lowest == lowest)
    #expect(column.percents == percents && column.grouped == grouped)
  }

  @Test("Spaces and marks that do not part thousands make no number")
  func noNumbers() throws {
    for values in [["1 23", "4 56"], ["12 34 567"], ["1,2.3"], ["1 000 5"], ["%"], ["E5"], ["1E"]] {
      let column = try column(values)
      #expect(column.range == nil && column.numbers == 0, "\(values)")
    }
  }

  @Test("Dates with times are dates")
  func times() throws {
    let column = try column(["2025-05-12 10:00", "2025-05-13T11:30:15"])
    #expect(column.kind == .date && column.times == 2)
  }

  @Test(
    "What a spreadsheet may have done is told with its place, and nothing is mended",
    arguments: [
      (["2,5", "3,1", "02.10.2025", "4,2"], "dates-among-other-values", 4),
      (["2,5", "2.окт", "3,1"], "dates-among-other-values", 3),
      (["18-24", "окт.19", "25-34"], "dates-among-other-values", 3),
      (["10-Feb", "20-29", "30-39"], "dates-among-other-values", 2),
      (["7,91E+10", "79110000002"], "long-numbers-rounded", 2),
      (
        [
          "180001", "180002", "180003", "180004", "180005", "180006", "180007", "180008", "180009",
          "10101",
        ],
        "leading-zeros-lost", 11
      ),
    ])
  func spreadsheetDamage(values: [String], code: String, line: Int) throws {
    let table = try fieldTable("id;v\n" + values.enumerated().map { "\($0);\($1)\n" }.joined())
    let diagnostics = FileUnderstanding(table).diagnostics
    #expect(diagnostics.map(\.code) == [code])
    #expect(diagnostics.first?.location.description == "t.csv:\(line):3")
    #expect(table.rows.map { $0[1] } == values)
  }

  @Test("Plain columns show no damage")
  func noDamage() throws {
    for values in [
      ["02.10.2025", "03.10.2025"], ["1", "20", "300", "4000", "50000"], ["1,5E-03", "2"],
      ["окт.19", "ноя.19"], ["00101", "180001", "180002"],
      (1...30).map { "\(99_990 + $0)" },
    ] {
      let table = try fieldTable("id;v\n" + values.enumerated().map { "\($0);\($1)\n" }.joined())
      #expect(FileUnderstanding(table).diagnostics.isEmpty, "\(values)")
    }
  }

  @Test("Columns are understood alike in one part and in many", arguments: 0..<20)
  func parts(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let values = [
      "", " ", "1", "02", "7", "97", "1000", "-3", "-0", "2,5", "2.5", "-12,50", "1 234,5", "45%",
      "1,5E+12", "12.05.2025", "2025-05-13", "2025-05-13 10:00", "1 3", "1;3", "окт.19",
      "Библиотека",
      "Ответ, который длиннее прочих",
    ]
    let most = [1, 3, 12, 40, values.count][seed % 5]
    var text = "id;a;b;c;d\n"
    for row in 0..<3000 {
      let kept = (0..<2).map { _ in
        "\"\(values[Int.random(in: 0..<min(most, values.count), using: &random)])\""
      }
      let number = Int.random(in: 0..<[10, 1500, 100_000][seed % 3], using: &random)
      text +=
        "p\(row);\(kept[0]);\(kept[1]);\(number),5;\(Bool.random(using: &random) ? "да" : "")\n"
    }
    let contents = FileContents(file: "t.csv", bytes: Array(text.utf8))
    func understanding(partSize: Int) throws -> FileUnderstanding {
      FileUnderstanding(
        try FieldTable.readingText(contents, options: ReadingOptions(), partSize: partSize))
    }
    let whole = try understanding(partSize: 1 << 24)
    let divided = try understanding(partSize: 1 << 12)
    #expect(divided.columns == whole.columns)
    #expect(divided.diagnostics == whole.diagnostics)
    // What the values themselves come to, counted row by row.
    let rows = try fieldTable(text).rows
    for column in 0..<5 {
      let told = rows.map { $0[column].trimmingPrefix(" ") }.filter { !$0.isEmpty }
      #expect(whole.columns[column].count == told.count)
      #expect(whole.columns[column].blanks == rows.count - told.count)
      #expect(whole.columns[column].distinct == Set(told).count)
    }
  }

  @Test("Distinct values are counted up to ten thousand", arguments: ["", ",5", " а"])
  func manyDistinct(ending: String) throws {
    let values = (0..<12_000).flatMap { ["\($0)\(ending)", "", "\($0 / 2)\(ending)"] }
    let column = try column(values)
    #expect(column.count == 24_000 && column.blanks == 12_000)
    #expect(column.distinct == 10_000 && column.isDistinctCapped)
    #expect(!column.isIdentifierLike)
  }

  @Test("No answer in words stands in the JSON")
  func json() throws {
    let table = try fieldTable("id,open\np1,\"Тайна, одна\"\np2,Секрет\np3\n")
    let text = FileUnderstanding(table).json.text()
    #expect(!text.contains("Тайна") && !text.contains("Секрет") && !text.contains("p3"))
    #expect(text.contains("\"isBalanced\": true"))
    #expect(text.contains("\"reason\": \"too-few-fields\""))
    #expect(text.contains("\"value\": \"UTF-8\""))
  }
}

@Suite("The clean table")
struct CleanCSVTests {
  private func clean(_ table: FieldTable) -> String {
    var bytes: [UInt8] = []
    table.writeClean { bytes.append(contentsOf: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("A Russian Excel file becomes UTF-8, comma, LF, decimal point")
  func russianExcel() throws {
    let bytes = TextEncoding.windows1251.encode(
      "id;вес;ответ;x\r\np1;1,50;\"Да, \"\"конечно\"\"\";\r\np2;0,9;Нет;\" а \"\r\n")
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    #expect(
      clean(table)
        == "id,вес,ответ,x\np1,1.50,\"Да, \"\"конечно\"\"\",\np2,0.9,Нет,\" а \"\n")
  }

  @Test("Lists of codes with commas stay lists")
  func lists() throws {
    let table = try fieldTable("id;w;m\n1;1,5;1,3\n2;0,9;1,2,3\n3;1,0;2\n")
    #expect(clean(table) == "id,w,m\n1,1.5,\"1,3\"\n2,0.9,\"1,2,3\"\n3,1.0,2\n")
  }

  @Test("What is written clean reads back alike", arguments: 0..<50)
  func roundTrip(seed: Int) throws {
    let table = try fieldTable(DamagedFile(seed: seed, delimiter: ";").text)
    let again = try fieldTable(clean(table))
    #expect(again.rows == table.rows)
    #expect(again.header.map(\.text) == table.header.map(\.text))
    #expect(again.irregular.isEmpty)
  }

  @Test("A blank answer of a one-column file survives")
  func oneColumn() throws {
    let table = try fieldTable("a\n1\n\n2\n")
    #expect(clean(table) == "a\n1\n\"\"\n2\n")
    #expect(try fieldTable(clean(table)).rows == table.rows)
  }
}
