import Foundation
import Testing

/// A figure of a scale or a model is possible, or a reason stands in its place; what was not made ends
/// the command with 65.
struct ReasonedFiguresTests {
  /// 60 to 100 interviews a city on nine items of three groups that have hardly anything in common.
  private static func study(seed: Int) throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("factors.csv") { lines in
      for row in 1...9 {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        cells.replaceSubrange(
          0...7,
          with: lines[1].split(
            separator: ",", omittingEmptySubsequences: false)[0...5] + [cells[6], "+"])
        lines[row] = cells.joined(separator: ",")
      }
    }
    for (place, city) in ["alpha", "beta"].enumerated() {
      try study.write(answers(seed: 2 * seed + place), to: "responses/\(city).csv")
    }
    return study
  }

  private static func answers(seed: Int) -> String {
    var source = SeededAnswers(seed: seed)
    let count = [60, 80, 100][seed % 3]
    let lines = (0..<count).map { row in
      let common = source.normal() * (seed % 4 < 2 ? 0.1 : 0.3)
      let groups = (0..<3).map { _ in source.normal() }
      let answers = SmallStudy.itemNames.indices.map { item in
        source.category(common + 0.8 * groups[item % 3] + 0.7 * source.normal(), of: 5)
      }
      return "r\(row),D\(row * 4 / count),\(row * 16 / count),"
        + answers.map(String.init).joined(separator: ",") + ",\(row % 2 + 1),\(20 + row % 60)"
    }
    return "id,district,point,\(SmallStudy.itemNames.joined(separator: ",")),SD1,SD2\n"
      + lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: 0..<12)
  func `intervals of omega lie in 0 to 1 or say why there is none`(seed: Int) throws {
    let study = try Self.study(seed: seed)
    defer { study.remove() }
    let reliability = ["factors", "reliability", study.folder.path, "--factor", "SOC"]
    let outcome = try BuiltCommand.run(reliability + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try BuiltCommand.run(reliability)
    for scale in try #require(try JSON(outcome.output).array.first)["reliability"].array {
      for figure in scale["coefficients"].array {
        let name = figure["coefficient"].string ?? ""
        let reason = figure["error"].string
        #expect(reason?.contains("inf") != true && reason?.isEmpty != true)
        if let reason, name != "omegaTotalOfGroups" {
          let start = reason.prefix(20)
          #expect(text.output.contains(start), "\(name): \(reason)")
        }
        guard let lower = figure["lower"].number, let upper = figure["upper"].number else {
          #expect(reason != nil, "\(name) has no interval and no reason")
          continue
        }
        #expect(lower <= upper && upper <= 1 && reason == nil)
        let value = figure["estimate"].number ?? .nan
        #expect(lower <= value && value <= upper)
        guard !name.lowercased().contains("alpha") else { continue }
        #expect(lower >= 0, "\(name): \(lower)")
        #expect((figure["standardError"].number ?? .nan) <= 0.5)
      }
    }
  }

  @Test func `omega of two items says why it is not there`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("factors.csv") { $0.remove(at: 3) }
    let text = try BuiltCommand.run(["factors", "reliability", study.folder.path])
    #expect(text.status == 0)
    #expect(text.output.contains("ω: 2 items are too few: at least 3 are needed (SOC)"))
    let csv = try BuiltCommand.run([
      "factors", "reliability", study.folder.path, "--format", "csv",
    ])
    let warnings = CSVRows.records(csv.output).filter { $0["scale"] == "SOC" }
      .compactMap { $0["warning"] }
    #expect(warnings.allSatisfy { $0.contains("ω: 2 items are too few") } && !warnings.isEmpty)
  }

  @Test(arguments: ["", "# SOC =~ SOC01\n", "\n\n", "x := 1\n"])
  func `a model without a formula is told as that`(text: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write(text, to: "soc.lav")
    let file = try BuiltCommand.run([
      "factors", "model", study.folder.path, "--file", study.url("soc.lav").path,
    ])
    #expect(file.status == 64 && file.errors.contains("[model-empty]"), "\(file.errors)")
    try study.edit("factors.csv") { lines in
      lines[0] += ",model"
      lines[1] += ",soc.lav"
      for row in 2..<lines.count where !lines[row].isEmpty { lines[row] += "," }
    }
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 65 && check.output.contains("soc.lav:1:1: error: the model has no"))
    let model = try BuiltCommand.run(["factors", "model", study.folder.path])
    #expect(model.status == 65 && !model.output.contains("repeat one another"))
    #expect(model.errors.contains("loci: not made: the model of SOC, wave w1: "))
    #expect(model.output.contains("Model of INN, wave w1, MLR"))
  }

  @Test func `an answer is named by its code in the questionnaire`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    // Reversed: the lowest code has 100 points.
    try study.fill("SOC02", in: "responses/beta.csv") { $0 == "1" ? "2" : String($0) }
    let outcome = try BuiltCommand.run([
      "factors", "model", study.folder.path, "--factor", "SOC", "--estimator", "wlsmv", "--by-city",
    ])
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("item 'SOC02': nobody in 'beta' answered 1,"))
  }

  @Test(arguments: [
    ["explore", "--factor", "SOC"], ["explore"], ["model", "--factor", "SOC"], ["model"],
    ["reliability", "--factor", "SOC"], ["scores", "--factor", "SOC"],
    ["types", "--method", "latent-classes", "--classes", "60"],
  ])
  func `what is not made ends with 65`(words: [String]) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for city in ["alpha", "beta"] {
      try study.fill("SOC03", in: "responses/\(city).csv") { _ in "3" }
    }
    let outcome = try BuiltCommand.run(
      ["factors", words[0], study.folder.path] + words.dropFirst())
    #expect(outcome.status == 65, "\(outcome.output)")
    #expect(outcome.errors.contains("loci: not made: "), "\(outcome.errors)")
  }

  @Test func `nothing that was asked for lacks, and the status is 0`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for words in [["explore"], ["model"], ["reliability"], ["invariance"], ["types"]] {
      let outcome = try BuiltCommand.run(["factors", words[0], study.folder.path])
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    }
  }
}

/// Numbers from a seed, for answers of a test's own making.
struct SeededAnswers {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed + 1) &* 0x9E37_79B9_7F4A_7C15 }

  /// 0…1, without its ends.
  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 40) + 0.5) / Double(1 << 24)
  }

  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// 1…count, by equal steps of a standard normal value.
  func category(_ value: Double, of count: Int) -> Int {
    min(count, max(1, Int((Double(count + 1) / 2 + value * Double(count) / 5).rounded())))
  }
}
