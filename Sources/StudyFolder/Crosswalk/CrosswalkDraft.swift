import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import TextFormats

/// A draft of `crosswalk.csv`: what was found of the questions of each two consecutive waves.
///
/// Rows that the program decides by itself carry `loci` as `decided-by`; a question under another name is
/// proposed in a row that nobody has decided, with its score in the reason.
public struct CrosswalkDraft {
  public let rows: [Crosswalk.Row]
  private let study: Study

  /// - Complexity: That of comparing the versions of each two consecutive waves.
  public init(of study: Study) {
    self.study = study
    let waves = study.waves.map(\.name).filter { !study.versions(of: $0).isEmpty }
    let steps = zip(waves, waves.dropFirst()).map { earlier, later in
      (
        earlier: earlier, later: later,
        difference: Self.difference(study.versions(of: earlier), study.versions(of: later))
      )
    }
    // What a question is called in the end, step by step from the last wave back.
    var names: [String: String] = [:]
    var rows: [Crosswalk.Row] = []
    let maps = Self.maps(toFirst: steps.map(\.difference))
    for (place, step) in steps.enumerated().reversed() {
      guard let difference = step.difference else { continue }
      var earlier: [String: String] = [:]
      var own: [Crosswalk.Row] = []
      for pair in difference.pairs {
        let final = names[pair.later] ?? pair.later
        earlier[pair.earlier] = final
        own += Self.rows(
          pair, called: final, step.earlier, step.later, map: maps[place][pair.later], study)
      }
      for proposal in difference.proposals {
        let final = names[proposal.pair.later] ?? proposal.pair.later
        earlier[proposal.pair.earlier] = final
        own.append(
          Self.row(
            proposal.pair, called: final, in: step.earlier, decidedBy: nil,
            reason: Self.reason(proposal.pair, score: proposal.score, study)))
        if let map = proposal.pair.maps?.later, !map.isIdentity {
          own.append(
            Crosswalk.Row(
              question: final, wave: step.later, from: proposal.pair.later,
              to: proposal.pair.earlier, map: map, verdict: proposal.pair.verdict,
              reason: Self.reason(proposal.pair, score: proposal.score, study)))
        }
      }
      rows = own + rows
      names = earlier
    }
    self.rows = rows.reduce(into: []) { kept, row in
      let known = kept.firstIndex { $0.question == row.question && $0.wave == row.wave }
      guard let known else { return kept.append(row) }
      // What a wave has to do with the next one is the row's verdict; its map is that to the first.
      kept[known].verdict = row.verdict
      kept[known].decidedBy = kept[known].decidedBy == nil ? nil : row.decidedBy
      kept[known].reason = [kept[known].reason, row.reason].filter { !$0.isEmpty }
        .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: "; ")
    }
  }

  /// For each step and question of its later wave, the map of that wave's codes to those of the first
  /// one; none where they are the same, or do not go back to it.
  private static func maps(
    toFirst differences: [QuestionnaireDifference?]
  ) -> [[String: AnswerMap]] {
    var known: [String: AnswerMap] = [:]
    return differences.map { difference in
      var next: [String: AnswerMap] = [:]
      for pair in difference?.pairs ?? [] {
        guard let own = pair.maps?.later else {
          next[pair.later] = known[pair.earlier]
          continue
        }
        guard let before = known[pair.earlier] else {
          next[pair.later] = own
          continue
        }
        let entries = own.entries.compactMap { entry in
          before[entry.target].map { AnswerMap.Entry(code: entry.code, target: $0) }
        }
        if entries.count == own.entries.count { next[pair.later] = AnswerMap(entries) }
      }
      known = next
      return next
    }
  }

  /// Of the versions that most cities share: the first of each wave.
  private static func difference(
    _ earlier: [Questionnaire], _ later: [Questionnaire]
  ) -> QuestionnaireDifference? {
    guard let before = earlier.first, let after = later.first else { return nil }
    return QuestionnaireDifference(from: before, to: after)
  }

  /// Rows on a pair that has one name; none where nothing of it differs.
  private static func rows(
    _ pair: QuestionPair, called name: String, _ earlier: String, _ later: String, map: AnswerMap?,
    _ study: Study
  ) -> [Crosswalk.Row] {
    let isRenamed = name != pair.earlier
    guard pair.verdict > .cosmetic || isRenamed else { return [] }
    let reason = Self.reason(pair, score: nil, study)
    let row = row(
      pair, called: name, in: earlier, decidedBy: isRenamed ? nil : Crosswalk.program,
      reason: reason)
    guard let map, !map.isIdentity else { return [row] }
    return [
      row,
      Crosswalk.Row(
        question: name, wave: later, from: pair.later, to: pair.earlier, map: map,
        verdict: pair.verdict, decidedBy: isRenamed ? nil : Crosswalk.program, reason: reason),
    ]
  }

  private static func row(
    _ pair: QuestionPair, called name: String, in wave: String, decidedBy: String?, reason: String
  ) -> Crosswalk.Row {
    let map = pair.maps.flatMap { $0.earlier.isIdentity ? nil : $0.earlier }
    return Crosswalk.Row(
      question: name, wave: wave, from: pair.earlier, to: pair.later,
      map: pair.verdict == .notComparable ? nil : map, verdict: pair.verdict,
      decidedBy: decidedBy, reason: reason)
  }

  /// In each of the study's languages that reasons are known in, one after the other.
  private static func reason(_ pair: QuestionPair, score: Double?, _ study: Study) -> String {
    let known = study.settings.languages.filter { ["ru", "en"].contains($0) }
    return (known.isEmpty ? ["en"] : known).map { language in
      let found = pair.reasons(in: language)
      guard let score else { return found.joined(separator: "; ") }
      let hundredths = Int(score * 100 + 0.5)
      let digits =
        "\(hundredths / 100)\(language == "ru" ? "," : ".")"
        + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
      let alike = language == "ru" ? "сходство \(digits)" : "alike \(digits)"
      return ([alike] + found).joined(separator: "; ")
    }.filter { !$0.isEmpty }.joined(separator: " / ")
  }

  /// The sheet; nil where no question differs.
  public var file: OutputFile? {
    guard !rows.isEmpty else { return nil }
    let header = ["question", "wave", "from", "to", "map", "verdict", "decided-by", "reason"]
    let lines = rows.map { row in
      [
        row.question, row.wave, row.from, row.to ?? "", row.map?.text ?? "",
        row.verdict?.rawValue ?? "", row.decidedBy ?? "", row.reason,
      ]
    }
    return OutputFile(
      path: "crosswalk.csv", text: ([header] + lines).map(FieldQuoting.sheet.record).joined())
  }
}
