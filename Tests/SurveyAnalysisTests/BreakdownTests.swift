import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("What a breakdown hides")
struct BreakdownTests {
  private let rule = DisclosureRule(minimumCell: 5, minimumBase: 30)

  /// A membership of so many people in each category, and so many in none.
  private func membership(_ counts: [Int], outside: Int = 0) -> GroupMembership {
    GroupMembership(
      group: Crossing(["g"]), categories: counts.indices.map { MergedCategory(String($0)) },
      indices: counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) }
        + Array(repeating: -1, count: outside))
  }

  private func disclosure(_ counts: [Int], outside: Int = 0) -> GroupDisclosure {
    let membership = membership(counts, outside: outside)
    return Breakdown(membership).disclosure(
      of: membership.indices.map { _ in true }, weights: membership.indices.map { _ in 1 },
      rule: rule)
  }

  private let few = Suppression.base(minimum: 30)

  struct Example: Sendable, CustomTestStringConvertible {
    var counts: [Int]
    var outside = 0
    var hidden: [String]
    var step: Double?
    var testDescription: String { "\(counts) + \(outside)" }
  }

  @Test(arguments: [
    Example(counts: [300, 200], hidden: ["", ""]),
    Example(counts: [300, 200, 40, 20], hidden: ["", "", "secondary", "base<30"]),
    Example(counts: [300, 200, 20, 10], hidden: ["", "", "base<30", "base<30"]),
    Example(counts: [300, 200, 20, 0], hidden: ["", "secondary", "base<30", "base<30"]),
    Example(counts: [300, 200], outside: 1, hidden: ["", ""], step: 0.1),
    Example(counts: [300, 200], outside: 20, hidden: ["", ""], step: 1),
    Example(counts: [100, 40], outside: 20, hidden: ["", "secondary"]),
    Example(counts: [300, 200], outside: 40, hidden: ["", ""]),
    Example(counts: [300, 20], outside: 10, hidden: ["", "base<30"]),
    Example(counts: [300, 40, 20], outside: 9, hidden: ["", "secondary", "base<30"]),
    Example(counts: [20, 5], hidden: ["base<30", "base<30"]),
    Example(counts: [28, 29], hidden: ["base<30", "base<30"]),
  ])
  func `categories of few are hidden, and as many others as would tell them`(
    _ example: Example
  ) {
    let found = disclosure(example.counts, outside: example.outside)
    #expect(found.suppressions.map { $0?.name ?? "" } == example.hidden)
    let step = found.step(onScale: 100)
    #expect(abs((step ?? 0) - (example.step ?? 0)) < 1e-12, "\(String(describing: step))")
  }

  @Test(arguments: 0..<200)
  func `what is hidden holds nobody, or as many as a base`(seed: Int) {
    var random = Draws(seed: seed)
    let counts = (0..<6).map { _ in random.below(60) }
    let outside = random.below(2) * random.below(50)
    let found = disclosure(counts, outside: outside)
    let hidden = zip(counts, found.suppressions).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0) }
    let isCoarse = found.coarseness > 0
    let isAllHidden = found.suppressions.allSatisfy { $0 != nil }
    let computable = hidden + outside
    #expect(isAllHidden || computable == 0 || computable >= 30 || (isCoarse && hidden == 0))
    for (count, suppression) in zip(counts, found.suppressions) where count < 30 {
      #expect(suppression != nil)
    }
  }

  @Test(arguments: 0..<200)
  func `groups of one question tell no small set by their differences`(seed: Int) {
    var random = Draws(seed: seed)
    // Nine ages with so many people each; three groups of neighbouring ages.
    let people = (0..<9).map { _ in random.below(45) }
    let ages = people.indices.flatMap { Array(repeating: $0, count: people[$0]) }
    let groups = (0..<3).map { group in
      var cuts = Set((0..<(1 + random.below(3))).map { _ in 1 + random.below(8) }).sorted()
      cuts.append(9)
      return GroupMembership(
        group: Crossing(["\(group)"]), categories: cuts.map { MergedCategory(String($0)) },
        indices: ages.map { age in cuts.firstIndex { age < $0 } ?? -1 })
    }
    var published = [Set(0..<9)]
    guard ages.count >= 30 else { return }
    for place in groups.indices {
      let found = Breakdown(groups[place], earlier: Array(groups[..<place])).disclosure(
        of: ages.map { _ in true }, weights: ages.map { _ in 1 }, rule: rule)
      for (category, suppression) in found.suppressions.enumerated() where suppression == nil {
        published.append(
          Set(ages.indices.filter { groups[place].indices[$0] == category }.map { ages[$0] }))
      }
    }
    // All sums and differences of published sets, three at a time, that are sets again.
    for first in published {
      for second in published where second.isSubset(of: first) {
        for third in published + [[]] {
          let rest = first.subtracting(second)
          guard third.isSubset(of: rest) else { continue }
          let count = rest.subtracting(third).reduce(0) { $0 + people[$1] }
          #expect(count == 0 || count >= 30, "\(first) − \(second) − \(third): \(count)")
        }
      }
    }
  }

  @Test(arguments: 0..<100)
  func `a crossing keeps its margins from telling its small cells`(seed: Int) {
    var random = Draws(seed: seed)
    let cells = (0..<2).map { _ in (0..<4).map { _ in random.below(60) } }
    var rows: [Int] = []
    var columns: [Int] = []
    for row in 0..<2 {
      for column in 0..<4 {
        rows += Array(repeating: row, count: cells[row][column])
        columns += Array(repeating: column, count: cells[row][column])
      }
    }
    guard rows.count >= 30 else { return }
    let first = GroupMembership(
      group: Crossing(["r"]), categories: ["0", "1"].map { MergedCategory($0) }, indices: rows)
    let second = GroupMembership(
      group: Crossing(["c"]), categories: ["0", "1", "2", "3"].map { MergedCategory($0) },
      indices: columns)
    let crossing = GroupMembership(crossing: [first, second])
    let found = Breakdown(crossing, earlier: [first, second], isCrossing: true).disclosure(
      of: rows.map { _ in true }, weights: rows.map { _ in 1 }, rule: rule)
    let firstFound = Breakdown(first).disclosure(
      of: rows.map { _ in true }, weights: rows.map { _ in 1 }, rule: rule)
    for row in 0..<2 where firstFound.suppressions[row] == nil {
      let hidden = (0..<4).filter { found.suppressions[row * 4 + $0] != nil }
      let count = hidden.reduce(0) { $0 + cells[row][$1] }
      #expect(count == 0 || count >= 30, "\(cells), row \(row)")
    }
  }
}

/// Numbers that repeat with their seed.
struct Draws {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 2_654_435_761 &+ 12345 }

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
