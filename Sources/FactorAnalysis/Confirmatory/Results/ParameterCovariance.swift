import NumericalMethods

/// The covariance of estimated parameters.
package struct ParameterCovariance: Sendable {
  private let dense: Matrix

  package init(_ matrix: Matrix) { dense = matrix }

  package subscript(row: Int, column: Int) -> Double { dense[row, column] }

  /// The covariance of some of them, in the order asked.
  package func matrix(of indices: [Int]) -> Matrix {
    Matrix(rows: indices.count, columns: indices.count) { self[indices[$0], indices[$1]] }
  }
}
