import Estimation
import SurveyAnalysis
import SurveyModel
import Typology

/// Types of residents by the scores of some factors, all cities of a wave together: how many there
/// are, what they are like, and which share of each city they make up.
///
/// Types have numbers, not names: a name is a claim about people's minds that scores do not make.
public struct ResidentTypes: Sendable {
  /// How types are found.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// `KMeans` of the standardised scores.
    case kMeans = "k-means"
    /// `LatentClassAnalysis` of the scores cut at the thirds of the residents.
    case latentClasses = "latent-classes"
  }

  /// One number of types that was tried.
  public struct Candidate: Sendable {
    public let types: Int
    /// The smaller, the better; of latent classes only.
    public let bic: Double?
    /// The share of the scores' variance between types; of k-means only.
    public let explained: Double?
    /// −1…1, the larger, the clearer the borders; of k-means only.
    public let silhouette: Double?
    public let stability: ClusterStability
    /// What to know before it is believed, in words.
    public let warnings: [String]
  }

  /// One type.
  public struct Portrait: Sendable {
    /// Of all cities together; nil where the type is too small to be shown, or would tell of one
    /// that is.
    public let share: Estimate?
    /// The mean of each score of ``ResidentTypes/scores`` among its residents, 0…100.
    public let means: [Estimate?]
    /// The shares of the cities in the order of ``ResidentTypes/cities``.
    public let cityShares: [Estimate?]
    /// Why the type is not shown; nil where it is.
    public let suppression: Suppression?
  }

  public let wave: String
  public let method: Method
  public let scores: [ScoreDefinition]
  public let cities: [String]
  /// By their number of types; what could not be tried is left out.
  public let candidates: [Candidate]
  /// Why larger numbers were not tried; nil where all were.
  public let problem: TypologyError?
  /// The number that was asked for, or the best: the least BIC, or the clearest borders, among those
  /// that bootstrap samples find again; among all where they find none again.
  public let chosen: Candidate
  /// From the largest type to the smallest.
  public let portraits: [Portrait]
  /// Interviews that have a type.
  public let count: Int
  /// Interviews without one of the scores.
  public let incompleteCount: Int
  /// What speaks for borders between the types; nil for latent classes and a single type.
  public let borders: Borders?

  /// Whether there are borders between types, or types are slices of one cloud.
  public struct Borders: Hashable, Sendable {
    /// `KMeans.distinctness(resamples:)`: the chance that a cloud without types is cut as well. Nil where
    /// the scores repeat one another, so that no such cloud can be drawn.
    public let pValue: Double?
    /// `KMeans.densityBetween`: how dense people are between neighbouring types, in densities at their
    /// centres.
    public let density: Double
    /// Whether bootstrap samples find the types again.
    public let isStable: Bool

    /// The largest density between types that have a border.
    public static let greatestDensity = 0.5

    /// Whether all three speak for borders: none alone does. Stable cuts of one cloud there are, and a
    /// bent or a skew cloud is no normal one.
    public func areShown(by conventions: AnalysisConventions) -> Bool {
      isStable && (pValue ?? 1) < conventions.significance && density <= Self.greatestDensity
    }
  }
}

/// What types are made from, and how many.
public struct TypologyOptions: Hashable, Sendable {
  public var method: ResidentTypes.Method
  /// Names of factors; all reflective ones and the index where there are none.
  public var factors: [String]
  /// The numbers of types that are tried.
  public var types: ClosedRange<Int>
  /// Bootstrap samples of sampling points.
  public var resamples: Int

  public init(
    method: ResidentTypes.Method = .kMeans, factors: [String] = [], types: ClosedRange<Int> = 2...6,
    resamples: Int = 50
  ) {
    precondition(types.lowerBound > 0 && resamples > 0, "at least one type and one sample")
    self.method = method
    self.factors = factors
    self.types = types
    self.resamples = resamples
  }
}
