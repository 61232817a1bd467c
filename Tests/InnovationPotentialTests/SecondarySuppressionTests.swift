import InnovationPotential
import Testing

@Suite("Cells that could be computed from others")
struct SecondarySuppressionTests {
  private let rule = SuppressionRule(minimumCell: 5, minimumBase: 30, concernsCells: true)

  @Test func `a small cell takes the smallest of the others with it`() {
    #expect(
      rule.suppressions(ofCells: [40, 3, 12, 8])
        == [nil, .cell(minimum: 5), nil, .secondary])
  }

  @Test func `small cells that hold enough together need no other`() {
    #expect(
      rule.suppressions(ofCells: [40, 3, 4, 8])
        == [nil, .cell(minimum: 5), .cell(minimum: 5), nil])
  }

  @Test func `cells of nobody hide no other`() {
    #expect(rule.suppressions(ofCells: [40, 0, 12]) == [nil, .cell(minimum: 5), nil])
    #expect(rule.suppressions(ofCells: [40, 12]) == [nil, nil])
  }

  @Test(arguments: 0..<200)
  func `what is hidden holds nobody, or as many as one may show`(seed: Int) {
    var state = UInt64(seed) &+ 1
    let counts = (0..<6).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % 15
    }
    let suppressions = rule.suppressions(ofCells: counts)
    let hidden = zip(counts, suppressions).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0) }
    let isAllHidden = suppressions.allSatisfy { $0 != nil }
    #expect(hidden == 0 || hidden >= 5 || isAllHidden)
    for (count, suppression) in zip(counts, suppressions) where count < 5 {
      #expect(suppression == .cell(minimum: 5))
    }
  }
}
