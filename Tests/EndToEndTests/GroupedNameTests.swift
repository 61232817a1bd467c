import Foundation
import Testing

/// A form with one name in two groups, as ODK allows, and the exports of its answers.
struct GroupedNameTests {
  private static let survey = """
    type,name,label,relevant
    begin_group,home,Home,
    integer,age,Age of the house,
    select_one YN or_other,own,Own?,
    end_group,,,
    begin_group,work,Work,
    integer,age,Age of the firm,
    end_group,,,
    integer,size,Size,

    """
  private static let choices = "list_name,name,label\nYN,1,Yes\nYN,2,No\n"

  @Test(arguments: ["-", ":", "/", "."])
  func `questions of one name are told apart by their groups`(_ sign: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "groups-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ text: String, _ name: String) throws {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try write(Self.survey, "survey.csv")
    try write(Self.choices, "choices.csv")
    let header = ["home\(sign)age", "home\(sign)own", "work\(sign)age", "size"]
    let rows = (1...40).map { "\($0),\($0 % 7 + 20),\($0 % 2 + 1),\($0 % 5 + 22),\($0)\n" }
    try write("KEY," + header.joined(separator: ",") + "\n" + rows.joined(), "a.csv")
    let drafted = try BuiltCommand.run(
      ["init", "study", "--from", "a.csv", "--labels", "survey.csv", "choices.csv"], in: folder)
    #expect(drafted.status == 0, "\(drafted.errors)")
    let check = try BuiltCommand.run(["check", "study"], in: folder)
    #expect(!check.output.contains("duplicate-question"), "\(check.output)")
    #expect(!check.output.contains("unknown-reference"), "\(check.output)")
    let absent = check.output.split(separator: "\n").first { $0.contains("question-not-in-file") }
    #expect(absent == nil || absent?.contains("age") == false, "\(check.output)")
    let exported = try BuiltCommand.run(
      ["export", "study", "--to", "out.csv"], in: folder)
    #expect(exported.status == 0, "\(exported.errors)")
    let table = CSVRows.parse(
      try String(contentsOf: folder.appending(path: "out.csv"), encoding: .utf8))
    let ages = table[0].indices.filter { table[0][$0].contains("age") }
    #expect(ages.map { table[1][$0] } == ["21", "23"], "\(table.prefix(2))")
  }
}
