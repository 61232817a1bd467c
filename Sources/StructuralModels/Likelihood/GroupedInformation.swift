import NumericalMethods

/// The expected information I of a fit by maximum likelihood, factored group after group, to solve
/// I a = c for a c that is 0 but for the parameters of one group.
///
/// With D, B and C of ``ArrowMatrix``, X = D⁻¹B, and E the choice of what a group shares,
///
///     y = D⁻¹ c_own      z = (C − Σ BᵀX)⁻¹ (Eᵀc − Xᵀc_own)
///     a = y + P z in the group of c      a = P z in every other      P = (−X; E)
///
/// so that one solution costs what one group costs, however many there are.
package struct GroupedInformation: Sendable {
  private let partition: ParameterPartition
  private let factor: ArrowFactor
  private let counts: [Int]

  /// - Returns: Nil where the fit has no likelihood, or its information is not positive definite.
  package init?(_ fit: ConfirmatoryFit) {
    guard let likelihood = fit.likelihood else { return nil }
    self.init(likelihood.search.expectedInformation(likelihood.maximum.point), likelihood.search)
  }

  private init?(_ information: ArrowMatrix, _ search: LikelihoodSearch) {
    guard let factor = ArrowFactor(information) else { return nil }
    self.factor = factor
    partition = search.partition
    counts = search.structure.groups.map(\.freeIndices.count)
  }

  /// How many parameters groups share: the length of z.
  package var sharedCount: Int { partition.reducedCount }

  /// How many parameters a group has, with those that it shares.
  package func parameterCount(of group: Int) -> Int { counts[group] }

  /// P of a group: its parameters, in the order of its free indices, × what is shared.
  package func projection(of group: Int) -> Matrix {
    let part = partition.parts[group]
    var projection = Matrix(rows: counts[group], columns: sharedCount)
    let rows = partition.basisRows(part.sharedPlaces)
    for column in 0..<sharedCount {
      for (row, position) in part.own.enumerated() {
        projection[position, column] = -factor.eliminated[group][row, column]
      }
      for (row, position) in part.shared.enumerated() {
        projection[position, column] = rows[row, column]
      }
    }
    return projection
  }

  /// The solution for one group's right-hand side.
  package struct Solution {
    /// y, over the group's parameters: 0 for what it shares.
    package let own: [Double]
    /// z.
    package let shared: [Double]
    /// cᵀ a.
    package let product: Double
  }

  /// - Parameter right: c over the parameters of the group, in the order of its free indices.
  package func solved(_ right: [Double], in group: Int) -> Solution {
    let part = partition.parts[group]
    let rightOwn = part.own.map { right[$0] }
    let solved = factor.blocks[group]?.solve(rightOwn) ?? []
    var (own, product) = (Array(repeating: 0.0, count: right.count), 0.0)
    for (row, position) in part.own.enumerated() {
      own[position] = solved[row]
      product += rightOwn[row] * solved[row]
    }
    guard let corner = factor.corner else {
      return Solution(own: own, shared: [], product: product)
    }
    let rows = partition.basisRows(part.sharedPlaces)
    let eliminated = factor.eliminated[group]
    let reduced = (0..<sharedCount).map { column in
      var sum = 0.0
      for (row, position) in part.shared.enumerated() { sum += rows[row, column] * right[position] }
      for row in rightOwn.indices { sum -= eliminated[row, column] * rightOwn[row] }
      return sum
    }
    let shared = corner.solve(reduced)
    for (x, y) in zip(reduced, shared) { product += x * y }
    return Solution(own: own, shared: shared, product: product)
  }
}
