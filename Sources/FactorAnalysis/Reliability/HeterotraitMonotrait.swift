import Estimation
import NumericalMethods

/// Whether two scales measure different things: how their items correlate with each other, set
/// against how they correlate with their own kind.
///
///     HTMT  = mean |r_AB| / √(mean |r_AA| · mean |r_BB|)     (Henseler, Ringle & Sarstedt 2015)
///     HTMT2 with geometric means                             (Roemer, Schuberth & Henseler 2021)
///
/// Values over .85 (.90 for kindred concepts) say that the two are hardly told apart. The second
/// suits scales whose items load unequally. R's `semTools::htmt(htmt2 = FALSE)`, and its default.
///
/// > J. Henseler, C. M. Ringle, M. Sarstedt (2015). "A new criterion for assessing discriminant
/// > validity in variance-based structural equation modeling". *Journal of the Academy of Marketing
/// > Science* 43(1). — E. Roemer, F. Schuberth, J. Henseler (2021). "HTMT2 – an improved criterion".
/// > *Industrial Management & Data Systems* 121(12).
public struct HeterotraitMonotrait: Hashable, Sendable {
  public enum Mean: String, Hashable, Sendable, CaseIterable { case arithmetic, geometric }

  /// The names of the two scales.
  public let first, second: String
  public let mean: Mean
  public let estimate: Estimate

  public var value: Double { estimate.value }

  /// HTMT · exp(∓ t(df) SE/HTMT), which stays above 0.
  ///
  /// - Returns: Nil where the design has no degrees of freedom.
  public func confidenceInterval(level: Double = 0.95) -> ConfidenceInterval? {
    guard value > 0, estimate.standardError.isFinite, estimate.degreesOfFreedom > 0 else {
      return nil
    }
    let freedom = Double(estimate.degreesOfFreedom)
    let t = Distribution.studentT(degreesOfFreedom: freedom).quantile((1 + level) / 2)
    let factor = Elementary.exp(t * estimate.standardError / value)
    return ConfidenceInterval(lower: value / factor, upper: value * factor, level: level)
  }

  /// The least that is taken for scales that are not told apart.
  public static let limit = 0.85
}

extension HeterotraitMonotrait {
  /// HTMT of all pairs of scales, with errors under the design by linearisation.
  ///
  /// - Parameters:
  ///   - scales: Names with the places of their items, two or more each.
  ///   - names: Scales of which one at least is in a pair; nil for all.
  ///   - covariance: Of `answers`; the correlations are used.
  /// - Throws: ``FactorAnalysisError`` where the correlations are of ranks.
  public static func all(
    of scales: [(name: String, items: [Int])], with names: Set<String>? = nil,
    _ covariance: ItemCovariance, answers: ItemAnswers, design: PooledDesign,
    mean: Mean = .arithmetic
  ) throws(FactorAnalysisError) -> [HeterotraitMonotrait] {
    let influence = try CorrelationInfluence(covariance, of: answers)
    let usable = scales.filter { $0.items.count > 1 }
    let pairs = OrdinalPairs.places(items: usable.count)
      .map { (usable[$0.first], usable[$0.second]) }
      .filter { a, b in names.map { $0.contains(a.name) || $0.contains(b.name) } ?? true }
    guard !pairs.isEmpty else { return [] }
    let ratios = pairs.map { a, b in
      TraitRatio(a.items, b.items, covariance.correlationMatrix, mean)
    }
    let contributions = influence.contributions(Matrix(columns: ratios.map(\.slopes)))
    return pairs.indices.map { place in
      HeterotraitMonotrait(
        first: pairs[place].0.name, second: pairs[place].1.name, mean: mean,
        estimate: design.estimate(
          ratios[place].value, contributions.column(place), over: influence.isMember, .number))
    }
  }
}

/// The ratio, and its derivatives by the correlations.
private struct TraitRatio {
  let value: Double
  /// One for each pair of items.
  let slopes: [Double]

  init(
    _ first: [Int], _ second: [Int], _ correlations: Matrix, _ mean: HeterotraitMonotrait.Mean
  ) {
    var slopes = Matrix(rows: correlations.rows, columns: correlations.columns)
    let between = first.flatMap { a in second.map { (a, $0) } }
    var logarithm = 0.0
    for (pairs, power) in [(between, 1), (Self.within(first), -0.5), (Self.within(second), -0.5)] {
      let values = pairs.map { abs(correlations[$0.0, $0.1]) }
      let count = Double(pairs.count)
      let sum = values.reduce(0, +)
      logarithm +=
        power
        * (mean == .arithmetic
          ? Elementary.log(sum / count)
          : values.reduce(0) { $0 + Elementary.log($1) } / count)
      for (pair, value) in zip(pairs, values) {
        let sign: Double = correlations[pair.0, pair.1] < 0 ? -1 : 1
        let slope = power * sign / (mean == .arithmetic ? sum : count * value)
        slopes[min(pair.0, pair.1), max(pair.0, pair.1)] += slope
      }
    }
    let value = Elementary.exp(logarithm)
    self.value = value
    self.slopes = OrdinalPairs.places(items: correlations.rows).map {
      value * slopes[$0.first, $0.second]
    }
  }

  private static func within(_ items: [Int]) -> [(Int, Int)] {
    OrdinalPairs.places(items: items.count).map { (items[$0.first], items[$0.second]) }
  }
}
