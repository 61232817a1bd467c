import Estimation
import NumericalMethods

/// What each interview adds to the correlations of items, from which the errors of everything that
/// is computed of them follow:
///
///     w (zₓz_y − r/2 (zₓ² + z_y²))/W      (product-moment; z standardised in the pair's own rows)
///
/// for polychoric correlations what ``PolychoricInfluence`` says, and by full information what
/// ``FullInformation/influence(on:)`` says. O(interviews × items²).
///
/// > J.-C. Deville (1999). "Variance estimation for complex statistics and estimators".
/// > *Survey Methodology* 25(2).
package struct CorrelationInfluence: Sendable {
  private enum Storage: Sendable {
    /// Interviews × pairs (1, 2), (1, 3)…, (2, 3)…
    case values(Matrix)
    /// Worked out where they are asked for: of sixty items there are 1,770 pairs.
    case productMoments(PairStandards)
  }

  private let storage: Storage
  /// Whether an interview counts.
  package let isMember: [Bool]

  /// - Parameter covariance: Of these answers.
  /// - Throws: ``FactorAnalysisError`` where the correlations are of ranks.
  package init(
    _ covariance: ItemCovariance, of answers: ItemAnswers
  ) throws(FactorAnalysisError) {
    switch covariance.kind {
    case .pearson where covariance.missing == .fiml:
      self.init(values: try FullInformation(answers).influence(on: answers))
    case .pearson:
      self.init(PairStandards(answers, isListwise: covariance.missing == .listwise))
    case .polychoric:
      let ordinal = try OrdinalAnswers(answers, missing: covariance.missing)
      let statistics = try OrdinalStatistics(ordinal)
      let all = statistics.contributions(of: 0..<answers.weights.count)
      self.init(values: all.columns(statistics.thresholdCount..<all.columns))
    case .spearman: throw .influenceUnknown(.spearman)
    }
  }

  private init(_ standards: PairStandards) {
    storage = .productMoments(standards)
    isMember = standards.isMember
  }

  private init(values: Matrix) {
    storage = .values(values)
    isMember = (0..<values.rows).map { row in
      (0..<values.columns).contains { values[row, $0] != 0 }
    }
  }

  /// What each interview adds to statistics.
  ///
  /// - Parameter slopes: Pairs × statistics, the derivatives by each correlation.
  /// - Returns: Statistic after statistic.
  /// - Complexity: O(interviews × slopes that are not 0).
  package func contributions(_ slopes: Matrix) -> Matrix {
    switch storage {
    case .values(let values): values * slopes
    case .productMoments(let standards): standards.contributions(slopes)
    }
  }
}
