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
    #expect((imported.output + imported.errors).contains("[marker-as-blank]"))
  }
}
