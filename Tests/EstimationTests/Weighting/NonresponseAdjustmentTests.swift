import Estimation
import Testing

@Suite("Adjustment for nonresponse")
struct NonresponseAdjustmentTests {
  private struct Cases {
    var outcomes: [CaseOutcome] = []
    var weights: [Double] = []
    var classes: [String] = []
    var trait: [Double] = []
  }

  private static func drawn(_ seed: UInt64) -> Cases {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var cases = Cases()
    for _ in 0..<240 {
      cases.weights.append(1 + Double(next(90)) / 10)
      cases.classes.append("c\(next(4))")
      cases.trait.append(Double(next(12)))
      let drawn = next(100)
      cases.outcomes.append(
        drawn < 40
          ? .respondent
          : drawn < 84 ? .nonrespondent : drawn < 92 ? .ineligible : .unknownEligibility)
    }
    return cases
  }

  private static func task(_ cases: Cases, isByClasses: Bool) -> NonresponseTask {
    NonresponseTask(
      outcomes: cases.outcomes,
      method: isByClasses
        ? .classes(
          CategoricalAnswers(
            cases.classes.map(Optional.some), categories: Set(cases.classes).sorted()))
        : .propensity([Predictor(name: "trait", values: cases.trait)]))
  }

  @Test("Respondents stand for all of the population that was drawn", arguments: 0..<100)
  func weightsAddUp(seed: UInt64) throws {
    let cases = Self.drawn(seed)
    for isByClasses in [true, false] {
      let factors = try Self.task(cases, isByClasses: isByClasses)
        .adjustment(of: cases.weights).factors
      let given = zip(cases.weights, factors).reduce(0) { $0 + $1.0 * $1.1 }
      func sum(_ outcomes: [CaseOutcome], in group: String? = nil) -> Double {
        cases.outcomes.indices.reduce(0) { sum, row in
          let isIn = group.map { $0 == cases.classes[row] } ?? true
          return outcomes.contains(cases.outcomes[row]) && isIn ? sum + cases.weights[row] : sum
        }
      }
      func people(_ group: String?) -> Double {
        let known = sum([.respondent, .nonrespondent, .ineligible], in: group)
        let all = known + sum([.unknownEligibility], in: group)
        return all / known * sum([.respondent, .nonrespondent], in: group)
      }
      let expected =
        isByClasses ? Set(cases.classes).reduce(0) { $0 + people($1) } : people(nil)
      #expect(abs(given - expected) < 1e-9 * expected)
      for (factor, outcome) in zip(factors, cases.outcomes) {
        #expect((factor > 0) == (outcome == .respondent))
      }
    }
  }

  @Test("The order of cases and the scale of weights change no factor", arguments: 0..<50)
  func isInvariant(seed: UInt64) throws {
    let cases = Self.drawn(seed)
    let turned = Cases(
      outcomes: cases.outcomes.reversed(), weights: cases.weights.reversed().map { $0 * 7 },
      classes: cases.classes.reversed(), trait: cases.trait.reversed())
    for isByClasses in [true, false] {
      let plain = try Self.task(cases, isByClasses: isByClasses)
        .adjustment(of: cases.weights).factors
      let other = try Self.task(turned, isByClasses: isByClasses)
        .adjustment(of: turned.weights).factors
      for (a, b) in zip(plain, other.reversed()) { #expect(abs(a - b) < 1e-9 * max(1, a)) }
    }
  }

  @Test("Cases of one chance are in one class, and what cannot be adjusted is refused")
  func refuses() throws {
    let cases = Self.drawn(1)
    let two = NonresponseTask(
      outcomes: cases.outcomes,
      method: .propensity([
        Predictor(name: "half", values: cases.trait.map { $0 < 6 ? 0 : 1 })
      ]))
    #expect(try two.adjustment(of: cases.weights).classes.count == 2)
    func error(_ outcomes: [CaseOutcome], _ classes: [String]) -> NonresponseError? {
      let task = NonresponseTask(
        outcomes: outcomes,
        method: .classes(
          CategoricalAnswers(classes.map(Optional.some), categories: Set(classes).sorted())))
      do throws(NonresponseError) {
        _ = try task.adjustment(of: outcomes.map { _ in 1 })
        return nil
      } catch {
        return error
      }
    }
    #expect(error([.nonrespondent, .ineligible], ["a", "a"]) == .noRespondents)
    #expect(
      error([.respondent, .nonrespondent], ["a", "b"]) == .classesWithoutRespondents(["b"]))
    #expect(
      error([.respondent, .unknownEligibility], ["a", "b"]) == .classesOfUnknownEligibility(["b"]))
    #expect(error([.respondent, .ineligible], ["a", "b"]) == nil)
  }
}
