import FactorAnalysis
import NumericalMethods

/// θ split into what each group has alone and what several groups share, so that matrices over θ
/// have the form of an arrow: a block for each group, and a border for what is shared.
///
/// Parameters that linear constraints speak of count as shared. The shared ones are
///
///     θ_shared = basis · z + offset
///
/// with z free and the columns of `basis` orthonormal; without constraints z is θ_shared.
package struct ParameterPartition: Sendable {
  /// One group's parameters, as positions among its own free indices.
  struct Part: Sendable {
    /// The positions of what the group has alone.
    var own: [Int] = []
    /// The positions of what it shares.
    var shared: [Int] = []
    /// For each of those, the index in ``ParameterPartition/shared``.
    var sharedPlaces: [Int] = []
  }

  /// The indices in θ of what is shared.
  let shared: [Int]
  let parts: [Part]
  /// The indices in θ of what each group has alone.
  let own: [[Int]]
  /// Nil where there are no linear constraints.
  private let constraints: (basis: Matrix, offset: [Double])?

  /// - Throws: ``ModelError/contradictoryConstraints``.
  package init(_ structure: ModelStructure) throws(ModelError) {
    let table = structure.table
    var owners = Array(repeating: 0, count: table.freeCount)
    for group in structure.groups { for index in group.freeIndices { owners[index] += 1 } }
    let constrained = Set(table.linearConstraints.flatMap(\.coefficients.keys))
    let shared = owners.indices.filter { owners[$0] > 1 || constrained.contains($0) }
    let places = Dictionary(uniqueKeysWithValues: shared.enumerated().map { ($1, $0) })
    parts = structure.groups.map { group in
      var part = Part()
      for (position, index) in group.freeIndices.enumerated() {
        if let place = places[index] {
          part.shared.append(position)
          part.sharedPlaces.append(place)
        } else {
          part.own.append(position)
        }
      }
      return part
    }
    own = zip(structure.groups, parts).map { group, part in part.own.map { group.freeIndices[$0] } }
    self.shared = shared
    constraints = try Self.solved(table.linearConstraints, places)
  }

  /// The length of θ.
  var parameterCount: Int { own.reduce(shared.count) { $0 + $1.count } }

  /// The number of parameters that are free once the constraints hold.
  var freeCount: Int { own.reduce(0) { $0 + $1.count } + reducedCount }

  /// The length of z.
  var reducedCount: Int { constraints?.basis.columns ?? shared.count }

  /// Solves the constraints: the null space and the shortest solution.
  private static func solved(
    _ constraints: [LinearConstraint], _ places: [Int: Int]
  ) throws(ModelError) -> (basis: Matrix, offset: [Double])? {
    guard !constraints.isEmpty else { return nil }
    var matrix = Matrix(rows: constraints.count, columns: places.count)
    for (row, constraint) in constraints.enumerated() {
      for (index, coefficient) in constraint.coefficients {
        if let place = places[index] { matrix[row, place] = coefficient }
      }
    }
    let constants = constraints.map(\.constant)
    guard let eigen = SymmetricEigen(matrix.crossProduct) else { throw .contradictoryConstraints }
    let tolerance = 1e-12 * max(eigen.values.first ?? 0, 1e-300)
    let rank = eigen.values.count { $0 > tolerance }
    let rowSpace = eigen.vectors.columns(0..<rank)
    let projections = rowSpace.transposedTimes(matrix.transposed) * constants
    let offset = rowSpace * zip(projections, eigen.values).map { $0 / $1 }
    let size = constants.reduce(1) { max($0, abs($1)) }
    guard zip(matrix * offset, constants).allSatisfy({ abs($0 - $1) < 1e-8 * size }) else {
      throw .contradictoryConstraints
    }
    return (eigen.vectors.columns(rank..<eigen.values.count), offset)
  }

  // MARK: Between θ and z

  /// The rows of `basis` for some of what is shared.
  func basisRows(_ places: [Int]) -> Matrix {
    guard let constraints else {
      return Matrix(rows: places.count, columns: shared.count) { places[$0] == $1 ? 1 : 0 }
    }
    return Matrix(rows: places.count, columns: reducedCount) {
      constraints.basis[places[$0], $1]
    }
  }

  /// The nearest values that satisfy the constraints.
  func satisfied(_ estimates: [Double]) -> [Double] {
    guard let (basis, offset) = constraints else { return estimates }
    let free = basis.transposed * zip(shared, offset).map { estimates[$0] - $1 }
    var estimates = estimates
    for (place, value) in (basis * free).enumerated() {
      estimates[shared[place]] = value + offset[place]
    }
    return estimates
  }

  /// θ after a step of what each group has alone and of z.
  func moved(_ estimates: [Double], _ step: ArrowVector, length: Double) -> [Double] {
    var estimates = estimates
    for (indices, values) in zip(own, step.own) {
      for (index, value) in zip(indices, values) { estimates[index] += length * value }
    }
    let change = constraints.map { $0.basis * step.shared } ?? step.shared
    for (index, value) in zip(shared, change) { estimates[index] += length * value }
    return estimates
  }

  // MARK: From the groups' own vectors and matrices

  /// The vector over θ that sums vectors over the parameters of each group.
  func arrow(_ vectors: [[Double]]) -> ArrowVector {
    var shared = Array(repeating: 0.0, count: shared.count)
    for (part, vector) in zip(parts, vectors) {
      for (position, place) in zip(part.shared, part.sharedPlaces) {
        shared[place] += vector[position]
      }
    }
    return ArrowVector(
      own: zip(parts, vectors).map { part, vector in part.own.map { vector[$0] } },
      shared: constraints.map { $0.basis.transposed * shared } ?? shared)
  }

  /// The matrix over θ that sums matrices over the parameters of each group.
  func arrow(_ matrices: [Matrix]) -> ArrowMatrix {
    var corner = Matrix(rows: shared.count, columns: shared.count)
    var borders: [Matrix] = []
    for (part, matrix) in zip(parts, matrices) {
      var border = Matrix(rows: part.own.count, columns: shared.count)
      for (position, place) in zip(part.shared, part.sharedPlaces) {
        for (row, own) in part.own.enumerated() { border[row, place] += matrix[own, position] }
        for (other, second) in zip(part.shared, part.sharedPlaces) {
          corner[second, place] += matrix[other, position]
        }
      }
      borders.append(border)
    }
    if let basis = constraints?.basis {
      borders = borders.map { $0 * basis }
      corner = basis.transposedTimes(corner * basis)
    }
    return ArrowMatrix(
      blocks: zip(parts, matrices).map { part, matrix in matrix.principal(part.own) },
      borders: borders, corner: corner)
  }
}

extension ParameterPartition {
  /// The matrix that takes what each group has alone and z to θ, less its offset.
  var denseBasis: Matrix {
    var basis = Matrix(rows: parameterCount, columns: freeCount)
    var column = 0
    for index in own.joined() {
      basis[index, column] = 1
      column += 1
    }
    let rows = basisRows(Array(shared.indices))
    for (place, index) in shared.enumerated() {
      for free in 0..<rows.columns { basis[index, column + free] = rows[place, free] }
    }
    return basis
  }
}
