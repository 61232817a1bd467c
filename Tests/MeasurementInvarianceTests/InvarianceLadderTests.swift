import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import MeasurementInvariance
@testable import StructuralModels

@Suite("The ladder of invariance")
struct InvarianceLadderTests {
  private let abilities = MeasurementModel(factors: [
    .init(name: "visual", items: ["x1", "x2", "x3"]),
    .init(name: "textual", items: ["x4", "x5", "x6"]),
    .init(name: "speed", items: ["x7", "x8", "x9"]),
  ])

  private func reference() throws -> InvarianceReference {
    try InvarianceReference.shared.get()
  }

  private var levels: [InvarianceLevel] { [.configural, .metric, .scalar, .strict] }

  /// The four levels with nothing freed.
  private func fits(
    _ model: MeasurementModel, _ data: GroupedAnswers
  ) throws -> [ConfirmatoryFit] {
    let table = LadderTable(model: model, groups: data.groups.map(\.name))
    return try levels.map { try ConfirmatoryFit(table.table($0), data, estimator: .mlr) }
  }

  private func expect(
    _ found: [ConfirmatoryFit], agreeWith expected: [InvarianceReference.Step]
  ) throws {
    for (fit, step) in zip(found, expected) {
      let measures = fit.fitMeasures
      #expect(relative(measures.chisq, step.fit.chisq) < 1e-6)
      #expect(Double(measures.df) == step.fit.df)
      #expect(relative(measures.chisqScaled, step.fit.chisqScaled) < 1e-6)
      #expect(relative(measures.cfiRobust, step.fit.cfiRobust) < 1e-6)
      #expect(relative(measures.rmseaRobust.value, step.fit.rmseaRobust) < 1e-5)
      // lavaan stops its search a little early.
      #expect(relative(measures.srmr, step.fit.srmr) < 1e-5)
    }
    for (pair, step) in zip(zip(found, found.dropFirst()), expected.dropFirst()) {
      let change = try FitChange.between(pair.0, pair.1)
      let known = try #require(step.difference2001)
      #expect(relative(change.chisq, known.chisq) < 1e-5)
      #expect(Double(change.df) == known.df)
      #expect(relative(change.pvalue, known.pvalue) < 1e-4)
      #expect(change.method == .satorraBentler2001)
      let scaling = try #require(pair.0.scalingFactor(atEstimatesOf: pair.1))
      let (c0, df0) = (pair.1.test.scalingFactor ?? .nan, Double(pair.1.test.df))
      let factor = (df0 * c0 - Double(pair.0.test.df) * scaling) / (df0 - Double(pair.0.test.df))
      let positive = (pair.1.test.chisq - pair.0.test.chisq) / factor
      #expect(relative(positive, step.difference2010?.chisq) < 1e-5)
    }
  }

  @Test("Levels and their differences are lavaan's, for nine tests in two schools")
  func holzinger() throws {
    let reference = try reference().holzinger
    try expect(fits(abilities, reference.answers()), agreeWith: reference.steps)
  }

  @Test("Levels and their differences are lavaan's, for one scale in ten cities")
  func cities() throws {
    let reference = try reference().cities
    let model = MeasurementModel("f", items: reference.items)
    try expect(fits(model, reference.answers()), agreeWith: reference.steps)
  }

  @Test("Score tests of single intercepts are lavaan's", arguments: [true, false])
  func scores(_ isHolzinger: Bool) throws {
    let reference = isHolzinger ? try reference().holzinger : try reference().cities
    let model = isHolzinger ? abilities : MeasurementModel("f", items: reference.items)
    let data = try reference.answers()
    let table = LadderTable(model: model, groups: data.groups.map(\.name))
    let fit = try ConfirmatoryFit(table.table(.scalar), data, estimator: .ml)
    let tests = try #require(try releaseTests(fit, table, .scalar))
    for score in try #require(reference.scores) {
      let own = try #require(
        tests.results.first { $0.item == score.item && $0.group == score.group - 1 })
      #expect(relative(own.chisq, score.x2) < 1e-4)
    }
  }

  private func releaseTests(
    _ fit: ConfirmatoryFit, _ table: LadderTable, _ level: InvarianceLevel
  ) throws(ModelError) -> ReleaseTest? {
    let everything = table.model.items.map {
      FreedParameter(item: $0, level: level, groups: table.groups)
    }
    let candidates = fit.table.parameters.indices.compactMap { row -> ReleaseTest.Candidate? in
      let parameter = fit.table.parameters[row]
      guard parameter.kind == .intercept, table.model.items.contains(parameter.left) else {
        return nil
      }
      return ReleaseTest.Candidate(item: parameter.left, group: parameter.group, row: row)
    }
    return try ReleaseTest(
      fit, released: table.table(level, freed: everything), candidates: candidates)
  }

  @Test("In two schools the search frees x3 and x7, and the latent means are lavaan's")
  func holzingerPartial() throws {
    let reference = try reference().holzinger
    let ladder = InvarianceLadder(abilities, try reference.answers())
    let expected = try #require(reference.partial)
    #expect(ladder.freed.map(\.item) == ["x3", "x7"])
    #expect(ladder.verdict == .meansWithFreed(["x3", "x7"]))
    let scalar = try #require(ladder.steps.last)
    #expect(scalar.outcome == .passedWithFreed)
    #expect(relative(scalar.fit.chisq, expected.fit.chisq) < 1e-6)
    #expect(relative(scalar.change?.chisq, expected.difference.chisq) < 1e-5)
    let factors = ladder.latentMeans.map(\.factor)
    for row in expected.means where row.group == 2 {
      let place = try #require(factors.firstIndex(of: row.left))
      let mean = ladder.latentMeans[place].standardised[1]
      // The first group's variance is 1; ours is in pooled standard deviations.
      #expect(relative(mean.value / mean.standardError, row.est / row.se) < 0.05)
    }
  }

  @Test("In ten cities the planted item is found in the city where it is planted")
  func tenCities() throws {
    let reference = try reference().cities
    var options = LadderOptions()
    options.criteria = InvarianceCriteria(groups: 10)
    options.criteria?.alpha = 0.05
    options.criteria?.toleratedBias = 0.1
    let model = MeasurementModel("f", items: reference.items)
    let ladder = InvarianceLadder(
      model, try reference.answers(hasClusters: true), options: options)
    #expect(ladder.freed == [FreedParameter(item: "c4", level: .scalar, groups: ["c10"])])
    #expect(ladder.verdict == .meansWithFreed(["c4"]))
    let expected = try #require(reference.partial)
    #expect(
      relative(ladder.steps.last?.fit.chisqScaled, expected.clusteredFit?.chisqScaled) < 1e-6)
    let bias = try #require(ladder.scaleBiases.first { $0.group == "c10" }?.bias)
    let known = try #require(expected.biases?.last)
    #expect(relative(bias.value, known.scale) < 1e-5)
    #expect(relative(bias.standardError, known.scaleSe) < 1e-4)
    let effect = try #require(ladder.effects.first { $0.group == "c10" })
    #expect(relative(effect.bias.value, known.bias[3]) < 1e-5)
    #expect(effect.dmacs > 0.2 && effect.signedDmacs == effect.dmacs)
  }

  @Test("An item that hardly moves the scale's mean does not stand in the way of comparing means")
  func negligible() throws {
    let reference = try reference().cities
    var options = LadderOptions()
    options.criteria = InvarianceCriteria(groups: 10)
    options.criteria?.alpha = 0.05
    options.criteria?.toleratedBias = 0.5
    let model = MeasurementModel("f", items: reference.items)
    let ladder = InvarianceLadder(
      model, try reference.answers(hasClusters: true), options: options)
    #expect(ladder.steps.last?.outcome == .passedAsNegligible)
    #expect(ladder.verdict == .means)
    #expect(ladder.effects.isEmpty)
  }

  @Test("Levels of ordered items are those of Wu and Estabrook, as semTools has them")
  func ordinal() throws {
    let reference = try reference().ordinal
    try expectOrdinal(
      reference.five, levels: [.configural, .thresholds, .metric, .scalar, .strict])
    try expectOrdinal(reference.three, levels: [.configural, .metric, .scalar, .strict])
  }

  private func expectOrdinal(
    _ known: InvarianceReference.Case, levels: [InvarianceLevel]
  ) throws {
    let prepared = LadderData(
      MeasurementModel("f", items: known.items), try known.answers(),
      LadderOptions(scale: .ordered))
    let table = prepared.table
    #expect(table.levels(upTo: .strict) == levels)
    for level in levels {
      let step = try #require(known.steps.first { $0.level == "\(level)" })
      let fit = try ConfirmatoryFit(table.table(level), prepared.answers, estimator: .wlsmv)
      #expect(Double(fit.test.df) == step.fit.df)
      #expect(relative(fit.test.chisq, step.fit.chisq) < 1e-4, "\(level)")
    }
  }

  // MARK: What stands in the way

  private func group(
    _ name: String, seed: UInt64, rows: Int = 50, items: Int = 4,
    change: (inout [[Double]]) -> Void = { _ in }
  ) throws -> GroupedAnswers.Group {
    var columns = Array(twoFactorAnswers(seed: seed, rows: rows)[..<items])
    change(&columns)
    return GroupedAnswers.Group(
      name: name, answers: try ItemAnswers(names: itemNames(items), columns: columns))
  }

  @Test("Needs two groups, three items in each factor, and each item once")
  func needs() throws {
    let cities = GroupedAnswers(groups: [try group("A", seed: 1), try group("B", seed: 2)])
    let one = GroupedAnswers(groups: [cities.groups[0]])
    let model = MeasurementModel("F", items: itemNames(4))
    #expect(InvarianceLadder(model, one).verdict == .notTested(.tooFewGroups(found: 1)))
    let two = MeasurementModel("F", items: itemNames(2))
    #expect(
      InvarianceLadder(two, cities).verdict
        == .notTested(.tooFewItems(factor: "F", items: ["Q1", "Q2"])))
    let twice = MeasurementModel("F", items: itemNames(4) + ["Q1"])
    #expect(InvarianceLadder(twice, cities).verdict == .notTested(.itemInTwoPlaces("Q1")))
  }
}

/// |a − b|/max(1, |b|); infinite where one is missing.
func relative(_ found: Double?, _ expected: Double?) -> Double {
  guard let found, let expected else { return .infinity }
  return abs(found - expected) / max(1e-3, abs(expected))
}
