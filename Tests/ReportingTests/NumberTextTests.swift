import Testing

@testable import Reporting

private let nbsp = "\u{A0}"

@Suite("A number in its language and place")
struct NumberTextTests {
  @Test(
    "Prose and tables, Russian and English",
    arguments: [
      (Number.score(61.25), "61,3", "61.3", "61,3"),
      (.score(61.249_999_999_999_99), "61,3", "61.3", "61,3"),
      (.scoreDifference(3.16), "+3,2", "+3.2", "+3,2"),
      (.scoreDifference(-3.16), "−3,2", "−3.2", "−3,2"),
      (.scoreDifference(-0.04), "0,0", "0.0", "0,0"),
      (.share(0.123), "12\(nbsp)%", "12%", "12,3"),
      (.share(0.285), "29\(nbsp)%", "29%", "28,5"),
      (.share(0.004), "<1\(nbsp)%", "<1%", "<1"),
      (.share(0), "0\(nbsp)%", "0%", "0,0"),
      (.share(1), "100\(nbsp)%", "100%", "100,0"),
      (.share(0.997), ">99\(nbsp)%", ">99%", "99,7"),
      (.shareDifference(0.052), "+5\(nbsp)п.\(nbsp)п.", "+5\(nbsp)pp", "+5,2"),
      (.count(1234), "1234", "1,234", "1234"),
      (.count(12345), "12\(nbsp)345", "12,345", "12\(nbsp)345"),
      (.count(-1_234_567), "−1\(nbsp)234\(nbsp)567", "−1,234,567", "−1\(nbsp)234\(nbsp)567"),
      (.pValue(0.0004), "p\(nbsp)<\(nbsp)0,001", "p\(nbsp)<\(nbsp)0.001", "<0,001"),
      (.pValue(0.012), "p\(nbsp)=\(nbsp)0,012", "p\(nbsp)=\(nbsp)0.012", "0,012"),
      (.pValue(0.0498), "p\(nbsp)<\(nbsp)0,050", "p\(nbsp)<\(nbsp)0.050", "<0,050"),
      (.pValue(0.0502), "p\(nbsp)=\(nbsp)0,050", "p\(nbsp)=\(nbsp)0.050", "0,050"),
      (.pValue(0.9997), "p\(nbsp)>\(nbsp)0,999", "p\(nbsp)>\(nbsp)0.999", ">0,999"),
      (.coefficient(-0.214), "−0,21", "−0.21", "−0,21"),
      (.decimal(1234.5678, digits: 2), "1234,57", "1,234.57", "1234,57"),
      (.score(.nan), "—", "—", "—"),
    ])
  func oneValue(_ number: Number, prose: String, english: String, table: String) {
    #expect(number.text(in: .ru) == prose)
    #expect(number.text(in: .en) == english)
    #expect(number.text(in: .ru, .table) == table)
  }

  @Test(
    "Intervals: a dash between positive ends, words or dots beside a minus",
    arguments: [
      (Number.interval(58.31, 64.07, .score), "58,3–64,1", "58.3–64.1", "58,3–64,1"),
      (
        .interval(-1.2, 3.4, .scoreDifference), "от\(nbsp)−1,2 до\(nbsp)+3,4",
        "−1.2\(nbsp)to\(nbsp)+3.4", "−1,2…+3,4"
      ),
      (.interval(0.12, 0.18, .share), "12–18\(nbsp)%", "12–18%", "12,0–18,0"),
      (
        .estimate(0.15, 0.12, 0.18, .share), "15\(nbsp)% (12–18)", "15% (12–18)", "15,0 (12,0–18,0)"
      ),
      (
        .estimate(61.2, 58.3, 64.1, .score), "61,2 (58,3–64,1)", "61.2 (58.3–64.1)",
        "61,2 (58,3–64,1)"
      ),
      (.interval(1, .infinity, .score), "—", "—", "—"),
    ])
  func intervals(_ number: Number, prose: String, english: String, table: String) {
    #expect(number.text(in: .ru) == prose)
    #expect(number.text(in: .en) == english)
    #expect(number.text(in: .ru, .table) == table)
  }

  @Test func `In a column of mixed units a share keeps its sign`() {
    #expect(Number.share(0.1234).text(in: .ru, .mixedTable) == "12,3\(nbsp)%")
    #expect(Number.share(0.1234).text(in: .ru, .bar) == "12")
  }
}

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
