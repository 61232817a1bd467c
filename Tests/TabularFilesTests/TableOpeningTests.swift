import Testing

@testable import TabularFiles

@Suite("A table among other things")
struct TableOpeningTests {
  private static let body = "1,41,0.5\n2,37,1.25\n3,52,0.75\n4,29,1\n"

  private func kinds(_ table: FieldTable) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: table.ledger.nonData.map { ($0.kind.rawValue, $0.count) })
  }

  @Test(
    "Titles and remarks before the table are no data",
    arguments: [
      ("Опрос жителей\n", 1), ("Опрос жителей\n12.05.2025\n\n", 2), ("Опрос,,\nПсков,,\n", 2),
    ])
  func preamble(text: String, records: Int) throws {
    let table = try fieldTable(text + "id,возраст,вес\n" + Self.body)
    #expect(table.header.map(\.text) == ["id", "возраст", "вес"])
    #expect(table.rowCount == 4)
    #expect(kinds(table)["preamble"] == records)
    #expect(table.irregular.isEmpty && table.ledger.isBalanced)
  }

  @Test("Texts under the table are footnotes, with a blank line before them and without")
  func footnotes() throws {
    for gap in ["", "\n"] {
      let table = try fieldTable(
        "id,возраст,вес\n" + Self.body + gap + "Источник: опрос 2025 г.\n* веса условные")
      #expect(table.rowCount == 4)
      #expect(kinds(table)["footnote"] == 1)
      #expect(table.irregular.isEmpty && table.ledger.isBalanced)
    }
  }

  @Test(
    "A first record without numbers is no second row of names",
    arguments: [
      "r1,m,NA,NA", "r1,m,#NULL!,.", "r1,m,-,-", "r1,m,refused,refused", "r1,m,отказ,нет",
      "r1,m,60 лет,нет", "r1,,NA,", "r1,m,не знаю,—", "r1,m,so many,a lot",
    ])
  func unansweredFirstRecord(record: String) throws {
    let rest = (2...20).map { "r\($0),\($0 % 2 == 0 ? "m" : "f"),\(20 + $0),\($0)000" }
    let table = try fieldTable("id,sex,age,income\n" + ([record] + rest).joined(separator: "\n"))
    #expect(table.header.map(\.text) == ["id", "sex", "age", "income"])
    #expect(table.rowCount == 20 && table.text(row: 0, column: 0) == "r1")
  }

  @Test("A second row of names stays one, whatever the identifiers are")
  func secondRowOfNames() throws {
    let rest = (2...20).map { "r\($0),m,\(20 + $0),\($0)000" }
    let text = (["q1,q2,q3,q4", "Number,Sex,Age,Income"] + rest).joined(separator: "\n")
    let table = try fieldTable(text)
    #expect(table.header.map(\.text) == ["q1 Number", "q2 Sex", "q3 Age", "q4 Income"])
  }

  @Test("A record that was cut off is no footnote")
  func cutOff() throws {
    let table = try fieldTable("id,возраст,вес\n" + Self.body + "5")
    #expect(table.irregular.map(\.code) == ["too-few-fields"])
  }

  @Test(
    "Further tables are set aside as one block",
    arguments: [
      "\nгород,число\nПсков,12\nТверь,14\n", "\nid,возраст,вес\n9,8,7\n",
      "\nТаблица 2\nгород,число\nПсков,12\nТверь,14\n\nконец\n",
    ])
  func furtherTables(text: String) throws {
    let table = try fieldTable("id,возраст,вес\n" + Self.body + text)
    #expect(table.rowCount == 4)
    #expect(table.irregular.map(\.code) == ["further-table"])
    #expect(table.irregular.first?.location.line == 7)
    #expect(table.ledger.isBalanced)
  }

  @Test(
    "The first of two tables is read, however short it is", arguments: 1...4,
    ["", "\n", "\nСправочник\n"])
  func shortTable(records: Int, gap: String) throws {
    let body = Self.body.split(separator: "\n").prefix(records).map { $0 + "\n" }.joined()
    let further = (1...150).map { "\($0),улица \($0 % 9)\n" }.joined()
    let table = try fieldTable(
      "Пилотный опрос\n\nid,возраст,вес\n" + body + gap + "дом,улица\n" + further)
    #expect(table.header.map(\.text) == ["id", "возраст", "вес"])
    #expect(table.rowCount == records)
    #expect(kinds(table)["preamble"] == 1 && table.ledger.isBalanced)
    #expect(table.rows.map { $0[0] } == (1...records).map(String.init))
  }

  @Test("Remarks in three columns before a wide table are no table")
  func wideRemarks() throws {
    let names = (1...12).map { "q\($0)" }.joined(separator: ",")
    let record = (1...12).map { "\($0 % 5)" }.joined(separator: ",")
    let table = try fieldTable(
      "Город,Псков,Россия\nГод,2025,май\n\n\(names)\n" + String(repeating: record + "\n", count: 9))
    #expect(table.header.count == 12 && table.rowCount == 9)
    #expect(kinds(table)["preamble"] == 2)
  }

  @Test("A file without a header keeps its first record")
  func noHeader() throws {
    let table = try fieldTable(Self.body)
    #expect(table.header.map(\.text) == ["column 1", "column 2", "column 3"])
    #expect(table.rowCount == 4)
    #expect(table.dialect.headerRows.value == 0)
    #expect(table.diagnostics.map(\.code) == ["header-absent"])
    #expect(table.ledger.isBalanced)
    let given = try fieldTable(Self.body, options: ReadingOptions(headerRows: 1))
    #expect(given.rowCount == 3)
  }

  @Test(
    "A first record is none of names",
    arguments: [
      // The only record of its file.
      ("1001;Псков;2;61;154,08;10.02.2025;чище вода\n", 1), ("Псков;28;144,36\n", 1),
      ("5;3;5;Остров\n", 1),
      // Texts only, most of which are met again.
      ("Остров;нет\nПсков;да\nОстров;да\nПсков;нет\nОстров;нет\nТверь;может быть\n", 6),
      // Hardly an answer, or by chance numbers that ascend.
      ("Псков;;;\nОстров;4;2;да\nПсков;3;5;нет\nОстров;3;1;да\n", 4),
      ("2025-10-23;;\n2025-12-25;больше автобусов;4\n2025-11-05;да;3\n2025-10-25;нет;3\n", 4),
      ("Псков;3;17.05.2025;;4;5\nОстров;2;18.05.2025;да;2;1\nПсков;2;19.05.2025;да;3;1\n", 3),
    ])
  func firstRecord(text: String, count: Int) throws {
    let table = try fieldTable(text)
    #expect(table.rowCount == count && table.irregular.isEmpty)
    #expect(table.dialect.headerRows.value == 0 && table.dialect.preambleRows.value == 0)
    #expect(table.header.first?.text == "column 1")
  }

  @Test(
    "Names are names where they stand alone, or again whole, or over texts",
    arguments: [
      "id;город;возраст\n", "2019;2020;2021\n", "Вопрос;1;2;3\n",
      "город;ответ\nПсков;да\nгород;ответ\nТверь;нет\nПсков;да\n",
      "город;ответ\nПсков;да\nТверь;нет\n\nгород;ответ;ещё\nПсков;да;1\nТверь;нет;2\n",
      "Город;Регион\nГород;Псковская область\nДеревня;Псковская область\n",
      "Отчёт;;\nгород;ответ;число\nПсков;да;1\nТверь;нет;2\n",
    ])
  func names(text: String) throws {
    #expect(try fieldTable(text).dialect.headerRows.value == 1)
  }

  @Test("Numbered questions and years are names")
  func numberedQuestions() throws {
    let table = try fieldTable("1,2,3\n5,41,7\n4,37,8\n9,52,7\n")
    #expect(table.header.map(\.text) == ["1", "2", "3"])
  }

  @Test("Two rows of names are one, a name over several columns standing for all of them")
  func twoRows() throws {
    let table = try fieldTable("id,Доверие,\n№,соседям,власти\n1,4,5\n2,3,3\n3,5,1\n4,2,2\n")
    #expect(table.header.map(\.text) == ["id №", "Доверие соседям", "Доверие власти"])
    #expect(table.rowCount == 4)
    #expect(table.dialect.headerRows.value == 2)
    #expect(table.ledger.isBalanced)
  }

  @Test(arguments: [
    (
      "Анкета,,,Оценки,,\nid,город,дата,власти,соседям,мэр\n",
      ["Анкета id", "Анкета город", "Анкета дата", "Оценки власти", "Оценки соседям", "Оценки мэр"]
    ),
    (
      "Анкета,,Оценки,,,\nid,город,дата,власти,соседям,мэр\n",
      ["Анкета id", "Анкета город", "Оценки дата", "Оценки власти", "Оценки соседям", "Оценки мэр"]
    ),
  ])
  func `A row of groups stands over the names of its columns`(
    header: String, names: [String]
  ) throws {
    let body = "1,Псков,2025-05-12,4,5,да\n2,Псков,2025-05-13,3,3,нет\n3,Остров,2025-05-13,5,1,да\n"
    let table = try fieldTable(header + body)
    #expect(table.header.map(\.text) == names && table.rowCount == 3)
    #expect(
      table.dialect.headerRows == Decision(2, .found, table.dialect.headerRows.reason, runnerUp: 1))
  }

  @Test(arguments: [
    "Отчёт,,,,,\n", "Регион,Псков,,,,\n", "Регион:,,,12.05.2025,,\n", "Отчёт,,12.05.2025,,,\n",
  ])
  func `A title or a remark over a table names no groups`(title: String) throws {
    let table = try fieldTable(
      title + "id,город,дата,власти,соседям,мэр\n1,Псков,2025-05-12,4,5,да\n"
        + "2,Псков,2025-05-13,3,3,нет\n3,Остров,2025-05-13,5,1,да\n")
    #expect(table.header.map(\.text) == ["id", "город", "дата", "власти", "соседям", "мэр"])
    #expect(kinds(table)["preamble"] == 1)
  }

  @Test(arguments: [TextEncoding.utf8, .windows1251], ["1,41,0.5\n", "a,б б,в\n"])
  func `A header in the place of a record begins the same table again, if its first record follows`(
    encoding: TextEncoding, record: String
  ) throws {
    let header = "id,возраст,вес\n"
    let bytes = encoding.encode(header + record + record + header + record + record + record)
    let contents = FileContents(file: "t.csv", bytes: bytes)
    let table = try FieldTable.reading(contents)
    #expect(table.rowCount == 2 && table.irregular.map(\.code) == ["further-table"])
    #expect(table.irregular.first?.location.description == "t.csv:4:1")
    #expect(table.ledger.isBalanced && table.reassembled()?.firstDifference(from: bytes) == nil)
    for size in [1, 9, 20, 40] {
      let parts = try FieldTable.readingText(contents, options: ReadingOptions(), partSize: size)
      #expect(parts.rows == table.rows && parts.irregular == table.irregular)
      #expect(parts.ledger == table.ledger)
    }
  }

  @Test
  func `What is given of rows before the table, and of its names, stands`() throws {
    let text = "Отчёт,за,май\nid,город,ответ\nid,city,answer\n1,Псков,4\n2,Остров,5\n"
    var options = ReadingOptions()
    options.preambleRows = 1
    options.headerRows = 2
    let table = try fieldTable(text, options: options)
    #expect(table.header.map(\.text) == ["id id", "город city", "ответ answer"])
    #expect(table.rows == [["1", "Псков", "4"], ["2", "Остров", "5"]])
    #expect(table.dialect.preambleRows == Decision(1, .given, "it was given"))
    #expect(kinds(table)["preamble"] == 1 && kinds(table)["header"] == 2)
    options.preambleRows = 100
    let error = #expect(throws: TabularFileError.self) { try fieldTable(text, options: options) }
    #expect(error?.diagnostics.map(\.code) == ["file-empty"])
  }

  @Test
  func `A header written twice is followed by its own table`() throws {
    let table = try fieldTable("id,возраст,вес\nid,возраст,вес\n" + Self.body)
    #expect(table.irregular.isEmpty)
    let text = "id,возраст,вес\n1,2,3,4\nid,возраст,вес\n" + Self.body
    let damaged = try fieldTable(text)
    #expect(damaged.irregular.map(\.code) == ["too-many-fields"])
    #expect(damaged.rowCount == 4 && kinds(damaged)["repeated-header"] == 1)
    for size in [1, 30] {
      let parts = try FieldTable.readingText(
        FileContents(file: "t.csv", bytes: Array(text.utf8)), options: ReadingOptions(),
        partSize: size)
      #expect(parts.ledger == damaged.ledger && parts.irregular == damaged.irregular)
    }
  }

  @Test
  func `Years over columns are names, however far apart`() throws {
    let table = try fieldTable("2005,2015,2025\n5,41,7\n4,37,8\n9,52,7\n")
    #expect(table.header.map(\.text) == ["2005", "2015", "2025"])
  }

  @Test
  func `Rows of names may be of unequal lengths`() throws {
    let table = try fieldTable(
      "Опрос,да\n№,соседям,власти,прочее\nкод,балл,балл\n1,4,5\n2,3,3\n3,5,1\n4,2,2\n",
      options: ReadingOptions(delimiter: .comma, headerRows: 3))
    #expect(table.header.map(\.text).last == "да прочее")
    #expect(table.ledger.isBalanced)
  }

  @Test(arguments: [
    "RespondentID,CollectorID,A,B\n,,Response,Response\n",
    "ResponseId,RecordedDate,A,B\nОтвет,Дата,Пол,Возраст\n"
      + "{'ImportId':'a'},{'ImportId':'b'},{'ImportId':'c'},{'ImportId':'d'}\n",
  ])
  func `Further rows that a program writes under its names come as records`(rows: String) throws {
    let quoted = rows.replacing("'", with: "\"\"").replacing("{", with: "\"{")
      .replacing("}", with: "}\"")
    let table = try fieldTable(quoted + "1,7,4,5\n2,7,3,3\n3,7,5,1\n4,7,2,2\n")
    #expect(table.dialect.headerRows.value == 1)
    #expect(table.rowCount > 4)
  }

  @Test(arguments: [
    "innovation-potential/responses/w1-pskov", "innovation-potential/responses/w2-petrozavodsk",
    "panel/responses/alpha-w1", "panel/responses/beta-w3",
  ])
  func `A field file of the repository's own studies is nothing but one header and records`(
    name: String
  ) throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/" + root + "/surveys/" + name + ".csv"
    let table = try FieldTable.reading(path: path, displayPath: name)
    #expect(table.dialect.headerRows.value == 1)
    #expect(table.ledger.nonData.allSatisfy { ![.preamble, .footnote].contains($0.kind) })
    #expect(table.irregular.allSatisfy { $0.reason != .furtherTable })
  }

  @Test(arguments: UInt64(1)...60)
  func `Whatever lines stand around each other, nothing vanishes`(seed: UInt64) throws {
    let lines = [
      "Опрос", "id,возраст,вес", "1,41,0.5", "2,37,1.25", "", ",,", "a b",
      "9223372036854775807,1,2",
      "город,число", "Псков,12", "\"", "5", "1,2,3,4",
    ]
    var state = seed
    let text = (0..<30).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return lines[Int(state >> 33) % lines.count] + "\n"
    }.joined()
    guard let table = try? fieldTable(text) else { return }
    #expect(table.ledger.isBalanced)
    #expect(table.reassembled()?.gap == nil)
    #expect(table.reassembled()?.firstDifference(from: Array(text.utf8)) == nil)
  }

  @Test(arguments: [1, 7, 40, 64])
  func `Where the parts of a file begin does not change what stands around its table`(
    partSize: Int
  ) throws {
    let text =
      "Опрос\nid,возраст,вес\n" + Self.body + Self.body + "\nгород,число\nПсков,12\nТверь,14\n"
    let contents = FileContents(file: "a.csv", bytes: Array(text.utf8))
    let whole = try FieldTable.readingText(contents, options: ReadingOptions())
    let parts = try FieldTable.readingText(contents, options: ReadingOptions(), partSize: partSize)
    #expect(whole.rowCount == 8 && whole.irregular.count == 1)
    #expect(parts.rowCount == whole.rowCount)
    #expect(parts.irregular == whole.irregular && parts.ledger == whole.ledger)
    #expect(parts.reassembled()?.gap == nil)
    #expect(parts.reassembled()?.firstDifference(from: contents.bytes) == nil)
  }

  @Test("Where the first record is text, one row names the columns")
  func textOnly() throws {
    let table = try fieldTable("город,ответ\nПсков,да\nТверь,нет\n")
    #expect(table.header.map(\.text) == ["город", "ответ"])
    #expect(table.dialect.headerRows.basis == .assumed)
  }

  @Test("A quote without its pair in the header is part of a name")
  func quoteInHeader() throws {
    let table = try fieldTable("id,\"wish,sex\n1,\"a, b\",2\n2,c,1\n3,d,2\n")
    #expect(table.header.map(\.text) == ["id", "\"wish", "sex"])
    #expect(table.rows.map { $0[1] } == ["a, b", "c", "d"])
    #expect(table.diagnostics.map(\.code) == ["stray-quote"])
    #expect(table.header[2].location.column == 10 && table.ledger.isBalanced)
  }

  @Test("A header with an empty name too many has the records' columns")
  func emptyName() throws {
    let table = try fieldTable("id,,wish,sex\n1,a,2\n2,c,1\n3,d,2\n")
    #expect(table.header.map(\.text) == ["id", "wish", "sex"])
    #expect(table.rowCount == 3)
    #expect(table.diagnostics.map(\.code) == ["delimiter-too-many"])
    #expect(table.diagnostics.first?.location.line == 1)
  }

  @Test("Under a header with a name too few no column is given another's name")
  func nameTooFew() throws {
    let table = try fieldTable("idwish,sex\n1,a,2\n2,c,1\n3,d,2\n")
    #expect(table.header.map(\.text) == ["column 1", "column 2", "column 3"])
    #expect(table.rowCount == 3)
    #expect(table.diagnostics.map(\.code) == ["header-short"])
    #expect(table.diagnostics.first?.severity == .error)
  }
}
