import NumericalMethods

/// A numeric item and an ordered one: two normal variables, of which the second is cut at
/// thresholds.
///
///     P(y = j | z) = Φ((τⱼ − ρz)/√(1 − ρ²)) − Φ((τⱼ₋₁ − ρz)/√(1 − ρ²)),  z = (x − μ)/σ
///     ρ = argmax Σ wᵢ ln P(yᵢ | zᵢ; ρ, τ, μ, σ)
///
/// μ, σ and τ are those of the items alone, so these are two-step estimates, as of lavaan's
/// `lavCor`. A step of the search reads the rows once.
///
/// > U. Olsson, F. Drasgow, N. Dorans (1982). "The polyserial correlation coefficient".
/// > *Psychometrika* 47(3), §2.
struct PolyserialPair {
  /// The numeric item, standardised; not finite where missing.
  let scores: [Double]
  /// The category of the ordered item; the number of categories where missing.
  let codes: [UInt8]
  let weights: [Double]
  let thresholds: ItemThresholds

  var categories: Int { thresholds.values.count + 1 }

  /// The rows of positive weight in which both are answered.
  var rows: [Int] {
    weights.indices.filter {
      weights[$0] > 0 && scores[$0].isFinite && Int(codes[$0]) < categories
    }
  }

  /// The ρ of the greatest likelihood, by Newton's method kept within a shrinking bracket.
  func estimate() -> Double {
    let rows = rows
    let most = PolychoricPair.mostCorrelation
    var (low, high, correlation) = (-most, most, 0.0)
    for _ in 0..<100 {
      var (slope, curvature) = (0.0, 0.0)
      for row in rows {
        let place = place(row, correlation)
        slope += weights[row] * place.score
        curvature += weights[row] * (place.curvature - place.score * place.score)
      }
      if slope > 0 { low = correlation } else { high = correlation }
      var next = curvature < 0 ? correlation - slope / curvature : slope > 0 ? high : low
      let isNewton = next > low && next < high
      if !isNewton { next = high - low < 1e-8 ? (slope > 0 ? high : low) : (low + high) / 2 }
      let step = abs(next - correlation)
      correlation = next
      if step <= (isNewton ? 1e-7 : 1e-9) { break }
    }
    return correlation
  }

  /// One interview's part in the likelihood.
  struct Place {
    /// ∂P/∂ρ / P and ∂²P/∂ρ² / P.
    var score, curvature: Double
    /// ∂ ln P by z, by the threshold below and by the one above.
    var byScore, byLower, byUpper: Double
  }

  @inline(__always)
  func place(_ row: Int, _ correlation: Double) -> Place {
    let code = Int(codes[row])
    let upper = edge(code, scores[row], correlation)
    let lower = edge(code - 1, scores[row], correlation)
    let share = max(upper.below - lower.below, 1e-300)
    let root = ((1 - correlation) * (1 + correlation)).squareRoot()
    return Place(
      score: (upper.slope - lower.slope) / share,
      curvature: (upper.curvature - lower.curvature) / share,
      byScore: -correlation / root * (upper.density - lower.density) / share,
      byLower: -lower.density / (root * share), byUpper: upper.density / (root * share))
  }

  /// Φ(u), φ(u) and the derivatives of Φ(u) by ρ at one threshold, u = (τ − ρz)/√(1 − ρ²).
  private struct Edge {
    var below, density, slope, curvature: Double
  }

  @inline(__always)
  private func edge(_ index: Int, _ z: Double, _ correlation: Double) -> Edge {
    guard index >= 0 else { return Edge(below: 0, density: 0, slope: 0, curvature: 0) }
    guard index < thresholds.values.count else {
      return Edge(below: 1, density: 0, slope: 0, curvature: 0)
    }
    let threshold = thresholds.values[index]
    let rest = (1 - correlation) * (1 + correlation)
    let root = rest.squareRoot()
    let u = (threshold - correlation * z) / root
    let density = Distribution.standardNormal.density(u)
    let first = (correlation * threshold - z) / (rest * root)
    let second = threshold / (rest * root) + 3 * correlation * first / rest
    return Edge(
      below: Distribution.standardNormal.lowerTail(u), density: density,
      slope: density * first, curvature: density * (second - u * first * first))
  }
}

/// What an interview adds to the error of a polyserial correlation:
///
///     z = (s_ρ − Σₖ Aₖ zₖ) / A_ρρ
///
/// over μ, σ² and the thresholds, as ``PolychoricInfluence``; s are the derivatives of the
/// logarithm of the density of both answers.
///
/// > B. Muthén (1984). "A general structural equation model with dichotomous, ordered categorical,
/// > and continuous latent variable indicators". *Psychometrika* 49(1), §4, as lavaan computes it.
struct PolyserialInfluence {
  /// Unweighted, one for each row; of a row that leaves one of the items out only what it adds by
  /// way of the other.
  let values: [Double]

  init(_ pair: PolyserialPair, _ correlation: Double) {
    var sums = Sums(thresholds: pair.thresholds.values.count)
    var scores = Array(repeating: 0.0, count: pair.weights.count)
    for row in pair.rows {
      let place = pair.place(row, correlation)
      scores[row] = place.score
      sums.add(place, pair.scores[row], Int(pair.codes[row]), weight: pair.weights[row])
    }
    let margins = Margins(pair)
    values = pair.weights.indices.map { row in
      guard pair.weights[row] > 0 else { return 0 }
      return (scores[row] - margins.carried(row, pair, sums)) / sums.information
    }
  }

  /// Σ w s_ρ s, by each of the other parameters.
  private struct Sums {
    var information = 0.0
    var mean = 0.0
    var variance = 0.0
    var thresholds: [Double]

    init(thresholds count: Int) { thresholds = Array(repeating: 0, count: count) }

    mutating func add(_ place: PolyserialPair.Place, _ z: Double, _ code: Int, weight: Double) {
      let weighted = weight * place.score
      information += weighted * place.score
      mean += weighted * (z - place.byScore)
      variance += weighted * (z * z - 1 - place.byScore * z) / 2
      if code > 0 { thresholds[code - 1] += weighted * place.byLower }
      if code < thresholds.count { thresholds[code] += weighted * place.byUpper }
    }
  }

  /// What the answers to each item alone add to the errors of its own parameters, in units of σ:
  /// μ and σ² by the inverse of the sums of their scores' products, as lavaan has it.
  private struct Margins {
    let ofThresholds: ThresholdInfluence
    /// Σ w z², Σ w z (z² − 1)/2 and Σ w (z² − 1)²/4.
    private var products = (mean: 0.0, both: 0.0, variance: 0.0)

    init(_ pair: PolyserialPair) {
      var ordered = 0.0
      for row in pair.weights.indices where pair.weights[row] > 0 {
        let (weight, z) = (pair.weights[row], pair.scores[row])
        if Int(pair.codes[row]) < pair.categories { ordered += weight }
        guard z.isFinite else { continue }
        let square = (z * z - 1) / 2
        products.mean += weight * z * z
        products.both += weight * z * square
        products.variance += weight * square * square
      }
      ofThresholds = ThresholdInfluence(pair.thresholds, weight: ordered)
    }

    func carried(_ row: Int, _ pair: PolyserialPair, _ sums: Sums) -> Double {
      var sum = carried(pair.scores[row], sums)
      for (factor, values) in zip(sums.thresholds, ofThresholds.values) {
        sum += factor * values[Int(pair.codes[row])]
      }
      return sum
    }

    private func carried(_ z: Double, _ sums: Sums) -> Double {
      guard z.isFinite else { return 0 }
      let square = (z * z - 1) / 2
      let determinant = products.mean * products.variance - products.both * products.both
      guard determinant > 1e-12 * products.mean * products.variance else {
        return sums.mean * z / products.mean
      }
      let byMean = products.variance * z - products.both * square
      let byVariance = products.mean * square - products.both * z
      return (sums.mean * byMean + sums.variance * byVariance) / determinant
    }
  }
}
