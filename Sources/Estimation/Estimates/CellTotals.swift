import NumericalMethods

/// The cells that each interview is in: none, one or several, since cells may overlap.
struct CellMembership: Sendable {
  private(set) var starts = [0]
  private(set) var cells: [Int32] = []

  /// Adds a cell of the interview that is being added.
  mutating func add(_ cell: Int) { cells.append(Int32(cell)) }

  /// Ends the interview that is being added; the next one begins.
  mutating func endRow() { starts.append(cells.count) }

  var rowCount: Int { starts.count - 1 }

  func cells(ofRow row: Int) -> ArraySlice<Int32> { cells[starts[row]..<starts[row + 1]] }

  /// Makes room for interviews with so many cells each.
  mutating func reserve(rows: Int, cellsPerRow: Int) {
    starts.reserveCapacity(rows + 1)
    cells.reserveCapacity(rows * cellsPerRow)
  }

  /// Each interview with each of its cells, in order.
  @inline(__always)
  func visitCells(_ body: (_ row: Int, _ cell: Int) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      cells.withUnsafeBufferPointer { cells in
        for row in 0..<starts.count - 1 {
          for place in starts[row]..<starts[row + 1] { body(row, Int(cells[place])) }
        }
      }
    }
  }
}

/// What sampling units add to the totals of cells, which may overlap: enough for the error of every
/// share of one cell in another.
///
/// A unit is a cluster, or a replicate where errors come from replicates. What weighting explains is
/// taken out of the cells once, not out of each share: residuals of a regression are linear, so that
/// those of a share follow from those of its two cells. Designs of several stages, and those whose
/// table of clusters × cells would be too large, have each share's contributions made from the rows.
///
/// - Complexity: O(entries of the membership × variables weighted to + clusters × cells × variables)
///   to make; O(clusters) a share.
struct CellTotals: Sendable {
  private let design: SurveyDesign
  private let membership: CellMembership
  /// Interviews of each cell, their weights and the squares of these.
  private(set) var counts: [Int]
  private(set) var weights: [Double]
  private var squaredWeights: [Double]
  private var clusters: Clusters?
  /// Replicates × cells.
  private var replicates: Matrix?

  private struct Clusters: Sendable {
    /// Clusters × cells.
    var totals: Matrix
    /// The same without what weighting explains; nil where nothing was weighted.
    var unexplained: Matrix?
  }

  /// - Parameter largestTable: Numbers in a table of units × cells that is still held in memory.
  /// - Precondition: The membership has the design's rows.
  init(
    _ design: SurveyDesign, _ membership: CellMembership, count: Int,
    largestTable: Int = CellTotals.largestTable
  ) {
    precondition(membership.rowCount == design.count, "the design's rows")
    self.design = design
    self.membership = membership
    var sums = Array(repeating: (count: 0, weight: 0.0, square: 0.0), count: count)
    let (isMember, rowWeights) = (design.isMember, design.weights)
    sums.withUnsafeMutableBufferPointer { sums in
      membership.visitCells { row, cell in
        guard isMember[row] else { return }
        let weight = rowWeights[row]
        sums[cell].count += 1
        sums[cell].weight += weight
        sums[cell].square += weight * weight
      }
    }
    counts = sums.map(\.count)
    weights = sums.map(\.weight)
    squaredWeights = sums.map(\.square)
    let units = max(design.clusterCount, design.replicateErrors?.replicateCount ?? 0)
    guard design.laterStages.isEmpty, units * count <= largestTable else { return }
    if design.replicateErrors == nil || design.calibration != nil {
      clusters = clusterTotals(count)
    }
    replicates = design.replicateErrors?.totals(membership, of: design, count: count)
  }

  /// Numbers in a table of units × cells that is still held in memory.
  static let largestTable = 1 << 22

  private func clusterTotals(_ count: Int) -> Clusters {
    var totals = Matrix(rows: design.clusterCount, columns: count)
    let stride = design.clusterCount
    totals.elements.withUnsafeMutableBufferPointer { totals in
      let (isMember, weights) = (design.isMember, design.weights)
      let clusterOfRow = design.frame.clusterOfRow
      membership.visitCells { row, cell in
        guard isMember[row] else { return }
        totals[Int(clusterOfRow[row]) + cell * stride] += weights[row]
      }
    }
    return Clusters(
      totals: totals,
      unexplained: design.calibration?.unexplained(totals, membership, in: design))
  }

  func base(of cell: Int) -> Estimate.Base {
    let weight = weights[cell]
    return Estimate.Base(
      count: counts[cell], weightedCount: weight,
      effectiveCount: squaredWeights[cell] > 0 ? weight * weight / squaredWeights[cell] : 0)
  }
}

// Shares of cells.
extension CellTotals {
  /// The share of one cell in another that holds it.
  struct Share: Sendable {
    let value: Double
    /// By cluster or replicate; their sums of products are variances and covariances.
    let deviations: [Double]
    let isFixed: Bool
  }

  /// - Precondition: Somebody is in the whole.
  func share(of cell: Int, in whole: Int) -> Share {
    let weight = weights[whole]
    let value = weights[cell] / weight
    if let errors = design.replicateErrors, let replicates {
      let values = (0..<replicates.rows).map { replicates[$0, cell] / replicates[$0, whole] }
      return Share(
        value: value, deviations: errors.deviations(ofValues: values, from: value),
        isFixed: clusters.map { isFixed($0, cell, whole, value, weight) } ?? false)
    }
    if let clusters {
      let influences = Self.influences(
        clusters.unexplained ?? clusters.totals, cell, whole, value, weight)
      return Share(
        value: value, deviations: design.deviations(ofClusterTotals: influences),
        isFixed: isFixed(clusters, cell, whole, value, weight))
    }
    var coefficients: [Int32: Double] = [:]
    coefficients[Int32(whole), default: 0] -= value / weight
    coefficients[Int32(cell), default: 0] += 1 / weight
    let deviations = design.deviations(
      of: contributions(coefficients), over: contributions([Int32(whole): 1]))
    return Share(value: value, deviations: deviations.byCluster, isFixed: deviations.isFixed)
  }

  /// (z of the cell − share × z of the whole) / weight of the whole, by cluster.
  private static func influences(
    _ totals: Matrix, _ cell: Int, _ whole: Int, _ value: Double, _ weight: Double
  ) -> [Double] {
    let (rows, own, all) = (totals.rows, cell * totals.rows, whole * totals.rows)
    return totals.elements.withUnsafeBufferPointer { totals in
      (0..<rows).map { (totals[own + $0] - value * totals[all + $0]) / weight }
    }
  }

  private func isFixed(
    _ clusters: Clusters, _ cell: Int, _ whole: Int, _ value: Double, _ weight: Double
  ) -> Bool {
    guard let unexplained = clusters.unexplained else { return false }
    func size(_ totals: Matrix) -> Double {
      Self.influences(totals, cell, whole, value, weight).reduce(0) { $0 + abs($1) }
    }
    let before = size(clusters.totals)
    return before > 0 && size(unexplained) <= 1e-9 * before
  }

  /// Each interview's weight times the sum of the coefficients of its cells.
  private func contributions(_ coefficients: [Int32: Double]) -> [Double] {
    (0..<design.count).map { row in
      guard design.isMember[row] else { return 0 }
      let sum = membership.cells(ofRow: row).reduce(0.0) { $0 + (coefficients[$1] ?? 0) }
      return design.weights[row] * sum
    }
  }
}

// Tests of tables.
extension CellTotals {
  /// Some of the cells as a table of cells that do not overlap.
  struct Table: CellDeviations {
    let totals: CellTotals
    let cells: [Int]

    var counts: [Int] { cells.map { totals.counts[$0] } }
    var weights: [Double] { cells.map { totals.weights[$0] } }
    var interviews: Int { counts.reduce(0, +) }

    func deviationMatrix(_ combinations: Matrix) -> Matrix {
      totals.deviationMatrix(combinations, of: cells)
    }
  }

  private func deviationMatrix(_ combinations: Matrix, of cells: [Int]) -> Matrix {
    if let errors = design.replicateErrors, let replicates {
      let own = replicates.picking(columns: cells)
      let whole = cells.reduce(0) { $0 + weights[$1] }
      let totals = (0..<own.rows).map { replicate in
        cells.indices.reduce(0) { $0 + own[replicate, $1] }
      }
      let changes = own.timesTransposed(combinations)
      return Matrix(
        columns: (0..<changes.columns).map { column in
          let values = totals.indices.map { changes[$0, column] * whole / totals[$0] }
          return errors.deviations(ofValues: values, from: 0)
        })
    }
    if let clusters {
      var combined = (clusters.unexplained ?? clusters.totals).picking(columns: cells)
        .timesTransposed(combinations)
      design.takeDeviations(ofClusterTotals: &combined)
      return combined
    }
    let whole = contributions(
      Dictionary(cells.map { (Int32($0), 1) }, uniquingKeysWith: { first, _ in first }))
    return Matrix(
      columns: (0..<combinations.rows).map { row in
        let coefficients = Dictionary(
          cells.indices.map { (Int32(cells[$0]), combinations[row, $0]) },
          uniquingKeysWith: { first, _ in first })
        return design.deviations(of: contributions(coefficients), over: whole).byCluster
      })
  }
}

extension Matrix {
  fileprivate func picking(columns chosen: [Int]) -> Matrix {
    Matrix(
      rows: rows, columns: chosen.count,
      elements: chosen.flatMap { elements[$0 * rows..<($0 + 1) * rows] })
  }
}

extension Calibration {
  /// Totals by cluster of cells without what weighting explains of them; see
  /// ``residuals(of:)``, which this is for each cell.
  ///
  /// - Parameter totals: Clusters × cells.
  func unexplained(
    _ totals: Matrix, _ membership: CellMembership, in design: SurveyDesign
  ) -> Matrix {
    let (places, clusters) = (transposed.columns, totals.rows)
    // By combination of categories: base weights of cells, and weights of clusters.
    var masses = Matrix(rows: places, columns: totals.columns)
    var clusterMasses = Matrix(rows: clusters, columns: places)
    masses.elements.withUnsafeMutableBufferPointer { masses in
      clusterMasses.elements.withUnsafeMutableBufferPointer { clusterMasses in
        for row in 0..<design.count {
          let (place, cluster) = (Int(cellOfRow[row]), Int(design.frame.clusterOfRow[row]))
          clusterMasses[place * clusters + cluster] += weights[row]
        }
        let (isMember, rowWeights) = (design.isMember, design.weights)
        membership.visitCells { row, cell in
          guard isMember[row] else { return }
          masses[cell * places + Int(cellOfRow[row])] += ratios[row] * rowWeights[row]
        }
      }
    }
    let auxiliaryTotals = clusterMasses.times(transposed.transposed)
    var explained = auxiliaryTotals.times(inverse.times(transposed.times(masses)))
    explained.elements.withUnsafeMutableBufferPointer { explained in
      totals.elements.withUnsafeBufferPointer { totals in
        for place in explained.indices { explained[place] = totals[place] - explained[place] }
      }
    }
    return explained
  }
}

extension ReplicateErrors {
  /// The totals of cells in each replicate: replicates × cells.
  ///
  /// - Complexity: O(units × cells with somebody × replicates).
  func totals(_ membership: CellMembership, of design: SurveyDesign, count: Int) -> Matrix {
    var ownTotals = Matrix(rows: byUnit.columns, columns: count)
    for row in 0..<design.count where design.isMember[row] {
      for cell in membership.cells(ofRow: row) {
        ownTotals[Int(unitOfRow[row]), Int(cell)] += ratios[row] * design.weights[row]
      }
    }
    var totals = Matrix(rows: byUnit.rows, columns: count)
    let (units, replicates) = (byUnit.columns, byUnit.rows)
    totals.elements.withUnsafeMutableBufferPointer { totals in
      byUnit.elements.withUnsafeBufferPointer { factors in
        for cell in 0..<count {
          for unit in 0..<units {
            let own = ownTotals[unit, cell]
            guard own != 0 else { continue }
            for replicate in 0..<replicates {
              totals[cell * replicates + replicate] += own * factors[unit * replicates + replicate]
            }
          }
        }
      }
    }
    return totals
  }
}
