import Testing

@testable import TextFormats

@Suite("Decimal rounding")
struct DecimalNumberTests {
  @Test(
    "Half away from zero on the decimal representation",
    arguments: [
      (2.675, 2, "2.68"), (0.125, 2, "0.13"), (-0.125, 2, "-0.13"), (0.5, 0, "1"),
      (1.5, 0, "2"), (2.5, 0, "3"), (0.05, 1, "0.1"), (0.049, 1, "0.0"), (9.96, 1, "10.0"),
      (0.000_4, 3, "0.000"), (1e21, 0, "1000000000000000000000"), (123, 2, "123.00"),
      (1e-300, 2, "0.00"), (0.1 + 0.2, 1, "0.3"),
    ] as [(Double, Int, String)])
  func halfAwayFromZero(_ value: Double, digits: Int, expected: String) throws {
    #expect(try #require(DecimalNumber(value)).text(fractionDigits: digits) == expected)
  }

  @Test(
    "Ten significant digits, no zeros that say nothing",
    arguments: [
      (61.2, "61.2"), (1.0 / 3, "0.3333333333"), (2.0 / 3 * 1e6, "666666.6667"), (0, "0"),
      (-0.0, "0"), (1e9, "1000000000"), (123_456_789_012, "123456789000"),
      (0.000_001_5, "0.0000015"), (0.000_000_15, "1.5e-7"), (-2.5e20, "-2.5e20"),
      (1e16, "1e16"), (0.1 + 0.2, "0.3"),
    ] as [(Double, String)])
  func significantDigits(_ value: Double, expected: String) throws {
    #expect(try #require(DecimalNumber(value)).text(significantDigits: 10) == expected)
  }

  @Test("A value and its last bits' neighbour are printed alike", arguments: 0..<200)
  func lastBitsDoNotShow(seed: UInt64) throws {
    let value = Double((seed &* 6_364_136_223_846_793_005 &+ 1) >> 40) / 1000
    let text = try #require(DecimalNumber(value)).text(fractionDigits: 2)
    #expect(try #require(DecimalNumber(value.nextUp)).text(fractionDigits: 2) == text)
    #expect(try #require(DecimalNumber(value.nextDown)).text(fractionDigits: 2) == text)
  }
}
