import Estimation
import Foundation
import Timing

/// Six cells of sex × age, and points whose level differs. The truth is that of the model, found
/// from a million draws for quantiles and in closed form for means.
struct Population {
  static let rareShare = 0.02
  /// Shares of sex × age, and the mean answer of each.
  static let cells: [(share: Double, mean: Double)] = [
    (0.12, 66), (0.16, 60), (0.18, 50), (0.14, 62), (0.18, 54), (0.22, 42),
  ]
  /// Chances of a person of each cell to be in a sample, up to a factor.
  static let response = [0.6, 0.9, 1.3, 0.8, 1.0, 1.4]
  /// Standard deviations of points and of persons.
  static let (ofPoints, ofPersons) = (4.0, 14.0)

  let mean: Double
  let median: Double
  let quartile: Double
  let shareAbove: Double
  /// Of exp(1.2 z).
  let meanIncome = exp(0.72)

  init(seed: UInt64) {
    var random = UniformNumbers(seed: seed)
    var answers = (0..<1_000_000).map { _ -> Double in
      let cell = random.place(Self.cells.map(\.share))
      let spread = (Self.ofPoints * Self.ofPoints + Self.ofPersons * Self.ofPersons).squareRoot()
      return Self.cells[cell].mean + spread * random.normal()
    }
    mean = Self.cells.reduce(0) { $0 + $1.share * $1.mean }
    shareAbove = Double(answers.count { $0 > 70 }) / 1e6
    answers.sort()
    median = answers[500_000]
    quartile = answers[750_000]
  }

  /// A sample of points; the old answer more often than the young.
  ///
  /// - Parameter hasQuotas: Whether each point has the same number of each cell.
  func sample(
    _ random: inout UniformNumbers, points: Int, perPoint: Int, hasQuotas: Bool = false
  ) -> PopulationSample {
    let chances = zip(Self.cells, Self.response).map { $0.share * $1 }
    var sample = PopulationSample()
    for point in 0..<points {
      let level = Self.ofPoints * random.normal()
      for person in 0..<perPoint {
        let cell = hasQuotas ? person % 6 : random.place(chances)
        sample.cells.append(cell)
        sample.points.append("p\(point)")
        sample.answers.append(Self.cells[cell].mean + level + Self.ofPersons * random.normal())
        sample.incomes.append(exp(1.2 * random.normal()))
        sample.rare.append(random.next() < Self.rareShare ? 1 : 0)
      }
    }
    return sample
  }
}

struct PopulationSample {
  var cells: [Int] = []
  var points: [String] = []
  var answers: [Double] = []
  /// Log-normal, whatever the point.
  var incomes: [Double] = []
  /// Whether a person has what 2 % have.
  var rare: [Double] = []

  /// - Parameter isWeighted: Whether weights undo the unequal chances.
  func design(isWeighted: Bool = false) throws -> SurveyDesign {
    try SurveyDesign(
      weights: cells.map { isWeighted ? 1 / Population.response[$0] : 1 }, clusters: points)
  }

  /// Sex crossed with age: what quotas are set by.
  var crossed: [PopulationMargin] {
    [margin("sex*age", cells, Population.cells.map(\.share))]
  }

  var margins: [PopulationMargin] {
    let shares = Population.cells.map(\.share)
    return [
      margin(
        "sex", cells.map { $0 / 3 }, [shares[0...2].reduce(0, +), shares[3...5].reduce(0, +)]),
      margin("age", cells.map { $0 % 3 }, (0..<3).map { shares[$0] + shares[$0 + 3] }),
    ]
  }

  private func margin(_ name: String, _ codes: [Int], _ shares: [Double]) -> PopulationMargin {
    let names = shares.indices.map { "\($0)" }
    return PopulationMargin(
      name: name, answers: CategoricalAnswers(categories: names, codes: codes.map(Int32.init)),
      targets: zip(names, shares).map { .init(category: $0, population: 100_000 * $1) })
  }
}

extension UniformNumbers {
  mutating func normal() -> Double {
    (-2 * log(1 - next())).squareRoot() * cos(2 * Double.pi * next())
  }

  /// A place drawn in proportion to the weights.
  mutating func place(_ weights: [Double]) -> Int {
    var rest = next() * weights.reduce(0, +)
    for (place, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return place }
    }
    return weights.count - 1
  }
}
