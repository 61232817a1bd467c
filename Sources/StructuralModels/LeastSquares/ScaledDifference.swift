import NumericalMethods

extension ConfirmatoryFit {
  /// How much worse this model fits than a looser one that it is a restriction of, where both were
  /// estimated by least squares of the same statistics.
  ///
  ///     T = χ²₀ − χ²₁,  T* = T/c + b,  c = √(tr(WMWM)/d),  b = d − tr(WM)/c
  ///     W = E⁻¹ − H (HᵀEH)⁻¹ Hᵀ,  E = JᵀVJ,  M = JᵀVCVJ,  H = (JᵀJ)⁻¹ Jᵀ J₀
  ///
  /// J are the derivatives of the looser model's statistics at its estimates, J₀ those of this one
  /// at its own, d the difference of their degrees of freedom: T* has the mean and the variance of a
  /// χ² with d degrees of freedom. lavaan's `lavTestLRT(method = "satorra.2000", A.method = "delta",
  /// scaled.shifted = TRUE)`. O(parameters³).
  ///
  /// - Returns: Nil where one of the models was estimated otherwise, its parameters are not
  ///   identified, or this one has no more degrees of freedom. Under DWLS nothing is scaled.
  /// > A. Satorra (2000). "Scaled and adjusted restricted tests in multi-sample analysis of moment
  /// > structures". In *Innovations in Multivariate Statistical Analysis*. Kluwer.
  /// > T. Asparouhov, B. Muthén (2006). *Robust chi square difference testing with mean and variance
  /// > adjusted test statistics*. Mplus Web Notes 10.
  public func difference(from looser: ConfirmatoryFit) -> ModelTest? {
    guard let strict = leastSquares, let loose = looser.leastSquares,
      test.df > looser.test.df, let inverse = loose.inverse
    else { return nil }
    let df = test.df - looser.test.df
    let plain = ModelTest(chisq: max(0, test.chisq - looser.test.chisq), df: df)
    guard estimator == .wlsmv else { return plain }
    let restriction = Restriction(strict, loose, inverse)
    guard let traces = restriction.traces, traces.second > 0 else { return nil }
    let factor = (traces.second / Double(df)).squareRoot()
    return ModelTest(
      chisq: plain.chisq, df: df, scalingFactor: factor,
      shift: Double(df) - traces.first / factor)
  }
}

/// A model as a restriction of a looser one.
private struct Restriction {
  /// tr(WM) and tr(WMWM); nil where the stricter model's parameters are not identified.
  let traces: FittedLeastSquares.Traces?

  init(
    _ strict: FittedLeastSquares, _ loose: FittedLeastSquares, _ inverse: ParameterCovariance
  ) {
    let jacobian = loose.joinedJacobian
    let basis = loose.search.partition.denseBasis
    let reduced = jacobian * basis
    let groups = loose.search.sample.groups
    let weighted = jacobian.scalingRows(
      groups.flatMap { group in group.weights.map { group.correction * $0 } })
    let unscaled = groups.flatMap { group in
      group.weights.map { _ in 1 / group.correction.squareRoot() }
    }
    let carried = loose.search.sample.covariance.carrying(weighted.scalingRows(unscaled))
    let meat = weighted.scalingRows(unscaled).transposedTimes(carried)
    let restricted = strict.joinedJacobian * strict.search.partition.denseBasis
    guard let squares = CholeskyFactor(reduced.crossProduct) else {
      traces = nil
      return
    }
    let directions = basis * squares.solve(reduced.transposedTimes(restricted))
    let information = weighted.transposedTimes(jacobian)
    guard
      let factor = CholeskyFactor(directions.transposedTimes(information * directions))
    else {
      traces = nil
      return
    }
    let bread = inverse.matrix(of: Array(0..<meat.rows))
    let w = bread - directions * factor.solve(directions.transposed)
    let product = w * meat
    traces = FittedLeastSquares.Traces(
      first: w.innerProduct(meat), second: product.innerProduct(product.transposed))
  }
}

extension FittedLeastSquares {
  /// The groups' derivatives one under another, over all of θ.
  fileprivate var joinedJacobian: Matrix { search.structure.joined(minimum.jacobians) }
}

extension StatisticsCovariance {
  /// C times a matrix over the statistics of all groups.
  fileprivate func carrying(_ matrix: Matrix) -> Matrix {
    switch self {
    case .linked(let covariance): return covariance * matrix
    case .byGroup(let covariances):
      var product = Matrix(rows: matrix.rows, columns: matrix.columns)
      var start = 0
      for covariance in covariances {
        let part = covariance * matrix.rows(start..<start + covariance.rows)
        for column in 0..<part.columns {
          for row in 0..<part.rows { product[start + row, column] = part[row, column] }
        }
        start += covariance.rows
      }
      return product
    }
  }
}
