import FactorAnalysis
import NumericalMethods

/// The covariance of estimated parameters.
package struct ParameterCovariance: Sendable {
  private enum Storage: Sendable {
    case dense(Matrix)
    case arrow(ArrowCovariance)
    case unknown
  }

  private let storage: Storage
  private var scale = 1.0

  package init(_ matrix: Matrix) { storage = .dense(matrix) }

  init(_ arrow: ArrowCovariance) { storage = .arrow(arrow) }

  private init(_ storage: Storage) { self.storage = storage }

  /// Of parameters that are not identified: every element is NaN.
  package static let unknown = ParameterCovariance(.unknown)

  package subscript(row: Int, column: Int) -> Double {
    switch storage {
    case .dense(let matrix): scale * matrix[row, column]
    case .arrow(let arrow): scale * arrow[row, column]
    case .unknown: .nan
    }
  }

  /// The covariance times a number.
  func scaled(by factor: Double) -> ParameterCovariance {
    var scaled = self
    scaled.scale *= factor
    return scaled
  }

  /// Whether parameters of different groups are uncorrelated: groups share none, and no cluster links
  /// them.
  package var isWithinGroups: Bool {
    if case .arrow(let arrow) = storage { arrow.sharesNothing } else { false }
  }

  /// The covariances of linear functions of the parameters, each given by its derivatives.
  ///
  /// - Complexity: O(functions² × shared parameters) where groups meet in what they share only.
  package func covariances(of functions: [[Int: Double]]) -> Matrix {
    switch storage {
    case .arrow(let arrow): return scale * arrow.covariances(of: functions)
    case .dense, .unknown:
      let indices = Set(functions.flatMap(\.keys)).sorted()
      let derivatives = Matrix(rows: indices.count, columns: functions.count) {
        functions[$1][indices[$0]] ?? 0
      }
      return derivatives.transposedTimes(matrix(of: indices) * derivatives)
    }
  }

  /// The covariance of some of them, in the order asked.
  package func matrix(of indices: [Int]) -> Matrix {
    Matrix(rows: indices.count, columns: indices.count) { self[indices[$0], indices[$1]] }
  }
}

/// The covariance of parameters whose groups meet only in what they share: elements are computed
/// when they are asked for, so that many groups need no matrix over all parameters.
///
/// With the eliminated borders X of ``ArrowFactor``, what is shared has the covariance R, what
/// group g has alone
///
///     Cov(θ_g, z) = L_g − X_g R
///     Cov(θ_g, θ_h) = δ_gh K_g − L_g X_hᵀ − X_g L_hᵀ + X_g R X_hᵀ
struct ArrowCovariance: Sendable {
  private enum Place: Sendable {
    case own(group: Int, row: Int)
    case shared(Int)
  }

  private let places: [Place]
  /// The rows of the basis for what is shared, and their product with R.
  private let basis: Matrix
  private let weightedBasis: Matrix
  /// R.
  private let shared: Matrix
  /// K.
  private let blocks: [Matrix]
  /// X and L.
  private let eliminated: [Matrix]
  private let links: [Matrix]
  /// L − X R.
  private let crossed: [Matrix]

  /// The inverse of an information matrix.
  init(inverting factor: ArrowFactor, _ partition: ParameterPartition) {
    self.init(
      partition, eliminated: factor.eliminated,
      blocks: factor.blocks.map { $0?.inverse ?? Matrix(rows: 0, columns: 0) },
      links: factor.eliminated.map { Matrix(rows: $0.rows, columns: $0.columns) },
      shared: factor.corner?.inverse ?? Matrix(rows: 0, columns: 0))
  }

  /// The sandwich I⁻¹ M I⁻¹ for scores whose sums over each group have the covariances `meat` and
  /// are independent between groups.
  ///
  /// - Parameter meat: For each group, over its own parameters.
  init(sandwiching meat: [Matrix], _ factor: ArrowFactor, _ partition: ParameterPartition) {
    let bread = factor.corner?.inverse ?? Matrix(rows: 0, columns: 0)
    var shared = Matrix(rows: bread.rows, columns: bread.rows)
    var (blocks, links): ([Matrix], [Matrix]) = ([], [])
    for (group, part) in partition.parts.enumerated() {
      let x = factor.eliminated[group]
      let rows = partition.basisRows(part.sharedPlaces)
      // The group's scores as those of what it has alone and what remains for the shared ones.
      let own = meat[group].principal(part.own)
      let border = meat[group].block(part.own, part.shared) * rows
      let corner = rows.transposedTimes(meat[group].principal(part.shared) * rows)
      let crossed = border - own * x
      let mixed = x.transposedTimes(border)
      shared = shared + corner - mixed - mixed.transposed + x.transposedTimes(own * x)
      let solve = factor.blocks[group]
      blocks.append(
        solve.map { $0.solve($0.solve(own).transposed) } ?? Matrix(rows: 0, columns: 0))
      links.append((solve?.solve(crossed) ?? crossed) * bread)
    }
    self.init(
      partition, eliminated: factor.eliminated, blocks: blocks, links: links,
      shared: bread * shared * bread)
  }

  private init(
    _ partition: ParameterPartition, eliminated: [Matrix], blocks: [Matrix], links: [Matrix],
    shared: Matrix
  ) {
    var places = Array(repeating: Place.shared(0), count: partition.parameterCount)
    for (group, indices) in partition.own.enumerated() {
      for (row, index) in indices.enumerated() { places[index] = .own(group: group, row: row) }
    }
    for (place, index) in partition.shared.enumerated() { places[index] = .shared(place) }
    self.places = places
    self.shared = shared
    self.blocks = blocks
    self.eliminated = eliminated
    self.links = links
    basis = partition.basisRows(Array(partition.shared.indices))
    weightedBasis = basis * shared
    crossed = zip(links, eliminated).map { $0 - $1 * shared }
  }

  var sharesNothing: Bool { basis.rows == 0 }

  /// The covariances of linear functions with the derivatives a by what groups have alone, and h by
  /// what they share. With x = Σ X_gᵀ a_g, l = Σ L_gᵀ a_g and d = Basisᵀ h − x,
  ///
  ///     Cov(f, f′) = Σ_g a_gᵀ K_g a′_g + l·d′ + d·l′ + dᵀ R d′
  func covariances(of functions: [[Int: Double]]) -> Matrix {
    let parts = functions.map { ArrowFunction(self, $0) }
    let weighted = parts.map { shared * $0.meeting }
    return Matrix(rows: parts.count, columns: parts.count) { row, column in
      let (a, b) = (parts[row], parts[column])
      var sum = 0.0
      for place in a.meeting.indices {
        sum +=
          a.links[place] * b.meeting[place] + a.meeting[place] * b.links[place]
          + a.meeting[place] * weighted[column][place]
      }
      for (group, own) in a.own {
        guard let other = b.own[group] else { continue }
        for (i, x) in own {
          for (j, y) in other { sum += x * y * blocks[group][i, j] }
        }
      }
      return sum
    }
  }

  /// A linear function of parameters, seen from what its groups have alone and what they share.
  private struct ArrowFunction {
    /// a, by group and place.
    var own: [Int: [Int: Double]] = [:]
    /// l.
    var links: [Double]
    /// d.
    var meeting: [Double]

    init(_ covariance: ArrowCovariance, _ derivatives: [Int: Double]) {
      let size = covariance.shared.rows
      (links, meeting) = (Array(repeating: 0, count: size), Array(repeating: 0, count: size))
      for (index, slope) in derivatives.sorted(by: { $0.key < $1.key }) {
        switch covariance.places[index] {
        case .own(let group, let row):
          own[group, default: [:]][row] = slope
          for column in 0..<size {
            links[column] += slope * covariance.links[group][row, column]
            meeting[column] -= slope * covariance.eliminated[group][row, column]
          }
        case .shared(let place):
          for column in 0..<size { meeting[column] += slope * covariance.basis[place, column] }
        }
      }
    }
  }

  subscript(row: Int, column: Int) -> Double {
    switch (places[row], places[column]) {
    case (.shared(let a), .shared(let b)): return product(weightedBasis, a, basis, b)
    case (.own(let group, let own), .shared(let place)):
      return product(crossed[group], own, basis, place)
    case (.shared(let place), .own(let group, let own)):
      return product(crossed[group], own, basis, place)
    case (.own(let g, let i), .own(let h, let j)):
      let within = g == h ? blocks[g][i, j] : 0
      return within - product(links[g], i, eliminated[h], j)
        - product(eliminated[g], i, crossed[h], j)
    }
  }

  /// The product of a row of one matrix with a row of another.
  private func product(_ a: Matrix, _ i: Int, _ b: Matrix, _ j: Int) -> Double {
    var sum = 0.0
    for column in 0..<a.columns { sum += a[i, column] * b[j, column] }
    return sum
  }
}
