/// A linear map from data to a length of paper.
struct LinearScale: Hashable, Sendable {
  var domain: ClosedRange<Double>
  /// Where the two ends of the domain are drawn; the second may lie before the first.
  var start: Double
  var end: Double

  /// The place of a value.
  func position(_ value: Double) -> Double {
    let width = domain.upperBound - domain.lowerBound
    guard width > 0 else { return (start + end) / 2 }
    return start + (value - domain.lowerBound) / width * (end - start)
  }

  /// The place of a value, or of the end of the domain beyond which it lies.
  func clamped(_ value: Double) -> Double {
    position(min(max(value, domain.lowerBound), domain.upperBound))
  }
}

/// Round values of an axis: multiples of 1, 2 or 5 times a power of ten.
struct Ticks: Hashable, Sendable {
  /// Ascending.
  var values: [Double]
  /// Digits after the decimal mark that tell neighbouring values apart.
  var fractionDigits: Int

  /// The round values inside a range.
  ///
  /// - Parameter count: About how many; the step is the smallest round one that gives no more.
  init(in range: ClosedRange<Double>, atMost count: Int) {
    let step = RoundStep(width: range.upperBound - range.lowerBound, atMost: count)
    let slack = step.value * 1e-9
    let first = ((range.lowerBound - slack) / step.value).rounded(.up)
    let last = ((range.upperBound + slack) / step.value).rounded(.down)
    values = stride(from: first, through: last, by: 1).map { step.multiple($0) }
    fractionDigits = max(0, -step.power)
  }

  /// The smallest range between round values that holds all the data; ±1 around a single value.
  static func roundRange(of data: [Double], atMost count: Int = 6) -> ClosedRange<Double> {
    let finite = data.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return 0...1 }
    guard high > low else { return (low - 1)...(high + 1) }
    let step = RoundStep(width: high - low, atMost: count)
    let first = (low / step.value + 1e-9).rounded(.down)
    let last = (high / step.value - 1e-9).rounded(.up)
    return step.multiple(first)...step.multiple(last)
  }
}

/// 1, 2 or 5 times a power of ten, kept as two whole numbers so that multiples are exact.
private struct RoundStep {
  var mantissa: Double
  var power: Int

  /// The smallest step of which at most `count` fit into a width.
  init(width: Double, atMost count: Int) {
    (mantissa, power) = (1, 0)
    guard width > 0, width.isFinite else { return }
    let needed = width / Double(max(1, count))
    while value > needed { power -= 1 }
    while value * 10 <= needed { power += 1 }
    if let fitting = [1.0, 2, 5].first(where: { $0 * value >= needed * (1 - 1e-9) }) {
      mantissa = fitting
    } else {
      power += 1
    }
  }

  var value: Double { multiple(1) }

  func multiple(_ count: Double) -> Double {
    var scale = 1.0
    for _ in 0..<power.magnitude { scale *= 10 }
    return power < 0 ? count * mantissa / scale : count * mantissa * scale
  }
}
