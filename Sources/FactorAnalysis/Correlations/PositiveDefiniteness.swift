/// Whether a correlation matrix can belong to real variables and be factored.
public struct PositiveDefiniteness: Hashable, Sendable, CustomStringConvertible {
  /// What the eigenvalues say.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// All eigenvalues are above 10⁻¹⁰ of the largest.
    case positiveDefinite
    /// The smallest is 0 within rounding: an item is a weighted sum of others.
    case singular
    /// Some are negative: pairwise or polychoric correlations contradict one another.
    case indefinite
  }

  public let verdict: Verdict
  public let smallestEigenvalue: Double
  public let largestEigenvalue: Double
  /// How many eigenvalues are below 0 by more than rounding.
  public let negativeEigenvalues: Int

  /// - Parameter eigenvalues: From the largest to the smallest.
  init(eigenvalues: [Double]) {
    smallestEigenvalue = eigenvalues.last ?? .nan
    largestEigenvalue = eigenvalues.first ?? .nan
    let rounding = Self.rounding * largestEigenvalue
    negativeEigenvalues = eigenvalues.count { $0 < -rounding }
    verdict =
      smallestEigenvalue > rounding
      ? .positiveDefinite : negativeEigenvalues > 0 ? .indefinite : .singular
  }

  /// A share of the largest eigenvalue.
  static let rounding = 1e-10

  public var description: String {
    switch verdict {
    case .positiveDefinite: "the correlations are positive definite"
    case .singular:
      "the correlations are singular: an item repeats others; leave it out, or ask for smoothing"
    case .indefinite:
      "the correlations are not positive definite (\(negativeEigenvalues) negative of their "
        + "eigenvalues, the smallest \(smallestEigenvalue)): they contradict one another; use "
        + "complete interviews only, or ask for smoothing"
    }
  }
}

extension ItemCovariance {
  /// Whether the correlations are positive definite, and if not, why.
  public var definiteness: PositiveDefiniteness { PositiveDefiniteness(eigenvalues: eigenvalues) }

  /// Whether the smallest eigenvalue of the correlations is above 10⁻¹⁰ of the largest.
  public var isPositiveDefinite: Bool { definiteness.verdict == .positiveDefinite }
}
