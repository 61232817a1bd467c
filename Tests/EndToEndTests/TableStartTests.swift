import Foundation
import SampleStudies
import Testing

/// Where the table begins in a field file: rows before it, rows of names, the sheet of a workbook; as
/// it is told to `read` and to `init`, whose draft reads the file in the same way.
struct TableStartTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "start-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func loci(_ words: String...) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run(words, in: folder)
  }

  private func names(_ file: String, _ options: String...) throws -> [String] {
    let outcome = try BuiltCommand.run(["read", file, "--format", "csv"] + options, in: folder)
    #expect(outcome.status == 0, "\(file) \(options): \(outcome.errors)")
    return CSVRows.parse(outcome.output).first ?? []
  }

  /// Writes rows as a text and as a workbook.
  private func write(_ rows: [[String]], as name: String) throws -> [String] {
    let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    try text.write(
      to: folder.appending(path: "\(name).csv"), atomically: true, encoding: .utf8)
    try SmallWorkbook(sheets: [("Лист1", rows)]).data.write(
      to: folder.appending(path: "\(name).xlsx"))
    return ["\(name).csv", "\(name).xlsx"]
  }

  private static func records(_ columns: Int, _ count: Int = 12) -> [[String]] {
    (1...count).map { row in
      ["\(row)"] + (1..<columns).map { "\((row * $0 + row / 3) % 3 + 1)" }
    }
  }

  /// A remark that looks like names, over two rows of names that look like records.
  private static let odd =
    [
      ["Заказчик", "Отдел", "Район", "Дата"], ["id", "Пол", "Пол", "Возраст"],
      ["", "муж", "жен", ""],
    ] + records(4)

  @Test
  func `rows before the table and rows of names hold for texts and workbooks, in read and in init`()
    throws
  {
    defer { remove() }
    for (place, file) in try write(Self.odd, as: "odd").enumerated() {
      let told = ["--preamble-rows", "1", "--header-rows", "2"]
      let read = try names(file, told[0], told[1], told[2], told[3])
      #expect(read == ["id", "Пол муж", "Пол жен", "Возраст"])
      let study = "study\(place)"
      let drafted = try BuiltCommand.run(["init", study, "--from", file] + told, in: folder)
      #expect(drafted.status == 0, "\(drafted.errors)")
      let sources = CSVRows.parse(
        try String(
          contentsOf: folder.appending(path: "\(study)/sources.csv"), encoding: .utf8))
      let row = Dictionary(uniqueKeysWithValues: zip(sources[0], sources[1]))
      #expect(row["preamble-rows"] == "1" && row["header-rows"] == "2")
      let imported = try loci("import", study, "--format", "json")
      #expect(imported.status == 0, "\(imported.errors)")
      #expect(try JSON(imported.output).array.first?["kept"]["records"].integer == 12)
      let check = try loci("check", study)
      #expect(!check.output.contains("question-not-in-file"), "\(check.output)")
    }
  }

  @Test(arguments: [
    ["--preamble-rows", "-1"], ["--preamble-rows", "x"], ["--header-rows", "4"],
    ["--header-rows", ""], ["--sheet", ""],
  ])
  func `what is no number of rows is an error of use, in read and in init`(_ option: [String])
    throws
  {
    defer { remove() }
    let file = try write(Self.odd, as: "odd")[1]
    // A blank says nothing.
    let isBlank = option[1].isEmpty
    let read = try BuiltCommand.run(["read", file] + option, in: folder)
    let drafted = try BuiltCommand.run(["init", "study", "--from", file] + option, in: folder)
    #expect(read.status == (isBlank ? 0 : 64) && drafted.status == (isBlank ? 0 : 64))
  }

  @Test func `more rows before the table than there are is told`() throws {
    defer { remove() }
    for file in try write(Self.odd, as: "odd") {
      let read = try loci("read", file, "--preamble-rows", "99")
      #expect(read.status == 65 && read.errors.contains("[file-empty]"), "\(read.errors)")
      #expect(read.errors.contains("preamble") || read.errors.contains("before the table"))
    }
  }

  private func workbook() throws -> String {
    let contacts = [["contact", "when"]] + (1...40).map { ["\($0)", "2025-05-0\($0 % 9 + 1)"] }
    let answers = [["id", "q1", "q2"]] + Self.records(3)
    try SmallWorkbook(
      sheets: [("Контакты", contacts), ("Ответы", answers), ("2025", answers), ("пусто", [])]
    ).data.write(to: folder.appending(path: "book.xlsx"))
    return "book.xlsx"
  }

  @Test(arguments: [
    ("Ответы", "id"), ("ОТВЕТЫ", "id"), (" Ответы ", "id"), ("2", "id"), ("1", "contact"),
    ("2025", "id"),
  ])
  func `a sheet is named, or counted`(_ sheet: String, _ first: String) throws {
    defer { remove() }
    #expect(try names(try workbook(), "--sheet", sheet).first == first)
  }

  @Test(arguments: ["Ответ", "0", "9", "-1", "пусто"])
  func `a sheet that is not there or empty is refused with those that are`(_ sheet: String) throws {
    defer { remove() }
    let file = try workbook()
    for words in [["read", file], ["init", "study", "--from", file]] {
      let outcome = try BuiltCommand.run(words + ["--sheet=\(sheet)"], in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains("[sheet-missing]"))
      #expect(outcome.errors.contains("1 'Контакты', 2 'Ответы', 3 '2025', 4 'пусто'"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "study").path))
  }

  @Test func `a sheet of what is no workbook is refused`() throws {
    defer { remove() }
    let file = try write(Self.odd, as: "odd")[0]
    for words in [["read", file], ["init", "study", "--from", file]] {
      let outcome = try BuiltCommand.run(words + ["--sheet", "Ответы"], in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains("is text and has no sheets"))
    }
  }

  @Test func `the draft of a workbook of several sheets names the one that it was made from`()
    throws
  {
    defer { remove() }
    let file = try workbook()
    let drafted = try loci("init", "study", "--from", file, "--sheet", "2")
    #expect(drafted.status == 0, "\(drafted.errors)")
    let sources = try String(
      contentsOf: folder.appending(path: "study/sources.csv"), encoding: .utf8)
    #expect(sources.contains(",sheet,") && sources.contains(",2,"))
    let own = try loci("init", "own", "--from", file)
    #expect(own.status == 0, "\(own.errors)")
    let told = try String(contentsOf: folder.appending(path: "own/sources.csv"), encoding: .utf8)
    #expect(told.contains(",Контакты,"), "\(told)")
    for (study, count) in [("study", 12), ("own", 40)] {
      let imported = try loci("import", study, "--format", "json")
      #expect(try JSON(imported.output).array.first?["kept"]["records"].integer == count)
    }
  }

  @Test func `two waves in two sheets of a workbook are two sources`() throws {
    defer { remove() }
    let file = try workbook()
    #expect(try loci("init", "study", "--from", file, "--sheet", "Ответы").status == 0)
    let path = folder.appending(path: "study/sources.csv")
    var lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map(
      String.init)
    lines.append(
      lines[1].replacingOccurrences(of: "Ответы", with: "2025")
        .replacingOccurrences(of: "w1,", with: "w2,"))
    try lines.joined(separator: "\n").write(to: path, atomically: true, encoding: .utf8)
    let waves = folder.appending(path: "study/waves.csv")
    let rows = try String(contentsOf: waves, encoding: .utf8)
    try (rows + "w2,,,,,,,\n").write(to: waves, atomically: true, encoding: .utf8)
    let imported = try loci("import", "study", "--format", "json")
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(try JSON(imported.output).array.map { $0["kept"]["records"].integer } == [12, 12])
  }

  @Test func `what is said of a form, or of no file, is an error of use`() throws {
    defer { remove() }
    try "type,name,label\ntext,q1,Why?\n".write(
      to: folder.appending(path: "survey.csv"), atomically: true, encoding: .utf8)
    let form = try loci("init", "study", "--from", "survey.csv", "--header-rows", "1")
    #expect(form.status == 64 && form.errors.contains("--header-rows"), "\(form.errors)")
    #expect(try loci("init", "study", "--header-rows", "1").status == 64)
  }

  /// Headers of several rows as pivoted exports have them, over records, and the names that follow.
  static let grouped: [(rows: [[String]], names: [String])] = [
    (
      [["", "Доверие", "", "Участие", ""], ["id", "Соседям", "Полиции", "Выборы", "Митинги"]],
      ["id", "Доверие Соседям", "Доверие Полиции", "Участие Выборы", "Участие Митинги"]
    ),
    (
      [
        ["", "", "Доверие", "", "Участие", ""],
        ["", "", "Соседям", "Полиции", "Выборы", "Митинги"],
        ["id", "пол", "", "", "", ""],
      ],
      [
        "id", "пол", "Доверие Соседям", "Доверие Полиции", "Участие Выборы", "Участие Митинги",
      ]
    ),
    (
      [
        ["", "", "Trust", "", "", "Part", ""], ["", "", "How much?", "", "", "Did you?", ""],
        ["id", "sex", "A", "B", "C", "D", "E"],
      ],
      [
        "id", "sex", "Trust How much? A", "Trust How much? B", "Trust How much? C",
        "Part Did you? D", "Part Did you? E",
      ]
    ),
    (
      [["id", "sex", "Trust", "", "", "Part", ""], ["", "", "A", "B", "C", "D", "E"]],
      ["id", "sex", "Trust A", "Trust B", "Trust C", "Part D", "Part E"]
    ),
    // No header of groups: a column that has no name, and a remark.
    ([["id", "", "вес", "q1"]], ["id", "", "вес", "q1"]),
    ([["", "пол", "вес", "q1"]], ["", "пол", "вес", "q1"]),
    (
      [
        ["Заказчик", "ООО", "", "", "", "", "", ""],
        ["id", "пол", "вес", "q1", "q2", "q3", "q4", "q5"],
      ], ["id", "пол", "вес", "q1", "q2", "q3", "q4", "q5"]
    ),
  ]

  @Test func `groups may begin over columns of texts`() throws {
    defer { remove() }
    let header = [
      ["Block 1", "", "", "Block 2", "", ""],
      ["respondent", "started", "question", "answer", "seconds", "language"],
    ]
    let records = (1...12).map { row in
      [
        "r\(100 + row)", "2025-04-0\(1 + row % 9)", "Q\(row % 3)", "road \(row)", "\(90 + row)",
        "en",
      ]
    }
    for file in try write(header + records, as: "blocks") {
      #expect(
        try names(file) == [
          "Block 1 respondent", "Block 1 started", "Block 1 question", "Block 2 answer",
          "Block 2 seconds", "Block 2 language",
        ], "\(file)")
    }
  }

  @Test(arguments: 0..<grouped.count)
  func `rows of groups whose first cell is blank name the columns under them`(_ number: Int) throws
  {
    defer { remove() }
    let (rows, expected) = Self.grouped[number]
    for file in try write(rows + Self.records(expected.count), as: "grouped") {
      #expect(try names(file) == expected, "\(file)")
      // Told, it is the same; a title before it changes nothing.
      let isGrouped = rows[0].contains("Trust") || rows[0].contains("Доверие")
      guard isGrouped else { continue }
      #expect(try names(file, "--header-rows", "\(rows.count)") == expected, "\(file), told")
    }
    let title = [["Выгрузка"] + Array(repeating: "", count: expected.count - 1)]
    for file in try write(title + rows + Self.records(expected.count), as: "titled") {
      #expect(try names(file) == expected, "\(file)")
    }
  }

  @Test func `a draft of a header of several rows reads its file in the same way`() throws {
    defer { remove() }
    let (rows, expected) = Self.grouped[1]
    for (place, file) in try write(rows + Self.records(expected.count, 40), as: "grouped")
      .enumerated()
    {
      let study = "study\(place)"
      #expect(try loci("init", study, "--from", file).status == 0)
      let check = try loci("check", study)
      #expect(!check.output.contains("question-not-in-file"), "\(check.output)")
      #expect(!check.output.contains("column-unknown"), "\(check.output)")
    }
  }
}
