import FactorAnalysis
import LavaanSyntax
import NumericalMethods
import Parallelism

/// tr(A₁⁻¹ B₁) of the model that fits means and covariances as they are: the sum of the Γ's of its
/// moments against normal theory, by which Yuan and Bentler's scaling is made.
///
/// With complete answers and z = L⁻¹(y − ȳ), S = L Lᵀ, the information of whitened moments is
/// diagonal, and for each interview
///
///     s′ A₁⁻¹ s = ½ ‖z zᵀ − I‖² + ‖z‖²
///
/// > K.-H. Yuan, P. M. Bentler (2000). "Three likelihood-based methods for mean and covariance
/// > structure analysis with nonnormal missing data". *Sociological Methodology* 30.
struct SaturatedTrace {
  private let samples: [ModelSample]
  private let hasMeans: Bool
  /// The clusters of all groups together where some link groups.
  private let links: UnitLinks?

  init(_ samples: [ModelSample], hasMeans: Bool) {
    self.samples = samples
    self.hasMeans = hasMeans
    links = samples.first?.links
  }

  /// - Parameter moments: The saturated moments of each group.
  /// - Returns: Nil where they are not positive definite.
  func value(_ moments: [SaturatedMoments]) -> Double? {
    let traces = concurrently(samples.count) { group in
      samples[group].isComplete
        ? complete(group, moments[group]) : incomplete(group, moments[group])
    }
    let known = traces.compactMap(\.self)
    return known.count == traces.count ? known.reduce(0, +) : nil
  }

  /// O(interviews × items²).
  private func complete(_ group: Int, _ moments: SaturatedMoments) -> Double? {
    let sample = samples[group]
    guard let factor = CholeskyFactor(moments.covariance) else { return nil }
    let pattern = sample.patterns[0]
    if let moments = sample.unitMoments {
      let scores = moments.whitenedScores(factor, hasMeans: hasMeans)
      return sumOfSquares(group, .units(scores)) / pattern.weightSum
    }
    var centred = pattern.answers
    for column in 0..<centred.columns {
      for row in 0..<centred.rows { centred[row, column] -= moments.means[column] }
    }
    let whitened = factor.whitened(centred.transposed)
    guard sample.clusters == nil, sample.strata == nil, links == nil else {
      let scores = momentScores(whitened, pattern.weights)
      return sumOfSquares(group, .interviews(scores)) / pattern.weightSum
    }
    let size = Double(sample.itemCount)
    var sum = 0.0
    for row in 0..<whitened.columns {
      var distance = 0.0
      for item in 0..<whitened.rows { distance += whitened[item, row] * whitened[item, row] }
      let covariances = 0.5 * (distance * distance - 2 * distance + size)
      let weight = pattern.weights[row]
      sum += weight * weight * (covariances + (hasMeans ? distance : 0))
    }
    return sum / pattern.weightSum
  }

  /// The weighted scores of whitened moments, scaled so that their information is the unit
  /// matrix: interviews × moments.
  private func momentScores(_ whitened: Matrix, _ weights: [Double]) -> Matrix {
    let (size, rows) = (whitened.rows, whitened.columns)
    var columns: [[Double]] =
      hasMeans
      ? (0..<size).map { item in (0..<rows).map { weights[$0] * whitened[item, $0] } } : []
    for first in 0..<size {
      for second in 0...first {
        let isVariance = first == second
        let scale = isVariance ? 0.5.squareRoot() : 1
        columns.append(
          (0..<rows).map { row in
            scale * weights[row]
              * (whitened[first, row] * whitened[second, row] - (isVariance ? 1 : 0))
          })
      }
    }
    return Matrix(columns: columns)
  }

  private func sumOfSquares(_ group: Int, _ scores: GroupScores) -> Double {
    totals(group, scores).elements.reduce(0) { $0 + $1 * $1 }
  }

  /// The sums of a group's scores by unit, whose cross-product is their covariance.
  private func totals(_ group: Int, _ scores: GroupScores) -> Matrix {
    let units = samples[group].units
    guard let links else { return units.scaled(units.sums(of: scores)) }
    let columns: Int =
      switch scores {
      case .interviews(let matrix), .units(let matrix): matrix.columns
      }
    var sums = Matrix(rows: links.units.count, columns: columns)
    links.add(scores, of: group, units, to: &sums, columns: Array(0..<columns))
    return links.units.scaled(sums)
  }

  /// By the observed information of all moments, O(patterns × items⁴).
  private func incomplete(_ group: Int, _ moments: SaturatedMoments) -> Double? {
    let sample = samples[group]
    guard let likelihood = SaturatedLikelihood(sample.patterns, at: moments),
      let factor = CholeskyFactor(likelihood.observedInformation)
    else { return nil }
    let meat = totals(group, .interviews(likelihood.scores)).crossProduct
    return factor.solve(meat).diagonal.reduce(0, +)
  }
}
