import Testing

@testable import SurveyModel

struct ResponseRatesTests {
  private static func outcomes(_ counts: [(String, Int)]) -> ContactOutcomes {
    ContactOutcomes(
      counts.map {
        FieldworkCount(wave: "w", city: "c", disposition: $0.0, count: $0.1)
      })
  }

  @Test func `the response rate is that of the standard definitions`() {
    let outcomes = Self.outcomes([
      ("1.1", 600), ("1.2", 20), ("2.11", 300), ("2.12", 10), ("2.20", 200), ("2.36", 30),
      ("3.10", 100), ("4.50", 140), ("4.80", 999),
    ])
    #expect(outcomes.responseRate(.rr1) == 600.0 / 1260)
    let eligible = 1160.0
    #expect(outcomes.responseRate(.rr3) == 600 / (eligible + eligible / 1300 * 100))
    #expect(outcomes.cooperationRate == 600.0 / 960)
    #expect(outcomes.refusalRate == 310.0 / 1260)
    #expect(outcomes.contactRate == 960.0 / 1260)
  }

  @Test(arguments: 0..<200)
  func `the first rate and the shares of non-response make up one`(seed: Int) throws {
    var state = UInt64(seed) &+ 1
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 40) % 500
    }
    let counts = ["1.1", "1.2", "2.11", "2.20", "2.31", "3.20", "4.80"].map { ($0, next()) }
    let outcomes = Self.outcomes(counts)
    let rate = try #require(outcomes.responseRate(.rr1))
    let others = counts.dropFirst().dropLast().reduce(0) { $0 + $1.1 }
    let whole = Double(counts[0].1 + others)
    #expect(abs(rate + Double(others) / whole - 1) < 1e-12)
  }

  @Test func `quota filled changes no rate, and no contact has none`() {
    let plain = Self.outcomes([("1.1", 10), ("2.11", 5)])
    let filled = Self.outcomes([("1.1", 10), ("2.11", 5), ("4.80", 70)])
    #expect(plain.responseRate(.rr3) == filled.responseRate(.rr3))
    #expect(Self.outcomes([]).responseRate(.rr1) == nil)
  }
}
