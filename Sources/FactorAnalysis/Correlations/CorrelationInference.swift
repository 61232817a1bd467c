import NumericalMethods
import Parallelism

/// Correlations of items of any kind, with the covariance of their errors.
///
///     let inference = try CorrelationInference(answers, ordered: ["SOC04", "SOC05"])
///     inference.kind(0, 1)                    // .polyserial
///     inference.standardError(0, 1)
///
/// Numbers are correlated by Pearson's formula or by their ranks, ordered answers with each other by
/// polychoric correlations (tetrachoric, where both have two categories), an ordered answer with a
/// number by polyserial ones. What an interview adds to the error of a correlation is its influence
/// on it; the covariance of two correlations is the sum of the products of their influences, rows
/// taken as drawn singly with their weights:
///
///     cov(ρ̂, ρ̂′) = Σ zᵢ zᵢ′
///
/// For Pearson's this is the asymptotically distribution-free covariance
///
///     zᵢ = wᵢ (xᵢ yᵢ − ρ (xᵢ² + yᵢ²)/2) / Σ w      (x and y standardised)
///
/// > J. Steiger, A. Hakstian (1982). "The asymptotic distribution of elements of a correlation
/// > matrix". *British Journal of Mathematical and Statistical Psychology* 35.
/// > B. Muthén (1984). "A general structural equation model with dichotomous, ordered categorical,
/// > and continuous latent variable indicators". *Psychometrika* 49(1).
package struct CorrelationInference: Sendable {
  /// By which formula two items are correlated.
  package enum PairKind: String, Hashable, Sendable, CaseIterable {
    case pearson, spearman, polychoric, tetrachoric, polyserial
  }

  package let names: [String]
  package let missing: MissingAnswers
  /// The number of rows that answered both items of each pair, in the pairs' order: the smallest.
  package let count: Int
  /// The pairs of items, the columns below the diagonal: (0, 1), (0, 2), …, (1, 2), ….
  package let pairs: [(first: Int, second: Int)]
  private let kinds: [PairKind]
  let correlationMatrix: Matrix
  /// The covariance of the correlations, pairs × pairs.
  package let covariance: Matrix

  /// The correlations, items × items.
  package var correlations: [[Double]] { correlationMatrix.rowValues }

  /// The covariance of the correlations' errors, pairs × pairs in the order of ``pairs``.
  package var asymptoticCovariance: [[Double]] { covariance.rowValues }

  /// The items' numbers, in any order.
  package func kind(_ first: Int, _ second: Int) -> PairKind { kinds[place(first, second)] }

  package func standardError(_ first: Int, _ second: Int) -> Double {
    let place = place(first, second)
    return covariance[place, place].squareRoot()
  }

  private func place(_ first: Int, _ second: Int) -> Int {
    precondition(first != second, "two items")
    let (low, high) = (min(first, second), max(first, second))
    return low * names.count - low * (low + 1) / 2 + high - low - 1
  }

  /// - Parameters:
  ///   - ordered: The items taken as ordered categories.
  ///   - ranks: Whether numbers are correlated by their ranks.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than two items, an item does not vary,
  ///   an ordered one has too many categories, two items were not answered together, or full
  ///   information is asked for of anything but numbers.
  package init(
    _ answers: ItemAnswers, ordered: Set<String>, ranks: Bool = false,
    missing: MissingAnswers = .pairwise
  ) throws(FactorAnalysisError) {
    guard answers.names.count >= 2 else {
      throw .tooFewItems(found: answers.names.count, needed: 2)
    }
    if missing == .fiml {
      guard ordered.isEmpty, !ranks else { throw .notByFullInformation }
      self = try Self(fullInformation: answers)
    } else {
      self = try Self(
        answers, items: MixedItems(answers, ordered: ordered, ranks: ranks, missing: missing),
        missing: missing)
    }
  }

  private init(
    _ answers: ItemAnswers, items: MixedItems, missing: MissingAnswers
  ) throws(FactorAnalysisError) {
    names = answers.names
    self.missing = missing
    pairs = OrdinalPairs.places(items: names.count)
    let places = pairs
    let found = concurrentMap(places.count) { items.influence(places[$0].first, places[$0].second) }
    var matrix = Matrix.identity(names.count)
    var kinds: [PairKind] = []
    var columns: [[Double]] = []
    for (pair, influence) in zip(places, found) {
      guard let influence else {
        throw .pairWithoutCovariance(names[pair.first], names[pair.second])
      }
      matrix[pair.first, pair.second] = influence.correlation
      matrix[pair.second, pair.first] = influence.correlation
      kinds.append(influence.kind)
      columns.append(influence.values)
    }
    self.kinds = kinds
    correlationMatrix = matrix
    covariance = Matrix(columns: columns).crossProduct
    count = found.compactMap { $0?.count }.min() ?? 0
  }

  /// Pearson's correlations of all who answered anything.
  private init(fullInformation answers: ItemAnswers) throws(FactorAnalysisError) {
    let found = try FullInformation(answers)
    names = answers.names
    missing = .fiml
    pairs = OrdinalPairs.places(items: names.count)
    kinds = pairs.map { _ in .pearson }
    correlationMatrix = found.itemMoments.correlations
    covariance = try found.influence(on: answers).crossProduct
    count = found.itemMoments.count
  }

  /// - Parameter kind: ``CorrelationKind/polychoric`` takes every item as ordered categories.
  /// - Throws: As ``init(_:ordered:ranks:missing:)``.
  package init(
    _ answers: ItemAnswers, kind: CorrelationKind, missing: MissingAnswers = .pairwise
  ) throws(FactorAnalysisError) {
    try self.init(
      answers, ordered: kind == .polychoric ? Set(answers.names) : [],
      ranks: kind == .spearman, missing: missing)
  }
}
