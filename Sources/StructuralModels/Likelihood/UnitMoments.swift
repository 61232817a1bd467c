import FactorAnalysis
import NumericalMethods

/// Weighted sums over each sampling unit of complete answers, from which the units' sums of scores
/// follow without the rows: a score is a quadratic function of the answers.
///
///     Σw      Σ w (y − ȳ)      Σ w (y − ȳ)(y − ȳ)ᵀ
///
/// with ȳ the group's means. Many models are fitted to the same answers, and a city's eight thousand
/// interviews are some twenty sampling points.
struct UnitMoments: Sendable {
  /// Units × (1 + items + items (items + 1)/2), products as a lower triangle, column after column.
  private let sums: Matrix
  /// Interviews by unit.
  let counts: [Double]
  private let means: [Double]

  /// O(interviews × items²).
  init(_ pattern: AnswerPattern, _ units: SamplingUnits) {
    let size = pattern.items.count
    let unitOfRow = pattern.weights.indices.map(units.unit)
    let centred = (0..<size).map { item in
      pattern.answers.column(item).map { $0 - pattern.means[item] }
    }
    let weighted = centred.map { zip($0, pattern.weights).map { $0 * $1 } }
    func sum(_ values: [Double]) -> [Double] {
      var sums = Array(repeating: 0.0, count: units.count)
      for (value, unit) in zip(values, unitOfRow) { sums[unit] += value }
      return sums
    }
    func sum(_ first: [Double], _ second: [Double]) -> [Double] {
      var sums = Array(repeating: 0.0, count: units.count)
      for row in first.indices { sums[unitOfRow[row]] += first[row] * second[row] }
      return sums
    }
    var columns = [sum(pattern.weights)] + weighted.map(sum)
    for column in 0..<size {
      for row in column..<size { columns.append(sum(weighted[row], centred[column])) }
    }
    sums = Matrix(columns: columns)
    counts = sum(unitOfRow.map { _ in 1 })
    means = pattern.means
  }

  /// Σ wᵢ ∂ ln Lᵢ/∂θ over each unit, units × the group's parameters. With A = W X, a = A_u, b = A_v and
  /// δ = ȳ − μ, and the sums n, m, M of a unit,
  ///
  ///     factor (aᵀM b + aᵀm δᵀb + bᵀm δᵀa + n (aᵀδ δᵀb − xᵤᵀWxᵥ)) + meanFactor (aᵀm + n aᵀδ)
  ///
  /// - Parameter hasMeans: Whether means are modelled; without them δ is 0.
  func scores(of likelihood: GroupLikelihood, hasMeans: Bool) -> Matrix {
    let directions = likelihood.implied.directions
    let weighted = likelihood.patterns[0].weight * directions
    let products = directions.transposedTimes(weighted)
    let size = means.count
    let gap = hasMeans ? zip(means, likelihood.implied.means).map { $0 - $1 } : means.map { _ in 0 }
    let shifts = weighted.transposed * gap
    var coefficients = Matrix(
      rows: sums.columns, columns: likelihood.structure.freeIndices.count)
    for derivative in likelihood.derivatives {
      let (u, v) = (derivative.u, derivative.v)
      let (factor, meanFactor) = (derivative.factor, derivative.meanFactor)
      var place = derivative.parameter * sums.columns
      coefficients.elements[place] +=
        factor * (shifts[u] * shifts[v] - products[u, v]) + meanFactor * shifts[u]
      for item in 0..<size {
        place += 1
        coefficients.elements[place] +=
          factor * (weighted[item, u] * shifts[v] + weighted[item, v] * shifts[u])
          + meanFactor * weighted[item, u]
      }
      guard factor != 0 else { continue }
      for column in 0..<size {
        for row in column..<size {
          place += 1
          let product = weighted[row, u] * weighted[column, v]
          let mirrored = row == column ? 0 : weighted[column, u] * weighted[row, v]
          coefficients.elements[place] += factor * (product + mirrored)
        }
      }
    }
    return sums * coefficients
  }

  /// The sums of the scores of whitened moments over each unit, z = L⁻¹(y − ȳ): of means where they are
  /// modelled, and of z zᵀ − I, variances times √½. Units × moments.
  func whitenedScores(_ factor: CholeskyFactor, hasMeans: Bool) -> Matrix {
    let size = means.count
    let rows = (0..<sums.rows).map { unit -> [Double] in
      var products = Matrix(rows: size, columns: size)
      var place = size + 1
      for column in 0..<size {
        for row in column..<size {
          (products[row, column], products[column, row]) = (sums[unit, place], sums[unit, place])
          place += 1
        }
      }
      let half = factor.whitened(products).transposed
      let whitened = factor.whitened(half)
      let shift = factor.whitened(
        Matrix(rows: size, columns: 1, elements: (0..<size).map { sums[unit, 1 + $0] }))
      var scores = hasMeans ? shift.elements : []
      for first in 0..<size {
        for second in 0...first {
          scores.append(
            first == second
              ? 0.5.squareRoot() * (whitened[first, first] - sums[unit, 0])
              : whitened[first, second])
        }
      }
      return scores
    }
    return Matrix(columns: rows).transposed
  }
}
