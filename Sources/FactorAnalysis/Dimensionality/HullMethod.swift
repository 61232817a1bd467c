import NumericalMethods

/// The Hull method: the number of factors after which the fit, set against the model's degrees of
/// freedom, gains least.
///
///     stₖ = ((fₖ − fᵢ)/(dfᵢ − dfₖ)) / ((fⱼ − fₖ)/(dfₖ − dfⱼ))
///
/// for a point k of the upper convex hull of fit f against parameters and its neighbours i < k < j
/// on it. Solutions from no factor to one more than parallel analysis of the principal components
/// suggests are looked at (at least two), which is the paper's bound.
///
/// Where more factors than the last point of the hull has fit no better (a CFI of 1 cannot rise),
/// nothing is gained after it and its elbow is infinite; the paper gives no rule for this.
///
/// > U. Lorenzo-Seva, M. E. Timmerman, H. A. L. Kiers (2011). "The Hull method for selecting the
/// > number of common factors". *Multivariate Behavioral Research* 46(2).
package struct HullMethod: Hashable, Sendable {
  /// What the fit is measured by.
  package enum Measure: String, Hashable, Sendable, CaseIterable {
    /// The common part accounted for: 1 − KMO of the correlations that minres factors leave over,
    /// with ones on the diagonal. It assumes no distribution.
    case commonPart
    /// The comparative fit index of maximum likelihood factors.
    case cfi
  }

  /// One solution.
  package struct Solution: Hashable, Sendable {
    package let factors: Int
    package let fit: Double
    package let df: Int
    package let isOnHull: Bool
    /// st; nil off the hull and at its ends, infinite where more factors fit no better.
    package let elbow: Double?
  }

  package let measure: Measure
  package let solutions: [Solution]

  /// The number of factors of the sharpest elbow; nil where the hull has no inner point.
  package var suggested: Int? {
    solutions.filter { $0.elbow != nil }.max { ($0.elbow ?? 0) < ($1.elbow ?? 0) }?.factors
  }

  /// - Parameter factors: The most factors to be looked at; see above.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, not more rows than
  ///   items, the correlations are not positive definite, or an extraction does not converge.
  package init(
    _ covariance: ItemCovariance, measure: Measure, upTo factors: Int
  ) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    let most = FactorExtraction.mostFactors(items: covariance.names.count)
    let range = 0...max(1, min(factors, most))
    var points: [HullPoint] = []
    for count in range {
      points.append(try HullPoint(covariance, factors: count, measure: measure))
    }
    self.measure = measure
    solutions = Self.judged(points)
  }

  /// Marks the points of the upper convex hull, and the elbow of each inner one.
  static func judged(_ points: [HullPoint]) -> [Solution] {
    var hull: [HullPoint] = []
    for point in points {
      if let last = hull.last, point.fit <= last.fit { continue }
      while hull.count >= 2,
        hull[hull.count - 2].gain(to: hull[hull.count - 1])
          <= hull[hull.count - 1].gain(to: point)
      {
        hull.removeLast()
      }
      hull.append(point)
    }
    return points.map { point in
      let place = hull.firstIndex { $0.factors == point.factors }
      let elbow = place.flatMap { index -> Double? in
        guard index > 0, point.factors < points.count - 1 else { return nil }
        guard index < hull.count - 1 else { return .infinity }
        return hull[index - 1].gain(to: point) / point.gain(to: hull[index + 1])
      }
      return Solution(
        factors: point.factors, fit: point.fit, df: point.df, isOnHull: place != nil, elbow: elbow)
    }
  }
}

/// The fit of one number of factors.
struct HullPoint {
  let factors: Int
  let fit: Double
  let df: Int

  /// The gain of fit for each degree of freedom given up.
  func gain(to next: HullPoint) -> Double { (next.fit - fit) / Double(df - next.df) }
}

extension HullPoint {
  fileprivate init(
    _ covariance: ItemCovariance, factors: Int, measure: HullMethod.Measure
  ) throws(FactorAnalysisError) {
    switch measure {
    case .commonPart: self = try .commonPart(covariance, factors: factors)
    case .cfi: self = try .cfi(covariance, factors: factors)
    }
  }

  private static func freedom(_ covariance: ItemCovariance, _ factors: Int) -> Int {
    let items = covariance.names.count
    return ((items - factors) * (items - factors) - items - factors) / 2
  }

  private static func commonPart(
    _ covariance: ItemCovariance, factors: Int
  ) throws(FactorAnalysisError) -> HullPoint {
    var residual = covariance.correlationMatrix
    if factors > 0 {
      let loadings = try FactorExtraction(covariance, factors: factors, method: .minres).loadings
      residual = residual - loadings.timesTransposed(loadings)
      residual.setDiagonal(to: 1)
    }
    guard let inverse = CholeskyFactor(residual)?.inverse else {
      throw .notPositiveDefinite(smallestEigenvalue: residual.symmetricEigenvalues?.last ?? .nan)
    }
    return HullPoint(
      factors: factors, fit: 1 - SamplingAdequacy(residual, inverse: inverse).overall,
      df: freedom(covariance, factors))
  }

  private static func cfi(
    _ covariance: ItemCovariance, factors: Int
  ) throws(FactorAnalysisError) -> HullPoint {
    let null = try BartlettTest(covariance)
    guard factors > 0 else { return HullPoint(factors: 0, fit: 0, df: null.df) }
    let extraction = try FactorExtraction(
      covariance, factors: factors, method: .maximumLikelihood)
    let fit = try FactorFit(covariance, extraction)
    let excess = max(fit.chisq - Double(fit.df), 0)
    let nullExcess = max(null.chisq - Double(null.df), excess)
    return HullPoint(
      factors: factors, fit: nullExcess > 0 ? 1 - excess / nullExcess : 1, df: fit.df)
  }
}
