import SocioculturalFactors
import SurveyAnalysis

/// What one rule did in all studies.
struct RuleTally {
  var rule: Rule
  private var studies = 0
  private var ladders = 0
  private var alarms = 0
  private var studiesWithAlarm = 0
  private var pairs = 0
  private var foundPlanted = 0
  private var foundPlantedAlone = 0
  private var byLevel: [String: Int] = [:]
  private var cases: [String] = []

  init(rule: Rule) { self.rule = rule }

  /// The item that was made different, and where.
  private static let planted = "DIV02"

  mutating func add(_ findings: [ScoreComparability], seed: Int) {
    studies += 1
    let before = alarms
    for finding in findings where finding.facets.isEmpty {
      guard let ladder = finding.ladder, ladder.steps.count > 1 || !finding.verdict.isUntested
      else { continue }
      let items = Set(ladder.freed.map(\.item))
      if finding.id.factor == "DIV", case .cities = finding.comparison {
        pairs += 1
        if items.contains(Self.planted) { foundPlanted += 1 }
        if items == [Self.planted] { foundPlantedAlone += 1 }
        continue
      }
      ladders += 1
      guard finding.verdict != .means else { continue }
      alarms += 1
      let level = ladder.steps.first { $0.outcome != .passed && $0.outcome != .nothingToTest }
      byLevel[level.map { "\($0.level)" } ?? "none", default: 0] += 1
      let bias = ladder.scaleBiases.map { "\(($0.bias.value * 100).rounded() / 100)" }
      cases.append(
        "\(seed) \(finding.id.name) \(finding.comparison.name) \(finding.verdict.name) "
          + "\(items.sorted().joined(separator: " ")) \(bias.joined(separator: " ")) "
          + "p=\(level?.change?.pvalue ?? .nan)")
    }
    if alarms > before { studiesWithAlarm += 1 }
  }

  static let header = """
    | rule | ladders falsely questioned, % | of them a study | studies with one, % \
    | DIV02 found, % | DIV02 alone, % |
    | --- | --- | --- | --- | --- | --- |
    """

  var row: String {
    "| \(rule.name) | \(percent(alarms, ladders)) | \(ratio(alarms, studies)) "
      + "| \(percent(studiesWithAlarm, studies)) | \(percent(foundPlanted, pairs)) "
      + "| \(percent(foundPlantedAlone, pairs)) |"
  }

  var details: String {
    "\(rule.name): \(ladders) ladders; \(byLevel)\n" + cases.joined(separator: "\n")
  }

  private func percent(_ part: Int, _ whole: Int) -> String { ratio(100 * part, whole) }

  private func ratio(_ part: Int, _ whole: Int) -> String {
    "\((Double(part) / Double(max(1, whole)) * 100).rounded() / 100)"
  }
}
