import QuestionnaireDefinition
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

/// What changed and what was refused, in ten lines at most.
struct WaveHeadlines {
  private let comparison: WaveComparison
  private let names: WaveNames

  /// The lines that the answers may take, and all of them.
  private static let most = (answers: 4, all: 10)

  init(_ comparison: WaveComparison, _ names: WaveNames) {
    self.comparison = comparison
    self.names = names
  }

  var text: String {
    let waves = names.circumstances(comparison.earlier, comparison.later).line
    let lines = [opening] + waves + Array(answers.prefix(Self.most.answers)) + questions
    return lines.prefix(Self.most.all).map { WaveNames.shortened($0, to: 98) + "\n" }.joined()
      + "\n"
  }

  private var opening: String {
    let cities = comparison.cities.map { names.city($0.name) }.joined(separator: ", ")
    return "\(comparison.earlier) → \(comparison.later): \(cities)"
  }

  private var answers: [String] {
    let index = comparison.scoreChanges.filter {
      $0.definition.layer == .outcome && $0.definition.id.part == .whole
    }.map { "  \(named($0)): \($0.difference.verdict.changeWord) \($0.difference.estimate.words)" }
    let scores = comparison.scoreChanges.filter { change in
      change.difference.isEstablished
        && !(change.definition.layer == .outcome && change.definition.id.part == .whole)
    }.sorted { abs($0.difference.value) > abs($1.difference.value) }
    let other = scores.isEmpty ? [] : ["  changed: \(scores.map(moved).joined(separator: "; "))"]
    return index + other + [counts]
  }

  private var counts: String {
    let scores = comparison.scoreChanges.count { $0.difference.isEstablished }
    let questions = (comparison.questionChanges + comparison.commonBaseChanges).count {
      $0.difference.isEstablished
    }
    // Of the same comparisons as the line under the tables, which says what p is adjusted over.
    return
      "  a change is established in \(scores) of \(comparison.scoreFamily.size) comparisons of scores"
      + " and \(questions) of \(comparison.questionFamily.size) of questions"
  }

  private func named(_ change: ScoreChange) -> String {
    "\(change.definition.id.name), \(names.city(change.city))"
  }

  private func moved(_ change: ScoreChange) -> String {
    "\(named(change)) \(change.difference.verdict.changeWord)"
  }

  private var questions: [String] {
    let differences = comparison.versions.map(\.difference)
    return QuestionHeadlines(
      differences, withCommonBase: Set(comparison.commonBaseChanges.map(\.question))
    ).lines
  }
}

/// What of two questionnaires is refused and proposed, a line each.
struct QuestionHeadlines {
  private let differences: [QuestionnaireDifference]

  /// Questions with a change on a common base; nil where no answers were read.
  private let withCommonBase: Set<String>?

  init(_ differences: [QuestionnaireDifference], withCommonBase: Set<String>? = nil) {
    self.differences = differences
    self.withCommonBase = withCommonBase
  }

  var lines: [String] {
    var seen: Set<String> = []
    let refused = differences.flatMap { $0.pairs(.notComparable) + $0.pairs(.rescaled) }
      .filter { seen.insert($0.later).inserted }
    var lines: [String] = []
    if let first = refused.first {
      let names = refused.map(\.later).joined(separator: ", ")
      lines.append("  not compared: \(names)")
      lines.append("    \(first.later): \(first.ground(in: "en"))")
    }
    lines += baseLines
    lines += line("compared in common codes", .recodable)
    let overruled = differences.flatMap(\.pairs).filter(\.isOverruled)
    if !overruled.isEmpty {
      let names = overruled.map(\.later).joined(separator: ", ")
      lines.append("  compared otherwise than was found, by a person's decision: \(names)")
    }
    return lines + proposed
  }

  /// Questions that other people were asked, and why some have no figure.
  private var baseLines: [String] {
    var seen: Set<String> = []
    let pairs = differences.flatMap { $0.pairs(.baseDiffers) }
      .filter { seen.insert($0.later).inserted }
    func has(_ pair: QuestionPair) -> Bool { withCommonBase?.contains(pair.later) ?? true }
    let told = pairs.filter { $0.base?.isComputable ?? false }
    let untold = pairs.filter { !($0.base?.isComputable ?? false) }
    func line(_ words: String, _ names: [String]) -> [String] {
      names.isEmpty ? [] : ["  \(words): \(names.joined(separator: ", "))"]
    }
    return line("compared on a common base", told.filter(has).map(\.later))
      + line(
        "on a common base nothing can be shown (too few people, or no closed question)",
        told.filter { !has($0) }.map(\.later))
      + line(
        "not compared, since the common base cannot be told",
        untold.map { pair in
          let names = pair.base?.obstacles.joined(separator: ", ") ?? ""
          return names.isEmpty ? pair.later : "\(pair.later) (by \(names))"
        })
  }

  private func line(_ words: String, _ verdict: QuestionVerdict) -> [String] {
    var seen: Set<String> = []
    let names = differences.flatMap { $0.pairs(verdict) }.map(\.later)
      .filter { seen.insert($0).inserted }
    return names.isEmpty ? [] : ["  \(words): \(names.joined(separator: ", "))"]
  }

  private var proposed: [String] {
    var seen: Set<String> = []
    let proposals = differences.flatMap(\.proposals).filter { seen.insert($0.pair.later).inserted }
    guard !proposals.isEmpty else { return [] }
    let names = proposals.map { "\($0.pair.earlier) → \($0.pair.later)" }
    return [
      "  may be one under another name, to be confirmed in crosswalk.csv: "
        + names.joined(separator: ", ")
    ]
  }
}
