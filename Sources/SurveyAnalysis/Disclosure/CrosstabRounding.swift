/// What rounded shares of categories leave open of the few people in none of them, where the share of
/// all is known exactly.
///
///     Σ w[all] p − Σ w[c] (p̃꜀ + s/2)  ≤  w[outside] x  ≤  Σ w[all] p − Σ w[c] (p̃꜀ − s/2)
///
/// Half a step on either side is open on the average; a share that lies next to where rounding turns
/// leaves less, and so may several of them together.
struct CrosstabRounding {
  private let membership: GroupMembership
  private let isInBase: [Bool]
  private let weights: [Double]
  private let step: Double
  /// Of the categories, and of those in none.
  private let inside: [Double]
  private let outside: Double

  init(_ membership: GroupMembership, isInBase: [Bool], weights: [Double], step: Double) {
    self.membership = membership
    self.isInBase = isInBase
    self.weights = weights
    self.step = step
    var inside = membership.categories.map { _ in 0.0 }
    var outside = 0.0
    for (row, category) in membership.indices.enumerated() where isInBase[row] {
      if category < 0 { outside += weights[row] } else { inside[category] += weights[row] }
    }
    (self.inside, self.outside) = (inside, outside)
  }

  /// As much of the scale stays open at least, unless the share of all leaves less by itself.
  private static let leastOpen = 0.125
  /// Less than this is no gain over what the share of all says.
  private static let leastGain = 0.01

  /// Whether the outside's share of an answer stays open when all categories are shown.
  ///
  /// - Parameter answer: 1 of who gave it, for each interview.
  /// - Complexity: O(interviews).
  func keepsOutsideOpen(_ answer: [Double]) -> Bool {
    var given = inside.map { _ in 0.0 }
    var total = 0.0
    for (row, category) in membership.indices.enumerated()
    where isInBase[row] && answer[row] == 1 {
      total += weights[row]
      if category >= 0 { given[category] += weights[row] }
    }
    var (least, most) = (total, total)
    for category in inside.indices where inside[category] > 0 {
      let shown = shown(given[category] / inside[category])
      least -= shown.upperBound * inside[category]
      most -= shown.lowerBound * inside[category]
    }
    let open = (min(most, outside) - max(least, 0)) / outside
    let all = inside.reduce(0, +)
    let known = (min(total, outside) - max(0, total - all)) / outside
    return open >= Self.leastOpen || open >= known - Self.leastGain
  }

  /// What a printed share says of the true one: nobody and all are told exactly, and nobody else is
  /// rounded to them.
  private func shown(_ share: Double) -> ClosedRange<Double> {
    if share <= 0 { return 0...0 }
    if share >= 1 { return 1...1 }
    let printed = min(max(share.rounded(toStep: step), step), 1 - step)
    return
      (printed < 1.5 * step ? 0 : printed - step / 2)...(printed > 1 - 1.5 * step
      ? 1 : printed + step / 2)
  }
}
