import FactorAnalysis

/// Five-point answers that a model with correlated factors made, the same on every machine.
struct SyntheticAnswers {
  let names: [String]
  let columns: [[Double]]

  /// - Parameter factors: Each of them has an equal number of the items, of loading 0.7.
  init(items: Int, factors: Int, rows: Int, seed: UInt64) {
    var stream = Normal(state: seed)
    names = (1...items).map { "x\($0)" }
    var columns = Array(repeating: Array(repeating: 0.0, count: rows), count: items)
    for row in 0..<rows {
      let common = stream.next()
      let scores = (0..<factors).map { _ in 0.6 * common + 0.8 * stream.next() }
      for item in 0..<items {
        let latent = 0.7 * scores[item * factors / items] + 0.51.squareRoot() * stream.next()
        let shift = 0.15 * Double(item % 5 - 2)
        columns[item][row] = Double([-1.2, -0.4, 0.4, 1.2].count { latent > $0 + shift } + 1)
      }
    }
    self.columns = columns
  }

  var answers: ItemAnswers {
    get throws { try ItemAnswers(names: names, columns: columns) }
  }

  /// A header and a line for each row.
  var csv: String {
    let lines = columns[0].indices.map { row in
      columns.map { String(Int($0[row])) }.joined(separator: ",")
    }
    return ([names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }

  /// Normal numbers: the sum of twelve uniform ones, less 6.
  private struct Normal {
    var state: UInt64

    mutating func next() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }

    /// SplitMix64.
    private mutating func uniform() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
  }
}
