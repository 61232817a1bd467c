import NumericalMethods

/// Items of which some are numbers and others ordered categories.
struct MixedItems: Sendable {
  /// A correlation with what each row adds to its error.
  struct PairInfluence: Sendable {
    var kind: CorrelationInference.PairKind
    var correlation: Double
    /// The number of rows in which both are answered.
    var count: Int
    /// One for each row, weighted.
    var values: [Double]
  }

  private let answers: ItemAnswers
  /// The rows in which each item is answered with a positive weight.
  private let answered: [[Bool]]
  /// By item, its place among the ordered ones.
  private let places: [Int?]
  private let ordinal: OrdinalAnswers?
  private let thresholds: [ItemThresholds]
  private let ranked: RankedItems?

  init(
    _ answers: ItemAnswers, ordered: Set<String>, ranks: Bool, missing: MissingAnswers
  ) throws(FactorAnalysisError) {
    let counted = try answers.counted(missing)
    let rows = counted.weights.indices.filter { counted.weights[$0] > 0 }
    try counted.requireVariance(in: rows)
    self.answers = counted
    answered = counted.columns.map { column in
      column.indices.map { counted.weights[$0] > 0 && column[$0].isFinite }
    }
    let chosen = counted.names.indices.filter { ordered.contains(counted.names[$0]) }
    places = counted.names.indices.map(chosen.firstIndex(of:))
    ordinal =
      chosen.isEmpty
      ? nil
      : try OrdinalAnswers(
        ItemAnswers(
          names: chosen.map { counted.names[$0] }, columns: chosen.map { counted.columns[$0] },
          weights: counted.weights))
    thresholds = chosen.indices.map { [ordinal] in
      ItemThresholds(weights: ordinal?.categoryWeights(of: $0) ?? [])
    }
    ranked = ranks ? RankedItems(counted, Array(counted.weights.indices)) : nil
  }

  /// - Returns: Nil where fewer than two rows answered both, or one item does not vary there.
  func influence(_ first: Int, _ second: Int) -> PairInfluence? {
    let count = zip(answered[first], answered[second]).count { $0 && $1 }
    guard count > 1 else { return nil }
    switch (places[first], places[second]) {
    case (nil, nil): return numeric(first, second, count)
    case (nil, let place?): return polyserial(first, place, count)
    case (let place?, nil): return polyserial(second, place, count)
    case (let one?, let other?): return polychoric(one, other, count)
    }
  }

  private func numeric(_ first: Int, _ second: Int, _ count: Int) -> PairInfluence? {
    if let ranked {
      guard let found = SpearmanInfluence(ranked, first, second) else { return nil }
      return PairInfluence(
        kind: .spearman, correlation: found.correlation, count: count,
        values: zip(found.values, answers.weights).map { $0 * $1 })
    }
    let rows = answers.weights.indices.filter { answered[first][$0] && answered[second][$0] }
    guard let x = standardised(first, rows), let y = standardised(second, rows) else { return nil }
    let total = rows.reduce(0) { $0 + answers.weights[$1] }
    let correlation = rows.reduce(0) { $0 + answers.weights[$1] * x[$1] * y[$1] } / total
    var values = Array(repeating: 0.0, count: answers.weights.count)
    for row in rows {
      let (a, b) = (x[row], y[row])
      values[row] =
        answers.weights[row] * (a * b - correlation * (a * a + b * b) / 2) / total
    }
    return PairInfluence(kind: .pearson, correlation: correlation, count: count, values: values)
  }

  /// An item less its weighted mean over the rows, divided by their standard deviation; NaN in
  /// other rows.
  private func standardised(_ item: Int, _ rows: [Int]) -> [Double]? {
    let (column, weights) = (answers.columns[item], answers.weights)
    let total = rows.reduce(0) { $0 + weights[$1] }
    let mean = rows.reduce(0) { $0 + weights[$1] * column[$1] } / total
    let square = rows.reduce(0) { $0 + weights[$1] * (column[$1] - mean) * (column[$1] - mean) }
    let size = rows.reduce(0) { max($0, abs(column[$1])) }
    guard square > 1e-24 * size * size * total else { return nil }
    let deviation = (square / total).squareRoot()
    var scores = Array(repeating: Double.nan, count: column.count)
    for row in rows { scores[row] = (column[row] - mean) / deviation }
    return scores
  }

  private func polyserial(_ item: Int, _ place: Int, _ count: Int) -> PairInfluence? {
    let rows = answers.weights.indices.filter { answered[item][$0] }
    guard let ordinal, let scores = standardised(item, rows) else { return nil }
    let pair = PolyserialPair(
      scores: scores, codes: ordinal.codes[place], weights: answers.weights,
      thresholds: thresholds[place])
    let correlation = pair.estimate()
    let influence = PolyserialInfluence(pair, correlation)
    return PairInfluence(
      kind: .polyserial, correlation: correlation, count: count,
      values: zip(influence.values, answers.weights).map { $0 * $1 })
  }

  private func polychoric(_ first: Int, _ second: Int, _ count: Int) -> PairInfluence? {
    guard let ordinal else { return nil }
    let table = PairTable(ordinal, first, second)
      .treated(.mendedInTwoByTwo, interview: ordinal.meanWeight)
    let pair = PolychoricPair(table, thresholds[first], thresholds[second])
    let correlation = pair.estimate()
    let margins = [first, second].map {
      ThresholdInfluence(
        thresholds[$0], weight: ordinal.categoryWeights(of: $0).reduce(0, +))
    }
    let influence = PolychoricInfluence(pair, correlation, rows: margins[0], columns: margins[1])
    let (left, right) = (ordinal.codes[first], ordinal.codes[second])
    let isTetrachoric = table.rows == 2 && table.columns == 2
    return PairInfluence(
      kind: isTetrachoric ? .tetrachoric : .polychoric, correlation: correlation, count: count,
      values: answers.weights.indices.map { row in
        answers.weights[row]
          * influence.values[Int(left[row]) + (table.rows + 1) * Int(right[row])]
      })
  }
}
