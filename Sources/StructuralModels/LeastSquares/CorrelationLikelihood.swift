import NumericalMethods
import Parallelism

/// How well a model of ordered items fits their polychoric correlations, in the discrepancy of the
/// normal likelihood at the estimates of least squares, and what that discrepancy would be of a true
/// model:
///
///     X = Σ n (ln|P| − ln|R| + tr(RP⁻¹) − p),   E = Σ n tr(W (I − JH) C (I − JH)ᵀ)
///
/// R are the polychoric correlations, P those that the model implies, C the covariance of the sample's
/// statistics, J the derivatives of what is implied, H = (JᵀVJ)⁻¹JᵀV the estimator, and W the normal
/// theory weights of correlations, Wᵢⱼ,ₖₗ = pⁱᵏpʲˡ + pⁱˡpʲᵏ. In the baseline P and W are unit matrices.
/// Robust CFI, TLI and RMSEA are made of X − E.
///
/// lavaan 0.6-14 agrees for one group. Of several it divides each group's part of the baseline's E by the
/// group's share of the interviews, so that its CFI is smaller; its RMSEA agrees.
///
/// > V. Savalei (2021). "Improving fit indices in structural equation modeling with categorical data".
/// > *Multivariate Behavioral Research* 56(3).
struct CorrelationLikelihood {
  /// X and E of the model.
  private(set) var chisq = 0.0
  private(set) var expected = 0.0
  /// X and E of the model of unrelated items.
  private(set) var baselineChisq = 0.0
  private(set) var baselineExpected = 0.0

  /// - Returns: Nil where parameters are not identified, correlations are not positive definite, or
  ///   clusters link groups. O(correlations² + parameters × items³) for each group.
  init?(_ model: FittedLeastSquares) {
    guard let inverse = model.inverse, let sandwich = model.sandwich,
      case .byGroup(let covariances) = model.search.sample.covariance
    else { return nil }
    let groups = model.search.sample.groups
    let parts = concurrently(groups.count) { place -> Part? in
      let group = groups[place]
      let indices = model.search.structure.groups[place].freeIndices
      return Part(
        group, implied: model.minimum.point.groups[place].values,
        jacobian: model.minimum.jacobians[place],
        covariance: (1 / group.correction) * covariances[place],
        bread: inverse.matrix(of: indices), sandwich: sandwich.matrix(of: indices))
    }
    for part in parts {
      guard let part else { return nil }
      chisq += part.chisq
      expected += part.expected
      baselineChisq += part.baselineChisq
      baselineExpected += part.baselineExpected
    }
  }

  /// One group's.
  private struct Part: Sendable {
    let chisq, expected, baselineChisq, baselineExpected: Double

    init?(
      _ group: OrdinalSample.Group, implied: [Double], jacobian: Matrix, covariance: Matrix,
      bread: Matrix, sandwich: Matrix
    ) {
      let layout = group.layout
      let items = layout.counts.count
      let sample = group.correlations.correlationMatrix
      let model = Matrix(rows: items, columns: items) {
        $0 == $1 ? 1 : implied[layout.place($0, $1)]
      }
      guard let own = CholeskyFactor(sample), let factor = CholeskyFactor(model) else { return nil }
      let count = Double(group.count)
      let inverse = factor.inverse
      let logarithm = own.logDeterminant
      chisq =
        count
        * (factor.logDeterminant - logarithm + sample.innerProduct(inverse) - Double(items))
      baselineChisq = -count * logarithm
      let places = (0..<items).flatMap { first in
        (first + 1..<items).map { (first: first, second: $0, place: layout.place(first, $0)) }
      }
      baselineExpected = count * places.reduce(0) { $0 + covariance[$1.place, $1.place] }
      // tr(WC).
      var whole = 0.0
      for one in places {
        for other in places {
          whole +=
            covariance[one.place, other.place]
            * (inverse[one.first, other.first] * inverse[one.second, other.second]
              + inverse[one.first, other.second] * inverse[one.second, other.first])
        }
      }
      // WJ, a column of correlations at a time: what stands off the diagonal of P⁻¹ X P⁻¹.
      var weighted = Matrix(rows: jacobian.rows, columns: jacobian.columns)
      for column in 0..<jacobian.columns {
        var change = Matrix(rows: items, columns: items)
        for pair in places {
          change[pair.first, pair.second] = jacobian[pair.place, column]
          change[pair.second, pair.first] = jacobian[pair.place, column]
        }
        let turned = inverse * change * inverse
        for pair in places { weighted[pair.place, column] = turned[pair.first, pair.second] }
      }
      let carried =
        covariance
        * jacobian.scalingRows(group.weights.map { group.correction * $0 })
      expected =
        count
        * (whole - 2 * weighted.transposedTimes(carried).innerProduct(bread)
          + jacobian.transposedTimes(weighted).innerProduct(sandwich))
    }
  }
}
