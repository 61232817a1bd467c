import QuestionnaireDefinition
import SurveyModel

/// Questions of factors and groups whose codes mean something else in another wave, and that no map makes
/// the same: scores and groups of the waves would be made of other answers under one rule.
struct ShiftedCodes {
  let diagnostics: [Diagnostic]

  init(_ study: Study) {
    var diagnostics: [Diagnostic] = []
    var told: Set<String> = []
    let steps = zip(study.waves, study.waves.dropFirst()).flatMap { earlier, later in
      study.versions(of: earlier.name).flatMap { before in
        study.versions(of: later.name).map { after in
          (
            earlier.name, study.harmonised(before, in: earlier.name), later.name,
            study.harmonised(after, in: later.name)
          )
        }
      }
    }
    for use in Self.uses(of: study) {
      for (earlier, before, later, after) in steps where !told.contains(use.question) {
        guard let list = before[use.question]?.choices, let other = after[use.question]?.choices,
          !list.saysTheSame(as: other),
          let pair = QuestionnaireDifference.pair(use.question, from: before, to: after),
          let choices = pair.choices,
          let shifted = use.shifted(choices.recoded, from: list), !shifted.isEmpty,
          !Self.isDecided(use.question, earlier, later, study)
        else { continue }
        told.insert(use.question)
        let map = shifted.prefix(8).map { "\($0.code) is \($0.target)" }
        diagnostics.append(
          Diagnostic(
            .error, "codes-mean-otherwise",
            "\(use.sheet) uses the codes of '\(use.question)', and the same answers have other codes in"
              + " wave '\(later)' than in '\(earlier)': \(map.joined(separator: ", "))",
            fix:
              "give the map in crosswalk.csv (loci compare --draft-crosswalk drafts it), and write who decided it",
            at: use.location))
      }
    }
    self.diagnostics = diagnostics
  }

  private struct Use {
    var question: String
    var sheet: String
    var location: SourceLocation
    /// Codes that the rule names; nil where it takes their numbers.
    var codes: Set<String>?
    /// Whether it counts the choices taken, whatever their codes.
    var isCount = false

    /// Of the choices under other codes those whose codes the rule rests on.
    ///
    /// A reason of no answer is in no rule that does not name it.
    func shifted(
      _ recoded: [AnswerMap.Entry], from list: ChoiceList
    ) -> [AnswerMap.Entry]? {
      if isCount { return nil }
      return recoded.filter { entry in
        if let codes, !codes.isDisjoint(with: [entry.code, entry.target]) { return true }
        let isAnswer = list.index(of: entry.code).map { list.choices[$0].missing == nil } ?? true
        return isAnswer && codes == nil
      }
    }
  }

  private static func uses(of study: Study) -> [Use] {
    study.factors.flatMap { factor in
      factor.items.map {
        Use(
          question: $0.question, sheet: "factors.csv", location: $0.location,
          isCount: $0.scoring == .count)
      }
    }
      + study.groupings.compactMap { grouping in
        grouping.categories.first.map {
          Use(
            question: grouping.question, sheet: "groups.csv", location: $0.location,
            codes: grouping.codes)
        }
      }
  }

  /// Whether people gave a map for one of the waves, or refused the comparison.
  private static func isDecided(
    _ question: String, _ earlier: String, _ later: String, _ study: Study
  ) -> Bool {
    [earlier, later].contains { wave in
      study.crosswalk.decision(on: question, in: wave).map {
        $0.map != nil || $0.verdict == .notComparable
      } ?? false
    }
  }
}

extension Grouping {
  /// The codes that its categories name; nil where they take numbers.
  fileprivate var codes: Set<String>? {
    var codes: Set<String> = []
    for category in categories {
      guard case .choices(let own) = category.rule else { return nil }
      codes.formUnion(own)
    }
    return codes
  }
}
