import Estimation
import SurveyAnalysis
import SurveyModel

/// Why the index differs between two cities of a wave: because their people are composed otherwise,
/// because they have other levels of the factors, or for what neither tells.
///
/// It is the threefold decomposition of
/// ``Estimation/SurveyDesign/decomposition(of:on:against:by:)``; no part is a cause. The
/// coefficients' part is not divided among predictors: where each of them is 0, and which category is
/// left out, would decide that.
public struct IndexDecomposition: Sendable {
  /// What a city's people may have more of, or be more often.
  public enum Source: Hashable, Sendable {
    case group(String)
    case score(ScoreID)
  }

  /// One part of the difference.
  public struct Part: Sendable {
    public var source: Source
    public var estimate: Estimate
  }

  /// The parts of the difference by one model, in points of the index; they add up to it.
  public struct Account: Sendable {
    /// What another composition by groups goes with; nil where the model holds no group equal.
    public var composition: Estimate?
    /// What other levels of the factors go with.
    public var levels: Estimate
    /// What neither tells: at the same composition and levels, the index is another one.
    public var unexplained: Estimate
    /// What other composition and levels go with beyond what they go with in the second city.
    public var interaction: Estimate
    /// The parts of composition and levels, groups first.
    public var parts: [Part]
  }

  public var first: String
  public var second: String
  /// Interviews of the cities with an index and all predictors.
  public var counts: [Int]
  /// The first city's mean minus the second's, among these interviews.
  public var difference: Estimate
  public var account: Account
  /// Questions whose wording overlaps with questions of the index.
  public var overlaps: [OverlappingQuestion]
  /// By the model without those questions; nil where there are none, or no factor is left.
  public var withoutOverlaps: Account?
  /// Not in the model: few people differ from the others, or it follows from other predictors.
  public var leftOut: [Source]
  /// What the figures are rounded to, lest they tell of the few people without all answers; nil where
  /// they are exact.
  public var step: Double?
}

/// Why a difference is not decomposed.
public enum NoDecomposition: Error, Hashable, Sendable {
  /// No factor beside the index measures the same in both cities.
  case noFactors
  /// Fewer people of the city than so many have all answers.
  case fewInterviews(city: String, minimum: Int)
  /// Fewer people of the city than so many lack an answer, and figures would tell of them.
  case fewIncomplete(city: String, minimum: Int)
  case notFitted(RegressionError)
}

/// The differences of a wave's cities in the index, decomposed.
public struct WaveDecompositions: Sendable {
  public struct Pair: Sendable {
    public var first: String
    public var second: String
    /// Of all interviews with an index, as the pairs of cities are compared.
    public var compared: Difference
    public var result: Result<IndexDecomposition, NoDecomposition>
  }

  public var wave: String
  public var pairs: [Pair]
  /// How many pairs of cities there are; those whose difference is established are decomposed, the
  /// greatest first, where they are more than ``AnalysisConventions/mostDecomposedPairs``.
  public var pairCount: Int

  public var isOfEstablishedOnly: Bool { pairCount > pairs.count || pairs.isEmpty }
}

extension WeightedStudy {
  /// The differences of a wave's cities in the index, decomposed; nil where the wave's cities are not
  /// compared by an index.
  ///
  /// - Complexity: O(pairs × interviews × predictors²), of ten pairs at most.
  public func decompositions(_ profile: WaveProfile) -> WaveDecompositions? {
    let all = profile.pairs.filter {
      $0.definition.layer == .outcome && $0.definition.id.part == .whole
    }
    guard !all.isEmpty else { return nil }
    let most = study.conventions.mostDecomposedPairs
    let greatest = all.filter(\.difference.isEstablished)
      .sorted { abs($0.difference.value) > abs($1.difference.value) }.prefix(most)
    let chosen = all.count > most ? Array(greatest) : all
    return WaveDecompositions(
      wave: profile.wave,
      pairs: chosen.compactMap { pair in
        guard let first = sample(city: pair.first, wave: profile.wave),
          let second = sample(city: pair.second, wave: profile.wave)
        else { return nil }
        let fit = DecompositionFit([first, second], in: study, profile)
        return WaveDecompositions.Pair(
          first: pair.first, second: pair.second, compared: pair.difference,
          result: Result { () throws(NoDecomposition) in try fit.decomposition(of: pair.definition)
          })
      }, pairCount: all.count)
  }
}
