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
/// T has one degree of freedom. O(parameters³ + tests × parameters²).
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
  /// For each released parameter the constrained one; nil where that is fixed.
  private let constrained: [Int?]
  private let informations: [Matrix]
  private let gradients: [[Double]]
  private let factor: CholeskyFactor
  private let meat: ScoreCovariance?

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
    guard let point = search.point(at: estimates) else { return nil }
    let groups = point.groups
    informations = concurrently(groups.count) { groups[$0].expectedInformation }
    gradients = groups.map(\.gradient)
    guard
      let factor = Self.information(
        informations, structure, constrained, count: fit.table.freeCount)
    else { return nil }
    if fit.estimator == .mlr {
      let scores = concurrently(groups.count) {
        groups[$0].scores(samples[$0], hasMeans: true).centred
      }
      meat = ScoreCovariance(scores, samples, structure)
    } else {
      meat = nil
    }
    self.structure = structure
    self.constrained = constrained
    self.factor = factor
  }

  private static func information(
    _ informations: [Matrix], _ structure: ModelStructure, _ constrained: [Int?], count: Int
  ) -> CholeskyFactor? {
    var total = Matrix(rows: count, columns: count)
    for (group, information) in zip(structure.groups, informations) {
      let places = group.freeIndices.map { constrained[$0] }
      for (column, second) in places.enumerated() {
        guard let second else { continue }
        for (row, first) in places.enumerated() {
          if let first { total[first, second] += information[row, column] }
        }
      }
    }
    return CholeskyFactor(total)
  }

  /// The test of a released parameter that one group has alone.
  func chisq(of index: Int, in group: Int) -> Double? {
    let indices = structure.groups[group].freeIndices
    guard let place = indices.firstIndex(of: index) else { return nil }
    let information = informations[group]
    var cross = [Double](repeating: 0, count: factor.lower.rows)
    for (position, other) in indices.enumerated() {
      if let target = constrained[other] { cross[target] += information[position, place] }
    }
    let solved = factor.solve(cross)
    let score = gradients[group][place]
    let variance =
      meat.map { robustVariance(index, group, solved, $0) }
      ?? information[place, place] - zip(cross, solved).reduce(0) { $0 + $1.0 * $1.1 }
    guard variance > 1e-10 * information[place, place] else { return nil }
    return score * score / variance
  }

  /// The variance of the score once the model's own parameters are reckoned with.
  private func robustVariance(
    _ index: Int, _ group: Int, _ solved: [Double], _ meat: ScoreCovariance
  ) -> Double {
    func weight(_ other: Int) -> Double {
      (other == index ? 1 : 0) - (constrained[other].map { solved[$0] } ?? 0)
    }
    switch meat {
    case .byGroup(let matrices):
      return zip(structure.groups, matrices).reduce(0) { sum, pair in
        sum + pair.1.quadraticForm(pair.0.freeIndices.map(weight))
      }
    case .linked(let matrix):
      return matrix.quadraticForm((0..<matrix.rows).map(weight))
    }
  }
}

extension Matrix {
  /// The columns less their means.
  fileprivate var centred: Matrix {
    var centred = self
    for column in 0..<columns {
      let range = column * rows..<(column + 1) * rows
      let mean = elements[range].reduce(0, +) / Double(max(1, rows))
      for place in range { centred.elements[place] -= mean }
    }
    return centred
  }

  /// xᵀ A x.
  fileprivate func quadraticForm(_ x: [Double]) -> Double {
    zip(x, self * x).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
