import Testing

@testable import Estimation

private let grid = StatisticsReference.shared

private func label(_ reference: SurveyReference.Node) -> String {
  ["statistic", "design", "domain", "y", "x", "group"].map { reference[$0].text }
    .joined(separator: " ")
}

/// Estimates of one design against R, over designs, domains and kinds of missing answers.
struct StatisticsGridTests {
  private func expect(
    _ estimate: Estimate, _ reference: SurveyReference.Node,
    at location: SourceLocation = #_sourceLocation
  ) {
    let (tolerance, label) = (tolerance(reference), label(reference))
    expectAllClose(
      [estimate.value], reference["estimate"], tolerance: tolerance, "\(label) value",
      at: location)
    expectAllClose(
      [estimate.standardError], reference["standardError"], tolerance: tolerance,
      zero: 1e-7 * abs(estimate.value), "\(label) SE", at: location)
    if reference["designEffect"].number.isFinite, let effect = estimate.designEffect {
      expectAllClose(
        [effect], reference["designEffect"], tolerance: tolerance, "\(label) design effect",
        at: location)
    }
    if reference["degreesOfFreedom"].number.isFinite {
      #expect(Double(estimate.degreesOfFreedom) == reference["degreesOfFreedom"].number)
    }
  }

  @Test func `means have the value, error, design effect and interval of svymean`() throws {
    let cases = grid.cases("mean")
    #expect(cases.count > 40)
    for reference in cases {
      let values = grid.numbers(reference["design"].text, reference["y"].text)
      let mean = try grid.design(reference).mean(of: values)
      expect(mean, reference)
      #expect(Double(mean.count) == reference["count"].number, "\(label(reference))")
      guard reference["interval"].count == 2 else { continue }
      let interval = try #require(mean.confidenceInterval(), "\(label(reference))")
      expectAllClose(
        [interval.lower, interval.upper], reference["interval"], tolerance: tolerance(reference),
        "\(label(reference)) interval")
    }
  }

  @Test func `totals are those of svytotal, ratios those of svyratio`() throws {
    let totals = grid.cases("total")
    let ratios = grid.cases("ratio")
    #expect(totals.count > 40 && ratios.count > 40)
    for reference in totals {
      let values = grid.numbers(reference["design"].text, reference["y"].text)
      expect(try grid.design(reference).total(of: values), reference)
    }
    for reference in ratios {
      let name = reference["design"].text
      let ratio = try grid.design(reference).ratio(
        of: grid.numbers(name, reference["y"].text), to: grid.numbers(name, reference["x"].text))
      expect(ratio, reference)
    }
  }

  @Test func `shares have the intervals of svyciprop, and Wilson's and NCHS's by formula`() throws {
    let cases = grid.cases("proportion")
    #expect(cases.count > 25)
    for reference in cases {
      let values = grid.numbers(reference["design"].text, reference["y"].text)
      let share = try grid.design(reference).proportion(of: values)
      expect(share, reference)
      let rules: [(ProportionInterval, String)] = [
        (.logit, "logit"), (.linear, "linear"), (.arcsine, "arcsine"), (.wilson, "wilson"),
        (.kornGraubard, "kornGraubard"),
      ]
      for (rule, key) in rules where reference[key].count == 2 {
        let interval = try #require(share.confidenceInterval(by: rule))
        // R lets the arcsine's angle run on beyond 0 or 1, and back again.
        if rule == .arcsine, interval.lower == 0 || interval.upper == 1 { continue }
        expectAllClose(
          [interval.lower, interval.upper], reference[key],
          tolerance: rule == .logit ? iterated : tolerance(reference),
          "\(label(reference)) \(key)")
      }
      let effective = share.value * (1 - share.value) / share.standardError / share.standardError
      guard reference["kornGraubardUntruncated"].count == 2, effective < 0.8 * Double(share.count)
      else { continue }
      let interval = try #require(share.confidenceInterval(by: .kornGraubard))
      expectAllClose(
        [interval.lower, interval.upper], reference["kornGraubardUntruncated"],
        "\(label(reference)) beta")
    }
  }

  @Test func `shares of categories have svymean's covariance`() throws {
    for reference in grid.cases("proportions") {
      let answers = grid.answers(
        reference["design"].text, reference["y"].text, reference["categories"].texts)
      let shares = try grid.design(reference).proportions(of: answers)
      expectAllClose(
        shares.estimates.map(\.value), reference["estimate"], tolerance: tolerance(reference),
        label(reference))
      let covariance = (0..<shares.count).flatMap { row in
        (0..<shares.count).map { shares.covariance(row, $0) }
      }
      let expected = reference["covariance"].matrix
      for (value, number) in zip(covariance, expected) {
        #expect(
          abs(value - number) <= max(1e-15, 10 * tolerance(reference) * abs(number)),
          "\(label(reference))")
      }
    }
  }

  @Test func `means by group and a contrast of them are svyby's and svycontrast's`() throws {
    let cases = grid.cases("by")
    #expect(cases.count > 12)
    for reference in cases {
      let name = reference["design"].text
      let groups = grid.answers(name, reference["group"].text, reference["groups"].texts)
      let means = try grid.design(reference).means(
        of: grid.numbers(name, reference["y"].text), by: groups)
      expectAllClose(means.estimates.map(\.value), reference["estimate"], label(reference))
      let expected = reference["covariance"].matrix
      let scale = means.estimates.map { $0.standardError * $0.standardError }.max() ?? 0
      for row in 0..<means.count {
        for column in 0..<means.count {
          let number = expected[row * means.count + column]
          let value = means.covariance(row, column)
          #expect(
            abs(value - number) <= max(1e-9 * abs(number), 1e-13 * scale),
            "\(label(reference)): \(value) is not \(number)")
        }
      }
      let contrast = means.contrast(reference["coefficients"].numbers)
      expectAllClose(
        [contrast.value, contrast.standardError],
        .list([reference["contrast"]["estimate"], reference["contrast"]["standardError"]]),
        label(reference))
    }
  }

  @Test func `quantiles by eight rules, and their Woodruff intervals, are svyquantile's`() throws {
    let cases = grid.cases("quantile")
    #expect(cases.count > 40)
    for reference in cases {
      let design = try grid.design(reference)
      let values = grid.numbers(reference["design"].text, reference["y"].text)
      let probability = reference["probability"].number
      for rule in QuantileRule.allCases where reference["rules"][rule.rawValue].number.isFinite {
        let quantile = design.quantile(probability, of: values, by: rule)
        expectAllClose(
          [quantile.value], reference["rules"][rule.rawValue], tolerance: 1e-8,
          "\(label(reference)) \(probability) \(rule)")
      }
      for rule in [QuantileRule.math, .school, .hf7] {
        let known = reference[rule.rawValue]
        guard known.count == 4, known.numbers.allSatisfy(\.isFinite) else { continue }
        let quantile = design.quantile(probability, of: values, by: rule)
        let interval = try #require(quantile.interval)
        expectAllClose(
          [quantile.value, interval.lower, interval.upper, quantile.standardError], known,
          tolerance: 1e-8, "\(label(reference)) \(probability) \(rule) interval")
      }
      for (rule, key) in [(ProportionInterval.logit, "logit"), (.kornGraubard, "beta")] {
        let known = reference[key]
        guard known.count == 4, known.numbers.allSatisfy(\.isFinite) else { continue }
        let interval = try #require(
          design.quantile(probability, of: values, interval: rule).interval)
        expectAllClose(
          [interval.lower, interval.upper], .list([known[1], known[2]]),
          "\(label(reference)) \(probability) \(key)")
      }
    }
  }

  @Test func `regressions are svyglm's in every design`() throws {
    let cases = grid.cases("regression")
    #expect(cases.count > 30)
    for reference in cases {
      let name = reference["design"].text
      let (y, x) = (reference["y"].text, reference["x"].text)
      let predictors = [Predictor(name: x, values: grid.numbers(name, x))]
      let outcome = grid.numbers(name, y)
      let design = try grid.design(reference)
      let family = RegressionFamily(rawValue: reference["family"].text)
      let coefficients =
        if let family {
          try design.regression(of: outcome, on: predictors, family: family).coefficients
        } else {
          try design.regression(of: outcome, on: predictors).coefficients
        }
      for (key, own) in [
        ("estimate", coefficients.estimates.map(\.value)),
        ("standardError", coefficients.estimates.map(\.standardError)),
      ] {
        expectAllClose(
          own, reference[key], tolerance: family == nil ? tolerance(reference) : 1e-6,
          "\(label(reference)) \(reference["family"].text) \(key)")
      }
    }
  }
}
