import NumericalMethods
import Testing

@testable import Estimation

@Test("A share of 0 or 1 has Clopper and Pearson's interval")
func edgesHaveExactIntervals() throws {
  let design = try SurveyDesign(weights: Array(repeating: 1, count: 50))
  let none = try #require(
    design.proportion(of: Array(repeating: 0, count: 50)).confidenceInterval())
  // R: binom.test(0, 50)$conf.int
  #expect(none.lower == 0)
  expectClose(none.upper, 0.0711217364141757, tolerance: 1e-9)
  let all = try #require(
    design.proportion(of: Array(repeating: 1, count: 50)).confidenceInterval(level: 0.9))
  expectClose(all.lower, 1 - (1 - Elementary.pow(0.05, 1.0 / 50)), tolerance: 1e-9)
  #expect(all.upper == 1)
}

@Test("Unequal weights and few clusters widen it")
func edgesKnowTheDesign() throws {
  let answers = Array(repeating: 0.0, count: 40)
  let weights = (0..<40).map { $0 % 2 == 0 ? 1.0 : 4 }
  let simple = try SurveyDesign(weights: answers.map { _ in 1 }).proportion(of: answers)
  let unequal = try SurveyDesign(weights: weights).proportion(of: answers)
  let clustered = try SurveyDesign(
    weights: weights, clusters: (0..<40).map { "\($0 / 10)" }
  ).proportion(of: answers)
  let uppers = [simple, unequal, clustered].compactMap { $0.confidenceInterval()?.upper }
  #expect(uppers.count == 3)
  #expect(uppers == uppers.sorted())
  #expect(simple.designEffect == nil)
}

@Test("Nobody's answers have no value, no interval and no test")
func emptyBasesHaveNoValue() throws {
  let design = try SurveyDesign(weights: [1, 1, 1])
  let estimates = [
    design.mean(of: [.nan, .nan, .nan]), design.total(of: [.nan, .nan, .nan]),
    design.domain([false, false, false]).proportion(of: [0, 1, 0]),
    design.proportions(of: CategoricalAnswers(categories: ["a"], codes: [-1, -1, -1]))[0],
  ]
  for estimate in estimates {
    #expect(estimate.value.isNaN)
    #expect(estimate.standardError.isNaN)
    #expect(estimate.count == 0)
    #expect(estimate.confidenceInterval() == nil)
    #expect(estimate.tTest() == nil)
  }
  let median = design.quantile(0.5, of: [.nan, .nan, .nan])
  #expect(median.value.isNaN)
  #expect(median.interval == nil)
}

@Test("A domain inside one cluster has a value but no interval")
func oneClusterHasNoInterval() throws {
  let design = try SurveyDesign(weights: [1, 1, 1, 1], clusters: ["a", "a", "b", "b"])
  let mean = design.domain([true, true, false, false]).mean(of: [1, 2, 3, 4])
  #expect(mean.value == 1.5)
  #expect(mean.degreesOfFreedom == 0)
  #expect(mean.confidenceInterval() == nil)
  #expect(
    design.domain([true, true, false, false]).quantile(0.5, of: [1, 2, 3, 4]).interval == nil)
}

@Test("Intervals cover the truth as often as they say")
func intervalsCoverTheTruth() throws {
  var stream = RandomStream(seed: 2025)
  var covered = 0
  let rounds = 1000
  for _ in 0..<rounds {
    var answers: [Double] = []
    var clusters: [String] = []
    for cluster in 0..<20 {
      let level = stream.normal(mean: 50, standardDeviation: 5)
      for _ in 0..<8 {
        answers.append(stream.normal(mean: level, standardDeviation: 10))
        clusters.append("\(cluster)")
      }
    }
    let design = try SurveyDesign(weights: answers.map { _ in 1 }, clusters: clusters)
    if design.mean(of: answers).confidenceInterval()?.contains(50) == true { covered += 1 }
  }
  let error = (0.95 * 0.05 / Double(rounds)).squareRoot()
  #expect(abs(Double(covered) / Double(rounds) - 0.95) < 3 * error)
}

@Test("A share's interval is none where weighting fixes it, wide at the edge, logit between")
func combinationsOfIndependentSamples() {
  let base = Estimate.Base(count: 10, weightedCount: 20, effectiveCount: 8)
  let fixed = Estimate(
    value: 0.4, standardError: 0, degreesOfFreedom: 9, base: base, kind: .proportion,
    isFixedByWeighting: true)
  let free = Estimate(
    value: 0.5, standardError: 0.1, degreesOfFreedom: 9, base: base, kind: .proportion)
  #expect(fixed.confidenceInterval() == nil)
  #expect(fixed.difference(fromIndependent: fixed).isFixedByWeighting)
  let difference = free.difference(fromIndependent: fixed)
  #expect(!difference.isFixedByWeighting)
  #expect(difference.kind == .number)
  #expect(difference.standardError == 0.1)
  let mean = Estimate.combination(ofIndependent: [(0.5, free), (0.5, free)])
  expectClose(mean.standardError, 0.1 / 2.0.squareRoot())
  #expect(mean.degreesOfFreedom == 18)
}
