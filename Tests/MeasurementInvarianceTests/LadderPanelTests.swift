import NumericalMethods
import ReferenceData
import Testing

@testable import LavaanSyntax
@testable import MeasurementInvariance
@testable import StructuralModels

@Suite("The ladder of invariance over the waves of a panel")
struct LadderPanelTests {
  private func reference() throws -> LongitudinalReference {
    try LongitudinalReference.shared.get()
  }

  private var levels: [InvarianceLevel] { [.configural, .metric, .scalar, .strict] }

  /// The four levels with nothing freed.
  private func expect(
    _ model: MeasurementModel, _ panel: PanelAnswers, _ estimator: ModelEstimator,
    agreeWith steps: [LongitudinalReference.Step], robust: Bool = true
  ) throws {
    let missing = estimator == .mlr ? MissingInModel.fiml : .listwise
    let data = LadderData(
      model, try panel.groups(model.items), LadderOptions(missing: missing), isPanel: true)
    let fits = try levels.map {
      try ConfirmatoryFit(
        data.table.table($0), data.fittedAnswers(), estimator: estimator, missing: missing)
    }
    for (level, (fit, step)) in zip(levels, zip(fits, steps)) {
      let named = fit.fitMeasures.longitudinalNames
      for (name, expected) in step.fit where robust || !name.hasSuffix("Robust") {
        let difference = relativeDifference(named[name] ?? nil, expected)
        #expect(
          difference < 1e-6, "\(level) \(name): \(named[name] ?? nil ?? .nan), \(expected ?? .nan)")
      }
      for (place, name) in step.means.left.enumerated() {
        let factor = name.replacing("f.", with: "\(model.factors[0].name)@")
        let row = try #require(
          fit.table.parameters.first { $0.left == factor && $0.kind == .intercept })
        let found = fit.estimate(of: row)
        #expect(relativeDifference(found.value, step.means.est[place]) < 1e-6)
        #expect(relativeDifference(found.standardError, step.means.se[place]) < 1e-6)
      }
    }
    for (pair, step) in zip(zip(fits, fits.dropFirst()), steps.dropFirst()) {
      let change = try FitChange.between(pair.0, pair.1)
      let known = try #require(step.difference)
      #expect(relativeDifference(change.chisq, known.chisq) < 1e-5)
      #expect(Double(change.df) == known.df)
    }
  }

  @Test("Levels are lavaan's for democracy in 1960 and 1965", arguments: [true, false])
  func democracy(isRobust: Bool) throws {
    let reference = try reference().democracy
    try expect(
      MeasurementModel("democracy", items: reference.items), reference.panel,
      isRobust ? .mlr : .ml, agreeWith: isRobust ? reference.mlr : reference.ml)
  }

  @Test("Levels are lavaan's for three waves that people left", arguments: [true, false])
  func attrition(hasClusters: Bool) throws {
    let items = ["q1", "q2", "q3", "q4"]
    let reference = try reference()
    try expect(
      MeasurementModel("trust", items: items),
      reference.panel(items, waves: 3, hasClusters: hasClusters), .mlr,
      agreeWith: hasClusters ? reference.ladders.clustered : reference.ladders.fiml, robust: false)
  }

  // MARK: Laws

  private let trust = MeasurementModel("trust", items: ["q1", "q2", "q3", "q4"])

  /// Four items in three waves; the last item's mean shifts in the last wave.
  private func simulated(
    seed: UInt64, change: Double = 0.4, shift: Double = 0, people: Int = 500
  ) -> PanelAnswers {
    var stream = RandomStream(seed: seed).split("panel ladder")
    var waves = (0..<3).map { _ in Array(repeating: [Double](), count: 4) }
    for _ in 0..<people {
      var factor = stream.normal()
      let own = (0..<4).map { _ in stream.normal(standardDeviation: 5) }
      for wave in 0..<3 {
        if wave > 0 { factor = 0.7 * factor + 0.7 * stream.normal() }
        let level = factor + change * Double(wave)
        for item in 0..<4 {
          let loading = [12.0, 10, 14, 11][item]
          let moved = item == 3 && wave == 2 ? shift : 0
          waves[wave][item].append(
            50 + loading * level + moved + own[item] + stream.normal(standardDeviation: 8))
        }
      }
    }
    return PanelAnswers(
      waves: waves.enumerated().map { place, wave in
        .init(
          name: "w\(place + 1)",
          columns: Dictionary(
            uniqueKeysWithValues: wave.enumerated().map { ("q\($0.offset + 1)", $0.element) }))
      }, weights: Array(repeating: 1, count: people))
  }

  @Test("A scale that measures the same gives the change of its mean", arguments: 0..<4)
  func change(seed: UInt64) throws {
    let ladder = try InvarianceLadder(
      trust, panel: simulated(seed: seed), options: LadderOptions(missing: .fiml))
    #expect(ladder.verdict == .means)
    #expect(ladder.steps.map(\.level) == [.configural, .metric, .scalar])
    let means = try #require(ladder.latentMeans.first).standardised
    let points = try #require(ladder.latentMeans.first).inUnitOfAnswers
    for wave in 1..<3 {
      let truth = 0.4 * Double(wave)
      #expect(abs(means[wave].value - truth) < 4 * means[wave].standardError)
      #expect(abs(points[wave].value - 11.75 * truth) < 4 * points[wave].standardError)
      #expect(means[wave].degreesOfFreedom == 499)
    }
  }

  @Test("An item that shifts in one wave is found and named", arguments: 0..<3)
  func shiftedItem(seed: UInt64) throws {
    let ladder = try InvarianceLadder(
      trust, panel: simulated(seed: seed, shift: 8), options: LadderOptions(missing: .fiml))
    #expect(ladder.verdict == .meansWithFreed(["q4"]))
    let effect = try #require(ladder.effects.first { $0.group == "w3" })
    #expect(effect.item == "q4")
    #expect(abs(effect.bias.value - 8) < 4 * effect.bias.standardError)
    let bias = try #require(ladder.scaleBiases.first { $0.group == "w3" })
    #expect(abs(bias.bias.value - effect.bias.value / 4) < 1e-9)
  }

  @Test("The same residuals' correlation over waves is part of the model")
  func residuals() throws {
    let panel = simulated(seed: 1)
    let data = LadderData(
      trust, try panel.groups(trust.items), LadderOptions(missing: .fiml), isPanel: true)
    let table = data.table.table(.scalar)
    let pairs = table.parameters.filter {
      $0.kind == .covariance && $0.left != $0.right && $0.left.hasPrefix("q")
    }
    #expect(pairs.count == 4 * 3)
    #expect(pairs.allSatisfy { $0.left.prefix(2) == $0.right.prefix(2) })
    let fit = try ConfirmatoryFit(table, data.fittedAnswers(), estimator: .mlr, missing: .fiml)
    let first = fit.estimate(of: pairs[0])
    #expect(abs(first.value - 25) < 4 * first.standardError)
    #expect(fit.test.df == 12 * 15 / 2 - table.freeCount)
  }

  @Test("Ordered answers climb by thresholds first")
  func ordered() throws {
    let panel = simulated(seed: 2, people: 400).changed { waves in
      waves.map { wave in
        .init(
          name: wave.name,
          columns: wave.columns.mapValues { $0.map { (min(80, max(20, $0)) / 15).rounded(.down) } })
      }
    }
    let ladder = try InvarianceLadder(
      trust, panel: panel, options: LadderOptions(scale: .ordered, missing: .pairwise))
    #expect(ladder.verdict == .means)
    #expect(ladder.steps.map(\.level) == [.configural, .thresholds, .metric, .scalar])
  }

  // MARK: Bad input

  @Test("An item missing in a wave, or the same for everybody, is left out by name")
  func itemsLeftOut() throws {
    let panel = simulated(seed: 3).changed { waves in
      var waves = waves
      waves[1].columns["q2"] = nil
      waves[2].columns["q5"] = waves[0].columns["q1"]?.map { _ in 5 }
      waves[0].columns["q5"] = waves[0].columns["q1"]
      waves[1].columns["q5"] = waves[1].columns["q1"]
      return waves
    }
    let model = MeasurementModel("trust", items: trust.items + ["q5"])
    let ladder = try InvarianceLadder(
      model, panel: panel, options: LadderOptions(missing: .fiml))
    #expect(ladder.remarks.contains(.itemNotAsked("q2", groups: ["w2"])))
    #expect(ladder.remarks.contains(.itemWithoutVariance("q5", groups: ["w3"])))
    #expect(ladder.model.items == ["q1", "q3", "q4"])
    #expect(ladder.verdict == .meansWithFreed(["q2", "q5"]))
  }

  @Test("Too few people, and one wave only, are told", arguments: [MissingInModel.fiml, .listwise])
  func tooFew(missing: MissingInModel) throws {
    let few = try InvarianceLadder(
      trust, panel: simulated(seed: 1, people: 30), options: LadderOptions(missing: missing))
    #expect(few.verdict == .notTested(.tooFewPeople(found: 30, needed: 52)))
    let one = try InvarianceLadder(
      trust, panel: simulated(seed: 1).changed { [$0[0]] }, options: LadderOptions(missing: missing)
    )
    #expect(one.verdict == .notTested(.tooFewGroups(found: 1)))
    let strangers = simulated(seed: 1).changed { waves in
      waves.enumerated().map { place, wave in
        .init(
          name: wave.name,
          columns: wave.columns.mapValues { column in
            column.enumerated().map { $0.offset % 3 == place ? $0.element : .nan }
          })
      }
    }
    let apart = try InvarianceLadder(
      trust, panel: strangers, options: LadderOptions(missing: missing))
    #expect(apart.verdict == .notTested(.tooFewPeople(found: 0, needed: 52)))
  }
}
