import Foundation
import Testing

/// What passes `check` can be reported on: names that no file can have are refused in their sheet.
struct FileNameTests {
  private func study(city: String = "alpha", wave: String = "w1") throws -> SmallStudy {
    let study = try SmallStudy()
    func quoted(_ name: String) -> String {
      name.contains { "\n,\"".contains($0) } ? "\"\(name)\"" : name
    }
    for sheet in ["cities.csv", "waves.csv", "sources.csv", "margins.csv"] {
      try study.edit(sheet) { lines in
        lines = lines.map { line in
          let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
            $0 == "alpha" ? quoted(city) : $0 == "w1" ? quoted(wave) : String($0)
          }
          return cells.joined(separator: ",")
        }
      }
    }
    return study
  }

  static let impossible = [
    String(repeating: "x", count: 300), String(repeating: "x", count: 201),
    String(repeating: "ж", count: 150), "a/b", "..", ".", ".hidden", "a\tb", "a\u{1B}[2Jb", "a\nb",
    "a\\b", "a\u{7F}",
  ]

  @Test(arguments: impossible)
  func `a name that no file can have is refused by check and by report alike`(_ name: String) throws
  {
    for spoilt in [try study(city: name), try study(wave: name)] {
      defer { spoilt.remove() }
      let check = try BuiltCommand.run(["check", "."], in: spoilt.folder)
      #expect(check.status == 65)
      #expect((check.output + check.errors).contains("[bad-identifier]"), "\(check.output)")
    }
  }

  @Test(arguments: [
    String(repeating: "x", count: 200), String(repeating: "ж", count: 100), "Нижний Новгород",
    "a b'c\"d".replacing("\"", with: ""), "<b>&amp;", "%2e%2e", "CON", "a:b",
  ])
  func `a name that passes check is reported on`(_ name: String) throws {
    let study = try study(city: name, wave: name)
    defer { study.remove() }
    let check = try BuiltCommand.run(["check", "."], in: study.folder)
    #expect(check.status == 0, "\(check.output)")
    let report = try BuiltCommand.run(
      ["report", ".", "--output", study.output.path], in: study.folder)
    #expect(report.status == 0, "\(report.errors)")
    let page = study.output.appending(path: name).appending(path: "\(name).ru.html").path
    #expect(FileManager.default.fileExists(atPath: page))
  }

  @Test func `names that differ only in the case of letters are refused`() throws {
    let study = try study(city: "BETA")
    defer { study.remove() }
    let check = try BuiltCommand.run(["check", "."], in: study.folder)
    #expect(check.status == 65)
    #expect((check.output + check.errors).contains("differ only in the case of letters"))
  }
}
