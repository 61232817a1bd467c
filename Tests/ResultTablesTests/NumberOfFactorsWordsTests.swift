import FactorAnalysis
import Reporting
import Testing

@testable import ResultTables

@Suite("Number of factors in words")
struct NumberOfFactorsWordsTests {
  /// Answers of 300 to eight items of two halves that do or do not go together.
  private func number(_ common: Double, seed: UInt64 = 7) throws -> NumberOfFactors {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) - 0.5
    }
    var columns = Array(repeating: [Double](), count: 8)
    for _ in 0..<300 {
      let factors = [next(), next()]
      for item in 0..<8 { columns[item].append(common * factors[item / 4] + next()) }
    }
    let answers = try ItemAnswers(names: (1...8).map { "Q\($0)" }, columns: columns)
    return try NumberOfFactors(ItemCovariance(answers, missing: .listwise), seed: 1)
  }

  @Test func `where the rules agree, the number is said once`() throws {
    let all = try (1...20).map { try number(2, seed: $0) }
    let found = try #require(all.first { $0.agreement == .all(2) })
    #expect(found.sentence(in: .en) == "All rules suggest 2 factors.")
    #expect(found.sentence(in: .ru) == "Все критерии указывают на 2 фактора.")
  }

  @Test func `where they disagree, each rule stands beside its number`() throws {
    let found = try number(0.25)
    let (russian, english) = (found.sentence(in: .ru), found.sentence(in: .en))
    #expect(found.groups.count > 1)
    for group in found.groups {
      let first = group.criteria[0]
      #expect(english.contains("\(group.number) by \(first.words(in: .en))"))
      #expect(russian.contains("\(group.number) — \(first.words(in: .ru))"))
    }
    for criterion in found.groups.flatMap(\.criteria) {
      #expect(russian.contains(criterion.words(in: .ru)))
      #expect(!criterion.isForComparison)
    }
    if case .split = found.agreement {
      #expect(russian.hasSuffix("Решайте по содержанию факторов."))
    } else {
      #expect(russian.hasPrefix("Большинство критериев указывает на "))
    }
  }
}
