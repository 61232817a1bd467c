import Estimation
import Parallelism
import QuestionnaireDefinition
import SurveyAnalysis
import SurveyModel

/// The change of a score in a city between two waves.
public struct ScoreChange: Sendable {
  public var city: String
  public var definition: ScoreDefinition
  public var earlier: Estimate
  public var later: Estimate
  /// Later minus earlier, in points.
  public var difference: Difference
  /// Questions that only one of the waves has, and that neither value here is made from.
  public var leftOut: [String]
  /// Questions of the score that were asked in other words in the later wave.
  public var reworded: [String]
  /// Questions that measured something else in one of the waves: neither value is made from them.
  public var freed: [String]
}

/// By how much the index changed more in one city than in another: a difference in differences.
public struct ChangeContrast: Sendable {
  public var first: String
  public var second: String
  public var definition: ScoreDefinition
  /// The change in the first city minus that in the second, in points.
  public var difference: Difference

  /// The pairs of cities by the changes of their index, which are independent; adjusted by Holm.
  static func all(
    _ changes: [ScoreChange], by conventions: AnalysisConventions
  ) -> [ChangeContrast] {
    let own = changes.filter(\.definition.isOutcome)
    let pairs = own.indices.flatMap { first in
      own.indices.dropFirst(first + 1).map { (own[first], own[$0]) }
    }
    let differences = UntestedDifference.tested(
      pairs.map { first, second in
        UntestedDifference(
          first.difference.estimate.difference(fromIndependent: second.difference.estimate),
          zone: conventions.scoreZone)
      }, by: conventions, adjustment: .holm)
    return zip(pairs, differences).map { pair, difference in
      ChangeContrast(
        first: pair.0.city, second: pair.1.city, definition: pair.0.definition,
        difference: difference)
    }
  }
}

/// The change of a question's mean, or of the share of one of its answers, in a city.
public struct QuestionChange: Sendable {
  public enum Quantity: Hashable, Sendable {
    case mean(AnswerColumn.Unit)
    /// Of all who were asked.
    case share(Answer)
  }

  public var city: String
  public var question: String
  public var quantity: Quantity
  public var earlier: Estimate
  public var later: Estimate
  /// Later minus earlier: points, the unit of the answers, or shares.
  public var difference: Difference
  /// Whether the question or a choice was worded otherwise.
  public var isReworded: Bool
}

/// What changed between two waves, in the questions and in the answers.
///
/// Only cities with usable samples in both waves are compared, only scores made of questions that are the
/// same in both, and only questions whose verdict allows it; those under other codes are compared in the
/// codes that both waves have in common.
public struct WaveComparison: Sendable {
  /// Two versions of the questionnaire that some cities were asked in these waves.
  public struct Versions: Sendable {
    public var earlier: String
    public var later: String
    public var cities: [String]
    public var difference: QuestionnaireDifference
  }

  /// A city that both waves have.
  public struct City: Sendable {
    public var name: String
    public var dependence: WaveDependence
    /// Scores whose means are not compared: they did not measure the same in both waves.
    public var withheld: [WithheldComparison]
    /// On which the comparisons rest.
    public var comparability: [ScoreComparability]
  }

  public var earlier: String
  public var later: String
  public var cities: [City]
  public var versions: [Versions]
  /// By city, then in the order of `factors.csv`.
  public var scoreChanges: [ScoreChange]
  /// Of factors and facets.
  public var scoreFamily: ComparisonFamily
  public var indexFamily: ComparisonFamily
  /// Pairs of cities by the change of the index, in the study's order.
  public var indexContrasts: [ChangeContrast]
  public var contrastFamily: ComparisonFamily
  /// By city, then in the questionnaire's order.
  public var questionChanges: [QuestionChange]
  /// Changes of questions that not the same people were asked, on the base that both waves have.
  public var commonBaseChanges: [QuestionChange]
  /// Changes of questions in other words, over a split ballot.
  public var bridgedChanges: [BridgedChange]
  /// Those that could not be computed.
  public var missingBridges: [MissingBridge]
  /// Of all questions, on whichever base.
  public var questionFamily: ComparisonFamily

  public func scoreChanges(in city: String) -> [ScoreChange] {
    scoreChanges.filter { $0.city == city }
  }

  public func questionChanges(in city: String) -> [QuestionChange] {
    questionChanges.filter { $0.city == city }
  }

  /// - Parameters:
  ///   - comparability: Of each city's two waves.
  ///   - distributions: What is shown of a sample's questions.
  init(
    from earlier: String, to later: String, _ aligned: [AlignedWaves], in weighted: WeightedStudy,
    comparability: StudyComparability,
    distributions: @Sendable (AnalysedSample) -> [QuestionDistribution]
  ) {
    let study = weighted.study
    let links = concurrently(aligned.count) {
      LinkedWaves(aligned[$0], in: study, distributions: distributions)
    }
    let versions = Self.versions(of: aligned)
    let findings = aligned.map { waves in
      weighted.findings(
        on: waves, .waves([earlier, later], city: waves.later.city), known: comparability)
    }
    let common = zip(aligned, findings).map { waves, findings in
      CommonScores(
        [waves.earlier, waves.later], factors: study.factors, findings: findings,
        incomparable: waves.incomparable)
    }
    let scores = zip(links, common).flatMap {
      PendingScoreChange.all($0, $1, versions, in: study)
    }
    let questions = concurrently(links.count) { PendingQuestionChange.all(links[$0], versions) }
      .flatMap(\.self)
    let onCommonBase = aligned.flatMap { PendingQuestionChange.onCommonBase($0, in: study) }
    let scoreDifferences = UntestedDifference.tested(
      scores.map(\.difference), isOfIndex: scores.map(\.definition.isOutcome),
      by: study.conventions)
    let bridged = PendingBridgedChange.all(aligned, from: earlier, to: later, in: weighted)
    let compared = questions + onCommonBase
    let questionDifferences = UntestedDifference.tested(
      compared.map(\.difference) + bridged.changes.map(\.difference),
      isInFamily: compared.map(\.isInFamily) + bridged.changes.map { _ in true },
      by: study.conventions)
    self.earlier = earlier
    self.later = later
    self.versions = versions
    cities = links.indices.map { place in
      City(
        name: links[place].later.city, dependence: links[place].dependence,
        withheld: common[place].withheld, comparability: findings[place])
    }
    scoreChanges = zip(scores, scoreDifferences).map { $0.change(with: $1) }
    indexContrasts = ChangeContrast.all(scoreChanges, by: study.conventions)
    contrastFamily = ComparisonFamily(
      .indexChangePairs, [earlier, later], indexContrasts.map(\.difference))
    func ofScores(_ isIndex: Bool) -> [Difference] {
      zip(scores, scoreDifferences).filter { $0.0.definition.isOutcome == isIndex }.map(\.1)
    }
    scoreFamily = ComparisonFamily(.scoreChanges, [earlier, later], ofScores(false))
    indexFamily = ComparisonFamily(.indexChanges, [earlier, later], ofScores(true))
    questionChanges = zip(questions, questionDifferences).map { $0.change(with: $1) }
    commonBaseChanges = zip(onCommonBase, questionDifferences.dropFirst(questions.count)).map {
      $0.change(with: $1)
    }
    bridgedChanges = zip(
      bridged.changes, questionDifferences.dropFirst(questions.count + onCommonBase.count)
    ).map { $0.change(with: $1) }
    missingBridges = bridged.missing
    questionFamily = ComparisonFamily(.questionChanges, [earlier, later], questionDifferences)
  }

  private static func versions(of aligned: [AlignedWaves]) -> [Versions] {
    var versions: [Versions] = []
    for waves in aligned {
      let before = waves.original.earlier.sample.questionnaire
      let after = waves.original.later.sample.questionnaire
      if let index = versions.firstIndex(where: {
        $0.earlier == before.version && $0.later == after.version
      }) {
        versions[index].cities.append(waves.later.city)
      } else {
        versions.append(
          Versions(
            earlier: before.version, later: after.version, cities: [waves.later.city],
            difference: waves.difference))
      }
    }
    return versions
  }
}

extension [WaveComparison.Versions] {
  /// The difference of the questionnaires of a city.
  func difference(for city: String) -> QuestionnaireDifference? {
    first { $0.cities.contains(city) }?.difference
  }
}
