import Estimation
import SurveyAnalysis
import SurveyModel

/// What goes together with the index in one city and wave, the other predictors held equal. It is
/// an association, never a cause.
public enum Drivers: Sendable {
  case estimated(DriverModels)
  case notEstimable(NotEstimable)

  public enum NotEstimable: Error, Hashable, Sendable {
    /// No factor has the layer `outcome`.
    case noOutcome
    /// The sample lacks a facet of the index.
    case noIndex
    /// No other factor could be scored.
    case noFactors
    /// Fewer complete interviews than a figure may rest on.
    case fewInterviews(needed: Int)
    /// Too few clusters, or the same index for everybody.
    case notFitted(RegressionError)
  }

  /// The models; nil where they cannot be estimated.
  public var models: DriverModels? {
    if case .estimated(let models) = self { models } else { nil }
  }
}

/// A model, and the same one without the questions that overlap with the index.
public struct DriverModels: Sendable {
  public var full: DriverModel
  /// Questions whose wording overlaps with questions of the index.
  public var overlaps: [OverlappingQuestion]
  /// With factors scored without those questions, or why it cannot be had; nil where there are none.
  public var withoutOverlaps: Result<DriverModel, Drivers.NotEstimable>?

  /// The model without those questions, where it can be had.
  public var reduced: DriverModel? {
    if case .success(let model) = withoutOverlaps { model } else { nil }
  }
}

/// A weighted linear regression of the index on factor scores and sociodemographic groups.
public struct DriverModel: Sendable {
  public enum Predictor: Hashable, Sendable {
    case score(ScoreID)
    /// A category of a group, against the group's ``Control/reference``.
    case category(group: String, category: MergedCategory)
  }

  public struct Term: Sendable {
    public var predictor: Predictor
    /// Index points per 10 points of the score; for a category, index points above the reference.
    public var slope: Estimate
    /// Standard deviations of the index per standard deviation of the predictor.
    public var standardised: Estimate
    /// Of the slope, two-sided; nil where there is no test.
    public var pValue: Double?
    /// Over the scores of the model; nil for categories.
    public var adjustedPValue: Double?
    /// Whether the association of a score is established, the many comparisons considered.
    public var isEstablished: Bool
  }

  /// A group whose categories are held equal.
  public struct Control: Hashable, Sendable {
    public var group: String
    public var reference: MergedCategory
  }

  /// Scores in the order of `factors.csv`, then categories.
  public var terms: [Term]
  public var controls: [Control]
  /// Predictors left out because they are constant or follow from others here.
  public var leftOut: [Predictor]
  public var rSquared: Double
  /// Interviews with an index and all predictors.
  public var count: Int
  /// Of the design, less the number of slopes.
  public var degreesOfFreedom: Int
  public var family: ComparisonFamily

  /// The terms of scores.
  public var scores: [Term] {
    terms.filter { if case .score = $0.predictor { true } else { false } }
  }
}

extension Drivers {
  init(
    of scored: ScoredSample, _ weighted: WeightedSample, in study: Study, rule: DisclosureRule
  ) {
    let fit = DriverFit(scored: scored, weighted: weighted, study: study, rule: rule)
    do {
      let full = try fit.model(with: scored)
      let overlaps = OverlappingQuestion.all(in: study.factors)
      let excluded = Set(overlaps.map(\.question))
      let reduced = Scoring(factors: study.factors, excluding: excluded).score(weighted.sample)
      let rerun = Result { () throws(NotEstimable) in try fit.model(with: reduced) }
      self = .estimated(
        DriverModels(
          full: full, overlaps: overlaps, withoutOverlaps: overlaps.isEmpty ? nil : rerun))
    } catch {
      self = .notEstimable(error)
    }
  }
}
