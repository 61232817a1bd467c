import LavaanSyntax
import NumericalMethods
import Parallelism

/// A model at its least weighted squares, with the covariance of its parameters and the traces that
/// its χ² is scaled by.
///
/// As in lavaan, the squares count by n − 1 of each group, the information E = JᵀVJ by n, and the
/// covariance of the parameters is divided by N less the number of groups: V and C are here those of
/// n interviews each.
struct FittedLeastSquares: Sendable {
  let search: LeastSquaresSearch
  let minimum: LeastSquaresSearch.Minimum
  /// JᵀVJ.
  let information: ArrowMatrix
  /// Its factor; nil where it is singular.
  let factor: ArrowFactor?
  /// (JᵀVJ)⁻¹; nil where parameters are not identified.
  let inverse: ParameterCovariance?
  /// (JᵀVJ)⁻¹ JᵀVCVJ (JᵀVJ)⁻¹ with C the covariance of the statistics.
  let sandwich: ParameterCovariance?
  /// tr(UC) and tr(UCUC) with U = V − VJ(JᵀVJ)⁻¹JᵀV.
  let traces: Traces?

  /// Of a matrix UC.
  struct Traces: Hashable, Sendable {
    var first: Double
    var second: Double
  }

  var chisq: Double { 2 * minimum.point.value }

  /// N/(N − groups).
  var correction: Double {
    let (count, groups) = (search.sample.count, search.sample.groups.count)
    return Double(count) / Double(max(1, count - groups))
  }

  /// - Parameter starts: Where to begin; the next one is tried where the search does not converge.
  /// - Returns: Nil where nothing is implied at any start.
  init?(_ search: LeastSquaresSearch, from starts: [[Double]]) {
    var best: LeastSquaresSearch.Minimum?
    for start in starts where best?.converged != true {
      guard let found = search.minimum(from: start) else { continue }
      if best.map({ found.converged || found.point.value < $0.point.value }) ?? true {
        best = found
      }
    }
    guard let best else { return nil }
    self.search = search
    minimum = best
    let corrections = search.sample.groups.map(\.correction)
    let weights = zip(search.sample.groups, corrections).map { group, factor in
      group.weights.map { factor * $0 }
    }
    information = search.information(best.jacobians, weights)
    factor = information.isSingular ? nil : ArrowFactor(information)
    guard let factor else {
      (inverse, sandwich, traces) = (nil, nil, nil)
      return
    }
    let inverse = ParameterCovariance(ArrowCovariance(inverting: factor, search.partition))
    self.inverse = inverse
    switch search.sample.covariance {
    case .byGroup(let covariances):
      let parts = concurrently(covariances.count) { group in
        RobustPart(
          best.jacobians[group], weights[group], (1 / corrections[group]) * covariances[group])
      }
      let sandwich = ParameterCovariance(
        ArrowCovariance(sandwiching: parts.map(\.meat), factor, search.partition))
      self.sandwich = sandwich
      traces = Traces(parts, search.structure, inverse, sandwich)
    case .linked(let covariance):
      let scale = zip(search.sample.groups, corrections).flatMap { group, factor in
        group.weights.map { _ in 1 / factor.squareRoot() }
      }
      let part = RobustPart(
        search.structure.joined(best.jacobians), weights.flatMap(\.self),
        covariance.scaled(by: scale))
      let bread = inverse.matrix(of: Array(0..<part.meat.rows))
      let dense = bread * part.meat * bread
      sandwich = ParameterCovariance(dense)
      traces = Traces(
        first: part.trace - bread.innerProduct(part.meat),
        second: part.secondTrace - 2 * bread.innerProduct(part.secondMeat)
          + dense.innerProduct(part.meat))
    }
  }
}

extension FittedLeastSquares.Traces {
  /// tr(UC) = tr(VC) − tr(E⁻¹B) and tr(UCUC) = tr(VCVC) − 2 tr(E⁻¹JᵀVCVCVJ) + tr(E⁻¹BE⁻¹B), with
  /// E = JᵀVJ and B = JᵀVCVJ.
  fileprivate init(
    _ parts: [RobustPart], _ structure: ModelStructure, _ inverse: ParameterCovariance,
    _ sandwich: ParameterCovariance
  ) {
    let sums = concurrently(parts.count) { group in
      let (part, indices) = (parts[group], structure.groups[group].freeIndices)
      let bread = inverse.matrix(of: indices)
      let covariance = sandwich.matrix(of: indices)
      return (
        part.trace - bread.innerProduct(part.meat),
        part.secondTrace - 2 * bread.innerProduct(part.secondMeat)
          + covariance.innerProduct(part.meat)
      )
    }
    self.init(first: sums.reduce(0) { $0 + $1.0 }, second: sums.reduce(0) { $0 + $1.1 })
  }
}

/// What the statistics of one group add to robust errors and tests. O(statistics² × parameters).
struct RobustPart: Sendable {
  /// JᵀVCVJ and JᵀVCVCVJ.
  let meat, secondMeat: Matrix
  /// tr(VC) and tr(VCVC).
  let trace, secondTrace: Double

  init(_ jacobian: Matrix, _ weights: [Double], _ covariance: Matrix) {
    let weighted = jacobian.scalingRows(weights)
    let carried = covariance * weighted
    meat = weighted.transposedTimes(carried)
    secondMeat = carried.scalingRows(weights.map { $0.squareRoot() }).crossProduct
    trace = zip(weights, covariance.diagonal).reduce(0) { $0 + $1.0 * $1.1 }
    secondTrace = Self.secondTrace(weights, covariance)
  }

  /// Σ vₐ v_b C_ab².
  static func secondTrace(_ weights: [Double], _ covariance: Matrix) -> Double {
    var sum = 0.0
    for column in 0..<covariance.columns {
      var part = 0.0
      let start = column * covariance.rows
      for row in 0..<covariance.rows {
        let value = covariance.elements[start + row]
        part += weights[row] * value * value
      }
      sum += weights[column] * part
    }
    return sum
  }
}

extension ModelStructure {
  /// The groups' derivatives one under another, over all of θ.
  func joined(_ jacobians: [Matrix]) -> Matrix {
    var joined = Matrix(
      rows: jacobians.reduce(0) { $0 + $1.rows }, columns: table.freeCount)
    var start = 0
    for (group, jacobian) in zip(groups, jacobians) {
      for (column, index) in group.freeIndices.enumerated() {
        for row in 0..<jacobian.rows { joined[start + row, index] = jacobian[row, column] }
      }
      start += jacobian.rows
    }
    return joined
  }
}

extension FittedLeastSquares {
  /// Score tests of rows of the table, fixed or tied to others, or of rows that it does not have:
  ///
  ///     s = JᵀV(s − σ)      I = JᵀVJ
  ///
  /// with J over the model's parameters and the row's own, unscaled. As in lavaan, the slope counts
  /// by n − 1 and the information by n.
  func scoreTests(of candidates: [Parameter]) -> [ScoreTest] {
    guard let factor else { return [] }
    let structure = search.structure
    return candidates.tests(in: structure.groups.indices) { group, candidates in
      ScoreTesting(
        structure: structure, partition: search.partition, factor: factor, group: group,
        estimates: minimum.point.estimates
      ).tests(of: candidates) { extended, values in slope(extended, values, group) }
    }
  }

  private func slope(
    _ structure: GroupStructure, _ values: [Double], _ group: Int
  ) -> ScoreTesting.Slope? {
    let sample = search.sample.groups[group]
    let parameterization = search.structure.table.parameterization
    guard let answers = LatentAnswers(structure, sample.layout, parameterization, at: values) else {
      return nil
    }
    let jacobian = answers.jacobian(structure)
    let weighted = jacobian.scalingRows(sample.weights)
    let information = sample.correction * weighted.transposedTimes(jacobian)
    let residuals = zip(answers.values, sample.values).map { $0 - $1 }
    return (information, weighted.transposed * residuals)
  }
}
