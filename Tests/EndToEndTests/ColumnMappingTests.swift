import Foundation
import Testing

/// A contractor's file under names of its own: `columns.csv`, proposed by the command, confirmed by hand.
struct ColumnMappingTests {
  /// What a contractor calls the columns of ``SmallStudy``.
  enum Naming: String, CaseIterable {
    case numbers, labels, shuffledNumbers, shuffledLabels

    /// - Parameter names: Of the questions, in the questionnaire's order.
    func columns(_ names: [String]) -> [String] {
      switch self {
      case .numbers, .shuffledNumbers: names.indices.map { "Q\($0 + 1)" }
      case .labels, .shuffledLabels:
        names.map { name in
          switch name {
          case "SD1": "Пол респондента"
          case "SD2": "Возраст респондента, лет"
          default: "Насколько Вы согласны: утверждение \(name)?"
          }
        }
      }
    }

    var isShuffled: Bool { self == .shuffledNumbers || self == .shuffledLabels }
  }

  private static let questions = SmallStudy.itemNames + ["SD1", "SD2"]

  /// The study with the first city's file renamed.
  private func study(_ naming: Naming) throws -> SmallStudy {
    let study = try SmallStudy()
    let rows = CSVRows.parse(try study.text(of: "responses/alpha.csv"))
    let design = 3
    var order = Array(Self.questions.indices)
    if naming.isShuffled { order = order.map { ($0 * 7 + 3) % order.count } }
    let names = naming.columns(Self.questions)
    let renamed = rows.enumerated().map { place, row in
      Array(row[..<design])
        + order.map { place == 0 ? names[$0] : row[design + $0] }
    }
    let text = renamed.map { row in
      row.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n"
    }.joined()
    try study.write(text, to: "responses/alpha.csv")
    return study
  }

  private func means(_ study: SmallStudy) throws -> String {
    try BuiltCommand.run(["estimate", study.folder.path, "SOC01", "INC3", "SD2", "--format", "csv"])
      .output
  }

  private func confirm(_ study: SmallStudy) throws {
    try study.edit("columns.csv") { lines in
      lines = lines.map { $0.replacing(",no,", with: ",yes,") }
    }
  }

  @Test(arguments: Naming.allCases)
  func `what is proposed and confirmed gives the answers of the file that was not renamed`(
    _ naming: Naming
  ) throws {
    let plain = try SmallStudy()
    defer { plain.remove() }
    let study = try study(naming)
    defer { study.remove() }
    let drafted = try BuiltCommand.run(["import", study.folder.path, "--draft-columns"])
    #expect(drafted.status == 0, "\(drafted.errors)")
    #expect(drafted.output.hasSuffix("columns.csv\n"))
    let rows = CSVRows.parse(try study.text(of: "columns.csv")).dropFirst()
    let names = naming.columns(Self.questions)
    let proposed = Dictionary(uniqueKeysWithValues: rows.map { ($0[1], $0[2]) })
    #expect(proposed == Dictionary(uniqueKeysWithValues: zip(names, Self.questions)))
    #expect(rows.allSatisfy { $0[0] == "responses/alpha.csv" && $0[3] == "no" })
    #expect(rows.allSatisfy { (Double($0[4]) ?? -1) > 0 && !$0[5].isEmpty })
    // Nothing of it is used yet.
    let open = try BuiltCommand.run(["check", study.folder.path])
    #expect(open.output.contains("[column-not-confirmed]"), "\(open.output)")
    #expect(open.output.contains("[question-not-in-file]"))
    #expect(try means(study) != means(plain))
    try confirm(study)
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 0, "\(check.output)")
    #expect(!check.output.contains("question-not-in-file"), "\(check.output)")
    #expect(!check.output.contains("column-not-confirmed"))
    #expect(try means(study) == means(plain))
    // All is known now, and what is there is not written over.
    let again = try BuiltCommand.run(["import", study.folder.path, "--draft-columns"])
    #expect(again.status == 0 && again.errors.contains("no column is left"))
  }

  @Test func `a sheet that is there stays, and the proposals stand beside it`() throws {
    let study = try study(.numbers)
    defer { study.remove() }
    let own = "file,column,question,confirmed\nresponses/alpha.csv,Q1,SOC01,yes\n"
    try study.write(own, to: "columns.csv")
    let drafted = try BuiltCommand.run(["import", study.folder.path, "--draft-columns"])
    #expect(drafted.status == 73 && drafted.errors.contains("stays"), "\(drafted.errors)")
    #expect(try study.text(of: "columns.csv") == own)
    let rows = CSVRows.parse(try study.text(of: "columns.draft.csv")).dropFirst()
    #expect(rows.map { $0[1] } == (2...11).map { "Q\($0)" })
    let again = try BuiltCommand.run(["import", study.folder.path, "--draft-columns"])
    #expect(again.status == 73)
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(!check.output.contains("unknown-file"))
  }

  @Test func `a ledger's form has no effect on proposals and is refused`() throws {
    let study = try study(.numbers)
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      ["import", study.folder.path, "--draft-columns", "--format", "json"])
    #expect(outcome.status == 64)
    #expect(try BuiltCommand.run(["import", "nowhere", "--draft-columns"]).status == 66)
  }

  /// Rows of `columns.csv` that say what cannot be, and what is told.
  struct Faulty: CustomTestStringConvertible {
    var rows: String
    var code: String
    var says: String
    var header = "file,column,question,confirmed"
    var testDescription: String { "\(code): \(rows)" }
  }

  static let faults: [Faulty] = [
    Faulty(
      rows: "responses/alpha.csv,Q1,SOC1,yes", code: "unknown-question",
      says: "did you mean 'SOC01'"),
    Faulty(
      rows: "responses/alpha.csv,Q99,SOC01,yes", code: "column-missing", says: "no column 'Q99'"),
    Faulty(
      rows: "responses/alpha.csv,Q1,SOC01,yes\nresponses/alpha.csv,Q1,SOC02,yes",
      code: "column-mapped-twice", says: "different questions"),
    Faulty(
      rows: "responses/alpha.csv,Q1,SOC01,yes\nresponses/alpha.csv,Q2,SOC01,yes",
      code: "column-mapped-twice", says: "one of several"),
    Faulty(
      rows: "responses/alfa.csv,Q1,SOC01,yes", code: "unknown-source",
      says: "did you mean 'responses/alpha.csv'"),
    Faulty(rows: "responses/alpha.csv,Q1,SOC01,ja", code: "value-unknown", says: "yes, no"),
    Faulty(rows: "responses/alpha.csv,,SOC01,yes", code: "value-missing", says: "'column'"),
    Faulty(rows: ",Q1,SOC01,yes", code: "value-missing", says: "'file'"),
    Faulty(rows: "responses/alpha.csv,Q1,SOC01/3,yes", code: "unknown-question", says: "SOC01/3"),
    Faulty(
      rows: "Q1,SOC01,yes", code: "column-missing", says: "no column 'file'",
      header: "column,question,confirmed"),
    Faulty(
      rows: "responses/alpha.csv,Q1,SOC01,yes,x", code: "not-a-number", says: "score",
      header: "file,column,question,confirmed,score"),
    Faulty(
      rows: "responses/alpha.csv,Q1,SOC01,yes", code: "unknown-column", says: "did you mean",
      header: "file,column,question,confirmd"),
  ]

  @Test(arguments: faults)
  func `a row that cannot be is an error with its place, and none is used`(_ faulty: Faulty) throws
  {
    let study = try study(.numbers)
    defer { study.remove() }
    try study.write(faulty.header + "\n" + faulty.rows + "\n", to: "columns.csv")
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 65)
    let line = check.output.split(separator: "\n").first {
      $0.contains("[\(faulty.code)]") && $0.hasPrefix("columns.csv:") && $0.contains("error")
    }
    #expect(line?.contains(faulty.says) == true, "\(check.output)")
  }

  @Test func `rows without a confirmation, for every file, and for no question`() throws {
    let study = try study(.numbers)
    defer { study.remove() }
    for sheet in ["margins.csv", "factors.csv"] {
      try study.edit(sheet) { $0 = [$0[0], ""] }
    }
    // A row for every file may be about some; one twice is one; blank is no confirmation.
    try study.write(
      """
      file,column,question,confirmed
      *,Q1,SOC01,yes
      responses/alpha.csv,Q1,SOC01,yes
      responses/alpha.csv,Q2,SOC02,
      responses/alpha.csv,Q3,,yes

      """, to: "columns.csv")
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 0, "\(check.output)")
    #expect(check.output.contains("nobody has confirmed 1 row of columns.csv"))
    let strange = check.output.split(separator: "\n").first {
      $0.contains("[column-not-in-questionnaire]")
    }
    #expect(strange?.contains("Q2, Q4") == true, "\(check.output)")
  }

  @Test func `a confirmed column goes before the one of the question's own name`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { lines in
      lines = lines.enumerated().map { $1.isEmpty ? "" : $1 + ($0 == 0 ? ",Z" : ",5") }
    }
    try study.write(
      "file,column,question,confirmed\nresponses/alpha.csv,Z,SOC01,yes\n", to: "columns.csv")
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("[column-mapped-over]"), "\(check.output)")
    let plain = try SmallStudy()
    defer { plain.remove() }
    #expect(try means(study) != means(plain))
  }
}
