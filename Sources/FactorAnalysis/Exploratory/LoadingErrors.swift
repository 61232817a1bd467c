import Estimation
import NumericalMethods
import Parallelism

/// Standard errors of rotated loadings, of factor correlations and of uniquenesses.
///
/// They hold that uniquenesses, loadings and rotation are all estimated from the same answers, for
/// every extraction and rotation, by the exact derivatives of the solution by the correlations:
///
///     var θ̂ = J var(r) Jᵀ,   J = ∂θ/∂r
///
/// Errors describe the solution found: they know nothing of other local minima of the rotation, or
/// of the number of factors. A uniqueness on its bound has the error 0, and the others are taken
/// as if it were known.
public struct LoadingErrors: Hashable, Sendable {
  /// Where var(r) comes from.
  public enum Basis: String, Hashable, Sendable {
    /// A simple random sample of normal answers of which the model holds, for maximum likelihood
    /// the expected information: lavaan's `efa` prints these.
    case normal
    /// What each interview adds to the correlations, by strata and clusters, without assuming
    /// normal answers or that the model holds.
    case design
  }

  public let basis: Basis
  /// Items × factors.
  public let loadings: [[Double]]
  /// Factors × factors, 0 on the diagonal.
  public let factorCorrelations: [[Double]]
  public let uniquenesses: [Double]
  /// Of the design; nil for a simple random sample of normal answers.
  public let degreesOfFreedom: Int?
}

extension ExploratoryFactorAnalysis {
  /// Standard errors in a simple random sample of normal answers.
  ///
  /// - Throws: ``FactorAnalysisError/rotationNotDetermined`` where several factors were not
  ///   rotated, or the solution is not determined locally.
  /// > R. I. Jennrich (1974). "Simplified formulae for standard errors in maximum-likelihood
  /// > factor analysis". *British Journal of Mathematical and Statistical Psychology* 27(1).
  public func normalErrors() throws(FactorAnalysisError) -> LoadingErrors {
    var model = rotated.loadings * rotated.correlations.timesTransposed(rotated.loadings)
    model.setDiagonal(to: 1)
    let slopes = try SolutionSlopes(self, at: model)
    let errors = (0..<slopes.values.columns).map { statistic in
      (model.normalVariance(ofSlopes: slopes.values.column(statistic)) / Double(count))
        .squareRoot()
    }
    return slopes.errors(errors, basis: .normal, degreesOfFreedom: nil)
  }

  /// Standard errors under the design, by linearisation.
  ///
  /// - Parameters:
  ///   - answers: Those that the covariances are of.
  ///   - design: Of the same interviews.
  /// - Throws: As ``normalErrors()``, and where the correlations are of ranks.
  /// > D. A. Binder (1983). "On the variances of asymptotically normal estimators from complex
  /// > surveys". *International Statistical Review* 51(3).
  public func errors(
    of answers: ItemAnswers, design: PooledDesign
  ) throws(FactorAnalysisError) -> LoadingErrors {
    precondition(answers.weights.count == design.count, "one row for each interview")
    let influence = try CorrelationInfluence(covariance, of: answers)
    let slopes = try SolutionSlopes(self, at: covariance.correlationMatrix)
    let contributions = influence.contributions(slopes.values)
    let errors = concurrentMap(contributions.columns) { statistic in
      let own = contributions.column(statistic)
      return max(0, design.covariance(ofContributions: own, and: own)).squareRoot()
    }
    return slopes.errors(
      errors, basis: .design,
      degreesOfFreedom: design.degreesOfFreedom(touchedBy: influence.isMember))
  }
}

/// The derivatives of loadings, factor correlations and uniquenesses by the correlations.
struct SolutionSlopes: Sendable {
  /// Pairs of items × statistics: the loadings, factor after factor, the pairs of factors, the
  /// uniquenesses.
  let values: Matrix
  private let items, factors: Int

  /// O(items⁵): a few products of items × items for each pair.
  init(
    _ analysis: ExploratoryFactorAnalysis, at correlations: Matrix
  ) throws(FactorAnalysisError) {
    let extraction = ExtractionChange(
      correlations, analysis.extraction, method: analysis.method)
    let rotation = RotationChange(
      analysis.rotated, rotation: analysis.rotation, options: analysis.rotationOptions)
    guard let extraction, let rotation else { throw .rotationNotDetermined }
    let items = analysis.names.count
    let places = OrdinalPairs.places(items: items)
    let changes = concurrentMap(places.count) { index in
      let change = extraction.along(.change(of: places[index], size: items))
      let turned = rotation.along(change.common)
      let size = turned.correlations.rows
      let pairs = OrdinalPairs.places(items: size).map { turned.correlations[$0.first, $0.second] }
      return turned.loadings.elements + pairs + change.uniquenesses
    }
    values = Matrix(columns: changes).transposed
    self.items = items
    factors = analysis.rotated.loadings.columns
  }

  func errors(
    _ errors: [Double], basis: LoadingErrors.Basis, degreesOfFreedom: Int?
  ) -> LoadingErrors {
    let loadings = Matrix(
      rows: items, columns: factors, elements: Array(errors[..<(items * factors)]))
    var correlations = Matrix(rows: factors, columns: factors)
    for (index, pair) in OrdinalPairs.places(items: factors).enumerated() {
      correlations[pair.first, pair.second] = errors[items * factors + index]
      correlations[pair.second, pair.first] = errors[items * factors + index]
    }
    return LoadingErrors(
      basis: basis, loadings: loadings.rowValues, factorCorrelations: correlations.rowValues,
      uniquenesses: Array(errors[(errors.count - items)...]), degreesOfFreedom: degreesOfFreedom)
  }
}

extension Matrix {
  /// A change by 1 of one correlation.
  static func change(of pair: (first: Int, second: Int), size: Int) -> Matrix {
    var change = Matrix(rows: size, columns: size)
    change[pair.first, pair.second] = 1
    change[pair.second, pair.first] = 1
    return change
  }

  /// n times the variance that a function of the correlations has in samples of normal answers
  /// with these correlations, 2 tr(GRGR), G being its derivatives by the covariances.
  ///
  /// - Parameter slopes: Its derivatives by the correlations (1, 2), (1, 3)…
  func normalVariance(ofSlopes slopes: [Double]) -> Double {
    var gradient = Matrix(rows: rows, columns: columns)
    for (pair, slope) in zip(OrdinalPairs.places(items: rows), slopes) {
      gradient[pair.first, pair.second] = slope / 2
      gradient[pair.second, pair.first] = slope / 2
      let own = slope * self[pair.first, pair.second] / 2
      gradient[pair.first, pair.first] -= own
      gradient[pair.second, pair.second] -= own
    }
    let product = gradient * self
    return max(0, 2 * product.innerProduct(product.transposed))
  }
}
