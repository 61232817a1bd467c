import NumericalMethods
import Testing

@testable import Estimation

private let reference = SurveyReference.shared

private func predictors(_ names: String...) -> [Predictor] {
  names.map { Predictor(name: $0, values: reference.numbers("apistrat", $0)) }
}

@Test("A regression has svyglm's coefficients, covariance and degrees of freedom")
func regressionIsAsInR() throws {
  let fit = try reference.stratified().regression(
    of: reference.numbers("apistrat", "api00"), on: predictors("ell", "meals", "mobility"))
  let expected = reference.root["regression"]
  let covariance = expected["covariance"].matrix
  #expect(fit.coefficients.names == ["(Intercept)", "ell", "meals", "mobility"])
  for i in 0..<4 {
    expectClose(fit.coefficients[i].value, expected["estimate"][i].number)
    for j in 0..<4 { expectClose(fit.coefficients.covariance(i, j), covariance[i + 4 * j]) }
  }
  #expect(fit.degreesOfFreedom == 194)
  #expect(fit.coefficients[1].degreesOfFreedom == 194)
  expectClose(fit.rSquared, expected["rSquared"].number)
}

@Test("Wald's test of several coefficients is regTermTest's")
func waldTestIsAsInR() throws {
  let fit = try reference.stratified().regression(
    of: reference.numbers("apistrat", "api00"), on: predictors("ell", "meals", "mobility"))
  let test = try #require(fit.waldTest(of: ["ell", "mobility"]))
  let expected = reference.root["regression", "wald"]
  expectClose(test.statistic, expected["statistic"].number)
  #expect(test.numerator == 2)
  #expect(test.denominator == 194)
  expectClose(test.pValue, expected["p"].number)
  #expect(fit.waldTest(of: ["unknown"]) == nil)
}

@Test("A standardised coefficient on one predictor is the correlation with svycontrast's error")
func standardisedCoefficientIsTheCorrelation() throws {
  let fit = try reference.stratified().regression(
    of: reference.numbers("apistrat", "api00"), on: predictors("meals"))
  expectClose(fit.standardised[0], reference.root["correlation"])
  expectClose(fit.rSquared, fit.standardised[0].value * fit.standardised[0].value)
}

@Test("Standardised coefficients on two predictors have svycontrast's errors too")
func standardisedCoefficientsAreAsInR() throws {
  let fit = try reference.stratified().regression(
    of: reference.numbers("apistrat", "api00"), on: predictors("meals", "ell"))
  expectClose(fit.standardised[0], reference.root["standardised", "meals"])
  expectClose(fit.standardised[1], reference.root["standardised", "ell"])
}

@Test("A regression after raking has the errors of the residuals, as in R")
func regressionAfterRakingIsAsInR() throws {
  let fit = try rakedClusters().regression(
    of: reference.numbers("apiclus1", "api00"),
    on: [Predictor(name: "api99", values: reference.numbers("apiclus1", "api99"))])
  let expected = reference.root["weighting", "rakedRegression"]
  for i in 0..<2 {
    expectClose(fit.coefficients[i].value, expected["estimate"][i].number, tolerance: iterated)
    expectClose(
      fit.coefficients[i].standardError, expected["standardError"][i].number,
      tolerance: iterated)
  }
}

@Test("Interviews with a missing answer are left out, and keep the design")
func missingAnswersAreLeftOut() throws {
  let design = try reference.stratified()
  var outcome = reference.numbers("apistrat", "api00")
  var meals = reference.numbers("apistrat", "meals")
  var complete = Array(repeating: true, count: outcome.count)
  for row in stride(from: 0, to: 60, by: 3) {
    complete[row] = false
    if row % 2 == 0 { outcome[row] = .nan } else { meals[row] = .nan }
  }
  let fit = try design.regression(of: outcome, on: [Predictor(name: "meals", values: meals)])
  let domain = try design.domain(complete).regression(
    of: reference.numbers("apistrat", "api00"), on: predictors("meals"))
  expectClose(fit.coefficients[1].value, domain.coefficients[1].value, tolerance: 1e-12)
  expectClose(
    fit.coefficients[1].standardError, domain.coefficients[1].standardError, tolerance: 1e-12)
  #expect(fit.base.count == 180)
}

@Test("What cannot be fitted is refused by name")
func whatCannotBeFittedIsRefused() throws {
  let design = try reference.stratified()
  let y = reference.numbers("apistrat", "api00")
  let meals = reference.numbers("apistrat", "meals")
  let twice = Predictor(name: "twice", values: meals.map { 2 * $0 + 1 })
  let constant = Predictor(name: "constant", values: meals.map { _ in 0.1 })
  #expect(throws: RegressionError.dependentPredictor(name: "twice")) {
    try design.regression(of: y, on: predictors("meals") + [twice])
  }
  #expect(throws: RegressionError.dependentPredictor(name: "constant")) {
    try design.regression(of: y, on: [constant])
  }
  #expect(throws: RegressionError.constantOutcome) {
    try design.regression(of: meals.map { _ in 3.3 }, on: predictors("ell"))
  }
  #expect(throws: RegressionError.tooFewDegreesOfFreedom(interviews: 2, predictors: 2)) {
    try design.domain(y.indices.map { $0 < 2 }).regression(of: y, on: predictors("ell", "meals"))
  }
  #expect(
    "\(RegressionError.dependentPredictor(name: "twice"))"
      == "predictor 'twice' is constant or follows from those before it: leave it out")
}

@Test("Intervals of standardised coefficients cover the truth as often as they say")
func standardisedIntervalsCover() throws {
  var stream = RandomStream(seed: 7)
  let rounds = 500
  var covered = 0
  for _ in 0..<rounds {
    let x = (0..<150).map { _ in stream.normal() }
    let z = x.map { 0.5 * $0 + stream.normal() }
    let y = x.indices.map { x[$0] + z[$0] + 2 * stream.normal() }
    let fit = try SurveyDesign(weights: x.map { _ in 1 }).regression(
      of: y, on: [Predictor(name: "x", values: x), Predictor(name: "z", values: z)])
    // Var z = 1.25, Var y = 1 + 1.25 + 2 · 0.5 + 4 = 7.25.
    let truth = (1.25 / 7.25).squareRoot()
    if fit.standardised[1].confidenceInterval()?.contains(truth) == true { covered += 1 }
  }
  let error = (0.95 * 0.05 / Double(rounds)).squareRoot()
  #expect(abs(Double(covered) / Double(rounds) - 0.95) < 3 * error)
}
