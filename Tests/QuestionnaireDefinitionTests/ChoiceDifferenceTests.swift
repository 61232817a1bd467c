import SurveyModel
import Testing

@testable import QuestionnaireDefinition

@Suite("Choices of two versions")
struct ChoiceDifferenceTests {
  private func pair(_ before: ChoiceList, _ after: ChoiceList) throws -> QuestionPair {
    let difference = try Form.difference(
      [Form.question("Q", "How is it?", .selectOne(before))],
      [Form.question("Q", "How is it?", .selectOne(after))])
    return try #require(difference["Q"])
  }

  @Test("A reversed scale is recoded by its labels")
  func reversed() throws {
    let found = try pair(Form.list(Form.agreement), Form.list(Form.agreement.reversed()))
    #expect(found.verdict == .recodable && found.choices?.isReversed == true)
    #expect(found.maps?.later.text == "1=5; 2=4; 3=3; 4=2; 5=1")
    #expect(found.maps?.earlier.isIdentity == true)
  }

  @Test("Permuted codes are recoded by label")
  func permuted() throws {
    let found = try pair(Form.list(["Walks", "Bus", "Car"]), Form.list(["Car", "Walks", "Bus"]))
    #expect(found.verdict == .recodable && found.maps?.later.text == "1=3; 2=1; 3=2")
  }

  @Test("The same codes in another order are cosmetic")
  func reordered() throws {
    let found = try pair(
      Form.list(["Walks", "Bus", "Car"], codes: ["1", "2", "3"]),
      Form.list(["Car", "Walks", "Bus"], codes: ["3", "1", "2"]))
    #expect(found.verdict == .cosmetic && found.maps == nil)
  }

  @Test("Age bands that were split are merged to the coarser, exactly")
  func bands() throws {
    let found = try pair(
      Form.list(["18-34", "35-54", "55+"]), Form.list(["18–24", "25–34", "35–54", "55+"]))
    #expect(found.verdict == .recodable)
    #expect(found.choices?.split == [.init(whole: "1", parts: ["1", "2"])])
    #expect(found.maps?.earlier.text == "1=1; 2=2; 3=3")
    #expect(found.maps?.later.text == "1=1; 2=1; 3=2; 4=3")
    let gap = try pair(Form.list(["18-34", "35+"]), Form.list(["18-24", "26-34", "35+"]))
    #expect(gap.verdict == .notComparable)
  }

  @Test("Choices that a label joins are merged")
  func joined() throws {
    let found = try pair(Form.list(["Bus", "Tram", "Car"]), Form.list(["Bus or tram", "Car"]))
    #expect(found.verdict == .recodable)
    #expect(found.choices?.merged == [.init(whole: "1", parts: ["1", "2"])])
    #expect(found.maps?.earlier.text == "1=1; 2=1; 3=3" && found.maps?.later.text == "1=1; 2=3")
  }

  @Test("A choice that was added, taken away or put in other words is not comparable")
  func replaced() throws {
    let two = Form.list(["Bus", "Car"])
    #expect(try pair(two, Form.list(["Bus", "Car", "Bicycle"])).verdict == .notComparable)
    #expect(try pair(Form.list(["Bus", "Car", "Bicycle"]), two).verdict == .notComparable)
    let less = try pair(Form.list(["less", "more"]), Form.list(["much less", "more"]))
    #expect(less.verdict == .notComparable && less.choices?.reworded.count == 1)
  }

  @Test("“Don't know” that only one wave offers changes the base; a refusal does not")
  func missing() throws {
    let two = Form.list(["Yes", "No"])
    let known = try pair(
      two, Form.list(["Yes", "No", "Hard to say"], missing: ["Hard to say": .dontKnow]))
    #expect(known.verdict == .baseDiffers && known.base?.leavesOutNoOpinion == true)
    let refused = try pair(
      two, Form.list(["Yes", "No", "Refused"], missing: ["Refused": .refused]))
    #expect(refused.verdict == .cosmetic)
    let marked = try pair(
      Form.list(["Yes", "No", "Hard to say"]),
      Form.list(["Yes", "No", "Hard to say"], missing: ["Hard to say": .dontKnow]))
    #expect(marked.verdict == .recodable)
  }

  @Test("A scale with more points between the same ends is offered for rescaling")
  func rescaled() throws {
    func scale(_ points: Int) -> ChoiceList {
      Form.list(
        (1...points).map { $0 == 1 ? "1 – not at all" : $0 == points ? "\($0) – fully" : "\($0)" })
    }
    #expect(try pair(scale(5), scale(10)).verdict == .rescaled)
    let ends = Form.list(["1 – never", "2", "3", "4", "5", "6 – always"])
    #expect(try pair(scale(5), ends).verdict == .notComparable)
  }

  @Test("Every code of both waves has one target, and no map makes one choice two")
  func maps() throws {
    let found = try pair(
      Form.list(["Yes", "No", "Hard to say"], missing: ["Hard to say": .dontKnow]),
      Form.list(["No", "Yes", "Hard to say"], missing: ["Hard to say": .dontKnow]))
    let maps = try #require(found.maps)
    #expect(maps.earlier.text == "1=1; 2=2; 3=3" && maps.later.text == "1=2; 2=1; 3=3")
  }
}
