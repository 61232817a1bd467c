import SurveyModel

/// How the answers to one question become points from 0 to 100.
///
///     100 · (x − min) / (max − min)
///
/// > P. Cohen, J. Cohen, L. S. Aiken, S. G. West (1999). "The problem of units and the
/// > circumstance for POMP". *Multivariate Behavioral Research* 34 (3), 315–346.
enum ItemScale: Hashable, Sendable {
  /// Points by the place of the choice; NaN for a choice that is no answer.
  case choices([Double])
  case numbers(ClosedRange<Double>)
  /// The share of the chosen among the counted choices; 0 where an exclusive one is chosen.
  case chosen(counted: [Int], exclusive: [Int])

  /// - Returns: nil where the question has no limits to score it by.
  init?(_ question: Question, item: Factor.Item) {
    switch question.kind {
    case .selectOne(let list):
      guard let limits = item.limits(orElse: list.numericLimits) else { return nil }
      self = .choices(list.choices.map { $0.points(in: limits) })
    case .selectMultiple(let list):
      let answers = list.substantive
      let counted = answers.filter { !list.choices[$0].isExclusive }
      guard item.scoring == .count, !counted.isEmpty else { return nil }
      self = .chosen(
        counted: counted, exclusive: answers.filter { list.choices[$0].isExclusive })
    case .range(let start, let end, _):
      guard let limits = item.limits(orElse: min(start, end)...max(start, end)) else { return nil }
      self = .numbers(limits)
    case .integer, .decimal, .calculation:
      guard let limits = item.limits(orElse: nil) else { return nil }
      self = .numbers(limits)
    default: return nil
    }
  }
}

extension ItemScale {
  /// The points of each interview; NaN where there is no answer or one outside the limits.
  ///
  /// - Returns: nil where the column is not of the question's kind.
  func points(of column: Column) -> [Double]? {
    switch (self, column.values) {
    case (.choices(let table), .choices(let codes)):
      codes.map { $0 < 0 || Int($0) >= table.count ? .nan : table[Int($0)] }
    case (.numbers(let limits), .numbers(let numbers)):
      numbers.map { pointsOfMaximum($0, in: limits) }
    case (.chosen(let counted, let exclusive), .choiceSets(let sets)):
      column.missing.indices.map { row in
        guard column.missing[row] == nil else { return .nan }
        if exclusive.contains(where: { sets.contains($0, row: row) }) { return 0 }
        let chosen = counted.reduce(0) { $0 + (sets.contains($1, row: row) ? 1 : 0) }
        return 100 * Double(chosen) / Double(counted.count)
      }
    default: nil
    }
  }
}

extension ItemScale {
  /// The code, number or count of choices that has these points before keying; nil where none has.
  func code(ofPoints points: Double, _ question: Question) -> Double? {
    switch (self, question.kind) {
    case (.choices(let table), .selectOne(let list)):
      table.firstIndex { abs($0 - points) < 1e-9 }.flatMap { list.choices[$0].value }
    case (.numbers(let limits), _):
      limits.lowerBound + points / 100 * (limits.upperBound - limits.lowerBound)
    case (.chosen(let counted, _), _): points / 100 * Double(counted.count)
    default: nil
    }
  }
}

/// Percent of the maximum possible; NaN outside the limits.
func pointsOfMaximum(_ value: Double, in limits: ClosedRange<Double>) -> Double {
  guard limits.contains(value) else { return .nan }
  return 100 * (value - limits.lowerBound) / (limits.upperBound - limits.lowerBound)
}

extension Choice {
  fileprivate func points(in limits: ClosedRange<Double>) -> Double {
    guard missing == nil, let value else { return .nan }
    return pointsOfMaximum(value, in: limits)
  }
}

extension Factor.Item {
  /// The sheet's limits, each side falling back to those of the question; nil unless min < max.
  fileprivate func limits(orElse question: ClosedRange<Double>?) -> ClosedRange<Double>? {
    guard let low = minimum ?? question?.lowerBound, let high = maximum ?? question?.upperBound,
      low < high
    else { return nil }
    return low...high
  }
}
