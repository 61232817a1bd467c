import Foundation
import Testing

/// What `loci factors --model` prints beside lavaan's figures, `Tests/Reference/model-command.R`:
/// estimates, errors, standardised values and fit of models that stand in a `.lav` file.
struct ModelReferenceTests {
  private let cases: [JSON]

  init() throws {
    let file = Repository.folder("Tests/Reference/model-command.json")
    cases = try JSON(String(contentsOf: file, encoding: .utf8))["cases"].array
  }

  private func study(_ known: JSON) throws -> SmallStudy {
    func column(_ name: String, _ isUsed: String) -> String {
      known[isUsed].boolean == true ? name : ""
    }
    let study = try SmallStudy.ofReference(
      "model-command",
      [
        "stratum": column("district", "strata"), "cluster": column("point", "clusters"),
        "weight": column("weight", "weights"),
      ])
    if known["both"].boolean != true { try study.edit("sources.csv") { $0.remove(at: 2) } }
    return study
  }

  private func fitted(_ known: JSON) throws -> JSON {
    let study = try study(known)
    defer { study.remove() }
    try study.write(known["model"].string ?? "", to: "own.lav")
    var words = ["--estimator", known["estimator"].string?.lowercased() ?? ""]
    for (option, isUsed) in [("--by-city", "groups"), ("--fiml", "fiml")]
    where known[isUsed].boolean == true { words.append(option) }
    if known["theta"].boolean == true { words += ["--parameterization", "theta"] }
    let outcome = try BuiltCommand.run(
      ["factors", study.folder.path, "--model", study.url("own.lav").path, "--format", "json"]
        + words)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSON(outcome.output).array.first)
  }

  /// Relative to the expected size; absolute where it is below a hundredth.
  private func difference(_ own: JSON, _ known: JSON) -> Double {
    let expected = known.number ?? .nan
    return abs((own.number ?? .nan) - expected) / max(abs(expected), 1e-2)
  }

  @Test(arguments: 0..<20)
  func `estimates, errors and fit are lavaan's`(_ index: Int) throws {
    let known = cases[index]
    let own = try fitted(known)
    let name = known["name"].string ?? ""
    let tolerance = known["estimator"].string == "WLSMV" ? 1e-5 : 1e-6
    let rows = own["parameters"].array
    let columns = ["lhs", "op", "rhs", "group", "est", "se", "std"].map { known["rows"][$0].array }
    #expect(own["improper"].array.isEmpty)
    for place in columns[0].indices {
      let cell = columns.map { $0[place] }
      let row = rows.first { $0.isParameter(cell.prefix(4).map { $0.string ?? "" }) }
      let text = "\(name): " + cell.prefix(4).map { $0.string ?? "" }.joined(separator: " ")
      guard let row else {
        Issue.record("\(text) is not printed")
        continue
      }
      #expect(difference(row["est"], cell[4]) < tolerance, "\(text): estimate")
      if let error = cell[5].number, error > 0 {
        #expect(difference(row["se"], cell[5]) < tolerance, "\(text): error")
      }
      #expect(difference(row["stdAll"], cell[6]) < tolerance, "\(text): standardised")
    }
    for (measure, expected) in known["fit"].object where expected is NSNumber {
      let found = difference(own["fit"][measure.inCamelCase], known["fit"][measure])
      #expect(found < tolerance, "\(name): \(measure)")
    }
  }

  @Test func `the reference has all estimators, with weights, points, strata and cities`() {
    #expect(cases.count == 20)
    for wish in ["groups", "weights", "clusters", "strata", "fiml", "theta"] {
      #expect(cases.contains { $0[wish].boolean == true }, "\(wish)")
    }
  }
}

extension JSON {
  /// A row of a model's table by lhs, op, rhs and group; a covariance in either order.
  fileprivate func isParameter(_ words: [String]) -> Bool {
    guard self["op"].string == words[1], self["group"].string == words[3] else { return false }
    let own = [self["lhs"].string ?? "", self["rhs"].string ?? ""]
    if words[1] == ":=" { return own[0] == words[0] }
    return own == [words[0], words[2]] || (words[1] == "~~" && own == [words[2], words[0]])
  }
}

extension String {
  /// `rmsea.ci.lower.scaled` is `rmseaScaledCiLower`, `pvalue.scaled` `pValueScaled`.
  fileprivate var inCamelCase: String {
    var parts = split(separator: ".").map(String.init)
    if parts.count > 2, let kind = parts.last, ["scaled", "robust"].contains(kind) {
      parts.removeLast()
      parts.insert(kind, at: 1)
    }
    return (parts[0] + parts.dropFirst().map(\.capitalized).joined())
      .replacing("pvalue", with: "pValue").replacing("Pvalue", with: "PValue")
  }
}
