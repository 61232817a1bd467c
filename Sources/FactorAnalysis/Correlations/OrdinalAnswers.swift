import NumericalMethods

/// The answers to a battery of items as ordered categories.
///
/// An item's categories are the different answers that rows of positive weight gave to it, from
/// the lowest to the highest. Several groups (``aligned(_:emptyCategories:)``) share their
/// categories, as models of several groups ask.
public struct OrdinalAnswers: Hashable, Sendable {
  /// The most categories that an item may have: beyond, it is better taken as continuous.
  public static let mostCategories = 20

  public let names: [String]
  /// For each item the answers that are counted apart, from the lowest to the highest; a merged
  /// category stands under the answer that it was merged with.
  public let categories: [[Double]]
  /// The rows' weights, zero or more.
  public let weights: [Double]
  /// Which rows count: listwise, those that leave an item out count as missing in every item.
  public let missing: MissingAnswers
  /// The categories that were merged because a group lacked them; empty where none was.
  public let collapses: [CategoryCollapse]
  /// The number of each answer's category, item after item; the number of categories where the
  /// answer is missing or the row's weight is 0.
  let codes: [[UInt8]]

  /// - Throws: ``FactorAnalysisError`` where an item has one category only, or more than
  ///   ``mostCategories``.
  public init(
    _ answers: ItemAnswers, missing: MissingAnswers = .pairwise
  ) throws(FactorAnalysisError) {
    let counted = try answers.counted(missing)
    try self.init(
      counted, missing: missing, categories: counted.answeredCategories(), collapses: [])
  }

  init(
    _ answers: ItemAnswers, missing: MissingAnswers, categories: [[Double]],
    collapses: [CategoryCollapse]
  ) throws(FactorAnalysisError) {
    names = answers.names
    weights = answers.weights
    self.missing = missing
    self.collapses = collapses
    for (name, categories) in zip(answers.names, categories) {
      guard categories.count >= 2 else { throw .itemWithoutVariance(name) }
      guard categories.count <= Self.mostCategories else {
        throw .tooManyCategories(
          item: name, found: categories.count, most: Self.mostCategories)
      }
    }
    let merged = collapses.remaining(of: categories, names: answers.names)
    self.categories = merged
    codes = answers.names.indices.map { item in
      Self.codes(
        answers.columns[item], answers.weights, categories[item],
        collapses.filter { $0.item == answers.names[item] })
    }
  }

  /// The same items and rows with other answers.
  private init(_ other: OrdinalAnswers, codes: [[UInt8]]) {
    names = other.names
    categories = other.categories
    weights = other.weights
    missing = other.missing
    collapses = other.collapses
    self.codes = codes
  }

  /// The answers to each item dealt out anew among the rows that answered it: unrelated items with
  /// the same margins, weights and missing answers.
  func shuffled(_ stream: inout RandomStream) -> OrdinalAnswers {
    var shuffled = codes
    for item in codes.indices {
      let missing = UInt8(categories[item].count)
      let rows = codes[item].indices.filter { codes[item][$0] != missing }
      var answers = rows.map { codes[item][$0] }
      answers.shuffle(using: &stream)
      for (row, answer) in zip(rows, answers) { shuffled[item][row] = answer }
    }
    return OrdinalAnswers(self, codes: shuffled)
  }

  private static func codes(
    _ column: [Double], _ weights: [Double], _ categories: [Double],
    _ collapses: [CategoryCollapse]
  ) -> [UInt8] {
    let kept = collapses.remaining(of: categories)
    var places: [Double: UInt8] = [:]
    for category in categories {
      let target = collapses.target(of: category)
      places[category] = UInt8(kept.firstIndex(of: target) ?? kept.count)
    }
    let missing = UInt8(kept.count)
    return zip(column, weights).map { $1 > 0 ? places[$0] ?? missing : missing }
  }
}

extension ItemAnswers {
  /// The same answers; listwise, rows that leave an item out have the weight 0.
  func counted(_ missing: MissingAnswers) throws(FactorAnalysisError) -> ItemAnswers {
    guard missing == .listwise else { return self }
    let complete = completeRows
    guard complete.count >= 2 else { throw .tooFewRows(found: complete.count, needed: 2) }
    var counted = Array(repeating: 0.0, count: weights.count)
    for row in complete { counted[row] = weights[row] }
    return try ItemAnswers(names: names, columns: columns, weights: counted)
  }

  /// The different answers to each item in rows of positive weight, in ascending order.
  func answeredCategories() throws(FactorAnalysisError) -> [[Double]] {
    var found: [[Double]] = []
    for (name, column) in zip(names, columns) {
      var categories: Set<Double> = []
      for (answer, weight) in zip(column, weights) where weight > 0 && answer.isFinite {
        categories.insert(answer)
      }
      guard !categories.isEmpty else { throw .itemWithoutAnswers(name) }
      found.append(categories.sorted())
    }
    return found
  }
}
