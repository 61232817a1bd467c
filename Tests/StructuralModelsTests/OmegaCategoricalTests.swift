import Estimation
import FoundationEssentials
import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

private struct Reference: Decodable {
  struct Values: Decodable { let agree, steady: Double }
  struct Totals: Decodable { let observed, implied: Values }
  /// Of one factor, with the error by the delta method.
  struct Delta: Decodable {
    let items: [String]
    let value, semTools, standardError: Double
  }
  let one, theta: Totals
  let delta: [String: Delta]

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

  @Test(
    "of a scale has semTools' value and the error of R's delta method",
    arguments: [
      "agree", "steady",
    ])
  func oneFactor(_ name: String) throws {
    let expected = try #require(Reference.load().delta[name])
    let all = try OrdinalReference.completeAnswers(items: 10)
    let columns = expected.items.map { item in
      let column = all.columns[all.names.firstIndex(of: item) ?? 0]
      return ["A1", "C4", "C5"].contains(item) ? column.map { 7 - $0 } : column
    }
    let answers = try ItemAnswers(names: expected.items, columns: columns)
    let design = PooledDesign([try SurveyDesign(weights: answers.weights)])
    let scale = ScaleCoefficients(answers, design: design, coefficients: [.omegaCategorical])
    let found = try scale[.omegaCategorical].get().estimate
    #expect(abs(found.value / expected.value - 1) < 1e-6)
    #expect(abs(found.value / expected.semTools - 1) < 1e-6)
    #expect(abs(found.standardError / expected.standardError - 1) < 1e-5)
    #expect(found.degreesOfFreedom == answers.weights.count - 1)
  }

  @Test(
    "changes with each parameter as difference quotients have it",
    arguments: [Parameterization.delta, .theta])
  func slopes(_ parameterization: Parameterization) throws {
    let fit = try fit(parameterization)
    let model = try #require(fit.leastSquares)
    let structure = fit.structure.groups[0]
    let (layout, answers) = (
      model.search.sample.groups[0].layout, model.minimum.point.groups[0]
    )
    let parameters = structure.parameters(of: fit.estimates)
    for latent in fit.table.latent.indices {
      let sum = OrderedSum(structure, latent)
      let found = sum.slopes(structure, answers, parameterization)
      let quotients = try parameters.indices.map { index in
        let values = try [-1.0, 1].map { direction in
          var moved = parameters
          moved[index] += direction * 1e-5
          let answers = try #require(
            LatentAnswers(structure, layout, parameterization, at: moved))
          return sum.omega(answers, nil)
        }
        return (values[1] - values[0]) / 2e-5
      }
      #expect(largestDifference(found, quotients) < 1e-8)
    }
  }

  @Test("sums probabilities of pairs of answers", arguments: [-1, -0.97, -0.4, 0, 0.8, 0.95, 1])
  func pairs(_ r: Double) {
    let (h, k) = ([-1.2, 0.1, 0.9], [-0.6, 0.1])
    let pair = OrderedPair(h, k, r)
    let expected = h.reduce(0) { sum, h in
      k.reduce(sum) {
        $0 + BivariateNormal.lowerTail(h, $1, correlation: r)
          - Distribution.standardNormal.lowerTail(h) * Distribution.standardNormal.lowerTail($1)
      }
    }
    #expect(abs(pair.covariance - expected) < 1e-14)
    let step = 1e-5
    for place in h.indices where abs(r) < 1 {
      var (low, high) = (h, h)
      low[place] -= step
      high[place] += step
      let quotient =
        (OrderedPair(high, k, r).covariance - OrderedPair(low, k, r).covariance) / (2 * step)
      #expect(abs(pair.slopes.first[place] - quotient) < 1e-8)
    }
    guard abs(r) < 0.99 else { return }
    let quotient =
      (OrderedPair(h, k, r + step).covariance - OrderedPair(h, k, r - step).covariance)
      / (2 * step)
    #expect(abs(pair.slopes.correlation - quotient) < 1e-7)
  }

  @Test("knows of clusters: interviews given thrice in their cluster change nothing")
  func clusters() throws {
    let columns = twoFactorAnswers(seed: 5, rows: 150)[..<4].map { $0.map { ($0 * 1.5).rounded() } }
    func estimate(_ copies: Int) throws -> (Double, Double) {
      let repeated = columns.map { $0.flatMap { Array(repeating: $0, count: copies) } }
      let answers = try ItemAnswers(names: itemNames(4), columns: repeated)
      let clusters = (0..<150).flatMap { Array(repeating: "\($0)", count: copies) }
      let design = PooledDesign([
        try SurveyDesign(weights: answers.weights, clusters: clusters)
      ])
      let scale = ScaleCoefficients(answers, design: design, coefficients: [.omegaCategorical])
      let found = try scale[.omegaCategorical].get().estimate
      return (found.value, found.standardError)
    }
    let (once, thrice) = (try estimate(1), try estimate(3))
    #expect(abs(once.0 / thrice.0 - 1) < 1e-6)
    #expect(abs(once.1 / thrice.1 - 1) < 0.01)
  }

  @Test("of numbers with many values, and of two items, is refused in words")
  func refusals() throws {
    let answers = try ItemAnswers(names: itemNames(8), columns: twoFactorAnswers(seed: 5))
    let design = PooledDesign([try SurveyDesign(weights: answers.weights)])
    let scale = ScaleCoefficients(answers, design: design, coefficients: [.omegaCategorical])
    #expect(throws: ReliabilityError.self) { try scale[.omegaCategorical].get() }
    let two = try ItemAnswers(
      names: itemNames(2), columns: answers.columns[..<2].map { $0.map { $0.rounded() } })
    #expect(throws: ReliabilityError.items(.tooFewItems(found: 2, needed: 3))) {
      try ScaleCoefficients(two, design: design, coefficients: [.omegaCategorical])[
        .omegaCategorical
      ].get()
    }
  }

  @Test("is nil of what is no factor of the model")
  func noFactor() throws {
    #expect(OmegaCategorical(try fit(.delta), factor: "A1") == nil)
  }
}
