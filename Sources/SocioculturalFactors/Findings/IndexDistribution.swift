import SurveyAnalysis

/// How the index is spread over the residents: weighted shares by steps of ten points.
package struct IndexDistribution: Hashable, Sendable {
  /// 0, 10, … 100.
  package static let edges = (0...10).map { Double($0) * 10 }

  /// Of those who have an index, 0…1; one fewer than the edges. The last step holds 100 too.
  package let shares: [Double]

  /// - Returns: Nil where the sample has no index, too few have one for percentages, or small cells
  ///   are not shown and there are some.
  package init?(_ sample: AnalysedSample) {
    guard let values = sample.scored.index?.values, sample.index?.mean != nil else { return nil }
    var counts = Array(repeating: 0, count: 10)
    for value in values where !value.isNaN { counts[Self.step(of: value)] += 1 }
    let hidden = sample.disclosure.suppressions(
      ofAnswers: counts, base: counts.reduce(0, +), areExclusive: true)
    guard hidden.allSatisfy({ $0 == nil }) else { return nil }
    var sums = Array(repeating: 0.0, count: 10)
    for (value, weight) in zip(values, sample.design.weights) where !value.isNaN {
      sums[Self.step(of: value)] += weight
    }
    let total = sums.reduce(0, +)
    guard total > 0 else { return nil }
    shares = sums.map { $0 / total }
  }

  private static func step(of value: Double) -> Int { Int(min(9, max(0, value / 10))) }

  /// The step that most residents are in.
  package var fullest: Int { shares.indices.max { shares[$0] < shares[$1] } ?? 0 }
}
