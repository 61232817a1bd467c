import NumericalMethods

/// What each answer pattern adds to the error of the parameters, on the scale of logits.
///
/// Probabilities within 10⁻⁶ of 0 stand at the edge and are held fixed. The others are logits
/// against the likeliest category (the first class for shares). The information is the observed
/// one, in closed form: that of complete data less what is lost by not knowing the class,
///
///     I = Σ w (Σₖ pₖ Bₖ − Σₖ pₖ uₖuₖᵀ + s sᵀ),  s = Σₖ pₖ uₖ
///
/// where uₖ are the scores and Bₖ the information, were the class k known.
///
/// > T. A. Louis (1982). "Finding the observed information matrix when using the EM algorithm".
/// > *JRSS B* 44(2).
/// > H. White (1982). "Maximum likelihood estimation of misspecified models". *Econometrica* 50(1).
struct LatentClassInference: Sendable {
  /// Probabilities below stand at the edge.
  static let edge = 1e-6

  /// Patterns × free parameters: I⁻¹ s; nil where the information is singular.
  let influence: Matrix?
  /// Free logits: for shares by group, then for each item in each class.
  private let shareLogits: [[Int?]]
  private let answerLogits: [[Int?]]
  private let parameters: LatentClassParameters
  private let groups: [Int]

  init(
    _ model: LatentClassModel, _ parameters: LatentClassParameters, _ posteriors: Matrix
  ) {
    var next = 0
    shareLogits = (0..<parameters.shares.rows).map { group in
      Self.logits(parameters.shares.row(group), &next)
    }
    answerLogits = (0..<model.classes).map { place in
      model.patterns.blocks.flatMap { block in
        Self.logits(block.map { parameters.probabilities[$0, place] }, &next)
      }
    }
    self.parameters = parameters
    groups = model.patterns.groups
    let scores = CompleteScores(
      model, parameters, count: next, shareLogits: shareLogits, answerLogits: answerLogits)
    influence = scores.influence(posteriors)
  }

  /// Numbers those of the probabilities that have a free logit.
  private static func logits(_ probabilities: [Double], _ next: inout Int) -> [Int?] {
    let reference = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
    return probabilities.indices.map { index in
      guard index != reference, probabilities[index] > edge else { return nil }
      defer { next += 1 }
      return next
    }
  }

  /// For each pattern, what a unit of weight adds to a group's share of a class.
  func ofShare(_ place: Int, group: Int) -> [Double]? {
    influence(shareLogits[group], parameters.shares.row(group), at: place)
  }

  /// For each pattern, what a unit of weight adds to the probability of an item's category.
  func ofProbability(_ category: Int, block: Range<Int>, class place: Int) -> [Double]? {
    influence(
      Array(answerLogits[place][block]), block.map { parameters.probabilities[$0, place] },
      at: category)
  }

  /// Σ ∂p/∂η I⁻¹s, with ∂p_a/∂η_b = p_a ((a = b) − p_b).
  private func influence(
    _ logits: [Int?], _ probabilities: [Double], at place: Int
  ) -> [Double]? {
    guard let influence else { return nil }
    var sums = Array(repeating: 0.0, count: influence.rows)
    for (index, logit) in logits.enumerated() {
      guard let logit else { continue }
      let slope = probabilities[place] * ((index == place ? 1 : 0) - probabilities[index])
      for pattern in sums.indices { sums[pattern] += slope * influence[pattern, logit] }
    }
    return sums
  }
}

/// The scores of the free logits, were the classes known.
private struct CompleteScores {
  let model: LatentClassModel
  let parameters: LatentClassParameters
  let count: Int
  let shareLogits, answerLogits: [[Int?]]

  init(
    _ model: LatentClassModel, _ parameters: LatentClassParameters, count: Int,
    shareLogits: [[Int?]], answerLogits: [[Int?]]
  ) {
    self.model = model
    self.parameters = parameters
    self.count = count
    self.shareLogits = shareLogits
    self.answerLogits = answerLogits
  }

  /// I⁻¹s for each pattern; nil where the information is singular.
  func influence(_ posteriors: Matrix) -> Matrix? {
    let patterns = model.patterns.count
    guard count > 0 else { return Matrix(rows: patterns, columns: 0) }
    var scores = Matrix(rows: patterns, columns: count)
    var information = Matrix(rows: count, columns: count)
    for place in 0..<model.classes {
      let own = known(place)
      let weights = (0..<patterns).map { posteriors[$0, place] }
      scores = scores + own.scalingRows(weights)
      let roots = zip(weights, model.weights).map { ($0 * $1).squareRoot() }
      information = information - own.scalingRows(roots).crossProduct
    }
    information =
      information + scores.scalingRows(model.weights.map { $0.squareRoot() }).crossProduct
    addCompleteInformation(posteriors, to: &information)
    guard let inverse = information.inverseOfInformation else { return nil }
    return scores * inverse
  }

  /// Patterns × free logits: the scores, were everybody of this class.
  private func known(_ place: Int) -> Matrix {
    var scores = Matrix(rows: model.patterns.count, columns: count)
    for (pattern, group) in model.patterns.groups.enumerated() {
      for (index, logit) in shareLogits[group].enumerated() {
        guard let logit else { continue }
        scores[pattern, logit] = (index == place ? 1 : 0) - parameters.shares[group, index]
      }
    }
    for block in model.patterns.blocks {
      let answered = model.answered(block)
      for row in block {
        guard let logit = answerLogits[place][row] else { continue }
        let probability = parameters.probabilities[row, place]
        for pattern in answered.indices where answered[pattern] {
          scores[pattern, logit] = model.patterns.indicators[pattern, row] - probability
        }
      }
    }
    return scores
  }

  /// Σ w Σₖ pₖ Bₖ: diag(p) − ppᵀ of each multinomial distribution, times who is asked.
  private func addCompleteInformation(_ posteriors: Matrix, to information: inout Matrix) {
    for group in shareLogits.indices {
      let weight = zip(model.patterns.groups, model.weights).reduce(0) {
        $0 + ($1.0 == group ? $1.1 : 0)
      }
      information.addMultinomial(
        shareLogits[group], parameters.shares.row(group), weight: weight)
    }
    for block in model.patterns.blocks {
      let answered = model.answered(block)
      for place in 0..<model.classes {
        let weight = answered.indices.reduce(0) {
          $0 + (answered[$1] ? model.weights[$1] * posteriors[$1, place] : 0)
        }
        information.addMultinomial(
          Array(answerLogits[place][block]), block.map { parameters.probabilities[$0, place] },
          weight: weight)
      }
    }
  }
}

extension LatentClassModel {
  /// Whether each pattern has an answer to the item of this block.
  fileprivate func answered(_ block: Range<Int>) -> [Bool] {
    (0..<patterns.count).map { pattern in
      block.contains { patterns.indicators[pattern, $0] > 0 }
    }
  }
}

extension Matrix {
  fileprivate mutating func addMultinomial(
    _ logits: [Int?], _ probabilities: [Double], weight: Double
  ) {
    for (a, first) in logits.enumerated() {
      guard let first else { continue }
      for (b, second) in logits.enumerated() {
        guard let second else { continue }
        self[first, second] +=
          weight * probabilities[a] * ((a == b ? 1 : 0) - probabilities[b])
      }
    }
  }

  /// The inverse; nil where the matrix, with ones on its diagonal, has an eigenvalue under 10⁻⁸:
  /// then other parameters fit as well.
  fileprivate var inverseOfInformation: Matrix? {
    guard diagonal.allSatisfy({ $0 > 0 }) else { return nil }
    let scales = diagonal.map { 1 / $0.squareRoot() }
    let scaled = self.scaled(by: scales)
    guard let least = scaled.symmetricEigenvalues?.last, least > 1e-8 else { return nil }
    return CholeskyFactor(scaled)?.inverse.scaled(by: scales)
  }
}
