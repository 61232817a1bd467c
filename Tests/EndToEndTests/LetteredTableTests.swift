import Foundation
import Testing

/// The letters of `loci test --letters`, against Benjamini and Hochberg's rule over the whole table.
struct LetteredTableTests {
  /// Two cities of 400 people who answer one question of five choices alike, but for chance.
  private func study(seed: Int) throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    try study.edit("sources.csv") { lines in
      lines = lines.map { $0.split(separator: ",").prefix(5).joined(separator: ",") }
    }
    var state = UInt64(seed + 1) &* 0x9E37_79B9_7F4A_7C15
    for city in ["alpha", "beta"] {
      var lines = ["id," + SmallStudy.itemNames.joined(separator: ",") + ",SD1,SD2"]
      for row in 1...400 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let answer = Int(state >> 33) % (city == "beta" ? 54 : 50) / 11 + 1
        let items = SmallStudy.itemNames.map { $0 == "SOC01" ? "\(answer)" : "3" }
        lines.append("r\(row),\(items.joined(separator: ",")),1,40")
      }
      try study.write(lines.joined(separator: "\n") + "\n", to: "responses/\(city).csv")
    }
    return study
  }

  /// Two-sided p of each row's difference, from the figures that the table shows.
  private func pValues(_ records: [[String: String]]) -> [Double] {
    stride(from: 0, to: records.count, by: 2).map { row in
      let (a, b) = (records[row], records[row + 1])
      func number(_ record: [String: String], _ key: String) -> Double {
        record[key].flatMap(Double.init) ?? .nan
      }
      let error = hypot(number(a, "standardError"), number(b, "standardError"))
      return erfc(abs(number(a, "estimate") - number(b, "estimate")) / error / 2.0.squareRoot())
    }
  }

  /// A row that nobody chose has no test, and counts in no family.
  private func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }
      .sorted { pValues[$0] > pValues[$1] }
    var (least, found) = (1.0, pValues)
    for (place, row) in order.enumerated() {
      least = min(least, pValues[row] * Double(order.count) / Double(order.count - place))
      found[row] = least
    }
    return found
  }

  @Test func `letters are adjusted over all rows of a table`() throws {
    var differ = 0
    for seed in 0..<40 {
      let study = try study(seed: seed)
      defer { study.remove() }
      func records(_ adjustment: String) throws -> [[String: String]] {
        let outcome = try BuiltCommand.run([
          "test", study.folder.path, "SOC01", "--letters", "--adjust", adjustment, "--statistic",
          "proportion", "--format", "csv",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return CSVRows.records(outcome.output)
      }
      let plain = try records("none")
      let p = pValues(plain)
      for (records, expected) in [(plain, p), (try records("benjamini-hochberg"), adjusted(p))] {
        // Student's distribution of 798 degrees of freedom differs from the normal one by less.
        guard expected.allSatisfy({ !(abs($0 - 0.05) < 0.002) }) else { continue }
        let lettered = stride(from: 0, to: records.count, by: 2).map {
          records[$0]["exceeds"] != "" || records[$0 + 1]["exceeds"] != ""
        }
        #expect(lettered == expected.map { $0 < 0.05 }, "seed \(seed)")
      }
      if zip(p, adjusted(p)).contains(where: { $0 < 0.05 && $1 > 0.052 }) { differ += 1 }
    }
    // The cases in which a rule row by row would have set a letter.
    #expect(differ > 2)
  }
}
