import Estimation

/// How often intervals contained the truth, by statistic and method, in order of appearance.
struct Tallies {
  private struct Tally {
    var statistic: String
    var method: String
    var count = 0
    var covered = 0
    var width = 0.0
  }

  private let sample: String
  private var tallies: [Tally] = []

  init(sample: String) { self.sample = sample }

  mutating func add(_ statistic: String, _ method: String, _ estimate: Estimate, _ truth: Double) {
    add(statistic, method, estimate.confidenceInterval(), truth)
  }

  mutating func add(
    _ statistic: String, _ method: String, _ estimate: Estimate, _ truth: Double,
    by rule: ProportionInterval
  ) {
    add(statistic, method, estimate.confidenceInterval(by: rule), truth)
  }

  mutating func add(
    _ statistic: String, _ method: String, _ estimate: QuantileEstimate, _ truth: Double
  ) {
    add(statistic, method, estimate.interval, truth)
  }

  mutating func add(
    _ statistic: String, _ method: String, _ interval: ConfidenceInterval?, _ truth: Double
  ) {
    let known = tallies.firstIndex { $0.statistic == statistic && $0.method == method }
    if known == nil { tallies.append(Tally(statistic: statistic, method: method)) }
    let place = known ?? tallies.count - 1
    tallies[place].count += 1
    guard let interval else { return }
    tallies[place].covered += interval.lower <= truth && truth <= interval.upper ? 1 : 0
    tallies[place].width += interval.upper - interval.lower
  }

  func print() {
    for tally in tallies {
      let share = Double(tally.covered) / Double(tally.count)
      let error = (share * (1 - share) / Double(tally.count)).squareRoot()
      Swift.print(
        "| \(sample) | \(tally.statistic) | \(tally.method) | \(rounded(100 * share, 1)) | "
          + "\(rounded(100 * error, 2)) | \(rounded(tally.width / Double(tally.count), 3)) |")
    }
  }

  private func rounded(_ value: Double, _ digits: Int) -> Double {
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    return (value * scale).rounded() / scale
  }
}
