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
  /// What every row weighs that counts; nil where rows weigh differently.
  let equalWeight: Double?
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
    equalWeight = Self.equalWeight(of: answers.weights)
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
    equalWeight = other.equalWeight
    missing = other.missing
    collapses = other.collapses
    self.codes = codes
  }

  /// The answers to each item dealt out anew among the rows that answered it: unrelated items with
  /// the same margins, weights and missing answers.
  func shuffled(_ stream: inout RandomStream) -> OrdinalAnswers {
    let shuffled = zip(codes, categories).map { column, categories in
      let missing = UInt8(categories.count)
      var answers = column.filter { $0 != missing }
      answers.withUnsafeMutableBufferPointer { answers in
        for last in stride(from: answers.count - 1, to: 0, by: -1) {
          answers.swapAt(last, stream.integer(below: last + 1))
        }
      }
      return Self.placing(answers, where: column, missing: missing)
    }
    return OrdinalAnswers(self, codes: shuffled)
  }

  /// The answers to each item moved on by a random number of the rows that answered it, the last
  /// ones to the first rows.
  func turned(_ stream: inout RandomStream) -> OrdinalAnswers {
    let turned = zip(codes, categories).map { column, categories in
      let missing = UInt8(categories.count)
      let answers = column.contains(missing) ? column.filter { $0 != missing } : column
      guard answers.count > 1 else { return column }
      let first = stream.integer(below: answers.count)
      return Self.placing(
        Array(answers[first...] + answers[..<first]), where: column, missing: missing)
    }
    return OrdinalAnswers(self, codes: turned)
  }

  /// Answers one after the other in the rows of a column that are not missing.
  private static func placing(
    _ answers: [UInt8], where column: [UInt8], missing: UInt8
  ) -> [UInt8] {
    guard answers.count < column.count else { return answers }
    var next = answers.makeIterator()
    return column.map { $0 == missing ? missing : next.next() ?? missing }
  }

  private static func equalWeight(of weights: [Double]) -> Double? {
    guard let first = weights.first(where: { $0 > 0 }) else { return nil }
    return weights.allSatisfy { $0 == first || $0 == 0 } ? first : nil
  }

  private static func codes(
    _ column: [Double], _ weights: [Double], _ categories: [Double],
    _ collapses: [CategoryCollapse]
  ) -> [UInt8] {
    let kept = collapses.remaining(of: categories)
    let places = categories.map { category in
      UInt8(kept.firstIndex(of: collapses.target(of: category)) ?? kept.count)
    }
    let missing = UInt8(kept.count)
    var codes = Array(repeating: missing, count: column.count)
    for row in column.indices where weights[row] > 0 {
      if let place = categories.firstIndex(of: column[row]) { codes[row] = places[place] }
    }
    return codes
  }
}

extension [Double] {
  /// Adds a value to values in ascending order, unless it is there. O(values) for a new one, and
  /// for one that is there, about the number of values below it.
  mutating func include(_ value: Double) {
    var place = 0
    while place < count, self[place] < value { place += 1 }
    if place == count || self[place] != value { insert(value, at: place) }
  }
}

extension ItemAnswers {
  /// The same answers; listwise, rows that leave an item out have the weight 0.
  func counted(_ missing: MissingAnswers) throws(FactorAnalysisError) -> ItemAnswers {
    guard missing != .fiml else { throw .notByFullInformation }
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
      var categories: [Double] = []
      for (answer, weight) in zip(column, weights) where weight > 0 && answer.isFinite {
        guard categories.count <= 100 else {
          categories = Set(zip(column, weights).filter { $0.0.isFinite && $0.1 > 0 }.map(\.0))
            .sorted()
          break
        }
        categories.include(answer)
      }
      guard !categories.isEmpty else { throw .itemWithoutAnswers(name) }
      found.append(categories)
    }
    return found
  }
}
