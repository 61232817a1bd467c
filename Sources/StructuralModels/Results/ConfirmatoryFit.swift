import LavaanSyntax
import NumericalMethods

/// A fitted structural equation model.
///
///     let fit = try ConfirmatoryFit(table, data, estimator: .mlr)
///     fit.fitMeasures.cfi
///     fit.estimate(of: table.parameters[1]).value
public struct ConfirmatoryFit: Sendable {
  public let table: ParameterTable
  public let estimator: ModelEstimator
  public let missing: MissingInModel
  /// The sample moments, group after group: with answers missing at random the most likely ones.
  public let groups: [GroupMoments]
  /// θ, in the order of the table's free indices.
  public let estimates: [Double]
  /// The covariance of ``estimates``, robust where the estimator is.
  package let covariance: ParameterCovariance
  public let test: ModelTest
  /// The test of the model in which no items are related.
  public let baseline: ModelTest
  public let logLikelihood: Double?
  /// That of the model that fits means and covariances as they are.
  public let unrestrictedLogLikelihood: Double?
  public let fitMeasures: FitMeasures
  /// What makes the solution improper; empty where nothing does.
  public let problems: [ImproperSolution]
  public let iterations: Int
  package let structure: ModelStructure
  /// The likelihood at its maximum; nil where the estimator is another.
  package let likelihood: FittedLikelihood?
  /// The least squares at their minimum; nil where the estimator is another.
  var leastSquares: FittedLeastSquares?

  /// The value of a row of the table and its standard error: 0 for a fixed value, by the delta
  /// method for one that is defined by `:=`.
  ///
  /// Of ordered items, the residual variance (delta) or the scale (theta) is what the others imply.
  ///
  /// - Returns: NaN for the error where the parameter is not identified.
  public func estimate(of parameter: Parameter) -> (value: Double, standardError: Double) {
    switch parameter.state {
    case .defined: definitions()[parameter.left] ?? (.nan, .nan)
    case .fixed(let value): (impliedByOthers(parameter) ?? value, 0)
    case .free(let index): (estimates[index], covariance[index, index].squareRoot())
    }
  }

  /// What the other parameters imply for an ordered item; nil for other rows.
  private func impliedByOthers(_ parameter: Parameter) -> Double? {
    guard let item = table.observed.firstIndex(of: parameter.left),
      parameter.left == parameter.right,
      let answers = leastSquares?.minimum.point.groups[parameter.group]
    else { return nil }
    return switch (parameter.kind, table.parameterization) {
    case (.covariance, .delta): answers.residualVariance(of: item)
    case (.scaling, .theta): answers.scales[item]
    default: nil
    }
  }

  /// Wald's test of a row of the table being 0: z = estimate/error, and the normal distribution's
  /// two-sided p.
  ///
  /// - Returns: Nil for a fixed value, and where the parameter is not identified.
  public func waldTest(of parameter: Parameter) -> (z: Double, pvalue: Double)? {
    let (value, error) = estimate(of: parameter)
    guard error.isFinite, error > 0 else { return nil }
    return (value / error, 2 * Distribution.standardNormal.upperTail(abs(value / error)))
  }
}

extension ConfirmatoryFit {
  /// Estimates a model.
  ///
  /// - Parameters:
  ///   - table: The model.
  ///   - data: The answers of the table's groups; items are found by their names.
  ///   - estimator: How it is estimated and tested.
  ///   - missing: Which interviews count.
  /// - Throws: ``ModelError`` where the model cannot be estimated from these answers. What can be
  ///   estimated but should not be believed is named in ``problems``.
  public init(
    _ table: ParameterTable, _ data: GroupedAnswers, estimator: ModelEstimator,
    missing: MissingInModel = .listwise
  ) throws(ModelError) {
    self = try ModelBasis(table, data, estimator, missing).fit(table)
  }
}

extension ConfirmatoryFit {
  /// The values of the parameters that the model defines by `:=`, with errors by the delta method,
  /// in the order of the table.
  ///
  ///     Var(f(θ)) = ∇fᵀ V ∇f
  ///
  /// A definition may use labels and earlier definitions; one that cannot be computed is NaN.
  func definitions() -> [String: (value: Double, standardError: Double)] {
    var known = labelledValues
    var found: [String: (value: Double, standardError: Double)] = [:]
    for parameter in table.parameters {
      guard let expression = parameter.expression else { continue }
      let result = expression.evaluated(known)
      known[parameter.left] = result
      found[parameter.left] = (result.value, standardError(of: result))
    }
    return found
  }

  /// The values of the labels, with their derivatives by θ.
  private var labelledValues: [String: Differential] {
    var values: [String: Differential] = [:]
    for parameter in table.parameters {
      guard let label = parameter.label else { continue }
      switch parameter.state {
      case .fixed(let value): values[label] = Differential(value: value, gradient: [])
      case .free(let index):
        values[label] = Differential(
          value: estimates[index], gradient: estimates.indices.map { $0 == index ? 1 : 0 })
      case .defined: break
      }
    }
    return values
  }

  /// √(∇fᵀ V ∇f).
  func standardError(of function: Differential) -> Double {
    let involved = function.gradient.indices.filter { function.gradient[$0] != 0 }
    let gradient = involved.map { function.gradient[$0] }
    let products = covariance.matrix(of: involved) * gradient
    return zip(gradient, products).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
  }
}

/// The sample moments of one group, in the order of the table's items.
public struct GroupMoments: Sendable {
  public let name: String
  /// The number of interviews used.
  public let count: Int
  /// The weighted means, in the unit of the answers.
  public let means: [Double]
  /// The covariances with the sum of weights as divisor (lavaan's `likelihood = "normal"`), items
  /// × items.
  package let covariance: Matrix

  package init(name: String, count: Int, means: [Double], covariance: Matrix) {
    self.name = name
    self.count = count
    self.means = means
    self.covariance = covariance
  }

  public var covariances: [[Double]] { covariance.rowValues }
}
