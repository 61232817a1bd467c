import NumericalMethods

/// How one figure changed over three points of time and more.
///
///     let trend = Trend(estimates, times: [0, 1, 2, 4], names: ["w1", "w2", "w3", "w5"])
///     trend?.slope?.confidenceInterval()
///
/// The estimates come with their covariance, such as that of waves which went to the same points.
public struct Trend: Sendable {
  /// A line is told of four points of time at least: through three of them nearly any line goes.
  public static let fewestPointsOfLine = 4

  /// Two points of time.
  public struct Change: Hashable, Sendable {
    /// Places among the points, the earlier one first.
    public let from: Int
    public let to: Int
    /// Later minus earlier.
    public let difference: Estimate
    /// Two-sided; nil where there is no test.
    public let pValue: Double?
    /// By Holm over all pairs of points.
    public let adjustedPValue: Double?
  }

  public let names: [String]
  /// In ascending order.
  public let times: [Double]
  public let estimates: [Estimate]
  /// That no point differs from another.
  public let test: FTest?
  /// The change for a unit of time, by least squares of the points, each counting the same; nil with
  /// fewer than four points.
  public let slope: Estimate?
  /// That the points lie on a line: nil where they cannot be tested.
  public let departure: FTest?
  /// Of three points: how far the second lies from the line through the other two, in the figure's
  /// unit; nil for more.
  public let bend: Estimate?
  /// All pairs of points, neighbours first.
  public let changes: [Change]

  /// - Parameters:
  ///   - estimates: One for each point of time, with their covariance.
  ///   - times: In any unit, ascending.
  ///   - degreesOfFreedom: Those of the design of all points.
  /// - Returns: Nil with fewer than three points, or where times do not ascend.
  ///
  ///     b = Σ (t − t̄) θ̂ₜ / Σ (t − t̄)²,   F = (Cθ̂)ᵀ (CVCᵀ)⁻¹ Cθ̂ / q
  ///
  /// C holds the second divided differences of the points for the departure from the line, q being
  /// their number less 2, and the differences from the first for the test of any change, q being
  /// their number less 1; the F tests are Wald's (R: `svycontrast`, `regTermTest`).
  /// > T. Lumley (2010). *Complex Surveys*, §2.4, §5.2. Wiley.
  public init?(_ estimates: EstimateVector, times: [Double], degreesOfFreedom: Int) {
    let count = estimates.count
    guard count > 2, times.count == count, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    names = estimates.names
    self.times = times
    self.estimates = estimates.estimates
    func wald(_ rows: [[Double]]) -> FTest? {
      estimates.waldTest(thatAllAreZero: rows, degreesOfFreedom: degreesOfFreedom)
    }
    test = wald(
      (1..<count).map { place in (0..<count).map { $0 == place ? 1 : $0 == 0 ? -1 : 0 } })
    let curves = (2..<count).map { Self.bend(times, at: $0) }
    departure = wald(curves)
    bend = count == 3 ? estimates.contrast(curves[0]) : nil
    let mean = times.reduce(0, +) / Double(count)
    let spread = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    slope =
      count < Self.fewestPointsOfLine
      ? nil : estimates.contrast(times.map { ($0 - mean) / spread })
    let pairs = (1..<count).flatMap { step in (0..<(count - step)).map { ($0, $0 + step) } }
    let differences = pairs.map { estimates.difference($0.1, $0.0) }
    let pValues = differences.map { $0.tTest()?.pValue ?? .nan }
    let adjusted = adjustedByHolm(pValues)
    changes = pairs.indices.map { place in
      Change(
        from: pairs[place].0, to: pairs[place].1, difference: differences[place],
        pValue: pValues[place].isNaN ? nil : pValues[place],
        adjustedPValue: adjusted[place].isNaN ? nil : adjusted[place])
    }
  }

  /// The distance of a point's neighbour before it from the line through the other two.
  private static func bend(_ times: [Double], at place: Int) -> [Double] {
    let (first, second, third) = (times[place - 2], times[place - 1], times[place])
    let weight = (second - first) / (third - first)
    return times.indices.map { index in
      switch index {
      case place - 2: weight - 1
      case place - 1: 1
      case place: -weight
      default: 0
      }
    }
  }

  /// The pairs whose change is established at a level, those that rose and those that fell: where
  /// there are both, the direction turned.
  public func established(significance: Double) -> (rises: [Change], falls: [Change]) {
    let found = changes.filter { ($0.adjustedPValue ?? 1) < significance }
    return (
      found.filter { $0.difference.value > 0 }, found.filter { $0.difference.value < 0 }
    )
  }
}

extension EstimateVector {
  /// Wald's test that several combinations of the estimates are 0.
  ///
  /// - Parameter rows: A row of coefficients for each combination.
  /// - Returns: Nil where their covariance cannot be inverted.
  func waldTest(thatAllAreZero rows: [[Double]], degreesOfFreedom: Int) -> FTest? {
    guard degreesOfFreedom > 0 else { return nil }
    let values = rows.map { row in sumOfProducts(row, estimates.map(\.value)) }
    let products = rows.map { row in
      (0..<count).map { column in (0..<count).reduce(0) { $0 + row[$1] * covariance($1, column) } }
    }
    let matrix = Matrix(rows: rows.count, columns: rows.count) {
      sumOfProducts(products[$0], rows[$1])
    }
    guard let factor = CholeskyFactor(matrix) else { return nil }
    return FTest(
      statistic: sumOfProducts(values, factor.solve(values)) / Double(rows.count),
      numerator: Double(rows.count), denominator: Double(degreesOfFreedom))
  }
}
