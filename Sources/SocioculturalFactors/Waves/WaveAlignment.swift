import MeasurementInvariance
import QuestionnaireDefinition
import SurveyAnalysis
import SurveyModel

/// One city's two waves with the answers to recodable questions under common codes, and without those
/// to questions that are not the same.
struct AlignedWaves {
  let earlier: AnalysedSample
  let later: AnalysedSample
  /// As they were before.
  let original: (earlier: AnalysedSample, later: AnalysedSample)
  let difference: QuestionnaireDifference
  /// Questions under common codes.
  let recoded: Set<String>
  /// Questions that both waves have under one name and that cannot be compared from all interviews.
  let incomparable: Set<String>

  var isAltered: Bool { !recoded.isEmpty || !incomparable.isEmpty }

  init(
    _ earlier: AnalysedSample, _ later: AnalysedSample, _ difference: QuestionnaireDifference,
    in study: Study
  ) {
    original = (earlier, later)
    self.difference = difference
    let incomparable = Self.incomparable(earlier.sample, later.sample, difference)
    var samples = (earlier.sample, later.sample)
    var recoded: Set<String> = []
    for pair in difference.pairs where pair.allowsChange && pair.decision?.verdict != .rescaled {
      guard let maps = pair.maps,
        let aligned = samples.0.aligned(with: samples.1, pair.later, maps)
      else { continue }
      samples = aligned
      recoded.insert(pair.later)
    }
    let scored = Set(study.factors.flatMap { $0.items.map(\.question) })
    for name in incomparable.intersection(scored) {
      samples.0.responses = samples.0.responses.having(nil, for: name)
      samples.1.responses = samples.1.responses.having(nil, for: name)
    }
    self.incomparable = incomparable
    self.recoded = recoded
    let isAltered = !recoded.isEmpty || !incomparable.isDisjoint(with: scored)
    self.earlier = isAltered ? earlier.answering(samples.0, in: study) : earlier
    self.later = isAltered ? later.answering(samples.1, in: study) : later
  }

  private static func incomparable(
    _ earlier: Sample, _ later: Sample, _ difference: QuestionnaireDifference
  ) -> Set<String> {
    let refused = difference.pairs.filter { !$0.allowsChange }.map(\.later)
    let proposed = Set(difference.proposals.flatMap { [$0.pair.earlier, $0.pair.later] })
    let apart = (difference.added + difference.removed + proposed).filter {
      earlier.questionnaire[$0] != nil && later.questionnaire[$0] != nil
    }
    return Set(refused + apart)
  }

  /// Names of factors that have one of the questions whose answers are others here.
  func factors(of study: Study) -> Set<String> {
    let changed = recoded.union(incomparable)
    return Set(
      study.factors.filter { factor in
        factor.items.contains { changed.contains($0.question) }
      }.map(\.name))
  }
}

extension QuestionPair {
  /// Whether a change is computed from all answers: in common codes, or in points where a person
  /// accepted another length of the scale.
  public var allowsChange: Bool { verdict.allowsChange || decision?.verdict == .rescaled }
}

extension Sample {
  /// Both samples with a question's answers in the choices that they have in common.
  fileprivate func aligned(
    with later: Sample, _ question: String, _ maps: (earlier: AnswerMap, later: AnswerMap)
  ) -> (Sample, Sample)? {
    guard let before = questionnaire[question]?.choices,
      let after = later.questionnaire[question]?.choices
    else { return nil }
    let common = ChoiceList.common(before, maps.earlier, after, maps.later)
    guard let first = recoding(question, by: maps.earlier, into: common),
      let second = later.recoding(question, by: maps.later, into: common)
    else { return nil }
    return (first, second)
  }
}

extension WeightedStudy {
  /// The differences of the questionnaires of two waves, each pair of versions compared once.
  func differences(
    of pairs: [(AnalysedSample, AnalysedSample)], from earlier: String, to later: String
  ) -> [QuestionnaireDifference] {
    var known: [[String]: QuestionnaireDifference] = [:]
    return pairs.map { before, after in
      let versions = [before.sample.questionnaire.version, after.sample.questionnaire.version]
      if let difference = known[versions] { return difference }
      var difference = QuestionnaireDifference(
        from: before.sample.questionnaire, to: after.sample.questionnaire,
        decided: study.crosswalk.decidedNames(in: [earlier, later]))
      difference.leaveOutRouting(of: study.crosswalk.splitBallots(in: [earlier, later]))
      difference.decide { study.decision(on: $0, from: earlier, to: later) }
      known[versions] = difference
      return difference
    }
  }

  /// What is known of the comparability of scores in two waves; those made of other answers here are
  /// tested once more.
  func findings(
    on waves: AlignedWaves, _ comparison: MeasurementComparison, known: StudyComparability
  ) -> [ScoreComparability] {
    let findings = known.findings(on: comparison)
    let changed = waves.factors(of: study)
    guard !changed.isEmpty else { return findings }
    let aligned = having([waves.earlier, waves.later]).tested([comparison], factors: changed)
      .findings(on: comparison)
    return findings.map { finding in
      changed.contains(finding.id.factor)
        ? aligned.first { $0.id == finding.id } ?? finding : finding
    }
  }
}
