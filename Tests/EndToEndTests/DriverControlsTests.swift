import Foundation
import Testing

/// Which groups the drivers of the index hold equal, and what the reports say of it.
struct DriverControlsTests {
  /// The table of drivers, and the page of the first city.
  private func report(
    _ change: (SmallStudy) throws -> Void
  ) throws -> (drivers: [[String: String]], page: String) {
    let study = try SmallStudy()
    defer { study.remove() }
    try change(study)
    let outcome = try BuiltCommand.run(
      ["report", study.folder.path, "--output", study.output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    func text(_ path: String) throws -> String {
      try String(contentsOf: study.output.appending(path: path), encoding: .utf8)
    }
    return (
      CSVRows.records(try text("tables/drivers.csv")), try text("w1/alpha.en.html")
    )
  }

  private func figures(_ drivers: [[String: String]]) -> [[String]] {
    drivers.map { [$0["city"] ?? "", $0["slope"] ?? "", $0["standardError"] ?? ""] }
  }

  @Test(arguments: ["gender", "g1", "sexe"])
  func `renaming a group changes no figure`(_ name: String) throws {
    let before = try report { _ in }
    let after = try report { study in
      try study.edit("groups.csv") { lines in
        for index in lines.indices where lines[index].hasPrefix("sex,") {
          lines[index] = name + lines[index].dropFirst(3)
        }
      }
      try study.edit("margins.csv") { lines in
        for index in lines.indices {
          lines[index] = lines[index].replacing(",sex,", with: ",\(name),")
        }
      }
    }
    #expect(before.drivers.contains { $0["predictor"] == "sex=2" })
    #expect(after.drivers.contains { $0["predictor"] == "\(name)=2" })
    #expect(figures(before.drivers) == figures(after.drivers))
  }

  @Test(arguments: [
    ("age", ["age"]), ("none", []), ("sex; age", ["sex", "age"]),
  ])
  func `a study names the groups itself`(_ value: String, _ groups: [String]) throws {
    let made = try report { study in
      try study.edit("study.csv") { $0.insert("driver-controls,\(value)", at: 1) }
    }
    let named = Set(
      made.drivers.compactMap { $0["predictor"]?.split(separator: "=") }.filter { $0.count == 2 }
        .map { String($0[0]) })
    #expect(named == Set(groups))
    #expect(!made.drivers.isEmpty)
    #expect(made.page.contains("held equal: ") == !groups.isEmpty)
  }

  @Test func `a group that does not exist is refused`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("study.csv") { $0.insert("driver-controls,sxe", at: 1) }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("'driver-controls' names 'sxe'"), "\(outcome.output)")
  }
}
