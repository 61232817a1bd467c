import Foundation

/// The cases of `Tests/Reference/nonresponse.R` as a study: one city, a probability sample, its cases
/// and the attempts to reach them.
struct NonresponseStudy {
  let study: SmallStudy
  let reference: JSON

  /// - Parameters:
  ///   - method: `classes` or `propensity`; nil leaves the key out.
  ///   - isRaked: Whether the reference's margin stands in `margins.csv`.
  init(_ method: String?, isRaked: Bool = false) throws {
    let file = Repository.folder("Tests/Reference/nonresponse.json")
    reference = try JSON(String(contentsOf: file, encoding: .utf8))
    study = try SmallStudy()
    try study.edit("study.csv") { lines in
      lines.removeLast()
      if let method {
        lines.append("nonresponse,\(method)")
        let columns = method == "classes" ? "floor;house" : "distance::number;floor;house"
        lines.append("nonresponse-predictors,\(columns)")
      }
      lines.append("")
    }
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    let targets = reference["target"].array.compactMap(\.number)
    try study.write(
      "city,wave,group,category,population,source,date\n"
        + (isRaked
          ? "alpha,w1,sex,1,\(targets[0]),register,\nalpha,w1,sex,2,\(targets[1]),register,\n"
          : ""),
      to: "margins.csv")
    try study.write(
      """
      wave,city,file,questionnaire,identifier,stratum,cluster,weight
      w1,alpha,responses/alpha.csv,v1,id,district,point,w

      """, to: "sources.csv")
    try FileManager.default.removeItem(at: study.url("responses/beta.csv"))
    try writeCases()
  }

  private func writeCases() throws {
    let cases = reference["cases"]
    func cell(_ column: String, _ row: Int) -> String {
      let value = cases[column].array[row]
      return value.string ?? value.number.map { Int(exactly: $0).map(String.init) ?? "\($0)" } ?? ""
    }
    var answers = [
      "id,district,point,w," + SmallStudy.itemNames.joined(separator: ",") + ",SD1,SD2"
    ]
    var drawn = ["wave,city,case,weight,stratum,cluster,house,floor,distance::number"]
    var contacts = ["wave,city,case,attempt,time,interviewer,mode,disposition"]
    for row in cases["case"].array.indices {
      let name = cell("case", row)
      let outcome = cell("outcome", row)
      let place = [cell("stratum", row), cell("point", row)]
      drawn.append(
        (["w1", "alpha", name, cell("w", row)] + place
          + [cell("house", row), cell("floor", row), cell("distance", row)])
          .joined(separator: ","))
      // The final disposition is not always the last one.
      let codes =
        switch outcome {
        case "respondent": ["2.21", row % 2 == 0 ? "1.1" : "1.2"]
        case "nonrespondent": row % 3 == 0 ? ["2.11", "3.11"] : row % 3 == 1 ? ["2.20"] : ["2.36"]
        case "ineligible": ["3.1", "4.5", "2.21"]
        default: ["3.1", "3.21"]
        }
      for (attempt, code) in codes.enumerated() {
        contacts.append("w1,alpha,\(name),\(attempt + 1),,i1,capi,\(code)")
      }
      guard outcome == "respondent" else { continue }
      let items = SmallStudy.itemNames.map { $0 == "SOC01" ? cell("y", row) : "3" }
      answers.append(
        ([name] + place + [cell("w", row)] + items + [cell("sex", row), cell("age", row)])
          .joined(separator: ","))
    }
    try study.write(answers.joined(separator: "\n") + "\n", to: "responses/alpha.csv")
    try study.write(drawn.joined(separator: "\n") + "\n", to: "cases.csv")
    try study.write(contacts.joined(separator: "\n") + "\n", to: "contacts.csv")
  }

  func remove() { study.remove() }

  func run(_ words: String...) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run([words[0], study.folder.path] + words.dropFirst())
  }
}
