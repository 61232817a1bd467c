import LavaanSyntax
import NumericalMethods

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
