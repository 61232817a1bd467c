import Testing

@testable import SurveyModel

@Suite("Crossings")
struct CrossingTests {
  @Test(arguments: ["age", "sex*age", "sex*age*education"])
  func `groups are written as they were read`(_ text: String) throws {
    let crossing = try #require(Crossing(reading: text))
    #expect(crossing.name == text && "\(crossing)" == text)
  }

  @Test(arguments: ["18-24", "1*18-24", "18-24|25-34", "1*18-24|1*25-34", "a b|c*d"])
  func `categories are written as they were read`(_ text: String) throws {
    let category = try #require(MergedCategory(reading: text))
    #expect(category.name == text && "\(category)" == text)
  }

  @Test(arguments: ["", "*", "sex*", "*age", "sex**age"])
  func `a name that is missing beside a sign is refused`(_ text: String) {
    #expect(Crossing(reading: text) == nil)
    #expect(MergedCategory(reading: text) == nil)
    #expect(MergedCategory(reading: text.replacing("*", with: "|")) == nil)
    #expect(MergedCategory(reading: "1|\(text)") == nil)
  }

  @Test func `a merge binds less than a crossing`() {
    let category = MergedCategory(reading: "1*18-24|1*25-34")
    #expect(category?.categories.map(\.parts) == [["1", "18-24"], ["1", "25-34"]])
    #expect(category?.isMerged == true)
    #expect(MergedCategory(reading: "1*18-24")?.isMerged == false)
  }

  @Test func `crossing and merging keep the order of the parts`() {
    let men = CrossedCategory(["1"])
    #expect(men.crossed(with: CrossedCategory(["18-24"])).name == "1*18-24")
    #expect(MergedCategory([men]).merged(with: MergedCategory("2")).name == "1|2")
  }
}
