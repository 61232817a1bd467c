import NumericalMethods
import Testing

@testable import Estimation

/// Margins that no weights agree with, and what is said of them.
struct ContradictionSearchTests {
  private static func contradiction(
    _ margins: [PopulationMargin], _ options: WeightingOptions = WeightingOptions()
  ) throws -> MarginContradiction? {
    let design = try SurveyDesign(weights: margins[0].categories.map { _ in 1 })
    do {
      _ = try design.calibrated(to: margins, options: options)
      return nil
    } catch {
      guard case .contradiction(let contradiction)? = error.problems.first else { return nil }
      return contradiction
    }
  }

  private static func margin(
    _ name: String, _ categories: [String?], _ targets: KeyValuePairs<String, Double>
  ) -> PopulationMargin {
    PopulationMargin(
      name: name, categories: categories,
      targets: targets.map { .init(category: $0.key, population: $0.value) })
  }

  /// Nobody old has a degree, and degrees are fewer than the young and the middle.
  private static let ages = ["young", "young", "middle", "old", "old", "middle"]
  private static let degrees = ["yes", "no", "yes", "no", "no", "no"]

  @Test func `two margins are refuted by categories whose respondents are all in fewer others`()
    throws
  {
    let found = try #require(
      try Self.contradiction([
        Self.margin("age", Self.ages, ["young": 20, "middle": 20, "old": 60]),
        Self.margin("degree", Self.degrees, ["yes": 55, "no": 45]),
      ]))
    #expect(
      found.description
        == "margins contradict each other: every respondent in age 'old' is also in degree 'no', "
        + "but the first are 60 people, the second 45, 15 too few; the smallest change that would "
        + "do: age 'young' 35 instead of 20, age 'old' 45 instead of 60; or merge age 'middle' "
        + "and 'old'")
  }

  @Test func `margins that leave no weight for somebody are told by their cells`() throws {
    let found = try #require(
      try Self.contradiction(
        [
          Self.margin("age", Self.ages, ["young": 20, "middle": 20, "old": 60]),
          Self.margin("degree", Self.degrees, ["yes": 40, "no": 60]),
        ], WeightingOptions(maximumIterations: 50)))
    #expect(found.excess == 0)
    #expect(found.emptiedCells == ["young × no", "middle × no"])
    #expect(found.description.hasPrefix("the margins agree only if the respondents in"))
  }

  @Test func `limits that are too tight for several margins together are told with wider ones`()
    throws
  {
    let margins = [
      Self.margin("age", Self.ages, ["young": 35, "middle": 25, "old": 40]),
      Self.margin("degree", Self.degrees, ["yes": 42, "no": 58]),
    ]
    let found = try #require(
      try Self.contradiction(margins, WeightingOptions(limits: 0.5...1.33)))
    #expect(found.limits == 0.5...1.33)
    #expect(found.excess > 0)
    let limit = try #require(found.sufficientLimit)
    let design = try SurveyDesign(weights: Self.ages.map { _ in 1 })
    _ = try design.raked(to: margins, options: WeightingOptions(limits: 0.5...limit * 1.001))
  }

  /// Random answers with structural holes, and targets that ignore them.
  private static func margins(seed: UInt64) -> [PopulationMargin] {
    var stream = RandomStream(seed: seed)
    let sizes = [4, 3, 3]
    let rows = (0..<14).map { _ in sizes.map { stream.integer(below: $0) } }
    return sizes.indices.map { place in
      let targets = (0..<sizes[place]).map { _ in 1 + 9 * stream.uniform() }
      let sum = targets.reduce(0, +)
      return PopulationMargin(
        name: "m\(place)", categories: rows.map { "\($0[place])" },
        targets: targets.indices.map {
          .init(category: "\($0)", population: 1000 * targets[$0] / sum)
        })
    }
  }

  @Test(arguments: 0..<60)
  func `a certificate can be checked by counting, and its remedies work`(_ seed: UInt64) throws {
    let margins = Self.margins(seed: seed)
    guard let found = try Self.contradiction(margins), found.excess > 0 else { return }
    func factor(_ row: Int, _ list: [MarginContradiction.Category]) -> Double {
      list.reduce(0) { sum, category in
        let margin = margins.first { $0.name == category.margin }
        return sum + (margin?.categories[row] == category.category ? category.factor : 0)
      }
    }
    for row in 0..<14 {
      #expect(factor(row, found.needed) <= factor(row, found.available) + 1e-6)
    }
    func people(_ list: [MarginContradiction.Category]) -> Double {
      list.reduce(0) { $0 + $1.factor * $1.population }
    }
    #expect(people(found.needed) > people(found.available))
    #expect(abs(people(found.needed) - people(found.available) - found.excess) < 1e-6)

    var changed = margins
    for change in found.changes {
      let margin = try #require(margins.firstIndex { $0.name == change.margin })
      let place = try #require(
        margins[margin].targets.firstIndex { $0.category == change.category })
      changed[margin].targets[place].population = max(1e-6, change.possible)
    }
    // At the nearest targets weights exist, though some may be 0.
    let after = try Self.contradiction(changed)
    #expect((after?.excess ?? 0) < 0.01)
  }

  @Test func `some random margins are contradictory, and some are not`() throws {
    let found = try (0..<60).map { try Self.contradiction(Self.margins(seed: $0)) != nil }
    #expect(found.contains(true) && found.contains(false))
  }
}
