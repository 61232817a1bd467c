import Foundation
import Testing

/// What the built command makes of files whose form is not quite a table's.
struct FileFormTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "forms-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func read(
    _ text: String, _ options: String...
  ) throws -> (lines: [String], outcome: BuiltCommand.Outcome) {
    try text.write(to: folder.appending(path: "f.csv"), atomically: true, encoding: .utf8)
    let outcome = try BuiltCommand.run(["read", "f.csv", "--format", "csv"] + options, in: folder)
    return (outcome.output.split(separator: "\n").map(String.init), outcome)
  }

  @Test func `a header wider than every record keeps its names, and that is said`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (lines, outcome) = try read("\"sex\",\"age\",\"yes\",\"no\"\n1,25\n2,30\n1,44\n")
    #expect(lines == ["sex,age,yes,no", "1,25,,", "2,30,,", "1,44,,"])
    #expect(outcome.status == 0 && outcome.errors.contains("[header-long]"))
  }

  @Test
  func `quoted text within a field divides nothing, and a quote that opens the file hides nothing`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = (1...20).map { "\($0),more of this \($0),\(20 + $0)" }
    var damaged = rows
    damaged[7] = "8,the \"north, and south\" side,28"
    let text = "\"id,wish,age\n" + damaged.joined(separator: "\n") + "\n"
    let (lines, outcome) = try read(text)
    #expect(lines.first == "\"\"\"id\",wish,age" && lines.count == 21 && outcome.status == 0)
    #expect(lines[8] == "8,\"the \"\"north, and south\"\" side\",28")
    #expect(Array(lines[9...]) == Array(rows[8...]))
    #expect(outcome.errors.contains("f.csv:1:1: warning") && outcome.errors.contains("f.csv:9:7: "))
  }

  @Test func `thousands are joined, unless the user says that the comma is decimal`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = "id,a,b\n1,\"1,234\",2.5\n2,\"15,000\",4.5\n"
    let (lines, outcome) = try read(text)
    #expect(lines == ["id,a,b", "1,1234,2.5", "2,15000,4.5"])
    #expect(outcome.errors.contains("[thousands-joined]"))
    #expect(try read(text, "--decimal", ",").lines == ["id,a,b", "1,1.234,2.5", "2,15.000,4.5"])
  }

  @Test func `a draft of numbers among markers of no answer asks for numbers, and reads them`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = (0..<120).map { "\($0),\($0 % 10 == 0 ? "н/д" : "\(20 + $0 % 50)")\n" }
    try ("id,age\n" + rows.joined()).write(
      to: folder.appending(path: "f.csv"), atomically: true, encoding: .utf8)
    let drafted = try BuiltCommand.run(["init", "study", "--from", "f.csv"], in: folder)
    #expect(drafted.status == 0, "\(drafted.errors)")
    let survey = try String(
      contentsOf: folder.appending(path: "study/questionnaires/v1/survey.csv"), encoding: .utf8)
    #expect(survey.contains("integer,age"))
    let imported = try BuiltCommand.run(["import", "study"], in: folder)
    #expect(imported.status == 0 && !imported.errors.contains("not-a-number"), "\(imported.errors)")
    let check = try BuiltCommand.run(["check", "study"], in: folder)
    #expect(check.output.contains("[marker-as-blank]"), "\(check.output)")
  }

  @Test func `a file without names has numbers for them, or nothing where only its own are wanted`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = "5,2,x\n2,1,y\n3,2,z\n4,2,z\n"
    #expect(try read(text).lines.first == "column 1,column 2,column 3")
    #expect(try read(text, "--names", "own").lines.first == "5,2,x")
    #expect(try read("a,b\n" + text.replacing(",x", with: ""), "--names", "own").lines[0] == "a,b")
    let misplaced = try BuiltCommand.run(["read", "f.csv", "--names", "own"], in: folder)
    #expect(misplaced.status == 64)
  }

  @Test func `totals and the header again are no interviews`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (lines, outcome) = try read(
      "id;пол;возраст\n1;2;25\n2;1;30\nid;пол;возраст\n3;2;44\nИтого;;99\n")
    #expect(lines == ["id,пол,возраст", "1,2,25", "2,1,30", "3,2,44"])
    #expect(outcome.errors.contains("[repeated-header]") && outcome.errors.contains("[total-row]"))
  }

  @Test func `ten lines say what was understood and what is doubtful, before any detail`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try "a,b,c\n1,2\n3,4\n5,6\n".write(
      to: folder.appending(path: "f.csv"), atomically: true, encoding: .utf8)
    let outcome = try BuiltCommand.run(["read", "f.csv"], in: folder)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(11).contains(""))
    #expect(lines[0] == "f.csv: 3 records of 3 columns")
    #expect(lines.prefix(10).contains { $0.hasPrefix("doubtful  3 names stand over records of 2") })
  }
}
