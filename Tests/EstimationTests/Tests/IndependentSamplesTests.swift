import NumericalMethods
import Testing

@testable import Estimation

/// A sample of its own: strata, points, unequal weights and answers that lean by its seed.
private struct DrawnSample {
  let weights: [Double]
  let strata: [String]
  let clusters: [String]
  let values: [Double]
  let codes: [Int32]

  init(_ name: String, interviews: Int, _ stream: inout RandomStream) {
    var points: [String] = []
    weights = (0..<interviews).map { _ in 0.3 + 2 * stream.uniform() }
    clusters = (0..<interviews).map { "\(name)-\($0 % 12)" }
    strata = (0..<interviews).map { "\(name)-\($0 % 12 / 4)" }
    points = clusters
    let lean = stream.uniform() - 0.5
    let effects = (0..<12).map { _ in stream.uniform() - 0.5 }
    values = points.indices.map { row in
      stream.uniform() < 0.1
        ? .nan : (3 + lean + effects[row % 12] + 4 * stream.uniform()).rounded()
    }
    codes = values.map { $0.isNaN ? -1 : Int32(min(4, max(0, $0 - 2))) }
  }

  func design() throws -> SurveyDesign {
    try SurveyDesign(weights: weights, strata: strata, clusters: clusters)
  }
}

/// Samples that stand apart against the same samples as strata of one design, which R stacks.
struct IndependentSamplesTests {
  private static let categories = ["a", "b", "c", "d", "e"]

  @Test(arguments: 0..<20)
  func `samples apart are tested as strata of one design are`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let drawn = (0..<(2 + Int(seed % 3))).map { place in
      DrawnSample("s\(place)", interviews: 60 + 15 * place, &stream)
    }
    let designs = try drawn.map { try $0.design() }
    let stacked = try SurveyDesign(
      weights: drawn.flatMap(\.weights), strata: drawn.flatMap(\.strata),
      clusters: drawn.flatMap(\.clusters))
    let groups = CategoricalAnswers(
      categories: drawn.indices.map { "s\($0)" },
      codes: drawn.enumerated().flatMap { place, sample in
        sample.values.map { _ in Int32(place) }
      })
    for score in [RankScore.wilcoxon, .normal, .median] {
      let own = try #require(
        IndependentSamples.rankTest(
          of: zip(designs, drawn).map { ($0, $1.values) }, score: score))
      let one = try stacked.rankTest(of: drawn.flatMap(\.values), by: groups, score: score).test
      expectClose(own.statistic, one.statistic, tolerance: 1e-8)
      #expect(own.numerator == one.numerator && own.denominator == one.denominator)
    }
    let answers = CategoricalAnswers(
      categories: Self.categories, codes: drawn.flatMap(\.codes))
    let table = stacked.crosstab(of: answers, by: groups)
    let samples = zip(designs, drawn).map { design, sample in
      (
        design: design,
        answers: CategoricalAnswers(categories: Self.categories, codes: sample.codes)
      )
    }
    let own = try #require(IndependentSamples.homogeneityTest(of: samples))
    let one = try #require(table.independenceTest())
    expectClose(own.statistic, one.statistic, tolerance: 1e-8)
    expectClose(own.numerator, one.numerator, tolerance: 1e-8)
    expectClose(own.denominator, one.denominator, tolerance: 1e-8)
    let first = try #require(IndependentSamples.firstOrderHomogeneityTest(of: samples))
    let firstOfOne = try #require(table.firstOrderIndependenceTest())
    expectClose(first.statistic, firstOfOne.statistic, tolerance: 1e-8)
    #expect(first.degreesOfFreedom == firstOfOne.degreesOfFreedom)
  }

  @Test func `there is no test of one sample, of none, or of answers that are all alike`() throws {
    var stream = RandomStream(seed: 7)
    let sample = DrawnSample("s", interviews: 60, &stream)
    let design = try sample.design()
    #expect(IndependentSamples.rankTest(of: []) == nil)
    #expect(IndependentSamples.rankTest(of: [(design, sample.values)]) == nil)
    let alike = sample.values.map { _ in 1.0 }
    #expect(IndependentSamples.rankTest(of: [(design, alike), (design, alike)]) == nil)
    let none = sample.values.map { _ in Double.nan }
    #expect(IndependentSamples.rankTest(of: [(design, sample.values), (design, none)]) == nil)
    #expect(IndependentSamples.homogeneityTest(of: []) == nil)
    let answers = CategoricalAnswers(categories: ["a"], codes: sample.codes.map { _ in 0 })
    #expect(IndependentSamples.homogeneityTest(of: [(design, answers), (design, answers)]) == nil)
  }
}
