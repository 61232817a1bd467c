import NumericalMethods

/// Loadings and intercepts of one factor in each group, the factor's mean being 0 and its variance
/// 1 in each.
public struct ConfiguralEstimates: Sendable {
  public var groups: [String]
  public var items: [String]
  /// Interviews by group.
  public var counts: [Int]
  /// Groups × items.
  public var loadings: [[Double]]
  /// Groups × items.
  public var intercepts: [[Double]]
  /// Nil where no errors are wanted.
  package var covariance: ConfiguralCovariance?

  /// - Parameter covariances: Of the loadings (group after group) followed by the intercepts,
  ///   row after row; nil where no errors are wanted.
  public init(
    groups: [(name: String, count: Int)], items: [String],
    estimates: (loadings: [[Double]], intercepts: [[Double]]), covariances: [[Double]]? = nil
  ) {
    let size = groups.count * items.count
    precondition(
      covariances.map { $0.count == 2 * size && $0.allSatisfy { $0.count == 2 * size } } ?? true,
      "a covariance for each pair of loadings and intercepts")
    self.init(
      groups: groups, items: items, estimates: estimates,
      covariance: covariances.map {
        ConfiguralCovariance(joint: Matrix(columns: $0), groups: groups.count)
      })
  }

  package init(
    groups: [(name: String, count: Int)], items: [String],
    estimates: (loadings: [[Double]], intercepts: [[Double]]), covariance: ConfiguralCovariance?
  ) {
    precondition(
      [estimates.loadings, estimates.intercepts].allSatisfy {
        $0.count == groups.count && $0.allSatisfy { $0.count == items.count }
      }, "loadings and intercepts are groups × items")
    self.groups = groups.map(\.name)
    counts = groups.map(\.count)
    self.items = items
    loadings = estimates.loadings
    intercepts = estimates.intercepts
    self.covariance = covariance
  }
}

/// The covariance V of configural loadings (group after group), then intercepts.
package struct ConfiguralCovariance: Sendable {
  private enum Storage: Sendable {
    case joint(Matrix)
    case byGroup([Matrix])
  }

  private let storage: Storage
  private let groups: Int
  private let items: Int

  /// Of all loadings and intercepts, where something links groups.
  package init(joint matrix: Matrix, groups: Int) {
    storage = .joint(matrix)
    (self.groups, items) = (groups, matrix.rows / (2 * max(1, groups)))
  }

  /// Of independent groups, each one's loadings and then its intercepts: what many groups need is no
  /// square of their number.
  package init(byGroup blocks: [Matrix]) {
    storage = .byGroup(blocks)
    (groups, items) = (blocks.count, (blocks.first?.rows ?? 0) / 2)
  }

  /// The column of V for one parameter.
  func column(_ kind: AlignedParameter.Kind, _ group: Int, _ item: Int) -> Int {
    (kind == .loading ? 0 : groups * items) + group * items + item
  }

  /// The covariance of two parameters of one item.
  func element(
    _ a: (kind: AlignedParameter.Kind, group: Int), _ b: (kind: AlignedParameter.Kind, group: Int),
    item: Int
  ) -> Double {
    switch storage {
    case .joint(let matrix):
      return matrix[column(a.kind, a.group, item), column(b.kind, b.group, item)]
    case .byGroup(let blocks):
      guard a.group == b.group else { return 0 }
      let places = [a, b].map { ($0.kind == .loading ? 0 : items) + item }
      return blocks[a.group][places[0], places[1]]
    }
  }

  /// M V, for a matrix with a column for each parameter.
  func product(_ left: Matrix) -> Matrix {
    switch storage {
    case .joint(let matrix): return left * matrix
    case .byGroup(let blocks):
      var product = Matrix(rows: left.rows, columns: left.columns)
      for (group, block) in blocks.enumerated() {
        let columns = AlignedParameter.Kind.allCases.flatMap { kind in
          (0..<items).map { column(kind, group, $0) }
        }
        let part = Matrix(columns: columns.map(left.column)) * block
        for (place, column) in columns.enumerated() {
          product.elements.replaceSubrange(
            column * left.rows..<(column + 1) * left.rows, with: part.column(place))
        }
      }
      return product
    }
  }
}
