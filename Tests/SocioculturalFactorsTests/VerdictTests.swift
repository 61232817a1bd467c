import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Verdicts")
struct VerdictTests {
  @Test(
    "Equality is looked at first, then the direction",
    arguments: [
      (3.0, true, 0.20, Verdict.practicallyEqual),
      (3.0, true, 0.01, .differsBelowThreshold),
      (-3.0, true, 0.01, .differsBelowThreshold),
      (7.0, false, 0.01, .higher),
      (-7.0, false, 0.01, .lower),
      (7.0, false, 0.05, .notEstablished),
      (7.0, false, .nan, .notEstablished),
      (0.1, true, .nan, .practicallyEqual),
    ])
  func branches(difference: Double, isInsideZone: Bool, p: Double, expected: Verdict) {
    #expect(
      Verdict(
        difference: difference, isInsideZone: isInsideZone, adjustedP: p, significance: 0.05)
        == expected)
  }
}
