import NumericalMethods

/// The likelihood of a two-way table under two normal variables cut at thresholds.
///
///     ℓ(ρ) = Σ nᵢⱼ ln πᵢⱼ(ρ),  πᵢⱼ = Φ₂(aᵢ, bⱼ) − Φ₂(aᵢ₋₁, bⱼ) − Φ₂(aᵢ, bⱼ₋₁) + Φ₂(aᵢ₋₁, bⱼ₋₁)
///
/// The first and second derivatives by ρ are closed forms, since ∂Φ₂/∂ρ is the density.
///
/// > U. Olsson (1979). "Maximum likelihood estimation of the polychoric correlation coefficient".
/// > *Psychometrika* 44(4).
struct PolychoricPair {
  /// How near to ±1 a correlation may come: as polycor's `maxcor`.
  static let mostCorrelation = 0.9999

  let table: PairTable
  let rowThresholds: [Double]
  let columnThresholds: [Double]
  private let rowMargins: [Double]
  private let columnMargins: [Double]

  /// - Parameters:
  ///   - rowThresholds: One fewer than the table has rows, ascending.
  ///   - columnThresholds: One fewer than the table has columns, ascending.
  init(_ table: PairTable, _ rows: ItemThresholds, _ columns: ItemThresholds) {
    self.table = table
    rowThresholds = rows.values
    columnThresholds = columns.values
    rowMargins = rows.shares
    columnMargins = columns.shares
  }

  /// The ρ of the greatest likelihood, by Newton's method kept within a shrinking bracket.
  ///
  /// Near the end each of Newton's steps is about the square of the one before: after one of less
  /// than 10⁻⁶ the error is near the last digit.
  func estimate() -> Double {
    var (low, high) = (-Self.mostCorrelation, Self.mostCorrelation)
    var correlation = start
    for _ in 0..<100 {
      let (slope, curvature) = derivatives(at: correlation)
      if slope > 0 { low = correlation } else { high = correlation }
      var next = curvature < 0 ? correlation - slope / curvature : slope > 0 ? high : low
      let isNewton = curvature < 0 && next > low && next < high
      if !(next > low && next < high) { next = nextInside(low, high, towards: slope) }
      let step = abs(next - correlation)
      correlation = next
      if step <= (isNewton ? 1e-6 : 1e-9) { break }
    }
    return correlation
  }

  /// Half the way to the end of the bracket, or its end where that is near.
  private func nextInside(_ low: Double, _ high: Double, towards slope: Double) -> Double {
    high - low < 1e-8 ? (slope > 0 ? high : low) : (low + high) / 2
  }

  /// The correlation of the categories' numbers, within ±0.9.
  private var start: Double {
    var (sum, x, y, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for column in 0..<table.columns {
      for row in 0..<table.rows {
        let (count, i, j) = (table[row, column], Double(row), Double(column))
        sum += count
        x += count * i
        y += count * j
        xx += count * i * i
        yy += count * j * j
        xy += count * i * j
      }
    }
    let scale = ((xx * sum - x * x) * (yy * sum - y * y)).squareRoot()
    guard scale > 0 else { return 0 }
    return min(max(1.1 * (xy * sum - x * y) / scale, -0.9), 0.9)
  }

  /// Of ℓ by ρ.
  private func derivatives(at correlation: Double) -> (slope: Double, curvature: Double) {
    let grid = grid(at: correlation, curved: true)
    var (slope, curvature) = (0.0, 0.0)
    let stride = grid.stride
    for column in 0..<table.columns {
      for row in 0..<table.rows {
        let count = table[row, column]
        guard count > 0 else { continue }
        let place = row + column * stride
        let share = max(PairGrid.cell(grid.probabilities, place, stride), 1e-300)
        let first = PairGrid.cell(grid.densities, place, stride) / share
        slope += count * first
        curvature +=
          count * (PairGrid.cell(grid.slopes, place, stride) / share - first * first)
      }
    }
    return (slope, curvature)
  }

  /// Φ₂, its density and, where asked, the density's derivative by ρ at every pair of thresholds,
  /// the infinite ones included.
  func grid(at correlation: Double, curved: Bool) -> PairGrid {
    var grid = PairGrid(rows: table.rows, columns: table.columns)
    let nodes = BivariateNormal.Nodes(correlation)
    let rest = (1 - correlation) * (1 + correlation)
    let scale = 1 / (2 * Double.pi * rest.squareRoot())
    for column in 1...table.columns {
      for row in 1...table.rows {
        let place = row + column * grid.stride
        guard row < table.rows, column < table.columns else {
          grid.probabilities[place] =
            row < table.rows ? rowMargins[row] : columnMargins[column]
          continue
        }
        let (h, k) = (rowThresholds[row - 1], columnThresholds[column - 1])
        let (product, halfSquares) = (h * k, (h * h + k * k) / 2)
        if let nodes {
          grid.probabilities[place] =
            rowMargins[row] * columnMargins[column]
            + nodes.excess(product: product, halfSquares: halfSquares)
        } else {
          grid.probabilities[place] = BivariateNormal.lowerTail(h, k, correlation: correlation)
        }
        let density = scale * Elementary.exp((correlation * product - halfSquares) / rest)
        grid.densities[place] = density
        guard curved else { continue }
        grid.slopes[place] =
          density
          * (correlation
            + (product * (1 + correlation * correlation)
              - 2 * correlation * halfSquares) / rest)
          / rest
      }
    }
    return grid
  }
}

/// Values at every pair of thresholds of a table, the infinite ones included:
/// (rows + 1) × (columns + 1), column after column.
struct PairGrid {
  let stride: Int
  var probabilities, densities, slopes: [Double]

  init(rows: Int, columns: Int) {
    stride = rows + 1
    let zeros = Array(repeating: 0.0, count: (rows + 1) * (columns + 1))
    (probabilities, densities, slopes) = (zeros, zeros, zeros)
  }

  /// The difference over the cell whose lower corner stands at `place`.
  @inline(__always)
  static func cell(_ values: [Double], _ place: Int, _ stride: Int) -> Double {
    values[place + 1 + stride] - values[place + stride] - values[place + 1] + values[place]
  }
}

/// Where a standard normal variable is cut into an item's categories.
///
///     τⱼ = Φ⁻¹(share of answers in the categories 1…j)
struct ItemThresholds: Hashable, Sendable {
  /// One fewer than categories, ascending.
  let values: [Double]
  /// Φ of −∞, of the values and of +∞.
  let shares: [Double]

  /// - Parameter weights: Of each category, all above 0.
  init(weights: [Double]) {
    let total = weights.reduce(0, +)
    var below = 0.0
    var values: [Double] = []
    var shares = [0.0]
    for weight in weights.dropLast() {
      below += weight
      shares.append(below / total)
      values.append(Distribution.standardNormal.quantile(below / total))
    }
    self.values = values
    self.shares = shares + [1]
  }

  init(values: [Double]) {
    self.values = values
    shares = [0] + values.map { Distribution.standardNormal.lowerTail($0) } + [1]
  }
}
