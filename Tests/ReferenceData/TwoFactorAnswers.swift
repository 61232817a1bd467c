import FactorAnalysis
import NumericalMethods

/// Answers to `items` items that two correlated factors stand behind.
package func twoFactorAnswers(seed: UInt64, rows: Int = 400, items: Int = 8) -> [[Double]] {
  var stream = RandomStream(seed: seed)
  var columns = Array(repeating: [Double](), count: items)
  for _ in 0..<rows {
    let first = stream.normal()
    let second = 0.3 * first + stream.normal()
    for item in 0..<items {
      let loading = 0.5 + 0.05 * Double(item % 4)
      columns[item].append(loading * (item < items / 2 ? first : second) + 0.7 * stream.normal())
    }
  }
  return columns
}

package func itemNames(_ count: Int) -> [String] { (0..<count).map { "Q\($0 + 1)" } }

package func twoFactorCovariance(seed: UInt64) throws -> ItemCovariance {
  try ItemCovariance(
    ItemAnswers(names: itemNames(8), columns: twoFactorAnswers(seed: seed)), missing: .listwise)
}
