import Estimation
import Foundation
import Testing

@testable import FactorAnalysis

@Suite("Latent means")
struct LatentMeansTests {
  /// What lavaan's estimates and sandwich give; see Tests/Reference/latent-means.R.
  struct Reference: Decodable {
    struct Vector: Decodable {
      let value, covariance: [Double]
    }
    struct Factor: Decodable {
      let factor: String
      let standardised, points: Vector
    }
    let holzinger, clustered, weighted, five, mixed: [Factor]
    let weights: [Double]
  }

  private let known = Result<Reference, any Error> { try referenceJSON("latent-means.json") }
  private let data = InvarianceReference.shared

  /// Values, errors, and the errors of every difference.
  private func expect(
    _ vector: EstimateVector, _ known: Reference.Vector, within tolerance: Double
  ) {
    let count = known.value.count
    for group in 1..<count {
      #expect(relative(vector[group].value, known.value[group]) < tolerance)
      let error = known.covariance[group * count + group].squareRoot()
      #expect(relative(vector[group].standardError, error) < tolerance)
      for other in 1..<group {
        let difference = vector.difference(group, other)
        let value = known.value[group] - known.value[other]
        #expect(
          abs(difference.value - value) < tolerance
            * (abs(known.value[group]) + abs(known.value[other])))
        let variance =
          known.covariance[group * count + group] + known.covariance[other * count + other]
          - 2 * known.covariance[group * count + other]
        #expect(relative(difference.standardError, variance.squareRoot()) < tolerance)
      }
    }
  }

  private func expect(
    _ means: [LatentMeans], _ known: [Reference.Factor], within tolerance: Double
  ) throws {
    #expect(means.map(\.factor) == known.map(\.factor))
    for (own, factor) in zip(means, known) {
      expect(own.standardised, factor.standardised, within: tolerance)
      expect(own.inUnitOfAnswers, factor.points, within: tolerance)
    }
  }

  @Test("In two schools they are lavaan's, with the items that the search freed")
  func schools() throws {
    let model = MeasurementModel(factors: [
      .init(name: "visual", items: ["x1", "x2", "x3"]),
      .init(name: "textual", items: ["x4", "x5", "x6"]),
      .init(name: "speed", items: ["x7", "x8", "x9"]),
    ])
    let ladder = InvarianceLadder(model, try data.get().holzinger.answers())
    #expect(ladder.freed.map(\.item) == ["x3", "x7"])
    try expect(ladder.latentMeans, known.get().holzinger, within: 1e-6)
  }

  @Test("In ten cities they and their differences are lavaan's, with points and with weights")
  func cities() throws {
    let reference = try data.get().cities
    let model = MeasurementModel("f", items: reference.items)
    var options = LadderOptions()
    options.criteria = InvarianceCriteria(groups: 10)
    options.criteria?.alpha = 0.05
    options.criteria?.toleratedBias = 0.1
    let plain = try reference.answers(hasClusters: true)
    let ladder = InvarianceLadder(model, plain, options: options)
    #expect(ladder.freed == [FreedParameter(item: "c4", level: .scalar, groups: ["c10"])])
    try expect(ladder.latentMeans, known.get().clustered, within: 1e-6)
    let answers = try reference.answers(hasClusters: true, weights: known.get().weights)
    let weighted = InvarianceLadder(model, answers, options: options)
    #expect(weighted.freed == ladder.freed)
    try expect(weighted.latentMeans, known.get().weighted, within: 1e-6)
  }

  @Test("Of ordered items they are lavaan's, by Wu and Estabrook's scalar level")
  func ordered() throws {
    let ordinal = try data.get().ordinal
    for (reference, expected) in [
      (ordinal.five, try known.get().five), (ordinal.mixed, try known.get().mixed),
    ] {
      let prepared = LadderData(
        MeasurementModel("f", items: reference.items), try reference.answers(),
        LadderOptions(scale: .ordered))
      let fit = try ConfirmatoryFit(
        prepared.table.table(.scalar), prepared.answers, estimator: .wlsmv)
      let effects = LadderEffects(fit, prepared, missing: .listwise)
      try expect(effects.latentMeans(), expected, within: 1e-5)
    }
  }
}
