import NumericalMethods

/// A derivative of the implied moments by one place of the matrices:
///
///     ∂Σ = factor (xᵤ xᵥᵀ + xᵥ xᵤᵀ)      ∂μ = meanFactor xᵤ
///
/// where x are columns of ``ImpliedMoments/directions``.
struct MomentDerivative: Hashable, Sendable {
  var u: Int
  var v: Int
  var factor: Double
  var meanFactor: Double
  /// The index among the group's parameters.
  var parameter: Int
}

extension ImpliedMoments {
  func derivative(of element: GroupStructure.Element) -> MomentDerivative {
    var derivative = MomentDerivative(
      u: 0, v: 0, factor: 0, meanFactor: 0, parameter: element.parameter)
    switch element.place {
    case .path(let target, let source):
      (derivative.u, derivative.v) = (target, variableMeans.count + source)
      (derivative.factor, derivative.meanFactor) = (1, variableMeans[source])
    case .covariance(let first, let second):
      (derivative.u, derivative.v) = (first, second)
      derivative.factor = first == second ? 0.5 : 1
    case .mean(let variable):
      (derivative.u, derivative.v) = (variable, variable)
      derivative.meanFactor = 1
    case .threshold, .scaling: break
    }
    return derivative
  }

  /// ∂vech(Σ)/∂(the group's parameters), p(p + 1)/2 × parameters; vech takes the lower triangle,
  /// column after column. O(p² × parameters).
  package func covarianceJacobian(_ structure: GroupStructure) -> Matrix {
    let size = means.count
    let length = size * (size + 1) / 2
    var jacobian = Matrix(rows: length, columns: structure.freeIndices.count)
    for element in structure.elements {
      let derivative = derivative(of: element)
      guard derivative.factor != 0 else { continue }
      let (x, y) = (directions.column(derivative.u), directions.column(derivative.v))
      var place = element.parameter * length
      for column in 0..<size {
        for row in column..<size {
          let product = x[row] * y[column] + y[row] * x[column]
          jacobian.elements[place] += derivative.factor * product
          place += 1
        }
      }
    }
    return jacobian
  }

  /// ∂μ/∂(the group's parameters), p × parameters.
  package func meanJacobian(_ structure: GroupStructure) -> Matrix {
    var jacobian = Matrix(rows: means.count, columns: structure.freeIndices.count)
    for element in structure.elements {
      let derivative = derivative(of: element)
      guard derivative.meanFactor != 0 else { continue }
      for row in means.indices {
        jacobian[row, element.parameter] +=
          derivative.meanFactor * directions[row, derivative.u]
      }
    }
    return jacobian
  }
}
