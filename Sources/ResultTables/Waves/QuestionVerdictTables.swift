import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

/// Which questions of two versions are the same, and what differs of the others.
struct QuestionVerdictTables {
  private let versions:
    [(difference: QuestionnaireDifference, earlier: String, later: String, cities: [String])]
  private let names: WaveNames

  init(
    _ versions: [(QuestionnaireDifference, WaveComparison.Versions)], _ names: WaveNames
  ) {
    self.versions = versions.map { ($0, $1.earlier, $1.later, $1.cities) }
    self.names = names
  }

  init(
    _ versions: [(QuestionnaireDifference, String, String, [String])], _ names: WaveNames
  ) {
    self.versions = versions
    self.names = names
  }

  var text: String {
    versions.map { versions in
      let difference = versions.difference
      return "Questionnaire \(versions.earlier) → \(versions.later)\n"
        + (versions.cities.isEmpty ? "" : "cities: \(versions.cities.listed)".indented)
        + counts(difference).indented + list("added", difference.added)
        + list("removed", difference.removed) + table(difference) + "\n"
    }.joined()
  }

  private func counts(_ difference: QuestionnaireDifference) -> String {
    QuestionVerdict.allCases.map { verdict in
      "\(verdict.rawValue): \(difference.pairs(verdict).count)"
    }.joined(separator: " · ") + " · proposed: \(difference.proposals.count)"
  }

  private func list(_ name: String, _ questions: [String]) -> String {
    questions.isEmpty ? "" : "\(name): \(questions.listed)".indented
  }

  /// What differs, question by question, each with its words before and after.
  private func table(_ difference: QuestionnaireDifference) -> String {
    let changed = difference.pairs.filter { $0.foundVerdict > .identical || $0.decision != nil }
    return changed.map { pair in
      let decided = pair.decision.map { decision in
        " — \(pair.isOverruled ? "decided" : "confirmed") by \(decision.by)"
          + (decision.step.map { " for \($0)" } ?? "")
          + (pair.isOverruled ? ", found: \(pair.foundVerdict.rawValue)" : "")
          + (decision.reason.isEmpty ? "" : " (\(decision.reason))")
      }
      let name = pair.earlier == pair.later ? pair.later : "\(pair.earlier), \(pair.later)"
      return "\(name) \(names.label(pair.later)): \(pair.verdict.rawValue)\(decided ?? "")"
        .indented + details(pair)
    }.joined()
      + difference.proposals.map { proposal in
        let pair = proposal.pair
        let score = Number.decimal(proposal.score, digits: 2).text(in: .en)
        return
          "\(pair.earlier) → \(pair.later)? \(names.label(pair.later)): proposed, score \(score)"
          .indented + details(pair)
      }.joined()
  }

  private func details(_ pair: QuestionPair) -> String {
    let reasons = pair.reasons(in: "en").joined(separator: "; ")
    let words = pair.wordings.filter(\.isOfSubstance).map { wording in
      "“\(marked(wording.markedBefore))” → “\(marked(wording.markedAfter))”"
    }
    return ([reasons] + words).filter { !$0.isEmpty }
      .map { "  \($0)".wrapped(to: 92).map { "      \($0)\n" }.joined() }.joined()
  }

  private func marked(_ runs: [WordingDifference.Run]) -> String {
    runs.map { $0.isMarked ? "[\($0.text)]" : $0.text }.joined(separator: " ")
  }
}

extension QuestionnaireDifference {
  func json(from earlier: String, to later: String, cities: [String]) -> JSONValue {
    [
      "earlier": .string(earlier), "later": .string(later), "cities": .strings(cities),
      "added": .strings(added), "removed": .strings(removed),
      "reworded": .strings(reworded.map(\.later)),
      "choicesChanged": .strings(withChangedChoices.map(\.later)),
      "unchanged": .strings(pairs(.identical).map(\.later)),
      "questions": .array(pairs.map(\.json)),
      "proposed": .array(
        proposals.map { proposal in
          [
            "from": .string(proposal.pair.earlier), "to": .string(proposal.pair.later),
            "score": .number(proposal.score), "verdict": .string(proposal.pair.verdict.rawValue),
          ]
        }),
    ]
  }
}

extension QuestionPair {
  fileprivate var json: JSONValue {
    [
      "question": .string(later), "from": .string(earlier), "verdict": .string(verdict.rawValue),
      "found": .string(foundVerdict.rawValue), "decidedBy": JSONValue(decision?.by),
      "overruled": .bool(isOverruled), "decision": JSONValue(decision.map(\.reason)),
      "decidedOf": JSONValue(decision?.step),
      "map": JSONValue(maps?.earlier.text), "laterMap": JSONValue(maps?.later.text),
      "reasons": .array(
        allFindings.map { finding in
          [
            "aspect": .string(finding.aspect.rawValue),
            "verdict": .string(finding.verdict.rawValue),
            "ru": JSONValue(finding.reason["ru"]), "en": JSONValue(finding.reason["en"]),
          ]
        }),
      "wordings": .array(
        wordings.map { wording in
          [
            "language": .string(wording.language), "before": .string(wording.before),
            "after": .string(wording.after), "ofSubstance": .bool(wording.isOfSubstance),
            "about": .strings(wording.aspects.map(\.rawValue)),
          ]
        }),
    ]
  }
}
