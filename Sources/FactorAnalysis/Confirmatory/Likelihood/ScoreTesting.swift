import NumericalMethods

/// Score tests of restrictions within one group of a fitted model.
struct ScoreTesting {
  private let search: LikelihoodSearch
  private let point: LikelihoodSearch.Point
  private let factor: ArrowFactor
  private let group: Int

  init(
    _ search: LikelihoodSearch, _ point: LikelihoodSearch.Point, _ factor: ArrowFactor, group: Int
  ) {
    self.search = search
    self.point = point
    self.factor = factor
    self.group = group
  }

  /// - Returns: Nil for a row without a place in the model, or that cannot be tested.
  func tests(of candidates: [Parameter]) -> [ScoreTest?] {
    let table = search.structure.table
    let structure = search.structure.groups[group]
    let variables = Dictionary(
      (table.observed + table.latent).enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first })
    let places = candidates.map {
      ModelPlace($0, variables: variables, observed: table.observed.count)
    }
    let values = structure.parameters(of: point.estimates)
    let extended = structure.extended(by: places.compactMap(\.self))
    let matrices = structure.matrices(at: values)
    guard
      let likelihood = GroupLikelihood(
        extended, search.samples[group],
        at: values + places.compactMap { $0.map(matrices.value) }, hasMeans: table.hasMeanStructure)
    else { return candidates.map { _ in nil } }
    let information = likelihood.expectedInformation
    let gradient = likelihood.gradient
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
    let part = search.partition.parts[group]
    let candidates = Array(start..<information.rows)
    let own = information.block(part.own, candidates)
    var shared = search.partition.basisRows(part.sharedPlaces)
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

extension GroupStructure.Matrices {
  fileprivate func value(at place: ModelPlace) -> Double {
    switch place {
    case .path(let target, let source): paths[target, source]
    case .covariance(let first, let second): covariances[first, second]
    case .mean(let variable): intercepts[variable]
    case .threshold, .scaling: 0
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
