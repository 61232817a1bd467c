import NumericalMethods

/// The polychoric correlations of answers, and those of the same answers dealt out anew many times
/// among the rows, item by item: what unrelated items with the same margins, weights and missing
/// answers show by chance. They are drawn once for every basis of a parallel analysis.
///
/// Each deal is a random permutation of every item. Where the rows are many, an item is permuted
/// once, and each deal turns that order by a random number of rows: every single deal is still one
/// of all permutations, each equally likely, and the correlations of two deals are those of one
/// order at different lags, which are uncorrelated and, as rows grow, independent. A permutation by
/// itself takes some ten random accesses to memory for each answer, a turn copies it.
///
/// - Complexity: O(resamples × pairs × rows).
struct DealtCorrelations: Sendable {
  /// From how many rows on one permutation serves all deals.
  static let manyRows = 10_000

  /// The polychoric correlations of the answers as they were given.
  let covariance: ItemCovariance
  /// Those of each deal.
  let matrices: [Matrix]

  /// - Parameter resamples: The number of deals, one or more.
  /// - Throws: As ``ItemCovariance/init(polychoric:emptyCells:)``; where there are fewer than three
  ///   items.
  init(
    _ answers: OrdinalAnswers, resamples: Int, seed: UInt64
  ) throws(FactorAnalysisError) {
    precondition(resamples > 0, "at least one matrix")
    covariance = try ItemCovariance(polychoric: answers)
    try covariance.require(items: 3)
    guard answers.weights.count >= Self.manyRows else {
      matrices = ParallelAnalysis.matrices(resamples, seed: seed) { stream in
        OrdinalPairs.correlationMatrix(answers.shuffled(&stream))
      }
      return
    }
    var stream = RandomStream(seed: seed).split("permutation of many rows")
    let once = answers.shuffled(&stream)
    // Where all rows weigh alike, whoever gave an answer, as many gave it.
    let thresholds = answers.equalWeight.map { _ in
      answers.names.indices.map { ItemThresholds(weights: answers.categoryWeights(of: $0)) }
    }
    matrices = ParallelAnalysis.matrices(resamples, seed: seed) { stream in
      OrdinalPairs.correlationMatrix(once.turned(&stream), thresholds: thresholds)
    }
  }
}
