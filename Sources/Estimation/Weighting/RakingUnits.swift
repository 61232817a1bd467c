import NumericalMethods

/// The distinct combinations of categories (cells), and of cell and base weight (units).
struct RakingUnits {
  /// For each interview its unit; −1 where it has no weight.
  let unitOfRow: [Int32]
  /// For each interview its cell; 0 where it has no weight, which then adds nothing.
  let cellOfRow: [Int32]
  /// By unit.
  let cellOfUnit: [Int32]
  let baseWeights: [Double]
  let counts: [Double]
  /// By cell, the category of each margin; −1 for unknown.
  let cells: [[Int32]]

  private struct Unit: Hashable {
    var cell: Int32
    var weight: Double
  }

  init(margins: [CodedMargin], weights: [Double]) {
    var cellCoder = Coder<[Int32]>()
    var unitCoder = Coder<Unit>()
    var counts: [Double] = []
    var unitOfRow: [Int32] = []
    var cellOfRow: [Int32] = []
    for (row, weight) in weights.enumerated() {
      guard weight > 0 else {
        unitOfRow.append(-1)
        cellOfRow.append(0)
        continue
      }
      let cell = cellCoder.code(margins.map { $0.codes[row] })
      let unit = unitCoder.code(Unit(cell: cell, weight: weight))
      if Int(unit) == counts.count { counts.append(0) }
      counts[Int(unit)] += 1
      unitOfRow.append(unit)
      cellOfRow.append(cell)
    }
    self.unitOfRow = unitOfRow
    self.cellOfRow = cellOfRow
    self.counts = counts
    cellOfUnit = unitCoder.names.map(\.cell)
    baseWeights = unitCoder.names.map(\.weight)
    cells = cellCoder.names
  }

  /// A margin's targets at the first margin's total, the share of unknown ones set aside.
  func goal(_ margins: [CodedMargin], _ index: Int) -> Raking.Goal {
    margins[index].goal(
      cells: cellOfUnit.map { cells[Int($0)][index] },
      masses: zip(counts, baseWeights).map { $0 * $1 }, total: margins[0].total)
  }

  /// The variables whose population totals raking makes known: 1, and for each category but the
  /// last of its margin, among those known, whether it is that minus the population's share.
  func calibration(_ margins: [CodedMargin], base: [Double], raked: [Double]) -> Calibration {
    let variables = margins.indices.flatMap { margin in
      margins[margin].categories.indices.dropLast().map { (margin: margin, category: $0) }
    }
    let auxiliaries = Matrix(rows: cells.count, columns: 1 + variables.count) { cell, column in
      guard column > 0 else { return 1 }
      let variable = variables[column - 1]
      let code = cells[cell][variable.margin]
      guard code >= 0 else { return 0 }
      return (Int(code) == variable.category ? 1 : 0)
        - margins[variable.margin].share(variable.category)
    }
    return Calibration(
      baseWeights: base, weights: raked, cells: cellOfRow, auxiliaries: auxiliaries)
  }
}
