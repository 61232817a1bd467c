import LavaanSyntax
import NumericalMethods

/// A score test of one restriction of a model: what χ² would fall by, about, were it given up.
///
///     statistic = s²/V      expectedChange = s/V      V = I_kk − I_kθ I_θθ⁻¹ I_θk
///
/// with the score s of the parameter that the restriction holds, and the expected information I.
///
/// > D. Sörbom (1989). "Model modification". *Psychometrika* 54; lavaan's `modindices` and, for
/// > equalities, the univariate tests of `lavTestScore`.
public struct ScoreTest: Hashable, Sendable {
  public enum Restriction: Hashable, Sendable {
    /// A parameter held at a value, or one that the model does not have (held at 0).
    case fixed
    /// A parameter that must equal others: it gets a value of its own in its group.
    case equal
  }

  /// The row that would be freed.
  public var parameter: Parameter
  public var restriction: Restriction
  /// χ² with one degree of freedom: unscaled, also where the estimator is robust.
  public var statistic: Double
  /// How much the parameter would change, about, in its own unit.
  public var expectedChange: Double

  public var pvalue: Double {
    Distribution.chiSquared(degreesOfFreedom: 1).upperTail(statistic)
  }
}

extension ConfirmatoryFit {
  /// Score tests of the parameters that the model fixes or leaves out: loadings of other items,
  /// covariances of residuals and of factors, fixed values. What cannot be tested, because it is
  /// what identifies the model, is left out.
  ///
  /// - Returns: From the largest statistic to the smallest; empty where the model is not
  ///   identified.
  ///
  /// O(groups × (parameters + candidates)²).
  public func modificationIndices() -> [ScoreTest] {
    scoreTests(of: table.parameters.filter(isFixed) + table.absentParameters)
      .sorted { $0.statistic > $1.statistic }
  }

  /// Score tests of every row that must equal others, each freed in its own group.
  ///
  /// - Returns: In the order of the table; otherwise as ``modificationIndices()``.
  public func equalityTests() -> [ScoreTest] {
    var counts = Array(repeating: 0, count: table.freeCount)
    for parameter in table.parameters { if let index = parameter.freeIndex { counts[index] += 1 } }
    return scoreTests(
      of: table.parameters.filter { $0.freeIndex.map { counts[$0] > 1 } ?? false })
  }

  /// Score tests of some rows: of the table, fixed or tied to others, or of rows that it does not
  /// have.
  ///
  /// - Returns: In the order of `candidates`, without those that cannot be tested.
  public func scoreTests(of candidates: [Parameter]) -> [ScoreTest] {
    if let leastSquares { return leastSquares.scoreTests(of: candidates) }
    guard let likelihood else { return [] }
    let search = likelihood.search
    let point = likelihood.maximum.point
    guard let factor = ArrowFactor(search.expectedInformation(point)) else { return [] }
    let hasMeans = table.hasMeanStructure
    return candidates.tests(in: structure.groups.indices) { group, candidates in
      ScoreTesting(
        structure: structure, partition: search.partition, factor: factor, group: group,
        estimates: estimates
      ).tests(of: candidates) { extended, values in
        GroupLikelihood(extended, search.samples[group], at: values, hasMeans: hasMeans)
          .map { ($0.expectedInformation, $0.gradient) }
      }
    }
  }

  private func isFixed(_ parameter: Parameter) -> Bool {
    parameter.freeIndex == nil && parameter.kind != .defined
  }
}

extension [Parameter] {
  /// The tests of the rows, group after group, brought into the order of the rows.
  func tests(
    in groups: Range<Int>, _ tests: (Int, [Parameter]) -> [ScoreTest?]
  ) -> [ScoreTest] {
    var found: [(place: Int, test: ScoreTest)] = []
    for group in groups {
      let places = indices.filter { self[$0].group == group }
      guard !places.isEmpty else { continue }
      for (place, test) in zip(places, tests(group, places.map { self[$0] })) {
        if let test { found.append((place, test)) }
      }
    }
    return found.sorted { $0.place < $1.place }.map(\.test)
  }
}

extension ParameterTable {
  /// Loadings and covariances that the table does not have.
  fileprivate var absentParameters: [Parameter] {
    var known: [Set<ParameterName>] = Array(repeating: [], count: groups.count)
    for parameter in parameters { known[parameter.group].insert(parameter.name) }
    let items = Set(parameters.filter { $0.kind == .loading }.map(\.right))
    let given = Set(exogenousObserved)
    let covarying = observed.filter { !given.contains($0) }
    var absent: [Parameter] = []
    for group in groups.indices {
      func add(_ left: String, _ kind: Parameter.Operator, _ right: String) {
        let row = Parameter(left, kind, right, group: group, state: .fixed(0))
        if left != right, !known[group].contains(row.name) { absent.append(row) }
      }
      for factor in latent {
        for item in observed where items.contains(item) { add(factor, .loading, item) }
      }
      for names in [covarying, latent] {
        for (place, name) in names.enumerated() {
          for other in names[(place + 1)...] { add(name, .covariance, other) }
        }
      }
    }
    return absent
  }
}

/// Score tests of restrictions within one group of a fitted model.
struct ScoreTesting {
  /// The information and the slope of what is minimised, over a group's parameters.
  typealias Slope = (information: Matrix, gradient: [Double])

  let structure: ModelStructure
  let partition: ParameterPartition
  let factor: ArrowFactor
  let group: Int
  let estimates: [Double]

  /// - Parameter slope: Of the group with the candidates as parameters of their own after the
  ///   others.
  /// - Returns: Nil for a row without a place in the model, or that cannot be tested.
  func tests(
    of candidates: [Parameter], _ slope: (GroupStructure, [Double]) -> Slope?
  ) -> [ScoreTest?] {
    let table = structure.table
    let structure = structure.groups[group]
    let variables = Dictionary(
      (table.observed + table.latent).enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first })
    let places = candidates.map {
      ModelPlace($0, variables: variables, observed: table.observed.count)
    }
    let values = structure.parameters(of: estimates)
    let extended = structure.extended(by: places.compactMap(\.self))
    let held = places.compactMap { $0.map { structure.value(at: $0, values) } }
    guard let (information, gradient) = slope(extended, values + held) else {
      return candidates.map { _ in nil }
    }
    let explained = explained(information, from: values.count)
    var next = 0
    return zip(candidates, places).map { parameter, place in
      guard place != nil else { return nil }
      let index = values.count + next
      next += 1
      let own = information[index, index]
      let variance = own - explained[next - 1]
      guard own > 0, variance > 1e-8 * own else { return nil }
      let score = -gradient[index]
      return ScoreTest(
        parameter: parameter, restriction: parameter.freeIndex == nil ? .fixed : .equal,
        statistic: score * score / variance, expectedChange: score / variance)
    }
  }

  /// I_kθ I_θθ⁻¹ I_θk of each candidate: only the group's own block and what is shared take part.
  private func explained(_ information: Matrix, from start: Int) -> [Double] {
    let part = partition.parts[group]
    let candidates = Array(start..<information.rows)
    let own = information.block(part.own, candidates)
    var shared = partition.basisRows(part.sharedPlaces)
      .transposedTimes(information.block(part.shared, candidates))
    var sums = Array(repeating: 0.0, count: candidates.count)
    if let block = factor.blocks[group] {
      sums = block.whitened(own).columnSumsOfSquares
      shared = shared - factor.eliminated[group].transposedTimes(own)
    }
    if let corner = factor.corner {
      sums = zip(sums, corner.whitened(shared).columnSumsOfSquares).map { $0 + $1 }
    }
    return sums
  }
}

extension GroupStructure {
  /// The structure with more places, each a parameter of its own after the others.
  fileprivate func extended(by places: [ModelPlace]) -> GroupStructure {
    var extended = self
    let start = freeIndices.count
    let last = (freeIndices.last ?? -1) + 1
    extended.elements += places.enumerated().map { Element(place: $1, parameter: start + $0) }
    extended.freeIndices += places.indices.map { last + $0 }
    return extended
  }
}

extension GroupStructure {
  /// What stands at a place: 0 where the table has nothing there, 1 for the scale of an item.
  fileprivate func value(at place: ModelPlace, _ parameters: [Double]) -> Double {
    let matrices = matrices(at: parameters)
    switch place {
    case .path(let target, let source): return matrices.paths[target, source]
    case .covariance(let first, let second): return matrices.covariances[first, second]
    case .mean(let variable): return matrices.intercepts[variable]
    case .threshold, .scaling:
      if let element = elements.first(where: { $0.place == place }) {
        return parameters[element.parameter]
      }
      if case .scaling = place { return fixed.first { $0.place == place }?.value ?? 1 }
      return fixed.first { $0.place == place }?.value ?? 0
    }
  }
}

extension Matrix {
  fileprivate var columnSumsOfSquares: [Double] {
    (0..<columns).map { column in
      (0..<rows).reduce(0) { $0 + self[$1, column] * self[$1, column] }
    }
  }
}
