import Estimation
import FactorAnalysis
import SurveyModel

/// The item points of one or more samples of a wave, row after row.
///
/// Each city's weights are scaled to a mean of 1, so that a city counts by its interviews and not
/// by its inhabitants, unless ``CityScaling/population`` is asked for. An item that a city lacks is
/// missing there.
package struct PooledItems {
  private let samples: [AnalysedSample]
  private let weights: [Double]

  package init(_ samples: [AnalysedSample]) {
    self.init(samples, counting: samples.map { Double($0.design.memberCount) })
  }

  /// - Parameter sizes: What each sample's weights add up to, in the samples' order.
  package init(_ samples: [AnalysedSample], counting sizes: [Double]) {
    precondition(samples.count == sizes.count, "one size for each sample")
    self.samples = samples
    weights = zip(samples, sizes).flatMap { sample, size in
      let mean =
        sample.design.weightSpread.mean * Double(sample.design.memberCount) / size
      return sample.design.weights.map { $0 / mean }
    }
  }

  /// The covariances of items.
  ///
  /// - Parameter items: Names of factors and their items; those that nobody was asked are left
  ///   out.
  package func covariance(
    of items: [(factor: String, item: Factor.Item)], missing: MissingAnswers
  ) throws(FactorAnalysisError) -> ItemCovariance {
    try ItemCovariance(answers(to: items), missing: missing)
  }

  /// The samples as one design, in the rows' order.
  package var design: PooledDesign { PooledDesign(samples.map(\.design)) }

  /// The answers to items, in points after keying.
  ///
  /// - Parameter items: As in ``covariance(of:missing:)``.
  package func answers(
    to items: [(factor: String, item: Factor.Item)]
  ) throws(FactorAnalysisError) -> ItemAnswers {
    var seen: Set<String> = []
    let asked = items.filter { item in
      seen.insert(item.item.question).inserted
        && samples.contains { $0.scored.points(item) != nil }
    }
    let columns = asked.map { item in
      samples.flatMap { sample in
        sample.scored.points(item)?.values
          ?? Array(repeating: .nan, count: sample.design.count)
      }
    }
    return try ItemAnswers(
      names: asked.map(\.item.question), columns: columns, weights: weights)
  }
}

extension ScoredSample {
  fileprivate func points(_ item: (factor: String, item: Factor.Item)) -> ItemPoints? {
    items.first { $0.factor == item.factor && $0.item == item.item }
  }
}
