import LavaanSyntax
import NumericalMethods
import Parallelism
import StructuralModels

/// Score tests of letting go of one item's parameter in one group, all of them from one fit.
///
/// With the released parameters λ besides the model's θ, expected information I and score s:
///
///     d = s_λ,   a = I_θθ⁻¹ I_θλ
///     T = d²/(I_λλ − I_λθ a)                          maximum likelihood
///     T = d²/((1, −aᵀ) B (1, −aᵀ)ᵀ)                   robust, B the scores' covariance by clusters
///
/// B is of scores less their mean in each group: else T could never exceed the number of clusters.
/// T has one degree of freedom. O(groups × p³ + tests × p²), p being the parameters of one group: a
/// group meets the others only in what they share, see ``GroupedInformation``.
///
/// > D. D. Boos (1992). "On generalized score tests". *The American Statistician* 46(4). lavaan's
/// > `lavTestScore` gives the first.
struct ReleaseTest {
  struct Result: Hashable {
    var item: String
    /// The index of the group.
    var group: Int
    var chisq: Double
  }

  /// The items' parameters, from the most significant on.
  let results: [Result]

  /// - Parameters:
  ///   - fit: Of the level, by maximum likelihood.
  ///   - released: The table of the same level in which the items have parameters of their own in
  ///     each group; its rows are those of the fit's table.
  ///   - candidates: The rows that are let go.
  /// - Returns: Nil where the fit has no likelihood or its information is singular.
  /// - Throws: ``ModelError`` where the released table has parameters that no model has.
  init?(
    _ fit: ConfirmatoryFit, released: ParameterTable, candidates: [Candidate]
  ) throws(ModelError) {
    guard let likelihood = fit.likelihood,
      let expansion = try Expansion(fit, released, likelihood.search.samples)
    else { return nil }
    let found = candidates.compactMap { candidate -> Result? in
      guard let index = released.parameters[candidate.row].freeIndex,
        let chisq = expansion.chisq(of: index, in: released.parameters[candidate.row].group)
      else { return nil }
      return Result(item: candidate.item, group: candidate.group, chisq: chisq)
    }
    results = found.sorted { $0.chisq > $1.chisq }
  }

  struct Candidate {
    var item: String
    var group: Int
    /// The row of the table.
    var row: Int
  }
}

/// A constrained fit seen as a place among the parameters of the released model.
private struct Expansion {
  private let structure: ModelStructure
  private let informations: [Matrix]
  private let gradients: [[Double]]
  /// Of the constrained model.
  private let information: GroupedInformation
  /// For each group and each of its released parameters the place of the constrained one among that
  /// group's; nil where it is fixed.
  private let places: [[Int?]]
  private let meat: Meat?

  init?(
    _ fit: ConfirmatoryFit, _ released: ParameterTable, _ samples: [ModelSample]
  ) throws(ModelError) {
    let structure = try ModelStructure(released)
    let partition = try ParameterPartition(structure)
    var (estimates, constrained) = (
      [Double](repeating: 0, count: released.freeCount),
      [Int?](repeating: nil, count: released.freeCount)
    )
    for (free, held) in zip(released.parameters, fit.table.parameters) {
      guard let index = free.freeIndex else { continue }
      estimates[index] = fit.estimate(of: held).value
      constrained[index] = held.freeIndex
    }
    let search = LikelihoodSearch(structure: structure, samples: samples, partition: partition)
    guard let point = search.point(at: estimates), let information = GroupedInformation(fit) else {
      return nil
    }
    let groups = point.groups
    informations = concurrently(groups.count) { groups[$0].expectedInformation }
    gradients = groups.map(\.gradient)
    places = zip(structure.groups, fit.structure.groups).map { released, held in
      let known = Dictionary(
        uniqueKeysWithValues: held.freeIndices.enumerated().map { ($1, $0) })
      return released.freeIndices.map { constrained[$0].flatMap { known[$0] } }
    }
    self.structure = structure
    self.information = information
    guard fit.estimator == .mlr else {
      meat = nil
      return
    }
    let scores = concurrently(groups.count) {
      groups[$0].scores(samples[$0], hasMeans: true).centred(samples[$0])
    }
    meat = Meat(ScoreCovariance(scores, samples, structure), structure, information, places)
  }

  /// The test of a released parameter that one group has alone.
  func chisq(of index: Int, in group: Int) -> Double? {
    let indices = structure.groups[group].freeIndices
    guard let place = indices.firstIndex(of: index) else { return nil }
    let own = informations[group]
    var cross = [Double](repeating: 0, count: information.parameterCount(of: group))
    for (position, target) in places[group].enumerated() {
      if let target { cross[target] += own[position, place] }
    }
    let solution = information.solved(cross, in: group)
    let score = gradients[group][place]
    var variance = own[place, place] - solution.product
    if let meat {
      var weights = places[group].map { $0.map { -solution.own[$0] } ?? 0 }
      weights[place] += 1
      variance = meat.variance(of: weights, in: group, shared: solution.shared)
    }
    guard variance > 1e-10 * own[place, place] else { return nil }
    return score * score / variance
  }
}

/// The variance of a score once the model's own parameters are reckoned with, whose weights over the
/// released parameters are u − P z: u is 0 outside one group, and P is
/// ``GroupedInformation/projection(of:)`` of all groups.
///
///     (u − P z)ᵀ B (u − P z) = uᵀ B u − 2 uᵀ (B P) z + zᵀ (Pᵀ B P) z
///
/// B P and Pᵀ B P are had once for all tests.
private struct Meat {
  /// B within each group.
  private let blocks: [Matrix]
  /// The rows of B P by group.
  private let crossed: [Matrix]
  /// Pᵀ B P.
  private let shared: Matrix

  init(
    _ covariance: ScoreCovariance, _ structure: ModelStructure, _ information: GroupedInformation,
    _ places: [[Int?]]
  ) {
    let projections = places.enumerated().map { group, places in
      information.projection(of: group).rows(at: places)
    }
    switch covariance {
    case .byGroup(let matrices):
      blocks = matrices
      crossed = zip(matrices, projections).map { $0 * $1 }
      shared = zip(projections, crossed).reduce(
        Matrix(rows: information.sharedCount, columns: information.sharedCount)
      ) { $0 + $1.0.transposedTimes($1.1) }
    case .linked(let matrix):
      let groups = structure.groups.map(\.freeIndices)
      var projection = Matrix(rows: matrix.rows, columns: information.sharedCount)
      for (indices, own) in zip(groups, projections) {
        for column in 0..<own.columns {
          for (row, index) in indices.enumerated() { projection[index, column] = own[row, column] }
        }
      }
      let product = matrix * projection
      blocks = groups.map { matrix.principal($0) }
      crossed = groups.map { product.rows(at: $0) }
      shared = projection.transposedTimes(product)
    }
  }

  func variance(of weights: [Double], in group: Int, shared z: [Double]) -> Double {
    let within = blocks[group].bilinearForm(weights, weights)
    let mixed = crossed[group].bilinearForm(weights, z)
    return within - 2 * mixed + shared.bilinearForm(z, z)
  }
}

extension Matrix {
  /// xᵀ A y.
  fileprivate func bilinearForm(_ x: [Double], _ y: [Double]) -> Double {
    guard columns > 0 else { return 0 }
    return zip(x, self * y).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Some rows, with zeros where there is none.
  fileprivate func rows(at places: [Int?]) -> Matrix {
    Matrix(rows: places.count, columns: columns) { row, column in
      places[row].map { self[$0, column] } ?? 0
    }
  }
}
