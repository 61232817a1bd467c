import SampleStudies
import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("Group membership")
struct GroupMembershipTests {
  private let sex = Grouping(
    name: "sex", question: "SD1",
    categories: ["1", "2"].map {
      .init(name: $0, label: Label($0), rule: .choices([$0]), at: Fixture.place)
    })
  private let age = Grouping(
    name: "age", question: "SD2",
    categories: [
      .init(name: "18-34", label: Label(), rule: .range(from: 18, to: 34), at: Fixture.place),
      .init(name: "35+", label: Label(), rule: .range(from: 35, to: nil), at: Fixture.place),
    ])

  private func sample() throws -> Sample {
    let list = Fixture.list(["1", "2"])
    let questionnaire = try Fixture.questionnaire([
      Fixture.question("SD1", .selectOne(list)), Fixture.question("SD2", .integer),
    ])
    return Fixture.sample(
      questionnaire,
      [
        "SD1": Fixture.codes([1, 2, 2, nil], of: list),
        "SD2": Fixture.numbers([18, 34, 35, 99]),
      ])
  }

  @Test("Choices and bands, both ends included, put each interview into a category")
  func rules() throws {
    let sample = try sample()
    #expect(GroupMembership(sex, in: sample)?.indices == [0, 1, 1, -1])
    #expect(GroupMembership(age, in: sample)?.indices == [0, 0, 1, 1])
  }

  @Test("A crossed group is named and ordered as margins.csv writes it")
  func crossing() throws {
    let sample = try sample()
    let parts = [sex, age].compactMap { GroupMembership($0, in: sample) }
    let crossed = GroupMembership(crossing: parts)
    #expect(crossed.name == "sex*age")
    #expect(crossed.categoryNames == ["1*18-34", "1*35+", "2*18-34", "2*35+"])
    #expect(crossed.indices == [0, 2, 3, -1])
    #expect(crossed.counts == [1, 0, 1, 1])
  }

  @Test("A group whose question has no answers has no membership")
  func absent() throws {
    let other = Grouping(name: "x", question: "SD9", categories: [])
    #expect(GroupMembership(other, in: try sample()) == nil)
  }
}
