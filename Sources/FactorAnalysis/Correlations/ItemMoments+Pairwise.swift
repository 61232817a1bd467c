import NumericalMethods

extension ItemMoments {
  init(pairwise answers: ItemAnswers) throws(FactorAnalysisError) {
    let rows = answers.weights.indices.filter { answers.weights[$0] > 0 }
    try answers.requireVariance(in: rows)
    means = answers.columns.map { column in
      let answered = rows.filter { column[$0].isFinite }
      let total = answered.reduce(0) { $0 + answers.weights[$1] }
      return answered.reduce(0) { $0 + answers.weights[$1] * column[$1] } / total
    }
    var sums = PairSums(items: means.count)
    for block in Self.blocks(of: rows) { sums.add(block, of: answers, centredBy: means) }
    covariances = Matrix(rows: means.count, columns: means.count)
    correlations = covariances
    count = Int(sums.counts.elements.min() ?? 0)
    for i in means.indices {
      for j in means.indices {
        guard let pair = sums.moments(i, j) else {
          throw .pairWithoutCovariance(answers.names[i], answers.names[j])
        }
        covariances[i, j] = pair.covariance
        correlations[i, j] = i == j ? 1 : pair.correlation
      }
    }
  }
}

/// The sums over the rows in which two items are both answered, for all pairs at once.
private struct PairSums {
  /// Of 1, w, w², w x y, w x (x of the first item), w x².
  var counts, weights, squaredWeights, products, firsts, firstSquares: Matrix

  init(items: Int) {
    let zero = Matrix(rows: items, columns: items)
    (counts, weights, squaredWeights) = (zero, zero, zero)
    (products, firsts, firstSquares) = (zero, zero, zero)
  }

  mutating func add(
    _ rows: ArraySlice<Int>, of answers: ItemAnswers, centredBy means: [Double]
  ) {
    let block = PairBlock(rows, of: answers, centredBy: means)
    let products = block.rootWeighted.elementwise(block.centred)
    let firsts = block.weighted.elementwise(block.centred)
    counts = counts + block.answered.crossProduct
    weights = weights + block.rootWeighted.crossProduct
    squaredWeights = squaredWeights + block.weighted.crossProduct
    self.products = self.products + products.crossProduct
    self.firsts = self.firsts + firsts.transposedTimes(block.answered)
    firstSquares =
      firstSquares + firsts.elementwise(block.centred).transposedTimes(block.answered)
  }

  /// - Returns: Nil where fewer than two rows answered both, or one item does not vary there.
  func moments(_ i: Int, _ j: Int) -> (covariance: Double, correlation: Double)? {
    let total = weights[i, j]
    guard counts[i, j] > 1.5 else { return nil }
    let (first, second) = (firsts[i, j] / total, firsts[j, i] / total)
    let variances = (
      firstSquares[i, j] / total - first * first, firstSquares[j, i] / total - second * second
    )
    let covariance = products[i, j] / total - first * second
    let scale = 1 - squaredWeights[i, j] / (total * total)
    guard variances.0 > 1e-12 * firstSquares[i, i] / weights[i, i],
      variances.1 > 1e-12 * firstSquares[j, j] / weights[j, j]
    else { return nil }
    return (covariance / scale, covariance / (variances.0 * variances.1).squareRoot())
  }
}

/// A block of rows, rows × items, 0 where the answer is missing.
private struct PairBlock {
  /// 1, √w, w and x − m.
  let answered, rootWeighted, weighted, centred: Matrix

  init(_ rows: ArraySlice<Int>, of answers: ItemAnswers, centredBy means: [Double]) {
    let weights = rows.map { answers.weights[$0] }
    let presence = answers.columns.map { column in rows.map { column[$0].isFinite ? 1.0 : 0 } }
    answered = Matrix(columns: presence)
    weighted = answered.scalingRows(weights)
    rootWeighted = answered.scalingRows(weights.map { $0.squareRoot() })
    centred = Matrix(
      columns: zip(answers.columns, means).map { column, mean in
        rows.map { column[$0].isFinite ? column[$0] - mean : 0 }
      })
  }
}
