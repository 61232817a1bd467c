/// How weights are made to agree with the population, and which of all such weights are taken.
///
/// Each method but ``iterative`` chooses the factors g = w/d nearest to 1 by a distance of its own:
///
///     w = d F(xᵀλ),  Σ w x = the population's totals
///
/// > J.-C. Deville, C.-E. Särndal (1992). "Calibration estimators in survey sampling". *JASA* 87.
public enum WeightingMethod: String, Hashable, Sendable, CaseIterable {
  /// Iterative proportional fitting to margins (R: `rake`).
  case iterative = "rake"
  /// One margin, its categories brought to their targets at once (R: `postStratify`).
  case poststratification = "poststratify"
  /// F(u) = 1 + u, the generalised regression estimator; factors may be negative unless bounded
  /// (R: `calibrate(calfun = "linear")`).
  case linear = "greg"
  /// F(u) = eᵘ, what raking comes to, for continuous totals too (R: `calfun = "raking"`).
  case rakingDistance = "raking"
  /// F(u) = (L(U − 1) + U(1 − L)eᴬᵘ) / (U − 1 + (1 − L)eᴬᵘ), strictly within its bounds L and U,
  /// A = (U − L)/((1 − L)(U − 1)) (R: `calfun = "logit"`).
  case logit
}

/// How weighting is done; every choice changes the weights and is stated in the passport.
public struct WeightingOptions: Hashable, Sendable {
  /// What to do where margins have different totals.
  public enum Totals: Hashable, Sendable {
    /// Refuse, where they differ by more than one per cent; below that the first one holds.
    case mustAgree
    /// The first margin's total holds, the others give shares only.
    case scaledToFirst
  }

  public var method: WeightingMethod
  /// Smallest and largest weight, in mean weights, such as 0.3…3; nil for no limits. They hold
  /// inside the iterations: the margins are met within them, or an error says why they cannot be.
  public var limits: ClosedRange<Double>?
  /// Smallest and largest factor g between the base weight, scaled to the population's total, and
  /// the weight, such as 0.5…2; nil for none (R: `bounds`).
  public var bounds: ClosedRange<Double>?
  public var totals: Totals
  /// The largest relative difference of a category's weighted count from its target at the end.
  public var tolerance: Double
  public var maximumIterations: Int

  public init(
    method: WeightingMethod = .iterative, limits: ClosedRange<Double>? = nil,
    totals: Totals = .mustAgree, tolerance: Double = 1e-10, maximumIterations: Int = 1000
  ) {
    self.method = method
    self.limits = limits
    self.totals = totals
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
  }

  /// The smallest and largest factor of each unit, from ``bounds`` and ``limits`` together.
  ///
  /// - Parameters:
  ///   - start: The unit's base weight, scaled to the population's total.
  ///   - mean: The mean weight.
  func factorBounds(start: Double, mean: Double) -> ClosedRange<Double> {
    var lower = bounds?.lowerBound ?? -.infinity
    var upper = bounds?.upperBound ?? .infinity
    if let limits {
      lower = max(lower, limits.lowerBound * mean / start)
      upper = min(upper, limits.upperBound * mean / start)
    }
    return min(lower, upper)...upper
  }
}
