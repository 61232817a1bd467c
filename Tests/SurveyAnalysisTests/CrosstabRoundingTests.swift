import SurveyModel
import Testing

@testable import SurveyAnalysis

/// What whole per cents leave open of the few people in no category.
struct CrosstabRoundingTests {
  /// One category of 289 people, and one person in none.
  private func keepsOpen(_ given: Int, outside: Double, step: Double = 0.01) -> Bool {
    let membership = GroupMembership(
      group: Crossing(["g"]), categories: [MergedCategory("1")],
      indices: Array(repeating: 0, count: 289) + [-1])
    let rounding = CrosstabRounding(
      membership, isInBase: membership.indices.map { _ in true },
      weights: membership.indices.map { _ in 1 }, step: step)
    return rounding.keepsOutsideOpen((0..<289).map { $0 < given ? 1 : 0 } + [outside])
  }

  @Test func `half a step on either side is enough`() {
    // 41 of 289 are 14.19 %: 14 says 39.015…41.905, so that of 41 in all 0…1.985 are outside.
    #expect(keepsOpen(41, outside: 0))
    #expect(keepsOpen(41, outside: 1))
  }

  @Test func `a share next to where rounding turns leaves too little`() {
    // 42 of 289 are 14.53 %: 15 says 41.905…44.795, so that of 42 in all at most 0.095 are outside.
    #expect(!keepsOpen(42, outside: 0))
    // Of 43 in all, at most 1.095.
    #expect(keepsOpen(42, outside: 1))
  }

  @Test func `what the share of all says by itself is not held against the categories`() {
    #expect(keepsOpen(0, outside: 0), "nobody at all gave the answer")
    #expect(keepsOpen(289, outside: 1), "everybody gave it")
    #expect(!keepsOpen(0, outside: 1), "all but the one are told to be none")
  }
}
