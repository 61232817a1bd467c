/// The largest difference, relative to the expected number where that is above 1.
package func largestDifference(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
}

package func largestDifference(_ found: [[Double]], _ expected: [[Double]]) -> Double {
  largestDifference(found.flatMap { $0 }, expected.flatMap { $0 })
}

/// The largest difference relative to the expected size, or absolute where that is below `unit`.
package func relativeDifference(_ found: Double?, _ expected: Double?, unit: Double = 1e-2)
  -> Double
{
  guard let expected else { return 0 }
  guard let found, found.isFinite else { return .infinity }
  return abs(found - expected) / max(abs(expected), unit)
}

/// Loadings and factor correlations with the factors put into the order and signs in which they
/// agree best with expected loadings: factors have no natural order or sign.
package func aligned(
  _ loadings: [[Double]], _ correlations: [[Double]], to expected: [[Double]]
) -> (loadings: [[Double]], correlations: [[Double]]) {
  let factors = correlations.indices
  var left = Array(factors)
  var order: [Int] = []
  var signs: [Double] = []
  for target in factors {
    func product(_ factor: Int) -> Double {
      zip(loadings, expected).reduce(0) { $0 + $1.0[factor] * $1.1[target] }
    }
    let best = left.max { abs(product($0)) < abs(product($1)) } ?? 0
    order.append(best)
    signs.append(product(best) < 0 ? -1 : 1)
    left.removeAll { $0 == best }
  }
  return (
    loadings.map { row in factors.map { signs[$0] * row[order[$0]] } },
    factors.map { i in factors.map { signs[i] * signs[$0] * correlations[order[i]][order[$0]] } }
  )
}
