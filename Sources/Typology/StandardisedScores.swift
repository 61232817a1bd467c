import Estimation

/// Scores with weighted mean 0 and standard deviation 1, so that each counts alike in a distance.
///
///     z = (x − m)/s,  m = Σ wx/Σ w,  s² = Σ w(x − m)²/Σ w
///
/// each over those who have the score (R's `scale` divides by n − 1).
public struct StandardisedScores: Hashable, Sendable {
  public let names: [String]
  /// Score after score, one for each interview; NaN where it is missing.
  public let columns: [[Double]]
  /// In the scores' own unit.
  public let means, deviations: [Double]

  /// - Parameter columns: One score for each interview of the design; NaN where it is missing.
  /// - Throws: ``TypologyError/scoreWithoutVariance(_:)``.
  public init(
    names: [String], columns: [[Double]], design: PooledDesign
  ) throws(TypologyError) {
    precondition(names.count == columns.count && !names.isEmpty, "a name for each score")
    var (means, deviations): ([Double], [Double]) = ([], [])
    for (name, column) in zip(names, columns) {
      precondition(column.count == design.count, "one score for each interview")
      let own = zip(column, design.weights).filter { $0.0.isFinite && $0.1 > 0 }
      let total = own.reduce(0) { $0 + $1.1 }
      let mean = own.reduce(0) { $0 + $1.0 * $1.1 } / total
      let squares = own.reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
      let deviation = (squares / total).squareRoot()
      guard deviation > 1e-10 * max(1, abs(mean)) else { throw .scoreWithoutVariance(name) }
      means.append(mean)
      deviations.append(deviation)
    }
    self.names = names
    self.means = means
    self.deviations = deviations
    self.columns = columns.indices.map { score in
      columns[score].map { ($0 - means[score]) / deviations[score] }
    }
  }

  /// Scores that are standardised already.
  init(names: [String], standardised columns: [[Double]]) {
    self.names = names
    self.columns = columns
    means = names.map { _ in 0 }
    deviations = names.map { _ in 1 }
  }
}
