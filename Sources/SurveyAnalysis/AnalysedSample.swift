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

/// One city in one wave: its answers, design and scores.
public struct AnalysedSample: Sendable {
  public let weighted: WeightedSample
  /// How few interviews a figure of the sample may rest on.
  public let disclosure: DisclosureRule
  public let scored: ScoredSample
  /// Of the whole population, in the order of `factors.csv`.
  public let scores: [ScoreEstimate]

  public var key: SampleKey { sample.key }
  public var city: String { sample.city }
  public var wave: String { sample.wave }
  public var sample: Sample { weighted.sample }
  public var design: SurveyDesign { weighted.design }

  public subscript(score: ScoreID) -> ScoreEstimate? { scores.first { $0.id == score } }

  /// The index's mean; nil where the study has no index, or the sample lacks a facet of it.
  public var index: ScoreEstimate? {
    scores.first { $0.definition.layer == .outcome && $0.id.part == .whole }
  }

  init(_ weighted: WeightedSample, in study: Study) {
    let scored = Scoring(factors: study.factors).score(weighted.sample)
    let rule = DisclosureRule(
      study, sample: weighted.sample.key, interviews: weighted.sample.responses.count)
    self.weighted = weighted
    disclosure = rule
    self.scored = scored
    scores = scored.scores.map { ScoreEstimate($0, in: weighted.design, rule: rule) }
  }
}

extension ScoreEstimate {
  package func hidden(because suppression: Suppression) -> ScoreEstimate {
    var score = self
    (score.mean, score.count, score.step, score.suppression) = (nil, nil, nil, suppression)
    return score
  }

  /// The mean in a whole sample.
  init(_ score: Score, in design: SurveyDesign, rule: DisclosureRule) {
    let mean = design.mean(of: score.values)
    self.init(score.definition, mean, unless: rule.suppression(ofBase: mean.count))
  }

  package init(
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
