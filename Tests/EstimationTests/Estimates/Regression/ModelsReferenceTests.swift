import Testing

@testable import Estimation

private typealias Node = SurveyReference.Node
private let root = SurveyReference.models.root

private func list(_ node: Node) -> [Node] { (0..<node.count).map { node[$0] } }

/// R writes a list of one as the one.
private func names(_ node: Node) -> [String] { node.count > 0 ? node.texts : [node.text] }

private func numbers(_ design: String, _ column: String) -> [Double] {
  let set = root["sets"][design].text
  let own = root["data"][set][column]
  if own.count > 0 { return own.numbers }
  let race = root["data"]["nhanes"]["race"].numbers
  switch column {
  case "HI_CHOL": return SurveyReference.shared.numbers("nhanes", "highCholesterol")
  case "race2", "race3", "race4": return race.map { "race\(Int($0))" == column ? 1 : 0 }
  default: return SurveyReference.shared.numbers(set, column)
  }
}

private func predictors(_ design: String, _ names: [String]) -> [Predictor] {
  names.map { Predictor(name: $0, values: numbers(design, $0)) }
}

private func design(_ name: String, domain: String = "") throws -> SurveyDesign {
  let design = try #require(StatisticsReference.shared.designs[name])
  guard !domain.isEmpty else { return design }
  return design.domain(root["data"][root["sets"][name].text]["stype"].texts.map { $0 == domain })
}

private func expectCovariance(
  _ vector: EstimateVector, _ expected: [Double], tolerance: Double, _ label: String
) {
  for row in 0..<vector.count {
    for column in 0..<vector.count {
      let number = expected[row + vector.count * column]
      let scale = vector[row].standardError * vector[column].standardError
      #expect(
        abs(vector.covariance(row, column) - number) <= tolerance * max(abs(number), scale),
        "\(label): covariance \(row) \(column)")
    }
  }
}

/// Relative tolerance for iterated fits, R's as well as ours.
private let fitted = 1e-6

/// Regressions against R's svyglm and svyolr, over designs, domains and missing answers.
struct ModelsReferenceTests {
  @Test func `linear models have svyglm's coefficients, covariance and Wald test`() throws {
    let models = list(root["models"]).filter { $0["family"].text == "linear" }
    #expect(models.count >= 8)
    for model in models {
      let name = model["design"].text
      let fit = try design(name).regression(
        of: numbers(name, model["y"].text), on: predictors(name, names(model["predictors"])))
      let label = "\(name) \(names(model["predictors"]))"
      let tolerance = name == "raked" ? fitted : 1e-8
      expectAllClose(
        fit.coefficients.estimates.map(\.value), model["estimate"], tolerance: tolerance, label)
      expectCovariance(
        fit.coefficients, model["covariance"].matrix, tolerance: tolerance, label)
      let test = try #require(fit.waldTest(of: names(model["wald"]["names"])))
      expectWald(test, model["wald"], tolerance: tolerance, label)
    }
  }

  @Test func `logistic and Poisson models are svyglm's, and their effects those of the formulas`()
    throws
  {
    let models = list(root["models"]).filter { $0["family"].text != "linear" }
    #expect(models.count >= 12)
    for model in models {
      let name = model["design"].text
      let family = try #require(RegressionFamily(rawValue: model["family"].text))
      let fit = try design(name, domain: model["domain"].text).regression(
        of: numbers(name, model["y"].text), on: predictors(name, names(model["predictors"])),
        family: family)
      let label = "\(name) \(family) \(model["y"].text) \(names(model["predictors"]))"
      expectAllClose(
        fit.coefficients.estimates.map(\.value), model["estimate"], tolerance: fitted, label)
      expectCovariance(fit.coefficients, model["covariance"].matrix, tolerance: fitted, label)
      #expect(Double(fit.degreesOfFreedom) == model["degreesOfFreedom"].number)
      let test = try #require(fit.waldTest(of: names(model["wald"]["names"])))
      expectWald(test, model["wald"], tolerance: 1e-5, label)
      guard model["effects"]["estimate"].count > 0 else { continue }
      for (sampling, key) in [(CovariateSampling.fixed, "fixed"), (.sampled, "sampled")] {
        let effects = fit.averageMarginalEffects(predictors: sampling)
        expectAllClose(
          effects.estimates.map(\.value), model["effects"]["estimate"], tolerance: fitted,
          "\(label) effects")
        expectAllClose(
          effects.estimates.map(\.standardError), model["effects"][key], tolerance: fitted,
          "\(label) effects \(key)")
      }
    }
  }

  @Test func `ordinal models maximise the likelihood, with svyolr's sandwich`() throws {
    for model in list(root["ordinals"]) {
      let name = model["design"].text
      let levels = name == "nhanes" ? 4 : 5
      let values =
        model["y"].text == "race"
        ? root["data"]["nhanes"]["race"].numbers
        : numbers(name, model["y"].text)
      let outcome = CategoricalAnswers(
        categories: (1...levels).map { "\($0)" },
        codes: values.map { $0.isFinite ? Int32($0) - 1 : -1 })
      let fit = try design(name).ordinalRegression(
        of: outcome, on: predictors(name, names(model["predictors"])))
      let label = "\(name) \(names(model["predictors"]))"
      expectAllClose(
        fit.coefficients.estimates.map(\.value), model["estimate"], tolerance: fitted, label)
      expectCovariance(fit.coefficients, model["covariance"].matrix, tolerance: fitted, label)
      #expect(Double(fit.degreesOfFreedom) == model["degreesOfFreedom"].number)
      // svyolr itself stops near the maximum.
      for (index, number) in model["plain"]["estimate"].numbers.enumerated() {
        let error = fit.coefficients[index].standardError
        #expect(abs(fit.coefficients[index].value - number) < 0.05 * error, "\(label) svyolr")
      }
    }
  }

  private func expectWald(
    _ test: FTest, _ reference: Node, tolerance: Double, _ label: String,
    at location: SourceLocation = #_sourceLocation
  ) {
    expectAllClose(
      [test.statistic, test.numerator, test.denominator, test.pValue],
      .list(["statistic", "numerator", "denominator", "p"].map { reference[$0] }),
      tolerance: 10 * tolerance, zero: 1e-15, "\(label) Wald", at: location)
  }
}

/// What is told of regressions beyond their coefficients, against R and formulas.
struct ModelDerivativesTests {
  @Test func `LMG shares add up to R squared and have the errors of their influence values`()
    throws
  {
    for reference in list(root["importance"]) {
      let name = reference["design"].text
      let groups = list(reference["groups"]).map { group in
        let columns = names(group)
        return PredictorGroup(
          name: columns.joined(separator: "+"), predictors: predictors(name, columns))
      }
      let importance = try design(name).relativeImportance(
        of: groups, for: numbers(name, reference["y"].text))
      expectAllClose(
        importance.shares.estimates.map(\.value), reference["estimate"], tolerance: 1e-8, name)
      expectCovariance(
        importance.shares, reference["covariance"].matrix, tolerance: 1e-8, name)
      expectAllClose([importance.rSquared.value], reference["rSquared"], "R squared")
      let sum = importance.shares.contrast(groups.map { _ in 1 })
      expectClose(sum.value, importance.rSquared.value)
      expectClose(sum.standardError, importance.rSquared.standardError)
    }
  }

  @Test func `the LMG share of one of two predictors has svycontrast's error`() throws {
    let importance = try design("strat").relativeImportance(
      of: predictors("strat", ["meals", "ell"]).map(PredictorGroup.init),
      for: numbers("strat", "api00"))
    expectClose(importance.shares[0], root["twoPredictors"])
  }

  @Test func `the threefold decomposition adds up and has the delta method's errors`() throws {
    for reference in list(root["decompositions"]) {
      let (first, second) = (reference["first"].text, reference["second"].text)
      let columns = names(reference["predictors"])
      let result = try design(first).decomposition(
        of: numbers(first, reference["y"].text), on: predictors(first, columns),
        against: (
          design(second), numbers(second, reference["y"].text), predictors(second, columns)
        ))
      let parts = [result.endowments, result.coefficients, result.interaction]
      expectAllClose([result.difference.value], reference["difference"], "difference")
      expectAllClose(parts.map(\.total.value), reference["totals"], tolerance: 1e-8, "totals")
      expectAllClose(
        parts.map(\.total.standardError), reference["totalErrors"], tolerance: 1e-8, "errors")
      let keys = ["endowments", "coefficients", "interaction"]
      for (part, key) in zip(parts, keys) {
        expectAllClose(
          part.byPredictor.map(\.value), reference[key], tolerance: 1e-7, zero: 1e-12, key)
      }
      expectAllClose(
        parts.flatMap(\.byPredictor).map(\.standardError), reference["errors"], tolerance: 1e-7,
        zero: 1e-10, "errors by predictor")
      expectClose(
        parts.reduce(0) { $0 + $1.total.value }, result.difference.value, tolerance: 1e-8)
    }
  }

  @Test func `a decomposition by groups of predictors adds up what each predictor makes`() throws {
    for reference in list(root["decompositions"]) {
      let (first, second) = (reference["first"].text, reference["second"].text)
      let columns = names(reference["predictors"])
      let own = (try design(first), numbers(first, reference["y"].text), predictors(first, columns))
      let other = (
        design: try design(second), outcome: numbers(second, reference["y"].text),
        predictors: predictors(second, columns)
      )
      let whole = try own.0.decomposition(of: own.1, on: own.2, against: other)
      let singles = columns.indices.map { $0..<($0 + 1) }
      let result = try own.0.decomposition(
        of: own.1, on: own.2, against: other, by: singles + [0..<columns.count])
      let expected = Array(whole.endowments.byPredictor.dropFirst()) + [whole.endowments.total]
      #expect(result.endowments.count == expected.count)
      for (estimate, known) in zip(result.endowments, expected) {
        expectClose(estimate.value, known.value)
        expectClose(estimate.standardError, known.standardError)
      }
      #expect(result.coefficients.value == whole.coefficients.total.value)
      #expect(result.interaction.standardError == whole.interaction.total.standardError)
      #expect(result.difference.value == whole.difference.value)
    }
  }

  @Test func `what cannot be fitted is refused in words`() throws {
    let strat = try design("strat")
    let pass = numbers("strat", "pass")
    let meals = predictors("strat", ["meals"])
    #expect(throws: RegressionError.impossibleOutcome(.logistic, value: 840)) {
      try strat.regression(of: numbers("strat", "api00"), on: meals, family: .logistic)
    }
    #expect(throws: RegressionError.impossibleOutcome(.poisson, value: -1)) {
      try strat.regression(
        of: pass.map { $0 - 1 }.map { $0 == 0 ? -1 : $0 }, on: meals, family: .poisson)
    }
    #expect(throws: RegressionError.constantOutcome) {
      try strat.regression(of: pass.map { _ in 1 }, on: meals, family: .logistic)
    }
    let same = [Predictor(name: "same", values: pass)]
    #expect(throws: RegressionError.noFiniteSolution) {
      try strat.regression(of: pass, on: same, family: .logistic)
    }
    let none = pass.map { _ in Double.nan }
    #expect(throws: RegressionError.tooFewDegreesOfFreedom(interviews: 0, predictors: 1)) {
      try strat.regression(of: none, on: meals, family: .logistic)
    }
    let one = CategoricalAnswers(categories: ["a", "b"], codes: pass.map { _ in 0 })
    #expect(throws: RegressionError.constantOutcome) {
      try strat.ordinalRegression(of: one, on: meals)
    }
    for error in [
      RegressionError.noFiniteSolution, .constantOutcome, .oneGroup(nil), .oneGroup("a"),
      .tooManyGroups(20, most: 14), .impossibleOutcome(.poisson, value: -1),
    ] { #expect("\(error)".contains(": ")) }
  }
}
