import NumericalMethods
import Parallelism

/// The thresholds and polychoric correlations of one group, and what each interview adds to their
/// errors.
///
/// The statistics stand in lavaan's order: the thresholds, item after item, then the correlations
/// (1, 2), (1, 3)…, (2, 3)….
package struct OrdinalStatistics: Sendable {
  package let correlations: PolychoricCorrelations
  package let values: [Double]
  /// The number of interviews of positive weight, unweighted: of all, or of the complete ones.
  package let count: Int
  /// The number of thresholds, which come first.
  package let thresholdCount: Int
  let answers: OrdinalAnswers
  private let thresholdInfluences: [ThresholdInfluence]
  private let pairInfluences: [(first: Int, second: Int, values: [Double])]

  package init(
    _ answers: OrdinalAnswers, emptyCells: EmptyCells = .mendedInTwoByTwo
  ) throws(FactorAnalysisError) {
    let pairs = try OrdinalPairs(answers, emptyCells: emptyCells)
    self.answers = answers
    correlations = PolychoricCorrelations(pairs, emptyCells: emptyCells)
    let thresholds = pairs.thresholds.flatMap(\.values)
    thresholdCount = thresholds.count
    values = thresholds + pairs.correlations
    count = answers.answeredRows
    let influences = pairs.thresholds.enumerated().map { item, thresholds in
      ThresholdInfluence(
        thresholds, weight: answers.categoryWeights(of: item).reduce(0, +))
    }
    thresholdInfluences = influences
    let places = pairs.places
    pairInfluences = concurrentMap(places.count) { index in
      let (first, second) = places[index]
      let pair = PolychoricPair(
        pairs.tables[index], pairs.thresholds[first], pairs.thresholds[second])
      let influence = PolychoricInfluence(
        pair, pairs.correlations[index], rows: influences[first], columns: influences[second])
      return (first, second, influence.values)
    }
  }

  /// What each of the rows adds to each statistic, weighted, rows × statistics: they sum to 0, and
  /// their cross-product is the covariance of the statistics.
  package func contributions(of rows: Range<Int>) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(rows.count * values.count)
    for (item, influence) in thresholdInfluences.enumerated() {
      for values in influence.values {
        for row in rows {
          elements.append(answers.weights[row] * values[Int(answers.codes[item][row])])
        }
      }
    }
    for (first, second, values) in pairInfluences {
      let stride = answers.categories[first].count + 1
      let (left, right) = (answers.codes[first], answers.codes[second])
      for row in rows {
        let place = Int(left[row]) + stride * Int(right[row])
        elements.append(answers.weights[row] * values[place])
      }
    }
    return Matrix(rows: rows.count, columns: values.count, elements: elements)
  }

  /// Γ, the covariance of the statistics times ``count``, of interviews drawn singly.
  package var gamma: Matrix {
    let rows = answers.weights.count
    let part = (rows + Self.parts - 1) / Self.parts
    let products = concurrentMap(Self.parts) { index in
      contributions(of: min(index * part, rows)..<min((index + 1) * part, rows)).crossProduct
    }
    return Double(count) * products.dropFirst().reduce(products[0], +)
  }

  /// The parts into which the rows are divided among the processor's cores.
  private static let parts = 4
}

extension OrdinalAnswers {
  /// The rows of positive weight with an answer to some item.
  var answeredRows: Int {
    weights.indices.count { row in
      weights[row] > 0 && codes.indices.contains { Int(codes[$0][row]) < categories[$0].count }
    }
  }
}
