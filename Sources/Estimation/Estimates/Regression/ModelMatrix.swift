import NumericalMethods

/// The predictors of the interviews with complete answers, centred and scaled so that units do not
/// matter, row after row.
struct ModelMatrix {
  /// Places of the interviews in the design.
  let rows: [Int]
  /// Their weights.
  let weights: [Double]
  let means: [Double]
  let scales: [Double]
  /// Rows × predictors, row after row.
  let values: [Double]

  var width: Int { means.count }

  /// - Throws: ``RegressionError/dependentPredictor(name:)``. O(interviews × predictors²).
  init(
    _ predictors: [Predictor], weights: [Double], base: AnswerBase
  ) throws(RegressionError) {
    let columns = predictors.map { CentredColumn($0.values, weights: weights, base: base) }
    rows = base.contains.indices.filter { base.contains[$0] }
    means = columns.map(\.mean)
    scales = columns.map { $0.deviation > 0 ? $0.deviation : 1 }
    self.weights = rows.map { weights[$0] }
    let scales = scales
    values = rows.flatMap { row in columns.indices.map { columns[$0].values[row] / scales[$0] } }
    if let constant = columns.firstIndex(where: { $0.deviation == 0 }) {
      throw .dependentPredictor(name: predictors[constant].name)
    }
    if let dependent = firstDependentColumn(correlations(total: base.weightedCount)) {
      throw .dependentPredictor(name: predictors[dependent].name)
    }
  }

  private func correlations(total: Double) -> Matrix {
    var sums = SymmetricSums(width)
    for (place, weight) in weights.enumerated() {
      sums.add(weight / total, self[place])
    }
    return sums.matrix
  }

  /// The predictors of one of the ``rows``.
  subscript(place: Int) -> ArraySlice<Double> { values[place * width..<(place + 1) * width] }

  /// Σ x γ of one of the ``rows``.
  func linear(_ place: Int, _ slopes: some RandomAccessCollection<Double>) -> Double {
    zip(self[place], slopes).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The matrix that takes slopes of scaled predictors and constants (an intercept, thresholds) to
  /// those of the predictors themselves.
  ///
  ///     β = γ/s,  α = γ₀ ∓ Σ β m
  ///
  /// - Parameters:
  ///   - constants: How many there are; they come first.
  ///   - sign: −1 where a constant is added to the predictors, +1 where they are taken from it.
  func unscaling(constants: Int, sign: Double) -> Matrix {
    Matrix(rows: constants + width, columns: constants + width) { row, column in
      if row == column { return row < constants ? 1 : 1 / scales[row - constants] }
      guard row < constants, column >= constants else { return 0 }
      return sign * means[column - constants] / scales[column - constants]
    }
  }
}

/// A symmetric matrix of sums of products.
struct SymmetricSums {
  private(set) var matrix: Matrix

  init(_ size: Int) { matrix = Matrix(rows: size, columns: size) }

  /// Adds c x xᵀ.
  mutating func add(_ factor: Double, _ vector: some RandomAccessCollection<Double>) {
    for (row, first) in vector.enumerated() {
      let scaled = factor * first
      for (column, second) in vector.enumerated() { matrix[row, column] += scaled * second }
    }
  }
}
