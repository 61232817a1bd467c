/// How the estimates of several completed data sets differ, beside their own errors.
public struct ImputationSpread: Hashable, Sendable {
  /// m: how many completed data sets there are.
  public let imputations: Int
  /// W: the mean of the variances.
  public let within: Double
  /// B: the variance of the values, with the divisor m − 1.
  public let between: Double
  /// Barnard and Rubin's, on those of the design.
  public let degreesOfFreedom: Double
  /// The share of the information that is missing, 0…1: (r + 2/(ν + 3))/(r + 1), r being
  /// (1 + 1/m) B/W; 0 where all data sets agree.
  public let missingInformation: Double

  /// T = W + (1 + 1/m) B.
  public var total: Double { within + (1 + 1 / Double(imputations)) * between }

  /// The degrees of freedom are
  ///
  ///     1/ν = 1/ν_m + 1/ν_obs,  ν_m = (m − 1)/λ²,  ν_obs = (ν₀ + 1)/(ν₀ + 3) · ν₀ (1 − λ)
  ///
  /// where λ = (1 + 1/m) B/T, and ν₀ are those of the complete data. R's `mitools` has W/(W + B) in
  /// the place of 1 − λ = W/T, and so a little more of them; its `mice` has these.
  ///
  /// - Parameters:
  ///   - values: The estimates, one for each completed data set, at least two.
  ///   - variances: Theirs.
  ///   - degreesOfFreedom: ν₀.
  /// > D. Rubin (1987). *Multiple Imputation for Nonresponse in Surveys*, §3.1. Wiley. — J. Barnard,
  /// > D. Rubin (1999). "Small-sample degrees of freedom with multiple imputation". *Biometrika* 86(4).
  public init(values: [Double], variances: [Double], degreesOfFreedom: Int) {
    precondition(values.count > 1 && values.count == variances.count, "two data sets at least")
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    imputations = values.count
    within = variances.reduce(0, +) / count
    let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    // Of the same answers, or of shares that weighting fixes, only rounding differs.
    between = spread <= 1e-18 * mean * mean || spread <= 1e-12 * within ? 0 : spread
    let extra = (1 + 1 / count) * between
    let share = within + extra > 0 ? extra / (within + extra) : 0
    let complete = Double(degreesOfFreedom)
    let observed = (complete + 1) / (complete + 3) * complete * (1 - share)
    let freedom = 1 / (share * share / (count - 1) + 1 / observed)
    self.degreesOfFreedom = freedom
    // (r + 2/(ν + 3))/(r + 1), with r = λ/(1 − λ).
    missingInformation = share > 0 ? share + (1 - share) * 2 / (freedom + 3) : 0
  }
}

extension Estimate {
  /// The degrees of freedom that its interval and test have: those of the design, or of several
  /// completed data sets.
  public var testedDegreesOfFreedom: Double {
    imputation?.degreesOfFreedom ?? Double(degreesOfFreedom)
  }

  /// What the estimates of several completed data sets say together, by Rubin's rules: their mean,
  /// with the variance W + (1 + 1/m) B; see ``ImputationSpread``.
  ///
  /// - Parameters:
  ///   - completed: One for each completed data set.
  ///   - base: The interviews that were observed to have the answer.
  /// - Returns: Nil where there are not two of them, or one is no number.
  public static func combining(imputations completed: [Estimate], base: Base) -> Estimate? {
    guard let first = completed.first, completed.count > 1,
      completed.allSatisfy({ $0.value.isFinite && $0.standardError.isFinite })
    else { return nil }
    let spread = ImputationSpread(
      values: completed.map(\.value),
      variances: completed.map { $0.standardError * $0.standardError },
      degreesOfFreedom: completed.map(\.degreesOfFreedom).min() ?? 0)
    return Estimate(
      value: completed.reduce(0) { $0 + $1.value } / Double(completed.count),
      standardError: spread.total.squareRoot(),
      degreesOfFreedom: completed.map(\.degreesOfFreedom).min() ?? 0, base: base,
      kind: first.kind, isFixedByWeighting: completed.allSatisfy(\.isFixedByWeighting),
      imputation: spread)
  }
}
