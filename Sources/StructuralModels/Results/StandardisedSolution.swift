import LavaanSyntax
import NumericalMethods

/// What is brought to standard deviations of one.
public enum Standardisation: String, Hashable, Sendable, CaseIterable {
  /// The factors only.
  case latent = "std.lv"
  /// Factors and observed variables.
  case all = "std.all"
}

/// A standardised value of one row of a table.
public struct StandardisedEstimate: Hashable, Sendable {
  public var parameter: Parameter
  public var value: Double
  /// By the delta method; 0 where the value is fixed by what it is.
  public var standardError: Double
}

extension ConfirmatoryFit {
  /// The standardised solution, in the order of the table's rows.
  ///
  ///     λ · sd(factor)/sd(item)      β · sd(x)/sd(y)      ψᵢⱼ/√(ψᵢᵢ ψⱼⱼ)      ψᵢᵢ/sd²      ν/sd
  ///
  /// Standard deviations are the model's. A value that rests on a negative variance is NaN. What is
  /// defined by `:=` is computed from the standardised values, of a shared label from the first.
  ///
  /// > lavaan's `standardizedSolution`.
  public func standardised(_ kind: Standardisation) -> [StandardisedEstimate] {
    let groups = structure.groups.indices.map { StandardisedGroup(self, group: $0, kind) }
    var labels: [String: Differential] = [:]
    return table.parameters.map { parameter in
      if let expression = parameter.expression {
        let value = expression.evaluated(labels)
        labels[parameter.left] = value
        return StandardisedEstimate(
          parameter: parameter, value: value.value, standardError: standardError(of: value))
      }
      let local = groups[parameter.group]?.value(of: parameter)
      let value = local ?? Differential(value: .nan, gradient: [])
      if let label = parameter.label, labels[label] == nil {
        labels[label] = spread(value, group: parameter.group)
      }
      return StandardisedEstimate(
        parameter: parameter, value: value.value,
        standardError: groups[parameter.group]?.standardError(of: value) ?? .nan)
    }
  }

  /// The explained share of each explained variable's variance, by group:
  ///
  ///     R² = 1 − ψᵢᵢ/sd²
  ///
  /// NaN where the residual variance is negative.
  public var rSquared: [[String: Double]] {
    structure.groups.enumerated().map { index, group in
      let answers = leastSquares?.minimum.point.groups[index]
      guard let implied = group.implied(at: group.parameters(of: estimates)) else { return [:] }
      var shares: [String: Double] = [:]
      let places = group.elements.map(\.place) + group.fixed.map(\.place)
      for case .path(let target, _) in places {
        var residual = implied.residualCovariance[target, target]
        var variance = implied.variableCovariance[target, target]
        if let answers, target < group.observedCount {
          residual = answers.residualVariance(of: target)
          variance = 1 / (answers.scales[target] * answers.scales[target])
        }
        let share = 1 - residual / variance
        shares[(table.observed + table.latent)[target]] = residual < 0 ? .nan : share
      }
      return shares
    }
  }

  /// The gradient over a group's parameters as one over θ.
  private func spread(_ value: Differential, group: Int) -> Differential {
    var gradient = Array(repeating: 0.0, count: estimates.count)
    for (index, slope) in zip(structure.groups[group].freeIndices, value.gradient) {
      gradient[index] = slope
    }
    return Differential(value: value.value, gradient: gradient)
  }
}

/// The standardised values of one group, with derivatives by the group's parameters.
private struct StandardisedGroup {
  private let kind: Standardisation
  private let structure: GroupStructure
  private let implied: ImpliedMoments
  private let matrices: GroupStructure.Matrices
  private let covariance: Matrix
  private let variables: [String: Int]
  /// The standard deviation of each variable; 1 for those that keep their unit.
  private let deviations: [Differential]
  /// Of ordered items; nil where items are numbers.
  private let scales: OrdinalScales?

  init?(_ fit: ConfirmatoryFit, group: Int, _ kind: Standardisation) {
    structure = fit.structure.groups[group]
    let parameters = structure.parameters(of: fit.estimates)
    guard let implied = structure.implied(at: parameters) else { return nil }
    self.implied = implied
    self.kind = kind
    matrices = structure.matrices(at: parameters)
    covariance = fit.covariance.matrix(of: structure.freeIndices)
    variables = Dictionary(
      (fit.table.observed + fit.table.latent).enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first })
    let structure = structure
    let scales =
      fit.leastSquares == nil
      ? nil : OrdinalScales(structure, parameters, implied, fit.table.parameterization)
    deviations = (0..<structure.variableCount).map { variable in
      guard kind == .all || variable >= structure.observedCount else {
        return Differential(value: 1, gradient: [])
      }
      if let scales, variable < structure.observedCount { return scales.values[variable].power(-1) }
      return implied.variance(of: variable, structure).power(0.5)
    }
    self.scales = scales
  }

  func value(of parameter: Parameter) -> Differential? {
    let place = ModelPlace(
      parameter, variables: variables, observed: structure.observedCount)
    switch place {
    case .path(let target, let source):
      let scale = deviations[source].times(deviations[target].power(-1))
      return element(place, matrices.paths[target, source]).times(scale)
    case .covariance(let first, let second) where first == second:
      return residualVariance(first).times(deviations[first].power(-2))
    case .covariance(let first, let second):
      let value = element(place, matrices.covariances[first, second])
      return [first, second].reduce(value) { $0.times(residualScale($1)) }
    case .mean(let variable):
      return element(place, matrices.intercepts[variable])
        .times(deviations[variable].power(-1))
    case .threshold(let item, _):
      return scales?.threshold(place).times(deviations[item].power(-1))
    case .scaling(let item):
      return kind == .all ? Differential(value: 1, gradient: []) : scales?.values[item]
    case nil: return nil
    }
  }

  private func residualVariance(_ variable: Int) -> Differential {
    let place = ModelPlace.covariance(variable, variable)
    let given = element(place, matrices.covariances[variable, variable])
    guard variable < structure.observedCount else { return given }
    return scales?.residuals?[variable] ?? given
  }

  func standardError(of value: Differential) -> Double {
    guard !value.gradient.isEmpty else { return 0 }
    let products = covariance * value.gradient
    let variance = zip(value.gradient, products).reduce(0) { $0 + $1.0 * $1.1 }
    // What is constant up to rounding has no error.
    return variance < 1e-20 ? 0 : variance.squareRoot()
  }

  /// 1/√ψᵢᵢ, or 1 for variables that keep their unit.
  private func residualScale(_ variable: Int) -> Differential {
    guard kind == .all || variable >= structure.observedCount else {
      return Differential(value: 1, gradient: [])
    }
    return residualVariance(variable).power(-0.5)
  }

  /// A place's value, with its derivative by the parameter that fills it.
  private func element(_ place: ModelPlace?, _ value: Double) -> Differential {
    guard let element = structure.elements.first(where: { $0.place.isSame(as: place) }) else {
      return Differential(value: value, gradient: [])
    }
    var gradient = Array(repeating: 0.0, count: structure.freeIndices.count)
    gradient[element.parameter] = 1
    return Differential(value: value, gradient: gradient)
  }
}

extension ModelPlace {
  /// Whether it is the same place or its mirror image.
  fileprivate func isSame(as other: ModelPlace?) -> Bool {
    if case .covariance(let i, let j) = self, case .covariance(let k, let l)? = other {
      return (i == k && j == l) || (i == l && j == k)
    }
    return self == other
  }
}

/// What latent answers of ordered items are scaled by, with derivatives by the group's parameters.
private struct OrdinalScales {
  /// Δ, one for each item.
  let values: [Differential]
  /// The residual variances of the delta parameterization, which follow from the others; nil in
  /// theta.
  let residuals: [Differential]?
  private let structure: GroupStructure
  private let parameters: [Double]

  init(
    _ structure: GroupStructure, _ parameters: [Double], _ implied: ImpliedMoments,
    _ parameterization: Parameterization
  ) {
    self.structure = structure
    self.parameters = parameters
    let items = 0..<structure.observedCount
    let variances = items.map { implied.variance(of: $0, structure) }
    guard parameterization == .delta else {
      values = variances.map { $0.power(-0.5) }
      residuals = nil
      return
    }
    let scales = items.map { item in
      structure.differential(of: .scaling(item: item), at: parameters)
        ?? Differential(value: 1, gradient: [])
    }
    values = scales
    residuals = items.map { item in
      let given = Differential(value: implied.residualCovariance[item, item], gradient: [])
      return scales[item].power(-2).combined(.minus, variances[item].combined(.minus, given))
    }
  }

  func threshold(_ place: ModelPlace?) -> Differential {
    place.flatMap { structure.differential(of: $0, at: parameters) }
      ?? Differential(value: .nan, gradient: [])
  }
}

extension GroupStructure {
  /// The value at a place that the table has, with its derivative.
  fileprivate func differential(of place: ModelPlace, at parameters: [Double]) -> Differential? {
    if let element = elements.first(where: { $0.place == place }) {
      var gradient = Array(repeating: 0.0, count: freeIndices.count)
      gradient[element.parameter] = 1
      return Differential(value: parameters[element.parameter], gradient: gradient)
    }
    return fixed.first { $0.place == place }.map { Differential(value: $0.value, gradient: []) }
  }
}

extension ImpliedMoments {
  /// A variable's variance with its derivatives by the group's parameters:
  ///
  ///     ∂T[v, v]/∂A[i, j] = 2 E[v, i] T[j, v]      ∂T[v, v]/∂S[i, j] = 2 E[v, i] E[v, j]
  fileprivate func variance(of variable: Int, _ structure: GroupStructure) -> Differential {
    var gradient = Array(repeating: 0.0, count: structure.freeIndices.count)
    for element in structure.elements {
      switch element.place {
      case .path(let target, let source):
        gradient[element.parameter] +=
          2 * totalEffects[variable, target] * variableCovariance[source, variable]
      case .covariance(let first, let second):
        gradient[element.parameter] +=
          (first == second ? 1 : 2) * totalEffects[variable, first]
          * totalEffects[variable, second]
      case .mean, .threshold, .scaling: break
      }
    }
    return Differential(value: variableCovariance[variable, variable], gradient: gradient)
  }
}

extension Differential {
  fileprivate func times(_ other: Differential) -> Differential { combined(.times, other) }

  fileprivate func power(_ exponent: Double) -> Differential {
    combined(.power, Differential(value: exponent, gradient: []))
  }
}
