import ReferenceData
import Testing

@testable import LavaanSyntax
@testable import MeasurementInvariance
@testable import StructuralModels

private let cases = (try? LongitudinalReference.shared.get().models.keys.sorted()) ?? []

@Suite("Cross-lagged models")
struct CrossLaggedModelTests {
  private func fitted(_ name: String) throws -> (CrossLaggedModel, LongitudinalReference.Model) {
    let reference = try LongitudinalReference.shared.get()
    let expected = try #require(reference.models[name])
    let panel = reference.panel(
      ["t", "c"], waves: expected.waves, hasAttrition: !name.contains("full"),
      hasClusters: name.contains("clustered") || name.contains("weighted"),
      hasWeights: name.contains("weighted"))
    let model = try CrossLaggedModel(
      expected.kind == "lagged" ? .crossLagged : .randomIntercept, of: ["t", "c"], panel,
      estimator: expected.estimator == "ML" ? .ml : .mlr,
      missing: name.contains("full") ? .listwise : .fiml)
    return (model, expected)
  }

  /// Its name in lavaan's model: `Wt.1` for `within(t@1)`.
  private func name(_ ours: String) -> String {
    let plain = ours.replacing("@", with: ".").replacing(")", with: "")
    return plain.replacing("within(", with: "W").replacing("lasting(", with: "I")
  }

  @Test("are lavaan's: estimates, errors, standardised solution, fit measures", arguments: cases)
  func reference(case key: String) throws {
    let (model, expected) = try fitted(key)
    #expect(model.isProper)
    try compareRows(model, expected.rows)
    try compareContrasts(model, expected)
    let named = model.fit.fitMeasures.longitudinalNames
    for (name, known) in expected.fit where key.contains("full") || !name.hasSuffix("Robust") {
      let found = named[name] ?? nil
      #expect(
        relativeDifference(found, known) < 1e-6,
        "\(key) \(name): \(found ?? .nan), \(known ?? .nan)")
    }
  }

  private func compareRows(
    _ model: CrossLaggedModel, _ rows: LongitudinalReference.Rows
  ) throws {
    let standardised = model.fit.standardised(.all)
    var compared = 0
    for (place, parameter) in model.fit.table.parameters.enumerated()
    where parameter.kind != .defined {
      let sides = [name(parameter.left), name(parameter.right)]
      let row = try #require(
        rows.left.indices.first { row in
          let other = [rows.left[row], rows.right[row]]
          return rows.op[row] == parameter.kind.rawValue
            && (other == sides || parameter.kind == .covariance && other == sides.reversed())
        }, "\(parameter.text)")
      let found = model.fit.estimate(of: parameter)
      compared += 1
      for (value, known) in [
        (found.value, rows.est[row]), (found.standardError, rows.se[row]),
        (standardised[place].value, rows.std[row]),
        (standardised[place].standardError, rows.stdSe[row]),
      ] {
        #expect(relativeDifference(value, known) < 1e-6, "\(parameter.text)")
      }
    }
    #expect(compared + model.waves.count - 1 == model.fit.table.parameters.count)
  }

  private func compareContrasts(
    _ model: CrossLaggedModel, _ expected: LongitudinalReference.Model
  ) throws {
    for (place, contrast) in model.contrasts.enumerated() {
      let row = try #require(expected.rows.left.firstIndex(of: "d\(place + 2)"))
      let difference = contrast.difference
      #expect(relativeDifference(difference.value, expected.rows.std[row]) < 1e-6)
      #expect(relativeDifference(difference.standardError, expected.rows.stdSe[row]) < 1e-6)
    }
    #expect(model.contrasts.count == expected.waves - 1)
  }

  @Test("the reference is there") func referenceExists() { #expect(cases.count == 15) }

  @Test("A planted panel's lags lie within four errors of the truth", arguments: 0..<4)
  func truth(seed: UInt64) throws {
    let panel = SimulatedPanel(seed: seed, people: 1000).answers()
    let model = try CrossLaggedModel(.randomIntercept, of: ["t", "c"], panel)
    #expect(model.isProper)
    let truth = ["t t": 0.4, "t c": 0.3, "c t": 0.1, "c c": 0.3]
    for association in model.associations {
      let known = try #require(truth["\(association.predictor) \(association.outcome)"])
      let error = (association.estimate.value - known) / association.estimate.standardError
      #expect(abs(error) < 4, "\(association)")
    }
    for share in model.lastingShares { #expect(abs(share.share - 0.4) < 0.25) }
  }

  @Test("Where people differ lastingly, the cross-lagged model takes that for lags")
  func lastingDifferences() throws {
    let panel = SimulatedPanel(seed: 3, people: 1000, crossLags: (0, 0), lastingVariance: 1.5)
      .answers()
    let mixed = try CrossLaggedModel(.crossLagged, of: ["t", "c"], panel)
    let apart = try CrossLaggedModel(.randomIntercept, of: ["t", "c"], panel)
    func largest(_ model: CrossLaggedModel) -> Double {
      model.associations.filter { !$0.isStability }
        .map { abs($0.estimate.value / $0.estimate.standardError) }.max() ?? 0
    }
    #expect(largest(mixed) > 5)
    #expect(largest(apart) < 3.5)
    #expect(mixed.lastingShares.isEmpty)
  }

  @Test("What cannot be estimated is told in words")
  func badInput() throws {
    func error(
      _ kind: CrossLaggedModel.Kind, _ panel: PanelAnswers, of names: [String] = ["t", "c"]
    ) -> CrossLaggedError? {
      do throws(CrossLaggedError) {
        _ = try CrossLaggedModel(kind, of: names, panel)
        return nil
      } catch { return error }
    }
    let whole = SimulatedPanel(seed: 1, people: 60).answers()
    let pair = whole.changed { Array($0.prefix(2)) }
    #expect(error(.randomIntercept, pair) == .tooFewWaves(.randomIntercept, found: 2))
    #expect(error(.crossLagged, whole.changed { [$0[0]] }) == .tooFewWaves(.crossLagged, found: 1))
    #expect(error(.crossLagged, whole, of: ["t"]) == .tooFewVariables(["t"]))
    #expect(error(.crossLagged, whole, of: ["t", "x"]) == .notAsked("x", wave: "1"))
    let constant = pair.changed { waves in
      var waves = waves
      waves[1].columns["c"] = Array(repeating: 5, count: 60)
      return waves
    }
    #expect(error(.crossLagged, constant) == .withoutVariance("c", wave: "2"))
    // Nobody is found again: the first half answered in the first wave, the rest in the second.
    let strangers = pair.changed { waves in
      waves.enumerated().map { place, wave in
        .init(
          name: wave.name,
          columns: wave.columns.mapValues { column in
            column.enumerated().map { ($0.offset < 30) == (place == 0) ? $0.element : .nan }
          })
      }
    }
    #expect(error(.crossLagged, strangers) == .tooFewPeople(found: 0, needed: 15))
    let few = SimulatedPanel(seed: 1, people: 12).answers()
    #expect(
      error(.crossLagged, few.changed { Array($0.prefix(2)) })
        == .tooFewPeople(found: 12, needed: 15))
  }

  @Test("An improper solution is named, and nothing is drawn from it")
  func improper() throws {
    // Two variables that last alike: nothing tells them apart but noise.
    let panel = SimulatedPanel(seed: 5, people: 40, lastingVariance: 0).answers()
    let model = try CrossLaggedModel(.randomIntercept, of: ["t", "c"], panel)
    let doubts = model.fit.problems.filter { !$0.concernsErrorsOnly }
    #expect(!doubts.isEmpty)
    #expect(!model.isProper)
    #expect(model.associations.isEmpty && model.contrasts.isEmpty && model.lastingShares.isEmpty)
  }
}
