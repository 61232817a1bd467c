import Testing

@testable import Estimation

private let reference = SurveyReference.shared
private let expected = reference.root["tests"]

private func expectClose(_ test: FTest?, _ reference: SurveyReference.Node) throws {
  let test = try #require(test)
  expectClose(test.statistic, reference["statistic"].number)
  expectClose(test.numerator, reference["numerator"].number)
  expectClose(test.denominator, reference["denominator"].number)
  expectClose(test.pValue, reference["p"].number)
}

private func answers(_ set: String, _ column: String, _ categories: [String]) -> CategoricalAnswers
{
  CategoricalAnswers(reference.texts(set, column), categories: categories)
}

@Test("Rao and Scott's test is svychisq's")
func raoScottIsAsInR() throws {
  try expectClose(
    reference.stratified().independenceTest(
      of: answers("apistrat", "schWide", ["No", "Yes"]),
      and: answers("apistrat", "stype", ["E", "H", "M"])), expected["raoScott"])
  try expectClose(
    reference.clustered().independenceTest(
      of: answers("apiclus1", "schWide", ["No", "Yes"]),
      and: answers("apiclus1", "stype", ["M", "nobody", "H", "E"])), expected["raoScottClusters"])
  let cholesterol = CategoricalAnswers(
    categories: ["no", "yes"],
    codes: reference.numbers("nhanes", "highCholesterol").map { $0.isNaN ? -1 : Int32($0) })
  let race = CategoricalAnswers(
    categories: ["1", "2", "3", "4"],
    codes: reference.numbers("nhanes", "race").map { Int32($0) - 1 })
  try expectClose(
    reference.health().independenceTest(of: race, and: cholesterol), expected["raoScottNhanes"])
}

@Test("There is no test of a question that everybody answers alike")
func noTestOfOneCategory() throws {
  let design = try reference.stratified()
  let all = CategoricalAnswers(categories: ["all"], codes: design.weights.map { _ in 0 })
  #expect(
    design.independenceTest(of: all, and: answers("apistrat", "schWide", ["No", "Yes"])) == nil)
}

@Test(
  "There is no test of a table whose empty cells leave its interactions undefined, whatever the weights"
)
func noTestOfEmptyCells() throws {
  let design = try reference.stratified()
  let weights = design.weights
  for seed in 1...40 {
    // Three answers by four columns: who gives the third answer is in one column only, and the others
    // leave columns empty in turn.
    let rows = weights.indices.map { Int32(($0 * seed) % 3) }
    let columns = zip(weights.indices, rows).map { place, row in
      row == 2 ? 3 : Int32(place % 2) + row
    }
    let scale = try SurveyDesign(weights: weights.map { $0 * (1 + Double(seed) / 7) })
    let table = scale.independenceTest(
      of: CategoricalAnswers(categories: ["a", "b", "c"], codes: rows),
      and: CategoricalAnswers(categories: ["1", "2", "3", "4"], codes: columns))
    #expect(table == nil, "seed \(seed): \(String(describing: table))")
  }
}

@Test("p values are adjusted as by R's p.adjust, whatever their order")
func adjustedPValuesAreAsInR() {
  let adjusted = adjustedByBenjaminiHochberg(expected["pValues"].numbers)
  #expect(adjusted.count == 6)
  for (value, reference) in zip(adjusted, expected["benjaminiHochberg"].numbers) {
    expectClose(value, reference)
  }
}

@Test("A comparison without a test does not count in its family")
func missingPValuesDoNotCount() {
  let adjusted = adjustedByBenjaminiHochberg([0.01, .nan, 0.04])
  expectClose(adjusted[0], 0.02)
  #expect(adjusted[1].isNaN)
  expectClose(adjusted[2], 0.04)
  #expect(adjustedByBenjaminiHochberg([]).isEmpty)
}

@Test("A difference of independent samples adds variances and degrees of freedom")
func differenceOfIndependentSamples() throws {
  let base = Estimate.Base(count: 100, weightedCount: 100, effectiveCount: 80)
  let a = Estimate(value: 60, standardError: 3, degreesOfFreedom: 10, base: base)
  let b = Estimate(value: 50, standardError: 4, degreesOfFreedom: 20, base: base)
  let difference = a.difference(fromIndependent: b)
  #expect(difference.value == 10)
  #expect(difference.standardError == 5)
  #expect(difference.degreesOfFreedom == 30)
  #expect(difference.count == 200)
  let test = try #require(difference.tTest())
  #expect(test.statistic == 2)
  expectClose(test.pValue, 0.05462504, tolerance: 1e-6)
}

@Test("An interval is equivalent to none when all of it lies in the zone")
func equivalence() {
  #expect(ConfidenceInterval(lower: -1, upper: 4.9, level: 0.95).isInside(-5...5))
  #expect(!ConfidenceInterval(lower: -1, upper: 5.1, level: 0.95).isInside(-5...5))
  #expect(!ConfidenceInterval(lower: .nan, upper: .nan, level: 0.95).isInside(-5...5))
}

@Test("Cohen's h is the difference of arcsines, with the error by the chain rule")
func cohensH() {
  let base = Estimate.Base(count: 100, weightedCount: 100, effectiveCount: 100)
  let half = Estimate(
    value: 0.5, standardError: 0.05, degreesOfFreedom: 99, base: base, kind: .proportion)
  let quarter = Estimate(
    value: 0.25, standardError: 0.05, degreesOfFreedom: 99, base: base, kind: .proportion)
  let h = half.arcsine.difference(fromIndependent: quarter.arcsine)
  expectClose(h.value, 0.5235987755982988)
  expectClose(half.arcsine.standardError, 0.1)
  expectClose(quarter.arcsine.standardError, 0.05 / 0.1875.squareRoot())
}
