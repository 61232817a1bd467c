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
