import FactorAnalysis
import StructuralModels

/// What the same people answered in several waves.
///
///     let panel = PanelAnswers(
///       waves: [.init(name: "w1", columns: ["SOC01": […]]), .init(name: "w2", columns: …)],
///       weights: weights)
///
/// Rows are people, the same in every wave; NaN where a person was not interviewed in the wave or
/// gave no answer. One weight stands for a person: that of the wave that the panel began with, so
/// that full-information maximum likelihood, which takes answers of those who left for missing at
/// random, speaks of the population of that wave.
public struct PanelAnswers: Sendable {
  /// One wave.
  public struct Wave: Sendable {
    public var name: String
    /// For each item or score the answers, one for each person.
    public var columns: [String: [Double]]

    public init(name: String, columns: [String: [Double]]) {
      self.name = name
      self.columns = columns
    }
  }

  /// From the first to the last.
  public let waves: [Wave]
  /// One for each person, zero or more.
  public let weights: [Double]
  /// The stratum of each person; nil where the sample was not stratified.
  public let strata: [Int]?
  /// The cluster of each person; nil where people were drawn singly.
  public let clusters: [Int]?

  /// - Parameters:
  ///   - waves: Columns of one length.
  ///   - weights: Of the people, as many as the columns are long.
  public init(
    waves: [Wave], weights: [Double], strata: [Int]? = nil, clusters: [Int]? = nil
  ) {
    precondition(
      waves.allSatisfy { $0.columns.values.allSatisfy { $0.count == weights.count } },
      "an answer for each person")
    precondition(
      [strata, clusters].allSatisfy { $0.map { $0.count == weights.count } ?? true },
      "a stratum and a cluster for each person")
    self.waves = waves
    self.weights = weights
    self.strata = strata
    self.clusters = clusters
  }

  /// The waves as groups of the same people; an item that nobody answered in a wave is not there.
  ///
  /// - Throws: ``FactorAnalysisError/unusableWeight(row:)``.
  func groups(_ items: [String]) throws(FactorAnalysisError) -> GroupedAnswers {
    var groups: [GroupedAnswers.Group] = []
    for wave in waves {
      let answered = items.filter { item in
        wave.columns[item].map { zip($0, weights).contains { $0.isFinite && $1 > 0 } } ?? false
      }
      let answers = try ItemAnswers(
        names: answered, columns: answered.compactMap { wave.columns[$0] }, weights: weights)
      groups.append(.init(name: wave.name, answers: answers, strata: strata, clusters: clusters))
    }
    return GroupedAnswers(groups: groups)
  }
}
