import Foundation
import Testing

/// Replicate weights of the stratified jackknife that come with the field file.
struct GivenReplicatesTests {
  /// The small study as a probability sample of one city; in its last stratum a point less.
  private func study(_ columns: String, hasReplicates: Bool = true) throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    try study.edit("sources.csv") { lines in
      lines[0] += ",replicates,replicate-method,replicate-scales"
      lines = [lines[0], lines[1] + "," + columns, ""]
    }
    try FileManager.default.removeItem(at: study.url("responses/beta.csv"))
    try study.edit("responses/alpha.csv") { lines in
      lines = [lines[0]] + lines[1...75]
      guard hasReplicates else { return }
      let points = 15
      lines[0] += (1...points).map { ",rw\($0)" }.joined()
      for row in 1..<lines.count {
        let own = (row - 1) / 5
        let factors = (0..<points).map { left -> String in
          guard left / 4 == own / 4 else { return "1" }
          let count = left / 4 == 3 ? 3.0 : 4.0
          return left == own ? "0" : "\(count / (count - 1))"
        }
        lines[row] += "," + factors.joined(separator: ",")
      }
      lines.append("")
    }
    return study
  }

  private static let scales =
    (Array(repeating: "0.75", count: 12) + Array(repeating: "0.66666666666666667", count: 3))
    .joined(separator: " ")

  @Test(arguments: ["jkn factors", "jkn factors mse", "JKN mse factors"])
  func `their errors are those of the stratified jackknife over the same points`(
    _ method: String
  ) throws {
    let (given, made) = (
      try study("rw1-rw15,\(method),\(Self.scales)"), try study(",,", hasReplicates: false)
    )
    defer {
      given.remove()
      made.remove()
    }
    func error(_ study: SmallStudy, _ words: [String]) throws -> Double {
      let outcome = try BuiltCommand.run(
        ["estimate", study.folder.path, "SOC01", "--statistic", "mean", "--format", "json"] + words)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try JSON(outcome.output).array.first?["standardError"].number ?? .nan
    }
    let centre = method.contains("mse") ? ["--mse"] : []
    let expected = try error(made, ["--replicates", "jkn"] + centre)
    #expect(abs(try error(given, []) - expected) < 1e-9 * expected)
  }

  @Test(arguments: [
    "rw1-rw15,jkn factors,", "rw1-rw15,jkn factors,0.75 0.75", "rw1-rw15,jk1 factors,0.75",
    "rw1-rw15,jkn factors,\(scales.replacing("0.75", with: "x"))",
    "rw1-rw15,jkn factors,\(scales.replacing("0.75", with: "-1"))",
  ])
  func `scales that are wrong stop the figures`(_ columns: String) throws {
    let study = try study(columns)
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["estimate", study.folder.path, "SOC01"])
    #expect(outcome.status == 65 && outcome.errors.contains("design-not-readable"))
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("[replicate-scales-wrong]"), "\(check.output)")
  }
}
