import NumericalMethods

/// The distinct combinations of categories (cells), and what weighting works on (units): cells, or
/// cells and base weights where limits make a weight depend on more than its cell, or interviews
/// where there are continuous totals.
struct WeightingUnits: Sendable {
  enum Kind: Sendable { case cells, cellsAndWeights, interviews }

  let kind: Kind
  /// For each interview its unit; −1 where it has no weight.
  let unitOfRow: [Int32]
  /// For each interview its cell; 0 where it has no weight, which then adds nothing.
  let cellOfRow: [Int32]
  let cellOfUnit: [Int32]
  /// The base weights of each unit together.
  let masses: [Double]
  /// Number of interviews in each unit.
  let counts: [Double]
  /// For each margin, the category of each cell; −1 for unknown.
  let categoriesOfCell: [[Int32]]

  var cellCount: Int { categoriesOfCell.first?.count ?? unitCount }
  var unitCount: Int { masses.count }

  private struct Unit: Hashable {
    var cell: Int32
    var weight: Double
  }

  /// O(interviews × margins).
  init(margins: [CodedMargin], weights: [Double], kind: Kind) {
    self.kind = kind
    let cells = CellCodes(margins: margins, weights: weights)
    cellOfRow = cells.cellOfRow
    categoriesOfCell = margins.map { margin in cells.firstRow.map { margin.codes[Int($0)] } }
    switch kind {
    case .cells:
      unitOfRow = zip(cells.cellOfRow, weights).map { $1 > 0 ? $0 : -1 }
      cellOfUnit = cells.firstRow.indices.map(Int32.init)
    case .cellsAndWeights:
      var coder = Coder<Unit>()
      unitOfRow = zip(cells.cellOfRow, weights).map {
        $1 > 0 ? coder.code(Unit(cell: $0, weight: $1)) : -1
      }
      cellOfUnit = coder.names.map(\.cell)
    case .interviews:
      var next = Int32(0)
      unitOfRow = weights.map { weight in
        defer { next += weight > 0 ? 1 : 0 }
        return weight > 0 ? next : -1
      }
      cellOfUnit = zip(cells.cellOfRow, weights).filter { $1 > 0 }.map(\.0)
    }
    var masses = Array(repeating: 0.0, count: cellOfUnit.count)
    var counts = masses
    for row in unitOfRow.indices where unitOfRow[row] >= 0 {
      masses[Int(unitOfRow[row])] += weights[row]
      counts[Int(unitOfRow[row])] += 1
    }
    self.masses = masses
    self.counts = counts
  }

  /// The base weight of each unit: of all its interviews where units are told apart by weight.
  var baseWeights: [Double] { zip(masses, counts).map { $0 / $1 } }

  /// The category of each unit in a margin; −1 for unknown.
  func categories(_ margin: Int) -> [Int32] {
    let ofCell = categoriesOfCell[margin]
    return kind == .cells ? ofCell : cellOfUnit.map { ofCell[Int($0)] }
  }

  /// Each margin's targets at the first margin's total, the share of unknown ones set aside.
  ///
  /// - Parameter masses: Those of the units, or of a replicate.
  func goals(_ margins: [CodedMargin], masses: [Double]) -> [Raking.Goal] {
    margins.indices.map {
      margins[$0].goal(cells: categories($0), masses: masses, total: margins[0].total)
    }
  }
}

/// Numbers for the combinations of categories that interviews have, in order of appearance.
private struct CellCodes {
  private(set) var cellOfRow: [Int32]
  /// For each cell, an interview that is in it.
  private(set) var firstRow: [Int32] = []

  /// Keys of several margins are mixed into one number as long as a table of all of them is small;
  /// beyond that they are coded anew. O(interviews × margins).
  init(margins: [CodedMargin], weights: [Double]) {
    cellOfRow = Array(repeating: 0, count: weights.count)
    let largest = min(Int(Int32.max), max(1 << 16, 4 * weights.count))
    var span = 1
    for margin in margins {
      let radix = margin.categoryCount + 1
      if span * radix > largest { span = compact(weights, span: span) }
      cellOfRow.append(margin.codes, radix: Int32(radix))
      span *= radix
    }
    _ = compact(weights, span: span)
  }

  private mutating func compact(_ weights: [Double], span: Int) -> Int {
    var first: [Int32] = []
    var codes = Array(repeating: Int32(-1), count: span)
    cellOfRow.withUnsafeMutableBufferPointer { cellOfRow in
      for row in cellOfRow.indices {
        guard weights[row] > 0 else {
          cellOfRow[row] = 0
          continue
        }
        let key = Int(cellOfRow[row])
        if codes[key] < 0 {
          codes[key] = Int32(first.count)
          first.append(Int32(row))
        }
        cellOfRow[row] = codes[key]
      }
    }
    firstRow = first
    return first.count
  }
}

extension [Int32] {
  /// Adds a digit, from −1 up, to each key.
  fileprivate mutating func append(_ digits: [Int32], radix: Int32) {
    withUnsafeMutableBufferPointer { keys in
      for row in keys.indices { keys[row] = keys[row] &* radix &+ digits[row] &+ 1 }
    }
  }
}
