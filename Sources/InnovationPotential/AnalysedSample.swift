import Estimation
import SurveyModel

/// The mean of a score in a population or a part of it.
public struct ScoreEstimate: Sendable {
  public var definition: ScoreDefinition
  /// 0…100; nil where it may not be shown.
  public var mean: Estimate?
  /// Interviews that have the score; nil where the mean may not be shown.
  public var count: Int?
  public var suppression: Suppression?
  /// What the mean was rounded to, lest it tell of few people; nil where it is exact.
  public var step: Double?

  /// Whether the mean has no decimals.
  public var isCoarse: Bool { mean != nil && (step ?? 0) >= 1 }

  public var id: ScoreID { definition.id }
}

/// The scores of the categories of a group.
public struct GroupScores: Sendable {
  public struct Category: Sendable {
    /// ``Grouping/Category/name``.
    public var name: String
    /// Interviews in it; nil where they are too few to be told.
    public var count: Int?
    /// Its share of the population; nil where it may not be shown.
    public var share: Estimate?
    /// Why the share is not shown; nil where it is.
    public var suppression: Suppression?
    /// Why the number of interviews is not shown; nil where it is.
    public var countSuppression: Suppression?
    /// Whether somebody is in it.
    public var hasPeople: Bool
    /// In the order of ``AnalysedSample/scores``.
    public var scores: [ScoreEstimate]
  }

  /// ``Grouping/name``.
  public var group: String
  public var categories: [Category]
  /// Interviews in none of the categories; nil where they are too few to be told.
  public var unknownCount: Int?
}

/// One city in one wave: its answers, design and scores, and what is estimated from them.
public struct AnalysedSample: Sendable {
  public private(set) var weighted: WeightedSample
  /// How few interviews a figure of the sample may rest on.
  public let disclosure: DisclosureRule
  public let scored: ScoredSample
  /// Of the whole population, in the order of `factors.csv`.
  public let scores: [ScoreEstimate]
  /// By the groups that reports break results down by.
  public internal(set) var groups: [GroupScores]
  /// Of all questions that were asked, in the questionnaire's order.
  public internal(set) var distributions: [QuestionDistribution]
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
    let rule = DisclosureRule(
      study, city: weighted.sample.city, wave: weighted.sample.wave,
      interviews: weighted.sample.responses.count)
    self.weighted = weighted
    disclosure = rule
    self.scored = scored
    scores = scored.scores.map { ScoreEstimate($0, in: design, rule: rule) }
    guard scope.hasSamplesInFull else {
      (groups, distributions, drivers) = ([], [], .notEstimable(.noFactors))
      return
    }
    groups = study.reportedGroupings.compactMap { grouping in
      Breakdown(by: grouping.name, of: weighted.sample, in: study).map {
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
    drivers = Drivers(of: scored, weighted, in: study, rule: rule)
  }
}

extension ScoreEstimate {
  func hidden(because suppression: Suppression) -> ScoreEstimate {
    var score = self
    (score.mean, score.count, score.step, score.suppression) = (nil, nil, nil, suppression)
    return score
  }

  /// The mean in a whole sample.
  init(_ score: Score, in design: SurveyDesign, rule: DisclosureRule) {
    let mean = design.mean(of: score.values)
    self.init(score.definition, mean, unless: rule.suppression(ofBase: mean.count))
  }

  fileprivate init(
    _ definition: ScoreDefinition, _ mean: Estimate, unless suppression: Suppression?,
    roundedTo step: Double? = nil
  ) {
    self.definition = definition
    self.suppression = suppression
    self.step = step
    self.mean = suppression == nil ? mean.rounded(to: step) : nil
    count = suppression == nil ? mean.count : nil
  }
}

extension GroupScores {
  init(
    _ breakdown: Breakdown, scores: [Score], in design: SurveyDesign, rule: DisclosureRule
  ) {
    let membership = breakdown.membership
    let rule = breakdown.isDelicate ? rule.strict : rule
    let disclosures = scores.map { score in
      breakdown.disclosure(
        of: score.values.map(\.isFinite), weights: design.weights, rule: rule)
    }
    let everybody = breakdown.disclosure(
      of: design.isMember, weights: design.weights, rule: rule)
    let shares = design.shares(
      of: CategoricalAnswers(
        categories: membership.categories, codes: membership.indices.map(Int32.init)))
    let composition = breakdown.composition(rule: rule)
    group = membership.name
    unknownCount = composition.outside
    categories = membership.categories.indices.map { index in
      let domain = design.domain(membership.isMember(of: index))
      let hidden = everybody.suppressions[index] ?? composition.counts[index]
      let share = composition.shares[index] == nil ? shares[index] : nil
      return Category(
        name: membership.categories[index], count: hidden == nil ? domain.memberCount : nil,
        share: share, suppression: composition.shares[index], countSuppression: hidden,
        hasPeople: domain.memberCount > 0,
        scores: zip(scores, disclosures).map { score, disclosure in
          ScoreEstimate(
            score.definition, domain.mean(of: score.values),
            unless: disclosure.suppressions[index], roundedTo: disclosure.step(onScale: 100))
        })
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
