import FactorAnalysis
import LavaanSyntax
import NumericalMethods

/// What makes a solution improper: it is named with the parameter, and nothing that rests on it
/// is reported as if it were fine.
public enum ImproperSolution: Hashable, Sendable {
  /// The search ended where the gradient was not 0.
  case notConverged(gradient: Double)
  /// The data cannot tell this parameter from others.
  case underIdentified(Parameter, group: String)
  case negativeVariance(Parameter, group: String, value: Double)
  case correlationAboveOne(Parameter, group: String, value: Double)
  /// The covariances of the factors belong to no real variables.
  case factorCovariancesNotPositiveDefinite(group: String)
  /// The covariances of the residuals belong to no real variables.
  case residualCovariancesNotPositiveDefinite(group: String)
  /// More parameters than the clusters can give errors for.
  case fewerClustersThanParameters(clusters: Int, parameters: Int)
  /// The factor by which χ² would be divided is not positive, since the information is nearly
  /// singular: χ² stays unscaled.
  case scalingNotPositive(factor: Double)
}

/// Why a model gave nothing to rest on.
public enum EstimationFailure: Hashable, Sendable {
  /// It could not be estimated.
  case error(ModelError)
  /// Its solution cannot be used.
  case improper([ImproperSolution])
}

extension ConfirmatoryFit {
  /// Whether the search for the estimates ended at a maximum.
  public var isConverged: Bool {
    !problems.contains { if case .notConverged = $0 { true } else { false } }
  }
}

extension ImproperSolution {
  /// Everything that is improper in a fitted model.
  static func all(in model: FittedLikelihood) -> [ImproperSolution] {
    var problems: [ImproperSolution] = []
    if !model.maximum.converged {
      problems.append(.notConverged(gradient: model.maximum.distance))
    }
    if model.factor == nil {
      let information = model.search.expectedInformation(model.maximum.point)
      problems += underIdentified(information, model.search.partition, model.search.structure)
    }
    let structure = model.search.structure
    for (group, likelihood) in model.maximum.point.groups.enumerated() {
      problems += inadmissible(likelihood.implied, structure, group: group)
    }
    if model.trace != nil { problems += tooFewClusters(model) }
    return problems
  }

  /// Negative variances, correlations above one, and matrices that belong to no real variables.
  static func inadmissible(
    _ implied: ImpliedMoments, _ structure: ModelStructure, group: Int
  ) -> [ImproperSolution] {
    let table = structure.table
    let name = table.groups[group]
    let s = implied.residualCovariance
    var problems: [ImproperSolution] = []
    let places = Dictionary(
      (table.observed + table.latent).enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first })
    for parameter in table.parameters where parameter.group == group {
      guard parameter.kind == .covariance, let left = places[parameter.left],
        let right = places[parameter.right]
      else { continue }
      let value = s[left, right]
      if left == right {
        if value < 0 { problems.append(.negativeVariance(parameter, group: name, value: value)) }
      } else if s[left, left] > 0, s[right, right] > 0 {
        let correlation = value / (s[left, left] * s[right, right]).squareRoot()
        guard abs(correlation) > 1 else { continue }
        problems.append(.correlationAboveOne(parameter, group: name, value: correlation))
      }
    }
    guard problems.isEmpty else { return problems }
    let (observed, all) = (table.observed.count, table.observed.count + table.latent.count)
    if isIndefinite(implied.variableCovariance.principal(Array(observed..<all))) {
      problems.append(.factorCovariancesNotPositiveDefinite(group: name))
    }
    if isIndefinite(s.principal(Array(0..<observed))) {
      problems.append(.residualCovariancesNotPositiveDefinite(group: name))
    }
    return problems
  }

  private static func isIndefinite(_ matrix: Matrix) -> Bool {
    guard matrix.rows > 0, let values = matrix.symmetricEigenvalues, let least = values.last else {
      return false
    }
    return least < -1e-9 * max(values[0], 0)
  }

  /// The parameters that the least informative direction is made of.
  static func underIdentified(
    _ information: ArrowMatrix, _ partition: ParameterPartition, _ structure: ModelStructure
  ) -> [ImproperSolution] {
    let direction = information.scaledToUnitDiagonal.weakestDirection
    let indices = partition.loads(of: direction, count: structure.table.freeCount)
    let largest = indices.map(\.load).max() ?? 0
    return indices.filter { $0.load > 0.3 * largest }.compactMap { index, _ in
      structure.table.parameter(ofFreeIndex: index).map {
        .underIdentified($0, group: structure.table.groups[$0.group])
      }
    }
  }

  private static func tooFewClusters(_ model: FittedLikelihood) -> [ImproperSolution] {
    let partition = model.search.partition
    let clusters = SamplingUnits.count(of: model.search.samples)
    guard clusters < partition.freeCount else { return [] }
    return [.fewerClustersThanParameters(clusters: clusters, parameters: partition.freeCount)]
  }
}

extension ParameterPartition {
  /// How much each parameter takes part in a direction.
  fileprivate func loads(of direction: ArrowVector, count: Int) -> [(index: Int, load: Double)] {
    let moved = moved(Array(repeating: 0, count: count), direction, length: 1)
    return moved.enumerated().map { ($0, abs($1)) }
  }
}

extension ArrowMatrix {
  /// The eigenvector of the smallest eigenvalue: of the first group whose own block is singular,
  /// or else of the whole matrix.
  fileprivate var weakestDirection: ArrowVector {
    var direction = ArrowVector(
      own: blocks.map { Array(repeating: 0, count: $0.rows) },
      shared: Array(repeating: 0, count: corner.rows))
    let weakest = blocks.enumerated().compactMap { group, block in
      block.rows > 0 ? SymmetricEigen(block).map { (group, $0) } : nil
    }.min { ($0.1.values.last ?? 0) < ($1.1.values.last ?? 0) }
    if let (group, eigen) = weakest, corner.rows == 0 || (eigen.values.last ?? 0) < 1e-8 {
      direction.own[group] = eigen.vectors.column(eigen.values.count - 1)
      return direction
    }
    guard let eigen = SymmetricEigen(dense) else { return direction }
    let vector = eigen.vectors.column(eigen.values.count - 1)
    var place = 0
    for group in blocks.indices {
      direction.own[group] = Array(vector[place..<place + blocks[group].rows])
      place += blocks[group].rows
    }
    direction.shared = Array(vector[place...])
    return direction
  }

  /// The matrix with its zeros.
  private var dense: Matrix {
    let size = blocks.reduce(corner.rows) { $0 + $1.rows }
    var matrix = Matrix(rows: size, columns: size)
    let border = size - corner.rows
    var start = 0
    for (block, edge) in zip(blocks, borders) {
      for row in 0..<block.rows {
        for column in 0..<block.columns { matrix[start + row, start + column] = block[row, column] }
        for column in 0..<edge.columns {
          matrix[start + row, border + column] = edge[row, column]
          matrix[border + column, start + row] = edge[row, column]
        }
      }
      start += block.rows
    }
    for row in 0..<corner.rows {
      for column in 0..<corner.rows { matrix[border + row, border + column] = corner[row, column] }
    }
    return matrix
  }
}
