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
    grid.withUnsafeValues { probabilities, densities, slopes in
      table.counts.withUnsafeBufferPointer { counts in
        for column in 0..<table.columns {
          for row in 0..<table.rows {
            let count = counts[row + column * table.rows]
            guard count > 0 else { continue }
            let place = row + column * stride
            let share = max(PairGrid.cell(probabilities, place, stride), 1e-300)
            let first = PairGrid.cell(densities, place, stride) / share
            slope += count * first
            curvature += count * (PairGrid.cell(slopes, place, stride) / share - first * first)
          }
        }
      }
    }
    return (slope, curvature)
  }

  /// Φ₂, its density and, where asked, the density's derivative by ρ at every pair of thresholds,
  /// the infinite ones included.
  func grid(at correlation: Double, curved: Bool) -> PairGrid {
    var grid = PairGrid(rows: table.rows, columns: table.columns)
    for row in 1...table.rows {
      grid.probabilities[row + table.columns * grid.stride] = rowMargins[row]
    }
    for column in 1..<table.columns {
      grid.probabilities[table.rows + column * grid.stride] = columnMargins[column]
    }
    fillProbabilities(of: &grid, at: correlation)
    fillDensities(of: &grid, at: correlation, curved: curved)
    return grid
  }

  private func fillProbabilities(of grid: inout PairGrid, at correlation: Double) {
    guard let nodes = BivariateNormal.Nodes(correlation) else {
      for (column, k) in columnThresholds.enumerated() {
        for (row, h) in rowThresholds.enumerated() {
          grid.probabilities[row + 1 + (column + 1) * grid.stride] =
            BivariateNormal.lowerTail(h, k, correlation: correlation)
        }
      }
      return
    }
    let excess = nodes.excess(rowThresholds, columnThresholds)
    var place = 0
    for column in 1..<table.columns {
      for row in 1..<table.rows {
        grid.probabilities[row + column * grid.stride] =
          rowMargins[row] * columnMargins[column] + excess[place]
        place += 1
      }
    }
  }

  private func fillDensities(of grid: inout PairGrid, at correlation: Double, curved: Bool) {
    let rest = (1 - correlation) * (1 + correlation)
    let scale = 1 / (2 * Double.pi * rest.squareRoot())
    let stride = grid.stride
    grid.densities.withUnsafeMutableBufferPointer { densities in
      grid.slopes.withUnsafeMutableBufferPointer { slopes in
        for (column, k) in columnThresholds.enumerated() {
          for (row, h) in rowThresholds.enumerated() {
            let place = row + 1 + (column + 1) * stride
            let (product, halfSquares) = (h * k, (h * h + k * k) / 2)
            let density = scale * Elementary.exp((correlation * product - halfSquares) / rest)
            densities[place] = density
            guard curved else { continue }
            let bent = product * (1 + correlation * correlation) - 2 * correlation * halfSquares
            slopes[place] = density * (correlation + bent / rest) / rest
          }
        }
      }
    }
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
  static func cell(
    _ values: UnsafeBufferPointer<Double>, _ place: Int, _ stride: Int
  ) -> Double {
    values[place + 1 + stride] - values[place + stride] - values[place + 1] + values[place]
  }

  @inline(__always)
  static func cell(_ values: [Double], _ place: Int, _ stride: Int) -> Double {
    values[place + 1 + stride] - values[place + stride] - values[place + 1] + values[place]
  }

  /// The probabilities, densities and slopes without counting references.
  @inline(__always)
  func withUnsafeValues(
    _ body: (
      UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>
    ) -> Void
  ) {
    probabilities.withUnsafeBufferPointer { probabilities in
      densities.withUnsafeBufferPointer { densities in
        slopes.withUnsafeBufferPointer { body(probabilities, densities, $0) }
      }
    }
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
