import Foundation
import Testing

/// A group of a question with several answers puts each person into one category, or is refused.
struct OverlappingGroupTests {
  private func study(choices: [String]) throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("questionnaires/v1/survey.csv") {
      $0.insert("select_multiple WAY,M,Транспорт,Transport,,,", at: 1)
    }
    try study.edit("questionnaires/v1/choices.csv") { lines in
      lines.insert(
        contentsOf: ["WAY,1,Автобус,Bus,", "WAY,2,Трамвай,Tram,", "WAY,3,Пешком,On foot,"], at: 1)
    }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        lines[0] += ",M"
        for row in 1...80 { lines[row] += "," + ["1", "2", "1 2", "3"][row % 4] }
      }
    }
    try study.edit("groups.csv") { lines in
      for (place, codes) in choices.enumerated() {
        lines.insert("way,w\(place),по-своему,own way,M,\(codes),,", at: 1 + place)
      }
    }
    return study
  }

  @Test func `people in two categories are counted, and no figure is made`() throws {
    let study = try study(choices: ["1", "2"])
    defer { study.remove() }
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 65)
    #expect(check.output.contains("40 people are in more than one category of group 'way'"))
    let estimate = try BuiltCommand.run(["estimate", study.folder.path, "SD2", "--by", "way"])
    #expect(estimate.status == 65 && estimate.output.isEmpty, "\(estimate.output)")
    let others = try BuiltCommand.run(["estimate", study.folder.path, "SD2", "--by", "sex"])
    #expect(others.status == 0, "\(others.errors)")
    let report = try BuiltCommand.run(
      ["report", study.folder.path, "--language", "en", "--output", study.output.path])
    #expect(report.status == 65 && report.errors.contains("not made: figures by way, city alpha"))
  }

  @Test func `categories that exclude each other are a group`() throws {
    let study = try study(choices: ["1 2", "3"])
    defer { study.remove() }
    let estimate = try BuiltCommand.run(
      ["estimate", study.folder.path, "SD2", "--by", "way", "--format", "json", "--no-suppression"])
    #expect(estimate.status == 0, "\(estimate.errors)")
    let counts = try JSON(estimate.output).array.filter { $0["statistic"].string == "mean" }
      .map { $0["count"].integer }
    #expect(counts == [60, 20, 60, 20])
  }
}
