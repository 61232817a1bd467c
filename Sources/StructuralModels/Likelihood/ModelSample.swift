import FactorAnalysis
import NumericalMethods

/// The interviews of one group that a model is fitted to, sorted by which items they answer.
package struct ModelSample: Sendable {
  let name: String
  package let itemCount: Int
  /// One where every interview answers every item.
  package let patterns: [AnswerPattern]
  /// The number of interviews.
  package let count: Int
  /// The cluster of each interview, pattern after pattern; nil where they were drawn singly.
  let clusters: [Int]?
  /// The stratum of each interview, pattern after pattern; nil where the sample was not
  /// stratified.
  let strata: [Int]?

  package var isComplete: Bool { patterns.count == 1 && patterns[0].items.count == itemCount }
}
