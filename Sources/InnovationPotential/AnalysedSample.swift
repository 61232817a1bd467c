import Estimation
import SurveyModel

/// The mean of a score in a population or a part of it.
public struct ScoreEstimate: Sendable {
  public var definition: ScoreDefinition
  /// 0…100; nil where it may not be shown.
  public var mean: Estimate?
  /// Interviews that have the score.
  public var count: Int
  public var suppression: Suppression?

  public var id: ScoreID { definition.id }
}

/// The scores of the categories of a group.
public struct GroupScores: Sendable {
  public struct Category: Sendable {
    /// ``Grouping/Category/name``.
    public var name: String
    /// Interviews in it.
    public var count: Int
    /// Its share of the population.
    public var share: Estimate
    /// Why neither count nor share may be shown; nil where they may.
    public var suppression: Suppression?
    /// In the order of ``AnalysedSample/scores``.
    public var scores: [ScoreEstimate]
  }

  /// ``Grouping/name``.
  public var group: String
  public var categories: [Category]
  /// Interviews in none of the categories.
  public var unknownCount: Int
}

/// One city in one wave: its answers, design and scores, and what is estimated from them.
public struct AnalysedSample: Sendable {
  public private(set) var weighted: WeightedSample
  public let scored: ScoredSample
  /// Of the whole population, in the order of `factors.csv`.
  public let scores: [ScoreEstimate]
  /// By the groups that reports break results down by.
  public let groups: [GroupScores]
  /// Of all questions that were asked, in the questionnaire's order.
  public let distributions: [QuestionDistribution]
  /// What goes together with the index.
  public let drivers: Drivers

  public var city: String { sample.city }
  public var wave: String { sample.wave }
  public var sample: Sample { weighted.sample }
  public var design: SurveyDesign { weighted.design }

  public subscript(score: ScoreID) -> ScoreEstimate? { scores.first { $0.id == score } }

  public func distribution(of question: String) -> QuestionDistribution? {
    distributions.first { $0.question == question }
  }

  /// The index's mean; nil where the study has no index, or the sample lacks a facet of it.
  public var index: ScoreEstimate? {
    scores.first { $0.definition.layer == .outcome && $0.id.part == .whole }
  }

  /// The sample with errors from replicates; what was computed beforehand stays.
  func taking(_ replicates: ReplicateDesign) -> AnalysedSample {
    var sample = self
    sample.weighted = weighted.taking(replicates)
    return sample
  }

  init(_ weighted: WeightedSample, in study: Study, scope: StudyAnalysis.Scope = .everything) {
    let design = weighted.design
    let scored = Scoring(factors: study.factors).score(weighted.sample)
    let rule = SuppressionRule(study.settings, concernsCells: false)
    self.weighted = weighted
    self.scored = scored
    scores = scored.scores.map { ScoreEstimate($0, in: design, rule: rule) }
    guard scope.hasSamplesInFull else {
      (groups, distributions, drivers) = ([], [], .notEstimable(.noFactors))
      return
    }
    groups = study.reportedGroupings.compactMap { grouping in
      GroupMembership(grouping, in: weighted.sample).map {
        GroupScores($0, scores: scored.scores, in: design, rule: rule)
      }
    }
    let keys = study.recordKeys
    distributions = weighted.sample.questionnaire.questions.compactMap { question in
      guard question.isAnalysed, question.personalData == nil, !keys.contains(question.name) else {
        return nil
      }
      return AnswerColumn(question.name, in: weighted.sample)?.distribution(in: design, rule: rule)
    }
    drivers = Drivers(of: scored, weighted, in: study)
  }
}

extension ScoreEstimate {
  init(_ score: Score, in design: SurveyDesign, rule: SuppressionRule) {
    let mean = design.mean(of: score.values)
    definition = score.definition
    count = mean.count
    suppression = rule.suppression(ofMeanOver: mean.count)
    self.mean = suppression == nil ? mean : nil
  }
}

extension GroupScores {
  init(
    _ membership: GroupMembership, scores: [Score], in design: SurveyDesign, rule: SuppressionRule
  ) {
    let shares = design.shares(
      of: CategoricalAnswers(
        categories: membership.categories, codes: membership.indices.map(Int32.init)))
    group = membership.name
    unknownCount = membership.indices.count { $0 < 0 }
    let suppressions = rule.suppressions(ofCells: membership.counts)
    categories = membership.categories.indices.map { index in
      let domain = design.domain(membership.isMember(of: index))
      return Category(
        name: membership.categories[index], count: domain.memberCount, share: shares[index],
        suppression: suppressions[index],
        scores: scores.map { ScoreEstimate($0, in: domain, rule: rule) })
    }
  }
}

extension Study {
  /// The groups that reports break results down by: those that the settings name, else all.
  public var reportedGroupings: [Grouping] {
    guard !settings.reportGroups.isEmpty else { return groupings }
    return settings.reportGroups.compactMap { name in groupings.first { $0.name == name } }
  }
}

extension Question {
  /// Whether its answers are estimated from: a person gave them, outside a repeat.
  var isAnalysed: Bool {
    guard enclosingRepeat == nil else { return false }
    switch kind {
    case .note, .metadata, .attachment, .acknowledgement, .position, .barcode: return false
    default: return true
    }
  }
}
