import Testing

@testable import LavaanSyntax
@testable import StructuralModels

private let cases = OrdinalModelReference.all?.cases ?? []
private let tolerance = 1e-5

/// The largest difference relative to the expected size, or absolute where that is below 0.01.
private func difference(_ found: Double?, _ expected: Double?) -> Double {
  guard let expected else { return 0 }
  guard let found, found.isFinite else { return .infinity }
  return abs(found - expected) / max(abs(expected), 1e-2)
}

@Suite("Models of ordered items")
struct LeastSquaresEstimationTests {
  @Test("have lavaan's estimates, errors and fit measures", arguments: cases.indices)
  func estimates(index: Int) throws {
    let reference = cases[index]
    let fit = try reference.fitted()
    #expect(fit.problems.isEmpty, "\(reference)")
    var compared = 0
    for (row, parameter) in reference.parameters(fit.table).enumerated() {
      guard let parameter else { continue }
      compared += 1
      let text = "\(reference): \(parameter.text), group \(parameter.group)"
      let found = fit.estimate(of: parameter)
      #expect(
        difference(found.value, reference.rows.estimate[row]) < tolerance,
        "\(text): \(found.value), \(reference.rows.estimate[row] ?? .nan)")
      #expect(
        difference(found.standardError, reference.rows.error[row]) < tolerance,
        "\(text): error \(found.standardError), \(reference.rows.error[row] ?? .nan)")
    }
    #expect(compared >= fit.table.freeCount)
    expectStandardised(fit, reference)
    let measures = fit.fitMeasures.named
    for (name, expected) in reference.fit.sorted(by: { $0.key < $1.key }) {
      let value = measures[name] ?? nil
      #expect(
        difference(value, expected) < tolerance,
        "\(reference): \(name) \(value ?? .nan), \(expected ?? .nan)")
    }
  }

  private func expectStandardised(
    _ fit: ConfirmatoryFit, _ reference: OrdinalModelReference.Case
  ) {
    let rows = reference.rows
    for (kind, values, errors) in [
      (Standardisation.all, rows.standardised, rows.standardisedError),
      (.latent, rows.latent, rows.latentError),
    ] {
      let found = fit.standardised(kind)
      for (row, place) in reference.places(fit.table).enumerated() {
        guard let place else { continue }
        let text = "\(reference): \(kind) \(found[place].parameter.text)"
        #expect(
          difference(found[place].value, values[row]) < tolerance,
          "\(text): \(found[place].value), \(values[row] ?? .nan)")
        #expect(
          difference(found[place].standardError, errors[row]) < tolerance,
          "\(text): error \(found[place].standardError), \(errors[row] ?? .nan)")
      }
    }
  }

  @Test("have lavaan's modification indices and tests of equalities")
  func scores() throws {
    let scores = try #require(OrdinalModelReference.all?.scores)
    for (expected, isReleased) in scores.indices.map({ ($0, false) }) + [(scores.released, true)] {
      let fit = try #require(try OrdinalModelReference.named(expected.name)).fitted()
      let found = isReleased ? fit.equalityTests() : fit.modificationIndices()
      for row in expected.lhs.indices {
        guard let statistic = expected.statistic[row] else { continue }
        let text =
          "\(expected.name): \(expected.lhs[row]) \(expected.op[row]) \(expected.rhs[row])"
        let test = found.first { test in
          test.parameter.kind.rawValue == expected.op[row]
            && test.parameter.group == expected.group[row] - 1
            && test.parameter.name
              == ParameterName(expected.lhs[row], test.parameter.kind, expected.rhs[row])
        }
        // Where lavaan stops, its slopes are some 1e-4 of their errors off.
        #expect(
          abs((test?.statistic ?? .nan) - statistic) < 1e-3 * max(1, statistic),
          "\(text): \(test?.statistic ?? .nan), \(statistic)")
        #expect(
          difference(test?.expectedChange, expected.change?[row]) < 1e-2,
          "\(text): \(test?.expectedChange ?? .nan), \(expected.change?[row] ?? .nan)")
      }
    }
  }

  @Test("differ by lavaan's scaled and shifted difference of χ²")
  func differences() throws {
    for expected in OrdinalModelReference.all?.differences ?? [] {
      let strict = try #require(try OrdinalModelReference.named(expected.strict)).fitted()
      let loose = try #require(try OrdinalModelReference.named(expected.loose)).fitted()
      let found = try #require(strict.difference(from: loose))
      let text = "\(expected.strict), \(expected.loose)"
      #expect(Double(found.df) == expected.df, "\(text)")
      #expect(
        difference(found.scaledChisq, expected.chisq) < tolerance,
        "\(text): \(found.scaledChisq ?? .nan), \(expected.chisq)")
      #expect(difference(found.scaledPvalue, expected.p) < tolerance, "\(text)")
      #expect(loose.difference(from: strict) == nil)
    }
  }

  @Test("the reference is there")
  func referenceExists() { #expect(cases.count > 20) }
}
