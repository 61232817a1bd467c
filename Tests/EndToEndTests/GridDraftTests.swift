import Foundation
import Testing

/// Grids in the files that a draft is made from: cells called by their row and column.
struct GridDraftTests {
  /// How a program calls the cell of a row and a column.
  static let namings: [(name: String, cell: @Sendable (Int, Int) -> String, row: String)] = [
    ("q14r01c02", { "q14r0\($0)c0\($1)" }, "q14r0"),
    ("q14_r1_c2", { "q14_r\($0)_c\($1)" }, "q14_r"),
    ("Q5[SQ001_2]", { "Q5[SQ00\($0)_\($1)]" }, "Q5_SQ00"),
  ]

  private func draft(
    _ cell: (Int, Int) -> String, _ value: (_ row: Int, _ column: Int, _ record: Int) -> String
  ) throws -> (folder: URL, survey: [[String]], choices: [[String]]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "grid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let cells = (1...3).flatMap { row in (1...4).map { (row, $0) } }
    let header = ["id"] + cells.map { cell($0.0, $0.1) } + ["sex"]
    let records = (1...60).map { record in
      ["\(record)"] + cells.map { value($0.0, $0.1, record) } + ["\(record % 2 + 1)"]
    }
    let text = ([header] + records).map { $0.joined(separator: ",") + "\n" }.joined()
    try text.write(to: folder.appending(path: "a.csv"), atomically: true, encoding: .utf8)
    let drafted = try BuiltCommand.run(["init", "study", "--from", "a.csv"], in: folder)
    #expect(drafted.status == 0, "\(drafted.errors)")
    func sheet(_ name: String) throws -> [[String]] {
      CSVRows.parse(
        try String(
          contentsOf: folder.appending(path: "study/questionnaires/v1/\(name).csv"),
          encoding: .utf8))
    }
    return (folder, try sheet("survey"), try sheet("choices"))
  }

  @Test(arguments: 0..<namings.count)
  func `flags of a grid are a question with several choices for each row`(_ number: Int) throws {
    let naming = Self.namings[number]
    let (folder, survey, choices) = try draft(naming.cell) { row, column, record in
      "\((record * row + column) % 3 == 0 ? 1 : 0)"
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let multiple = survey.filter { $0[0].hasPrefix("select_multiple") }
    #expect(multiple.count == 3, "\(survey)")
    let lists = multiple.map { String($0[0].split(separator: " ").last ?? "") }
    #expect(lists.allSatisfy { list in choices.count { $0[0] == list } == 4 }, "\(choices)")
    let check = try BuiltCommand.run(["check", "study"], in: folder)
    for code in ["question-not-in-file", "column-not-in-questionnaire", "choice-column-missing"] {
      #expect(!check.output.contains(code), "\(check.output)")
    }
    let shares = try BuiltCommand.run(
      ["estimate", "study", multiple[0][1], "--format", "csv", "--no-suppression"], in: folder)
    #expect(shares.status == 0, "\(shares.errors)")
  }

  @Test(arguments: 0..<2)
  func `a column of a grid with a common scale is a battery of its rows`(_ number: Int) throws {
    let naming = Self.namings[number]
    let (folder, _, _) = try draft(naming.cell) { row, column, record in
      "\((record * row + column) % 5 + 1)"
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let scale = [
      "Совершенно не согласен", "Скорее не согласен", "Отчасти согласен, отчасти нет",
      "Скорее согласен", "Полностью согласен",
    ]
    let cells = (1...3).flatMap { row in (1...4).map { naming.cell(row, $0) } }
    let book = cells.flatMap { cell in
      scale.enumerated().map { "\(cell),\($0 + 1),\"\($1)\"\n" }
    }
    try ("variable,value,label\n" + book.joined()).write(
      to: folder.appending(path: "book.csv"), atomically: true, encoding: .utf8)
    let drafted = try BuiltCommand.run(
      ["init", "labelled", "--from", "a.csv", "--labels", "book.csv"], in: folder)
    #expect(drafted.status == 0, "\(drafted.errors)")
    let rows = CSVRows.parse(
      try String(
        contentsOf: folder.appending(path: "labelled/factors.draft.csv"), encoding: .utf8))
    let question = try #require(rows[0].firstIndex(of: "question"))
    let batteries = Dictionary(grouping: rows.dropFirst()) { $0[0] }
    #expect(batteries.count == 4, "\(rows)")
    #expect(batteries.values.allSatisfy { $0.count == 3 })
    for battery in batteries.values {
      #expect(Set(battery.map { $0[question].suffix(2) }).count == 1)
    }
  }

  @Test(arguments: 0..<namings.count)
  func `values of a grid are a question for each cell`(_ number: Int) throws {
    let naming = Self.namings[number]
    let (folder, survey, _) = try draft(naming.cell) { row, column, record in
      "\((record * row + column) % 5 + 1)"
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(survey.count { $0[0].hasPrefix("select_one") && $0[1] != "sex" } == 12, "\(survey)")
    let check = try BuiltCommand.run(["check", "study"], in: folder)
    for code in ["question-not-in-file", "column-not-in-questionnaire"] {
      #expect(!check.output.contains(code), "\(check.output)")
    }
  }
}
