import Testing

@testable import Estimation

private let grid = StatisticsReference.shared

private func label(_ reference: SurveyReference.Node) -> String {
  ["design", "y", "x", "group"].map { reference[$0].text }.joined(separator: " ")
}

/// Tests of crosstabs, means and ranks against R.
struct TestsGridTests {
  @Test func `Rao and Scott's tests of both orders are svychisq's`() throws {
    for reference in grid.cases("crosstab") {
      let name = reference["design"].text
      let table = try grid.design(reference).crosstab(
        of: grid.answers(name, reference["y"].text, reference["categoriesY"].texts),
        by: grid.answers(name, reference["x"].text, reference["categoriesX"].texts))
      let second = try #require(table.independenceTest())
      let tolerance = tolerance(reference)
      expectAllClose(
        [second.statistic, second.numerator, second.denominator, second.pValue],
        .list(["statistic", "numerator", "denominator", "p"].map { reference["second"][$0] }),
        tolerance: tolerance, label(reference))
      let first = try #require(table.firstOrderIndependenceTest())
      expectAllClose(
        [first.pValue], reference["first"]["p"], tolerance: 10 * tolerance, label(reference))
      // R shows X² before it is divided by the mean design effect, F after division by all.
      let uncorrected = second.statistic * first.degreesOfFreedom
      #expect(abs(first.statistic - uncorrected) <= 1e-9 * uncorrected)
    }
  }

  @Test func `t tests of two groups are svyttest's`() throws {
    let cases = grid.cases("rank").filter { $0["t"]["p"].number.isFinite }
    #expect(cases.count >= 8)
    for reference in cases {
      let name = reference["design"].text
      let result = try grid.design(reference).meanTest(
        of: grid.numbers(name, reference["y"].text),
        by: grid.answers(name, reference["group"].text, reference["groups"].texts))
      let difference = try #require(result.difference)
      let test = try #require(difference.tTest())
      let interval = try #require(difference.confidenceInterval())
      let known = reference["t"]
      expectAllClose(
        [difference.value, test.statistic, Double(test.degreesOfFreedom), test.pValue],
        .list(["estimate", "statistic", "df", "p"].map { known[$0] }),
        tolerance: tolerance(reference), label(reference))
      expectAllClose(
        [interval.lower, interval.upper], known["interval"], tolerance: tolerance(reference),
        label(reference))
    }
  }

  @Test func `rank tests of two groups and of more are svyranktest's`() throws {
    let cases = grid.cases("rank").filter { $0["tests"]["wilcoxon"]["p"].number.isFinite }
    #expect(cases.count >= 8)
    for reference in cases {
      let name = reference["design"].text
      for score in RankScore.allCases {
        let result = try grid.design(reference).rankTest(
          of: grid.numbers(name, reference["y"].text),
          by: grid.answers(name, reference["group"].text, reference["groups"].texts),
          score: score)
        let known = reference["tests"][score.rawValue]
        if let difference = result.difference {
          let test = try #require(difference.tTest())
          expectAllClose(
            [difference.value, test.statistic, Double(test.degreesOfFreedom), test.pValue],
            .list(["estimate", "statistic", "df", "p"].map { known[$0] }),
            "\(label(reference)) \(score)")
        } else {
          expectAllClose(
            [
              result.test.statistic, result.test.numerator, result.test.denominator,
              result.test.pValue,
            ], .list(["statistic", "numerator", "df", "p"].map { known[$0] }),
            "\(label(reference)) \(score)")
        }
      }
    }
  }

  @Test func `p values are adjusted as by R's p.adjust`() {
    let p = grid.root["pValues"].numbers
    expectAllClose(Adjustment.holm.adjusted(p), grid.root["holm"], "Holm")
    expectAllClose(
      Adjustment.benjaminiHochberg.adjusted(p), grid.root["benjaminiHochberg"],
      "Benjamini and Hochberg")
    #expect(Adjustment.none.adjusted(p) == p)
    #expect(adjustedByHolm([0.5, .nan, 0.01])[1].isNaN)
  }
}
