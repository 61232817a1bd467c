import FoundationEssentials
import NumericalMethods
import Testing

@testable import FactorAnalysis

private struct Reference: Decodable {
  struct Values: Decodable { let agree, steady: Double }
  struct Totals: Decodable { let observed, implied: Values }
  let one, theta: Totals

  static func load() throws -> Reference {
    try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: referenceFile("omega-categorical.json")))
  }
}

@Suite("ω of sums of ordered items")
struct OmegaCategoricalTests {
  private static let items = ["A1", "A2", "A3", "A4", "A5", "C1", "C2", "C3", "C4", "C5"]

  /// Five items each of agreeableness and conscientiousness, keyed alike.
  private func fit(
    _ parameterization: Parameterization, rows: Range<Int>? = nil
  ) throws -> ConfirmatoryFit {
    let answers = try OrdinalReference.completeAnswers(items: 10)
    let columns = zip(answers.names, answers.columns).map { name, column in
      let kept = Array(rows.map { column[$0] } ?? column[...])
      return ["A1", "C4", "C5"].contains(name) ? kept.map { 7 - $0 } : kept
    }
    let read = ModelSyntax.reading(
      "agree =~ A1 + A2 + A3 + A4 + A5\nsteady =~ C1 + C2 + C3 + C4 + C5", file: "model.lav")
    var options = ModelOptions()
    options.parameterization = parameterization
    for item in Self.items { options.ordered[item] = 5 }
    return try ConfirmatoryFit(
      ParameterTable(read.syntax, options: options),
      GroupedAnswers(ItemAnswers(names: Self.items, columns: columns)), estimator: .wlsmv)
  }

  @Test("is semTools', in both parameterizations, of observed and of implied variance")
  func semTools() throws {
    let reference = try Reference.load()
    // Where lavaan stops, its two parameterizations differ in the seventh digit.
    for (parameterization, expected) in [
      (Parameterization.delta, reference.one), (.theta, reference.theta),
    ] {
      let fit = try fit(parameterization)
      for (total, values) in [
        (OmegaCategorical.Total.observed, expected.observed), (.implied, expected.implied),
      ] {
        for (factor, value) in [("agree", values.agree), ("steady", values.steady)] {
          let found = try #require(OmegaCategorical(fit, factor: factor, total: total))
          #expect(abs(found.value - value) < 1e-5, "\(factor) \(parameterization) \(total)")
          #expect((found.standardError != nil) == (total == .implied))
        }
      }
    }
  }

  @Test("has the same error in both parameterizations, near the spread of parts of the sample")
  func errors() throws {
    let delta = try #require(OmegaCategorical(fit(.delta), factor: "agree", total: .implied))
    let theta = try #require(OmegaCategorical(fit(.theta), factor: "agree", total: .implied))
    #expect(delta.items == ["A1", "A2", "A3", "A4", "A5"])
    let error = try #require(delta.standardError)
    #expect(abs(error - (theta.standardError ?? .nan)) < 1e-7)
    let parts = try (0..<8).map { part in
      let fit = try fit(.delta, rows: part * 300..<(part + 1) * 300)
      return try #require(OmegaCategorical(fit, factor: "agree", total: .implied)).value
    }
    let mean = parts.reduce(0, +) / 8
    let spread = (parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 7).squareRoot()
    let expected = error * (2436.0 / 300).squareRoot()
    // A spread of eight has a standard error of 27 %.
    #expect(spread > 0.4 * expected && spread < 1.9 * expected)
  }

  @Test("is nil of what is no factor of the model")
  func noFactor() throws {
    #expect(OmegaCategorical(try fit(.delta), factor: "A1") == nil)
  }
}
