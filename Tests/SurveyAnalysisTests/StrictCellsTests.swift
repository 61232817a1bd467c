import Testing

@testable import SurveyAnalysis

@Suite("Small cells of tables with known sums")
struct StrictCellsTests {
  @Test func `a small cell of a distribution takes others with it, five people in all`() {
    func hidden(_ counts: [Int]) -> [Bool] {
      StrictCells(minimum: 5, rows: counts.map { [$0] }).suppressions.map { $0[0] != nil }
    }
    #expect(hidden([40, 3, 12, 8]) == [false, true, false, true])
    #expect(hidden([40, 3, 4, 8]) == [false, true, true, false])
    #expect(hidden([40, 3, 1, 8]) == [false, true, true, true])
    #expect(hidden([40, 0, 12]) == [false, false, false])
    #expect(hidden([40, 1]) == [true, true])
  }

  /// For each hidden cell, the least and the greatest count that fit all that is shown: the tables
  /// with the same sums of rows and columns are walked through one by one.
  private func bounds(_ counts: [[Int]], _ isHidden: [[Bool]]) -> [[(Int, Int)?]] {
    let cells = counts.indices.flatMap { row in counts[row].indices.map { (row, $0) } }
      .filter { isHidden[$0.0][$0.1] }
    var rowSums = counts.indices.map { row in
      counts[row].indices.reduce(0) { $0 + (isHidden[row][$1] ? counts[row][$1] : 0) }
    }
    var columnSums = counts[0].indices.map { column in
      counts.indices.reduce(0) { $0 + (isHidden[$1][column] ? counts[$1][column] : 0) }
    }
    var table = counts
    var bounds: [[(Int, Int)?]] = counts.map { $0.map { _ in nil } }
    func walk(_ place: Int) {
      guard place < cells.count else {
        guard rowSums.allSatisfy({ $0 == 0 }), columnSums.allSatisfy({ $0 == 0 }) else { return }
        for (row, column) in cells {
          let value = table[row][column]
          let known = bounds[row][column] ?? (value, value)
          bounds[row][column] = (min(known.0, value), max(known.1, value))
        }
        return
      }
      let (row, column) = cells[place]
      let isLastOfRow = !cells[(place + 1)...].contains { $0.0 == row }
      let most = min(rowSums[row], columnSums[column])
      guard !isLastOfRow || rowSums[row] <= columnSums[column] else { return }
      for value in (isLastOfRow ? rowSums[row] : 0)...max(most, isLastOfRow ? rowSums[row] : 0) {
        table[row][column] = value
        rowSums[row] -= value
        columnSums[column] -= value
        walk(place + 1)
        rowSums[row] += value
        columnSums[column] += value
      }
    }
    walk(0)
    return bounds
  }

  @Test(arguments: 0..<200)
  func `every small cell may be anything from 0 to 4, every other hidden one is five wide`(
    seed: Int
  ) {
    var random = Draws(seed: seed)
    let width = 2 + random.below(2)
    let counts = (0..<3).map { _ in
      (0..<width).map { _ in random.below(4) == 0 ? random.below(5) : 4 + random.below(9) }
    }
    let hidden = StrictCells(minimum: 5, rows: counts).suppressions
    let isHidden = hidden.map { $0.map { $0 != nil } }
    // Where all is hidden there is nothing more to do.
    guard !isHidden.allSatisfy({ $0.allSatisfy { $0 } }) else { return }
    let found = bounds(counts, isHidden)
    for row in counts.indices {
      for column in counts[row].indices {
        let count = counts[row][column]
        let isSmall = count > 0 && count < 5
        guard let (least, greatest) = found[row][column] else {
          #expect(!isSmall)
          continue
        }
        if isSmall {
          #expect(least == 0 && greatest >= 4, "\(counts) \(row) \(column)")
        } else {
          #expect(greatest - least >= 5, "\(counts) \(row) \(column)")
        }
      }
    }
  }
}
