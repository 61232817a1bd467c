import NumericalMethods

/// The moments that a model implies at some values of its parameters, with what their derivatives
/// are made of.
///
/// Every derivative of Σ is a symmetrised product of two vectors. With G = F E, T = E S Eᵀ,
/// H = F T and m = E m₀:
///
///     ∂Σ/∂A[i, j] = gᵢ hⱼᵀ + hⱼ gᵢᵀ      ∂μ/∂A[i, j] = mⱼ gᵢ
///     ∂Σ/∂S[i, j] = gᵢ gⱼᵀ + gⱼ gᵢᵀ      (half of it where i = j)
///     ∂μ/∂m₀[i] = gᵢ
package struct ImpliedMoments: Sendable {
  /// Σ, observed × observed: of latent answers before scaling where items are ordered.
  package let covariance: Matrix
  /// μ, of the observed variables.
  package let means: [Double]
  /// E = (I − A)⁻¹: what a change of each variable's own term does to the others, variables ×
  /// variables.
  package let totalEffects: Matrix
  /// T, the covariances of all variables, observed ones first.
  package let variableCovariance: Matrix
  /// m, the means of all variables.
  package let variableMeans: [Double]
  /// S, the covariances of residuals and of exogenous variables.
  package let residualCovariance: Matrix
  /// The columns of G, then those of H: observed × 2 variables.
  let directions: Matrix
}

extension GroupStructure {
  /// A, S and m₀.
  package struct Matrices: Sendable {
    package var paths: Matrix
    package var covariances: Matrix
    package var intercepts: [Double]
  }

  /// The matrices at given values of the group's parameters.
  package func matrices(at parameters: [Double]) -> Matrices {
    let size = variableCount
    var matrices = Matrices(
      paths: Matrix(rows: size, columns: size), covariances: Matrix(rows: size, columns: size),
      intercepts: Array(repeating: 0, count: size))
    for (place, value) in fixed { matrices.set(place, to: value) }
    for element in elements { matrices.set(element.place, to: parameters[element.parameter]) }
    return matrices
  }

  /// The moments at given values of the group's parameters, in the order of ``freeIndices``.
  ///
  /// - Returns: Nil where the paths form a loop that amplifies itself without end (I − A is
  ///   singular).
  package func implied(at parameters: [Double]) -> ImpliedMoments? {
    let matrices = matrices(at: parameters)
    let observed = 0..<observedCount
    guard let effects = totalEffects(matrices.paths) else { return nil }
    let covariance = (effects * matrices.covariances).timesTransposed(effects)
    let means = effects * matrices.intercepts
    return ImpliedMoments(
      covariance: covariance.rows(observed).columns(observed), means: Array(means[observed]),
      totalEffects: effects, variableCovariance: covariance, variableMeans: means,
      residualCovariance: matrices.covariances,
      directions: Matrix(
        rows: observedCount, columns: 2 * variableCount,
        elements: effects.rows(observed).elements + covariance.rows(observed).elements))
  }

  /// (I − A)⁻¹; I + A where no variable is explained by one that is itself explained.
  private func totalEffects(_ paths: Matrix) -> Matrix? {
    let identity = Matrix.identity(variableCount)
    guard hasIndirectPaths else { return identity + paths }
    return (identity - paths).inverse
  }
}

extension GroupStructure.Matrices {
  fileprivate mutating func set(_ place: ModelPlace, to value: Double) {
    switch place {
    case .path(let target, let source): paths[target, source] = value
    case .covariance(let first, let second):
      covariances[first, second] = value
      covariances[second, first] = value
    case .mean(let variable): intercepts[variable] = value
    case .threshold, .scaling: break
    }
  }
}

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
