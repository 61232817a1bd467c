/// Which cells of a table of counts are hidden so that those under a minimum cannot be computed,
/// where the sums of rows and columns are known.
///
/// The hidden cells form a block of some rows by some columns. What is known of a cell of a block
/// with row sums rᵢ, column sums cⱼ and the sum N are then exactly Fréchet's bounds,
///
///     max(0, rᵢ + cⱼ − N) ≤ nᵢⱼ ≤ min(rᵢ, cⱼ),
///
/// and the block grows until they keep open 0 … minimum − 1 for each small cell, and a range of
/// `minimum` at least for each other one. A single column whose sum is known is the special case
/// 0 ≤ nᵢ ≤ N.
///
/// - Complexity: O(cells × (rows + columns)).
/// > L. Willenborg, T. de Waal (2001). *Elements of Statistical Disclosure Control*, ch. 6. Springer.
struct StrictCells {
  private let minimum: Int
  private let counts: [[Int]]
  private var rows: Set<Int>
  private var columns: Set<Int>

  /// - Parameter rows: Interviews of each cell, by row; all rows have as many columns.
  /// - Parameter unpublished: Columns that are nowhere shown, such as that of people in no category.
  init(minimum: Int, rows counts: [[Int]], unpublished: Set<Int> = []) {
    self.minimum = minimum
    self.counts = counts
    let columnIndices = counts.first.map { Set($0.indices) } ?? []
    rows = Set(counts.indices.filter { row in counts[row].contains { $0 > 0 && $0 < minimum } })
    columns = columnIndices.filter { column in
      counts.contains { $0[column] > 0 && $0[column] < minimum }
    }
    guard !rows.isEmpty else { return }
    columns.formUnion(unpublished)
    while !isProtected, grow(columnIndices) {}
  }

  /// For each row, each column.
  var suppressions: [[Suppression?]] {
    counts.indices.map { row in
      counts[row].indices.map { column in
        guard rows.contains(row), columns.contains(column) else { return nil }
        return isSmall(row, column) ? .cell(minimum: minimum) : .secondary
      }
    }
  }

  private func isSmall(_ row: Int, _ column: Int) -> Bool {
    counts[row][column] > 0 && counts[row][column] < minimum
  }

  private func rowSum(_ row: Int) -> Int { columns.reduce(0) { $0 + counts[row][$1] } }
  private func columnSum(_ column: Int) -> Int { rows.reduce(0) { $0 + counts[$1][column] } }

  private var isProtected: Bool {
    let rowSums = Dictionary(uniqueKeysWithValues: rows.map { ($0, rowSum($0)) })
    let columnSums = Dictionary(uniqueKeysWithValues: columns.map { ($0, columnSum($0)) })
    let sum = rowSums.values.reduce(0, +)
    let isSingleColumn = counts.first?.count == 1
    return rows.allSatisfy { row in
      columns.allSatisfy { column in
        let own = isSingleColumn ? sum : rowSums[row] ?? 0
        let other = columnSums[column] ?? 0
        let lower = max(0, own + other - sum)
        let upper = min(own, other)
        if isSingleColumn { return rows.count > 1 && sum >= minimum }
        return isSmall(row, column)
          ? lower == 0 && upper >= minimum - 1 : upper - lower >= minimum
      }
    }
  }

  /// Adds the row or column that hides the fewest interviews.
  private mutating func grow(_ all: Set<Int>) -> Bool {
    let row = counts.indices.filter { !rows.contains($0) }
      .min { (rowSum($0), $0) < (rowSum($1), $1) }
    let column = all.subtracting(columns)
      .min { (columnSum($0), $0) < (columnSum($1), $1) }
    switch (row, column) {
    case (nil, nil): return false
    case (let row?, nil): rows.insert(row)
    case (nil, let column?): columns.insert(column)
    case (let row?, let column?):
      if rows.count < 2 || (columns.count > 1 && rowSum(row) <= columnSum(column)) {
        rows.insert(row)
      } else {
        columns.insert(column)
      }
    }
    return true
  }
}
