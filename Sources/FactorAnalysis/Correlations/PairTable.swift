/// The weighted table of two items' categories.
struct PairTable: Hashable, Sendable {
  let rows: Int
  let columns: Int
  /// Column after column.
  var counts: [Double]

  subscript(row: Int, column: Int) -> Double { counts[row + column * rows] }

  var total: Double { counts.reduce(0, +) }

  var hasEmptyCell: Bool { counts.contains(0) }

  /// The weights of the rows' and of the columns' categories.
  var margins: (rows: [Double], columns: [Double]) {
    var margins = (Array(repeating: 0.0, count: rows), Array(repeating: 0.0, count: columns))
    for column in 0..<columns {
      for row in 0..<rows {
        margins.0[row] += self[row, column]
        margins.1[column] += self[row, column]
      }
    }
    return margins
  }
}

extension PairTable {
  /// The table of two items of which both are answered.
  init(_ answers: OrdinalAnswers, _ first: Int, _ second: Int) {
    rows = answers.categories[first].count
    columns = answers.categories[second].count
    let stride = rows + 1
    let size = stride * (columns + 1)
    let cells =
      if let weight = answers.equalWeight {
        Self.tally(answers.codes[first], answers.codes[second], stride, size: size).map {
          Double($0) * weight
        }
      } else { Self.sums(answers, first, second, stride, size: size) }
    counts = []
    counts.reserveCapacity(rows * columns)
    for column in 0..<columns {
      counts.append(contentsOf: cells[column * stride..<column * stride + rows])
    }
  }

  /// The weight in each cell, rows that miss an answer in cells of their own.
  private static func sums(
    _ answers: OrdinalAnswers, _ first: Int, _ second: Int, _ stride: Int, size: Int
  ) -> [Double] {
    var cells = Array(repeating: 0.0, count: size)
    let (left, right, weights) = (answers.codes[first], answers.codes[second], answers.weights)
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        weights.withUnsafeBufferPointer { weights in
          cells.withUnsafeMutableBufferPointer { cells in
            for row in 0..<weights.count {
              cells[Int(left[row]) + stride * Int(right[row])] += weights[row]
            }
          }
        }
      }
    }
    return cells
  }

  /// The number of rows in each cell. Even and odd rows are counted apart: a cell that was just
  /// counted up is read again only after the other.
  private static func tally(
    _ left: [UInt8], _ right: [UInt8], _ stride: Int, size: Int
  ) -> [UInt32] {
    var cells = Array(repeating: UInt32(0), count: 2 * size)
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        cells.withUnsafeMutableBufferPointer { cells in
          var row = 0
          while row + 1 < left.count {
            cells[Int(left[row]) + stride * Int(right[row])] &+= 1
            cells[size + Int(left[row + 1]) + stride * Int(right[row + 1])] &+= 1
            row += 2
          }
          if row < left.count { cells[Int(left[row]) + stride * Int(right[row])] &+= 1 }
        }
      }
    }
    return (0..<size).map { cells[$0] &+ cells[size + $0] }
  }
}

/// What is done with cells of a table that nobody is in.
public enum EmptyCells: String, Hashable, Sendable, CaseIterable {
  /// In a table of two by two, an empty cell becomes 0.5 interviews and the others change so that
  /// the margins stay; larger tables stay as they are (lavaan's `zero.add = c(0.5, 0)`): without
  /// it, the correlation of such a table is ±1.
  case mendedInTwoByTwo
  /// Every table stays as it was counted (polycor; psych's `correct = 0`).
  case kept
  /// In every table, an empty cell becomes 0.5 interviews (psych's `correct = 0.5`).
  case mended
}

extension PairTable {
  /// The table after its empty cells were treated.
  ///
  /// - Parameter interview: What one interview weighs on the average.
  func treated(_ rule: EmptyCells, interview: Double) -> PairTable {
    guard hasEmptyCell, rule != .kept else { return self }
    var table = self
    if rule == .mended {
      for cell in counts.indices where counts[cell] == 0 { table.counts[cell] = interview / 2 }
    } else if rows == 2, columns == 2, counts.count(where: { $0 == 0 }) == 1 {
      let empty = counts.firstIndex(of: 0) ?? 0
      let diagonal = empty == 0 || empty == 3
      for cell in counts.indices {
        let isOfDiagonal = cell == 0 || cell == 3
        table.counts[cell] += (isOfDiagonal == diagonal ? 0.5 : -0.5) * interview
      }
    }
    return table
  }
}
