/// Which number is called a quantile, where several answers could be (R: `svyquantile`'s `qrule`).
///
/// With answers y₁ ≤ … ≤ yₙ, weights wₖ and their sums Sₖ = w₁ + … + wₖ, the last ones draw a line
/// through the points (pₖ, yₖ); before the first and after the last it is level. With equal weights
/// they are Hyndman and Fan's types 4 to 9.
///
/// > R. Hyndman, Y. Fan (1996). "Sample quantiles in statistical packages". *The American
/// > Statistician* 50(4); T. Lumley, vignette "Quantile rules" of R's `survey` (4.1).
public enum QuantileRule: String, Hashable, Sendable, CaseIterable {
  /// The smallest answer that at least a share p does not exceed: the default, as in R.
  case math
  /// As ``math``; halfway to the next answer where the share is exactly p.
  case school
  /// pₖ = Sₖ / Sₙ.
  case hf4
  /// pₖ = (Sₖ₋₁ + Sₖ) / 2Sₙ.
  case hf5
  /// pₖ = Sₖ / (Sₙ + wₙ).
  case hf6
  /// pₖ = Sₖ₋₁ / Sₙ₋₁, R's own `quantile` and a spreadsheet's.
  case hf7
  /// pₖ = (Sₖ₋₁ + 2Sₖ) / (3Sₙ + wₙ).
  case hf8
  /// pₖ = (3Sₖ₋₁ + 5Sₖ) / (8Sₙ + 2wₙ).
  case hf9
}

/// Answers by ascending value, with their weights; of equal answers the lighter come first, so
/// that the order of the interviews does not matter.
struct OrderedAnswers {
  let values: [Double]
  let weights: [Double]
  /// Sₖ.
  let sums: [Double]

  /// O(n log n).
  init(_ values: [Double], weights: [Double], base: AnswerBase) {
    var pairs: [(value: Double, weight: Double)] = []
    pairs.reserveCapacity(base.count)
    for row in values.indices where base.contains[row] { pairs.append((values[row], weights[row])) }
    pairs.sort { $0.value < $1.value || $0.value == $1.value && $0.weight < $1.weight }
    self.init(sorted: pairs.map(\.value), weights: pairs.map(\.weight))
  }

  /// - Parameter values: In ascending order.
  init(sorted values: [Double], weights: [Double]) {
    self.values = values
    self.weights = weights
    var sum = 0.0
    sums = weights.map {
      sum += $0
      return sum
    }
  }

  /// - Precondition: There is an answer.
  func quantile(_ probability: Double, by rule: QuantileRule) -> Double {
    switch rule {
    case .math: values[place(reaching: probability)]
    case .school: schoolQuantile(probability)
    default: interpolated(probability, by: rule)
    }
  }

  private var total: Double { sums[sums.count - 1] }

  /// The first place whose sum is a share `probability` of all weights, rounding allowed for.
  private func place(reaching probability: Double) -> Int {
    let goal = probability * total * (1 - 1e-12)
    return min(firstIndex(in: sums.indices) { sums[$0] >= goal }, sums.count - 1)
  }

  private func schoolQuantile(_ probability: Double) -> Double {
    let place = place(reaching: probability)
    let goal = probability * total
    guard abs(sums[place] - goal) <= 1e-12 * total, place + 1 < values.count else {
      return values[place]
    }
    return (values[place] + values[place + 1]) / 2
  }

  private func interpolated(_ probability: Double, by rule: QuantileRule) -> Double {
    let next = firstIndex(in: values.indices) { share($0, rule) >= probability }
    guard next > 0 else { return values[0] }
    guard next < values.count else { return values[values.count - 1] }
    let (low, high) = (share(next - 1, rule), share(next, rule))
    let part = high > low ? (probability - low) / (high - low) : 1
    return values[next - 1] + part * (values[next] - values[next - 1])
  }

  /// pₖ.
  private func share(_ k: Int, _ rule: QuantileRule) -> Double {
    let sum = sums[k]
    let before = k > 0 ? sums[k - 1] : 0
    let last = weights[weights.count - 1]
    switch rule {
    case .math, .school, .hf4: return sum / total
    case .hf5: return (before + sum) / (2 * total)
    case .hf6: return sum / (total + last)
    case .hf7: return weights.count > 1 ? before / sums[sums.count - 2] : 1
    case .hf8: return (before + 2 * sum) / (3 * total + last)
    case .hf9: return (3 * before + 5 * sum) / (8 * total + 2 * last)
    }
  }

  /// The first place where a condition holds that holds from there on; by halving.
  private func firstIndex(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
