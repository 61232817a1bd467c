import FactorAnalysis
import Testing

@Suite("The ladder of invariance")
struct InvarianceLadderTests {
  private func group(_ name: String, seed: UInt64) throws -> GroupedAnswers.Group {
    let columns = Array(twoFactorAnswers(seed: seed, rows: 50)[..<4])
    return GroupedAnswers.Group(
      name: name, answers: try ItemAnswers(names: itemNames(4), columns: columns))
  }

  @Test("Needs two groups, three items in each factor, and each item once")
  func needs() throws {
    let cities = GroupedAnswers(groups: [try group("A", seed: 1), try group("B", seed: 2)])
    let one = GroupedAnswers(groups: [cities.groups[0]])
    let model = MeasurementModel("F", items: itemNames(4))
    #expect(InvarianceLadder(model, one).verdict == .notTested(.tooFewGroups(found: 1)))
    let two = MeasurementModel("F", items: itemNames(2))
    #expect(
      InvarianceLadder(two, cities).verdict
        == .notTested(.tooFewItems(factor: "F", items: ["Q1", "Q2"])))
    let twice = MeasurementModel("F", items: itemNames(4) + ["Q1"])
    #expect(InvarianceLadder(twice, cities).verdict == .notTested(.itemInTwoPlaces("Q1")))
  }
}
