/// Why the mean of an answer differs between two independent samples, such as cities: because
/// their people differ in what goes with the answer, or because the same traits go with other
/// answers there.
public struct Decomposition: Sendable {
  /// One part of the difference: as a whole, and by predictor.
  public struct Part: Sendable {
    public let total: Estimate
    /// The intercept (`(Intercept)`) first.
    public let byPredictor: [Estimate]
  }

  public let names: [String]
  /// The first sample's mean minus the second's.
  public let difference: Estimate
  /// What people's traits make, (x̄ₐ − x̄ᵦ)ᵀbᵦ.
  public let endowments: Part
  /// What the coefficients make, x̄ᵦᵀ(bₐ − bᵦ).
  public let coefficients: Part
  /// What both together make, (x̄ₐ − x̄ᵦ)ᵀ(bₐ − bᵦ).
  public let interaction: Part
}

/// A ``Decomposition`` whose endowments are added up over groups of predictors, and whose other parts
/// stand as a whole.
public struct GroupedDecomposition: Sendable {
  /// The first sample's mean minus the second's.
  public let difference: Estimate
  /// Of each group of predictors.
  public let endowments: [Estimate]
  public let coefficients: Estimate
  public let interaction: Estimate
}

extension SurveyDesign {
  /// The threefold decomposition of the difference of an answer's mean here and in another sample,
  /// drawn independently, after Kitagawa, Oaxaca and Blinder.
  ///
  ///     ȳₐ − ȳᵦ = (x̄ₐ − x̄ᵦ)ᵀbᵦ + x̄ᵦᵀ(bₐ − bᵦ) + (x̄ₐ − x̄ᵦ)ᵀ(bₐ − bᵦ)
  ///
  /// The errors are design-based, by the delta method over the means and coefficients of both
  /// samples with their covariance (R's package `oaxaca`, which takes means and coefficients as
  /// independent, or resamples). No part is a cause.
  ///
  /// - Parameters:
  ///   - outcome: Of this design's interviews; `other.outcome` of the other's.
  ///   - predictors: The same names in both, in the same order.
  /// - Throws: ``RegressionError``.
  /// > E. Kitagawa (1955). "Components of a difference between two rates". *JASA* 50. — B. Jann
  /// > (2008). "The Blinder–Oaxaca decomposition for linear regression models". *Stata Journal*
  /// > 8(4), equation 3.
  public func decomposition(
    of outcome: [Double], on predictors: [Predictor],
    against other: (design: SurveyDesign, outcome: [Double], predictors: [Predictor])
  ) throws(RegressionError) -> Decomposition {
    precondition(predictors.map(\.name) == other.predictors.map(\.name), "the same predictors")
    let samples = (
      try DecomposedSample(self, outcome, predictors),
      try DecomposedSample(other.design, other.outcome, other.predictors)
    )
    let terms = samples.0.means.indices.map { PartTerms(samples, $0) }
    return Decomposition(
      names: ["(Intercept)"] + predictors.map(\.name),
      difference: samples.0.outcome.difference(fromIndependent: samples.1.outcome),
      endowments: part(terms.map(\.endowment), samples),
      coefficients: part(terms.map(\.coefficient), samples),
      interaction: part(terms.map(\.interaction), samples))
  }

  /// The same as ``decomposition(of:on:against:)``, its endowments by groups of predictors, such as the
  /// categories of a question: their sum does not depend on which category is left out.
  ///
  /// - Parameter groups: Places of neighbouring predictors, at least one; groups may overlap.
  /// - Throws: ``RegressionError``.
  public func decomposition(
    of outcome: [Double], on predictors: [Predictor],
    against other: (design: SurveyDesign, outcome: [Double], predictors: [Predictor]),
    by groups: [Range<Int>]
  ) throws(RegressionError) -> GroupedDecomposition {
    precondition(predictors.map(\.name) == other.predictors.map(\.name), "the same predictors")
    let samples = (
      try DecomposedSample(self, outcome, predictors),
      try DecomposedSample(other.design, other.outcome, other.predictors)
    )
    let terms = samples.0.means.indices.map { PartTerms(samples, $0) }
    return GroupedDecomposition(
      difference: samples.0.outcome.difference(fromIndependent: samples.1.outcome),
      endowments: groups.map { places in
        // The intercept stands before the predictors.
        let own = (places.lowerBound + 1)..<(places.upperBound + 1)
        return estimate(terms[own].map(\.endowment), from: own.lowerBound, samples)
      }, coefficients: estimate(terms.map(\.coefficient), from: 0, samples),
      interaction: estimate(terms.map(\.interaction), from: 0, samples))
  }

  private func part(
    _ terms: [PartTerm], _ samples: (DecomposedSample, DecomposedSample)
  ) -> Decomposition.Part {
    Decomposition.Part(
      total: estimate(terms, from: 0, samples),
      byPredictor: terms.indices.map { estimate([terms[$0]], from: $0, samples) })
  }

  /// The sum of terms of predictors from a place on.
  private func estimate(
    _ terms: [PartTerm], from place: Int, _ samples: (DecomposedSample, DecomposedSample)
  ) -> Estimate {
    let errors = [
      samples.0.error(of: terms.map(\.first), from: place),
      samples.1.error(of: terms.map(\.second), from: place),
    ]
    let both = Estimate.combination(ofIndependent: errors.map { (1, $0) })
    return Estimate(
      value: terms.reduce(0) { $0 + $1.value }, standardError: both.standardError,
      degreesOfFreedom: both.degreesOfFreedom, base: both.base)
  }
}

/// How a part's term changes with a mean and with a slope of one sample.
private struct Changes {
  var mean: Double
  var slope: Double
}

private struct PartTerm {
  var value: Double
  var first: Changes
  var second: Changes
}

/// The three terms of one predictor, with their derivatives.
private struct PartTerms {
  let endowment: PartTerm
  let coefficient: PartTerm
  let interaction: PartTerm

  init(_ samples: (DecomposedSample, DecomposedSample), _ place: Int) {
    let (mean, slope) = (samples.1.means[place].value, samples.1.slopes[place].value)
    let means = samples.0.means[place].value - mean
    let slopes = samples.0.slopes[place].value - slope
    endowment = PartTerm(
      value: means * slope, first: Changes(mean: slope, slope: 0),
      second: Changes(mean: -slope, slope: means))
    coefficient = PartTerm(
      value: mean * slopes, first: Changes(mean: 0, slope: mean),
      second: Changes(mean: slopes, slope: -mean))
    interaction = PartTerm(
      value: means * slopes, first: Changes(mean: slopes, slope: means),
      second: Changes(mean: -slopes, slope: -means))
  }
}

/// Means and coefficients of one sample, the intercept first.
private struct DecomposedSample {
  let design: SurveyDesign
  let outcome: Estimate
  let means: [LinearisedStatistic]
  let slopes: [LinearisedStatistic]

  init(
    _ design: SurveyDesign, _ outcome: [Double], _ predictors: [Predictor]
  ) throws(RegressionError) {
    let base = design.base(answering: [outcome] + predictors.map(\.values))
    let part = design.domain(base.contains)
    self.design = design
    self.outcome = part.mean(of: outcome)
    slopes = try part.linearisedRegression(of: outcome, on: predictors)
    means =
      [LinearisedStatistic(1, Array(repeating: 0, count: design.count), base)]
      + predictors.map { part.linearisedMean(of: $0.values) }
  }

  /// The error that this sample adds to a sum of terms.
  func error(of changes: [Changes], from place: Int) -> Estimate {
    design.estimate(
      .combination(
        changes.enumerated().flatMap { offset, change in
          [
            (change.mean, means[place + offset]), (change.slope, slopes[place + offset]),
          ]
        }))
  }
}
