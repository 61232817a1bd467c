import Foundation
import Testing

/// Field files whose names are written otherwise in the sheet, and records that are no interviews.
struct FieldFileNameTests {
  private func base(_ study: SmallStudy) throws -> [String] {
    let outcome = try BuiltCommand.run(
      ["estimate", study.folder.path, "SOC01", "--format", "json", "--no-suppression"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array.filter { $0["statistic"].string == "mean" }.map {
      "\($0["city"].string ?? "") \($0["count"].integer ?? 0)"
    }
  }

  @Test func `a name with backslashes, in other case or composed otherwise finds its file`() throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    let disk = "responses/Йошкар-Ола.csv".decomposedStringWithCanonicalMapping
    try FileManager.default.moveItem(
      at: study.url("responses/alpha.csv"), to: study.url(disk))
    try study.edit("sources.csv") { lines in
      lines[1] = lines[1].replacingOccurrences(
        of: "responses/alpha.csv",
        with: "responses\\Йошкар-Ола.csv".precomposedStringWithCanonicalMapping)
      lines[2] = lines[2].replacingOccurrences(of: "responses/beta.csv", with: "Responses/BETA.csv")
    }
    #expect(try base(study) == ["alpha 80", "beta 80"])
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("'Responses/BETA.csv' was found as 'responses/beta.csv'"))
    try study.edit("sources.csv") { lines in
      lines[2] = lines[2].replacingOccurrences(
        of: "Responses/BETA.csv", with: "responses/betta.csv")
    }
    let missing = try BuiltCommand.run(["check", study.folder.path])
    #expect(missing.status == 66)
    #expect(missing.output.contains("did you mean 'responses/beta.csv'?"))
  }
}
