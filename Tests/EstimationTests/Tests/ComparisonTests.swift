import Testing

@testable import Estimation

/// Comparisons of several cities, and the letters that mark them.
struct ComparisonTests {
  private func city(_ value: Double, _ error: Double) -> Estimate {
    Estimate(
      value: value, standardError: error, degreesOfFreedom: 20,
      base: Estimate.Base(count: 100, weightedCount: 100, effectiveCount: 80))
  }

  @Test func `independent cities are compared in pairs and all together`() throws {
    let comparison = Comparison(
      ofIndependent: [city(50, 1), city(60, 1), city(50.5, 1)], names: ["a", "b", "c"],
      adjustment: .holm)
    #expect(comparison.pairs.map { "\($0.first)\($0.second)" } == ["01", "02", "12"])
    #expect(comparison.letters() == ["", "A C", ""])
    // With equal errors F is the variance of the values over the squared error.
    let test = try #require(comparison.test)
    let mean = (50 + 60 + 50.5) / 3
    let spread = [50, 60, 50.5].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
    expectClose(test.statistic, spread)
    #expect(test.numerator == 2 && test.denominator == 60)
    let first = try #require(comparison.pairs[0].pValue)
    expectClose(try #require(comparison.pairs[0].adjustedPValue), 3 * first)
  }

  @Test func `who has no estimate is compared with nobody`() {
    let comparison = Comparison(
      ofIndependent: [city(.nan, .nan), city(60, 1), city(50, 1)], names: ["a", "b", "c"])
    #expect(comparison.pairs[0].pValue == nil)
    #expect(comparison.letters() == ["", "C", ""])
    #expect(comparison.test != nil)
    #expect(Comparison(ofIndependent: [city(1, 1)], names: ["a"]).test == nil)
  }

  @Test func `letters go on after Z`() {
    #expect([0, 25, 26, 27, 52].map(Comparison.letter) == ["A", "Z", "AA", "AB", "BA"])
  }

  @Test func `groups of one design are compared with their covariance`() throws {
    let design = try SurveyReference.shared.stratified()
    let types = CategoricalAnswers(
      SurveyReference.shared.texts("apistrat", "stype"), categories: ["E", "H", "M"])
    let values = SurveyReference.shared.numbers("apistrat", "api00")
    let comparison = Comparison(of: design.means(of: values, by: types))
    let difference = design.means(of: values, by: types).difference(0, 2)
    #expect(comparison.pairs[1].difference == difference)
    let test = try design.meanTest(of: values, by: types).test
    expectClose(try #require(comparison.test).statistic, test.statistic)
  }

  @Test func `a test of one group, or of equal answers, is refused in words`() throws {
    let design = try SurveyReference.shared.stratified()
    let values = SurveyReference.shared.numbers("apistrat", "api00")
    let one = CategoricalAnswers(categories: ["E", "H"], codes: values.map { _ in 0 })
    #expect(throws: RegressionError.oneGroup("E")) { try design.meanTest(of: values, by: one) }
    #expect(throws: RegressionError.oneGroup(nil)) {
      try design.rankTest(of: values.map { _ in .nan }, by: one)
    }
    let types = CategoricalAnswers(
      SurveyReference.shared.texts("apistrat", "stype"), categories: ["E", "H", "M"])
    #expect(throws: RegressionError.constantOutcome) {
      try design.meanTest(of: values.map { _ in 4 }, by: types)
    }
  }
}
