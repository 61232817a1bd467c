import NumericalMethods

/// What each interview, or each cluster, adds to the totals of cells: enough for the error of
/// every function of those totals.
struct CellContributions: CellDeviations {
  let design: SurveyDesign
  let counts: [Int]
  let weights: [Double]
  let base: Estimate.Base
  let degreesOfFreedom: Int
  var interviews: Int { base.count }
  private let cells: [Int32]
  /// Nil where sums by cluster do not suffice.
  private let sums: ClusterSums?

  init(_ design: SurveyDesign, cells: [Int32], count: Int) {
    self.design = design
    self.cells = cells
    if design.isSummedByCluster(groups: count) {
      let sums = design.clusterSums(of: nil, by: cells, count: count)
      (counts, weights) = (sums.counts, sums.weights)
      base = sums.base(of: 0..<count)
      degreesOfFreedom = sums.degreesOfFreedom(of: 0..<count, design.frame)
      self.sums = sums
      return
    }
    sums = nil
    let answered = design.base(of: zip(design.isMember, cells).map { $0 && $1 >= 0 })
    var counts = Array(repeating: 0, count: count)
    var weights = Array(repeating: 0.0, count: count)
    for row in cells.indices where answered.contains[row] {
      counts[Int(cells[row])] += 1
      weights[Int(cells[row])] += design.weights[row]
    }
    (self.counts, self.weights) = (counts, weights)
    base = answered.estimateBase
    degreesOfFreedom = answered.degreesOfFreedom
  }

  /// Deviations by cluster of Σ c · total of each combination, and whether weighting fixes it.
  ///
  /// - Parameters:
  ///   - combinations: Combinations × cells.
  ///   - wholes: The cells that each combination is a share of.
  func deviations(
    _ combinations: Matrix, over wholes: [[Int]]
  ) -> [(byCluster: [Double], isFixed: Bool)] {
    guard sums != nil else {
      return (0..<combinations.rows).map { rowwise(combinations.row($0), over: wholes[$0]) }
    }
    let deviations = deviationMatrix(combinations)
    return (0..<combinations.rows).map { (deviations.column($0), false) }
  }

  /// The same as a matrix of clusters × combinations, which are of shares of all cells.
  func deviationMatrix(_ combinations: Matrix) -> Matrix {
    guard let sums else {
      return Matrix(
        columns: (0..<combinations.rows).map {
          rowwise(combinations.row($0), over: Array(weights.indices)).byCluster
        })
    }
    let totals = Matrix(
      rows: weights.count, columns: design.frame.clusterCount, elements: sums.byCluster)
    var combined = totals.transposedTimes(combinations.transposed)
    design.takeDeviations(ofClusterTotals: &combined)
    return combined
  }

  private func rowwise(
    _ combination: [Double], over whole: [Int]
  ) -> (byCluster: [Double], isFixed: Bool) {
    var isWhole = weights.map { _ in 0.0 }
    for cell in whole { isWhole[cell] = 1 }
    return design.deviations(
      of: rows(times: combination),
      over: design.hasReplicateErrors ? rows(times: isWhole) : nil)
  }

  /// Each interview's weight times the coefficient of its cell.
  private func rows(times coefficients: [Double]) -> [Double] {
    cells.indices.map { row in
      let cell = Int(cells[row])
      return cell >= 0 && design.isMember[row] ? design.weights[row] * coefficients[cell] : 0
    }
  }

  /// A cell, and the cells that it is a share of.
  struct Part {
    var cell: Int
    var whole: [Int]
  }

  /// Shares of cells, with the covariance of all.
  func shares(_ parts: [Part], names: [String]) -> EstimateVector {
    let wholes = parts.map { $0.whole.reduce(0) { $0 + weights[$1] } }
    let shares = parts.indices.map { weights[parts[$0].cell] / wholes[$0] }
    var combinations = Matrix(rows: parts.count, columns: weights.count)
    for (index, part) in parts.enumerated() where wholes[index] > 0 {
      for cell in part.whole {
        combinations[index, cell] = ((cell == part.cell ? 1 : 0) - shares[index]) / wholes[index]
      }
    }
    let deviations = deviations(combinations, over: parts.map(\.whole))
    let all = Set(parts.flatMap(\.whole)).sorted()
    return EstimateVector(
      names: names,
      estimates: parts.indices.map { share(shares[$0], deviations[$0], of: parts[$0].whole) },
      covariance: crossProducts(deviations.map(\.byCluster)),
      degreesOfFreedom: degreesOfFreedom(of: all), base: base(of: all))
  }

  private func share(
    _ value: Double, _ deviations: (byCluster: [Double], isFixed: Bool), of whole: [Int]
  ) -> Estimate {
    let base = base(of: whole)
    let variance = sumOfProducts(deviations.byCluster, deviations.byCluster)
    let simple = value * (1 - value) / Double(base.count - 1)
    let isFixed = deviations.isFixed
    return Estimate(
      value: base.count > 0 ? value : .nan,
      standardError: base.count == 0 ? .nan : isFixed ? 0 : variance.squareRoot(),
      degreesOfFreedom: degreesOfFreedom(of: whole), base: base, kind: .proportion,
      designEffect: !isFixed && base.count > 1 && simple > 0 ? variance / simple : nil,
      isFixedByWeighting: isFixed)
  }

  private func base(of cells: [Int]) -> Estimate.Base {
    if let sums { return sums.base(of: cells) }
    return rowBase(of: cells).estimateBase
  }

  private func degreesOfFreedom(of cells: [Int]) -> Int {
    if let sums { return sums.degreesOfFreedom(of: cells, design.frame) }
    return rowBase(of: cells).degreesOfFreedom
  }

  private func rowBase(of chosen: [Int]) -> AnswerBase {
    var isChosen = Array(repeating: false, count: weights.count)
    for cell in chosen { isChosen[cell] = true }
    return design.base(
      of: cells.indices.map { design.isMember[$0] && cells[$0] >= 0 && isChosen[Int(cells[$0])] })
  }
}
