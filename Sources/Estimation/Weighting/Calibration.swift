import NumericalMethods

/// What is needed to take out of a statistic's contributions all that weighting explains.
///
/// The totals that weights were raked to are known, so only the residuals of the regression on
/// them, weighted by the base weights, vary from sample to sample. R's `postStratify` and
/// `calibrate` do the same; its `rake` leaves the weights out of the regression, which is the same
/// where the base weights are equal.
///
/// > J.-C. Deville, C.-E. Särndal, O. Sautory (1993). "Generalized raking procedures in survey
/// > sampling". *JASA* 88, §5.
struct Calibration: Sendable {
  let weights: [Double]
  /// Base weight by calibrated weight, for each interview.
  let ratios: [Double]
  let cellOfRow: [Int32]
  /// The auxiliary variables by cell: cells × variables.
  private let auxiliaries: Matrix
  /// Variables × cells.
  let transposed: Matrix
  /// The generalised inverse of Σ d x xᵀ.
  let inverse: Matrix

  /// - Parameters:
  ///   - cells: For each interview, its combination of categories.
  ///   - auxiliaries: Cells × variables whose totals are known.
  init(baseWeights: [Double], weights: [Double], cells: [Int32], auxiliaries: Matrix) {
    self.weights = weights
    self.auxiliaries = auxiliaries
    transposed = auxiliaries.transposed
    cellOfRow = cells
    ratios = zip(baseWeights, weights).map { $1 > 0 ? $0 / $1 : 0 }
    var mass = Array(repeating: 0.0, count: auxiliaries.rows)
    for (row, weight) in baseWeights.enumerated() { mass[Int(cells[row])] += weight }
    let roots = mass.map { $0.squareRoot() }
    var scaled = auxiliaries
    for column in 0..<scaled.columns {
      for row in roots.indices { scaled[row, column] *= roots[row] }
    }
    inverse = generalisedInverse(scaled.crossProduct)
  }

  /// zᵢ − wᵢ xᵢᵀB with B = (Σ d x xᵀ)⁻ Σ d x (zᵢ/wᵢ). O(interviews + cells × variables).
  func residuals(of contributions: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: auxiliaries.rows)
    for (cell, (ratio, contribution)) in zip(cellOfRow, zip(ratios, contributions)) {
      sums[Int(cell)] += ratio * contribution
    }
    let slopes = inverse.times(transposed.times(sums))
    let fitted = auxiliaries.times(slopes)
    var residuals = contributions
    for row in residuals.indices { residuals[row] -= weights[row] * fitted[Int(cellOfRow[row])] }
    return residuals
  }
}

/// The Moore–Penrose inverse of a symmetric non-negative matrix, so that margins may repeat
/// each other (sex beside sex × age).
func generalisedInverse(_ matrix: Matrix) -> Matrix {
  guard let eigen = SymmetricEigen(matrix), let largest = eigen.values.first, largest > 0 else {
    return Matrix(rows: matrix.rows, columns: matrix.columns)
  }
  let inverted = eigen.values.map { $0 > 1e-11 * largest ? 1 / $0 : 0 }
  return eigen.vectors * .diagonal(inverted) * eigen.vectors.transposed
}

// Sums in one order on every processor: each element of a product is summed from the first column
// on, and the elements of a column side by side; four columns at a time where so many are left.
extension Matrix {
  func times(_ vector: [Double]) -> [Double] {
    times(Matrix(rows: vector.count, columns: 1, elements: vector)).elements
  }

  /// The product with each column of a matrix, of which many elements are 0.
  func times(_ right: Matrix) -> Matrix {
    var product = Matrix(rows: rows, columns: right.columns)
    var used: [Int] = []
    used.reserveCapacity(columns)
    product.elements.withUnsafeMutableBufferPointer { product in
      right.elements.withUnsafeBufferPointer { right in
        for column in 0..<(columns > 0 ? right.count / columns : 0) {
          let vector = UnsafeBufferPointer(
            rebasing: right[column * columns..<(column + 1) * columns])
          used.removeAll(keepingCapacity: true)
          for place in 0..<columns where vector[place] != 0 { used.append(place) }
          add(
            vector, used,
            to: UnsafeMutableBufferPointer(rebasing: product[column * rows..<(column + 1) * rows]))
        }
      }
    }
    return product
  }

  /// Adds the product with one vector, of which some elements are used.
  private func add(
    _ vector: UnsafeBufferPointer<Double>, _ used: [Int],
    to product: UnsafeMutableBufferPointer<Double>
  ) {
    let rows = rows
    elements.withUnsafeBufferPointer { elements in
      var place = 0
      while place + 4 <= used.count {
        let (f0, f1, f2, f3) = (
          vector[used[place]], vector[used[place + 1]], vector[used[place + 2]],
          vector[used[place + 3]]
        )
        let (c0, c1, c2, c3) = (
          used[place] * rows, used[place + 1] * rows, used[place + 2] * rows,
          used[place + 3] * rows
        )
        for row in 0..<rows {
          var sum = product[row] + elements[c0 + row] * f0
          sum += elements[c1 + row] * f1
          sum += elements[c2 + row] * f2
          product[row] = sum + elements[c3 + row] * f3
        }
        place += 4
      }
      for column in used[place...] {
        let (start, factor) = (column * rows, vector[column])
        for row in 0..<rows { product[row] += elements[start + row] * factor }
      }
    }
  }
}
