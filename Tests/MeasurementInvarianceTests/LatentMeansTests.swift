import Estimation
import Foundation
import ReferenceData
import Testing

@testable import FactorAnalysis
@testable import MeasurementInvariance
@testable import StructuralModels

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
    struct Binary: Decodable {
      let items: [String]
      let group: [Int]
      var columns: [[Double]]
      let steps: [InvarianceReference.Step]
      let means: [Factor]
    }
    let holzinger, clustered, weighted, five, mixed: [Factor]
    let weights: [Double]
    let binary: Binary
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
    // Of few points a city, a score test needs more: the first level that frees anything is taken.
    let weighted = try #require(
      [0.05, 0.1, 0.2, 0.3].lazy.map { alpha in
        options.criteria?.alpha = alpha
        return InvarianceLadder(model, answers, options: options)
      }.first { !$0.freed.isEmpty })
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

  @Test("Of items of yes or no they are lavaan's: thresholds and loadings are tested together")
  func binary() throws {
    let reference = try known.get().binary
    let ladder = InvarianceLadder(
      MeasurementModel("f", items: reference.items), try answers(reference),
      options: LadderOptions(scale: .ordered))
    #expect(ladder.steps.map(\.level) == [.configural, .scalar])
    for (step, expected) in zip(ladder.steps, reference.steps) {
      #expect(Double(step.fit.df) == expected.fit.df)
      #expect(relative(step.fit.srmr, expected.fit.srmr) < 1e-5)
    }
    let change = try #require(ladder.steps.last?.change)
    #expect(relative(change.chisq, reference.steps[1].difference?.chisq) < 1e-5)
    #expect(ladder.verdict == .means)
    try expect(ladder.latentMeans, reference.means, within: 1e-5)
  }

  @Test("An item of yes or no that one city answers otherwise is found and named")
  func shiftedBinary() throws {
    var reference = try known.get().binary
    // Every third of those in the second city who would say no says yes.
    var no = 0
    for row in reference.group.indices
    where reference.group[row] == 2 && reference.columns[2][row] == 1 {
      no += 1
      if no % 3 == 0 { reference.columns[2][row] = 2 }
    }
    let ladder = InvarianceLadder(
      MeasurementModel("f", items: reference.items), try answers(reference),
      options: LadderOptions(scale: .ordered))
    #expect(ladder.verdict == .meansWithFreed(["b3"]))
  }

  private func answers(_ reference: Reference.Binary) throws -> GroupedAnswers {
    GroupedAnswers(
      groups: try (1...2).map { group in
        let rows = reference.group.indices.filter { reference.group[$0] == group }
        return GroupedAnswers.Group(
          name: "g\(group)",
          answers: try ItemAnswers(
            names: reference.items,
            columns: reference.columns.map { column in rows.map { column[$0] } }))
      })
  }
}
