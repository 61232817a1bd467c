/// The answers to a battery of items, one column for each item, with the rows' weights.
///
/// Reversed items are expected to be keyed already, where that matters (``Reliability``).
public struct ItemAnswers: Hashable, Sendable {
  /// The items' names, one for each column.
  public let names: [String]
  /// The answers, item after item, in the rows' order; what is not a finite number is missing.
  public let columns: [[Double]]
  /// The rows' weights, zero or more; a row of weight 0 is left out.
  public let weights: [Double]

  /// - Parameters:
  ///   - names: One for each item.
  ///   - columns: One for each item, all of one length; NaN where the answer is missing.
  ///   - weights: One for each row; nil where all rows count alike.
  /// - Throws: ``FactorAnalysisError/unusableWeight(row:)``,
  ///   ``FactorAnalysisError/itemWithoutAnswers(_:)``.
  public init(
    names: [String], columns: [[Double]], weights: [Double]? = nil
  ) throws(FactorAnalysisError) {
    let count = columns.first?.count ?? 0
    let weights = weights ?? Array(repeating: 1, count: count)
    precondition(names.count == columns.count, "a name for each column")
    precondition(
      columns.allSatisfy { $0.count == weights.count }, "columns and weights of a length")
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .unusableWeight(row: row)
    }
    for (name, column) in zip(names, columns)
    where !zip(column, weights).contains(where: { $0.isFinite && $1 > 0 }) {
      throw .itemWithoutAnswers(name)
    }
    self.names = names
    self.columns = columns
    self.weights = weights
  }

  /// Answers that are known to be whole.
  private init(whole names: [String], _ columns: [[Double]], _ weights: [Double]) {
    self.names = names
    self.columns = columns
    self.weights = weights
  }

  /// The answers to some of the items, in the order asked; a name that no item has is passed over.
  package func restricted(to items: [String]) -> ItemAnswers {
    let places = items.compactMap(names.firstIndex(of:))
    return ItemAnswers(
      whole: places.map { names[$0] }, places.map { columns[$0] }, weights)
  }

  /// The answers with some of them counted as others.
  ///
  /// - Parameter value: The number that an answer to an item becomes, which is finite where the
  ///   answer is.
  package func recoded(_ value: (_ item: String, _ answer: Double) -> Double) -> ItemAnswers {
    let recoded = zip(names, columns).map { item, column in
      column.map { $0.isFinite ? value(item, $0) : $0 }
    }
    return ItemAnswers(whole: names, recoded, weights)
  }

  /// The rows of positive weight in which every item is answered.
  package var completeRows: [Int] {
    weights.indices.filter { row in
      weights[row] > 0 && columns.allSatisfy { $0[row].isFinite }
    }
  }
}

/// Which rows count where answers are missing.
public enum MissingAnswers: String, Hashable, Sendable, CaseIterable {
  /// Only rows in which every item is answered.
  case listwise
  /// For each pair of items, the rows in which both are answered. The matrix may then be not
  /// positive definite, which is reported and never mended unasked.
  case pairwise
  /// Every interview by the answers that it has: means and covariances of greatest likelihood, were
  /// the answers normal and what is missing explained by what was answered. Of numbers only.
  case fiml
}
