import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Verdicts")
struct VerdictTests {
  @Test(
    "Equality is looked at first, then the direction",
    arguments: [
      (3.0, true, (0.20, 0.20), Verdict.practicallyEqual),
      (3.0, true, (0.01, 0.01), .differsBelowThreshold),
      (-3.0, true, (0.01, 0.01), .differsBelowThreshold),
      (3.0, true, (0.01, 0.20), .belowThresholdIfAny),
      (-3.0, true, (0.049, 0.05), .belowThresholdIfAny),
      (3.0, true, (0.05, 0.05), .practicallyEqual),
      (7.0, false, (0.01, 0.01), .higher),
      (-7.0, false, (0.01, 0.01), .lower),
      (7.0, false, (0.01, 0.05), .notEstablished),
      (7.0, false, (.nan, .nan), .notEstablished),
      (0.1, true, (.nan, .nan), .practicallyEqual),
    ] as [(Double, Bool, (alone: Double, adjusted: Double), Verdict)])
  func branches(
    difference: Double, isInsideZone: Bool, p: (alone: Double, adjusted: Double), expected: Verdict
  ) {
    #expect(
      Verdict(
        difference: difference, isInsideZone: isInsideZone, pValue: p.alone,
        adjustedP: p.adjusted, significance: 0.05) == expected)
  }
}
