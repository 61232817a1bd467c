import ReferenceData
import Testing

@testable import FactorAnalysis

private func answers(_ column: [Double]) throws -> ItemAnswers {
  try ItemAnswers(names: ["Q1"], columns: [column])
}

@Suite("Categories that a group lacks")
struct CategoryCollapseTests {
  @Test("An end of the scale is merged with the category beside it, in every group, and is named")
  func end() throws {
    let groups = try OrdinalAnswers.aligned([
      ("Псков", answers([1, 2, 3, 3])), ("Выборг", answers([1, 2, 3, 4])),
    ])
    let collapse = CategoryCollapse(
      item: "Q1", category: 4, neighbour: 3, groups: ["Псков"])
    #expect(groups.allSatisfy { $0.collapses == [collapse] })
    #expect(groups.allSatisfy { $0.categories == [[1, 2, 3]] })
    #expect(groups[1].codes == [[0, 1, 2, 2]])
    #expect(
      collapse.description
        == "item 'Q1': nobody in Псков answered 4; 4 is counted as 3 in every group")
  }

  @Test("Within the scale the neighbour is the one that fewer chose")
  func middle() throws {
    let groups = try OrdinalAnswers.aligned([
      ("a", answers([1, 1, 1, 3, 4])), ("b", answers([1, 2, 3, 4, 4])),
    ])
    #expect(groups[0].collapses.map(\.category) == [2])
    #expect(groups[0].collapses.map(\.neighbour) == [3])
    #expect(groups[1].codes == [[0, 1, 1, 2, 2]])
  }

  @Test("Two categories beside one another are merged one after the other")
  func chain() throws {
    let groups = try OrdinalAnswers.aligned([
      ("a", answers([3, 3, 4])), ("b", answers([1, 2, 3, 4])),
    ])
    #expect(groups[0].categories == [[3, 4]])
    #expect(groups[1].codes == [[0, 0, 0, 1]])
    #expect(groups[1].collapses.count == 2)
  }

  @Test("Missing answers and rows of weight 0 have no category")
  func missing() throws {
    let ordinal = try OrdinalAnswers(
      ItemAnswers(names: ["Q1"], columns: [[1, .nan, 5, 2]], weights: [1, 1, 0, 1]))
    #expect(ordinal.categories == [[1, 2]])
    #expect(ordinal.codes == [[0, 2, 2, 1]])
  }

  @Test("Groups that have the same categories are left as they are")
  func nothing() throws {
    let groups = try OrdinalAnswers.aligned([("a", answers([1, 2])), ("b", answers([2, 2, 1]))])
    #expect(groups.flatMap(\.collapses) == [])
  }

  @Test("What cannot be mended is said in words")
  func refused() throws {
    let many = try answers((0..<30).map(Double.init))
    let few = try [("a", answers([1, 2, 3])), ("b", answers([1, 2, 2]))]
    #expect(
      throws: FactorAnalysisError.categoryMissingInGroup(item: "Q1", category: 3, group: "b")
    ) { try OrdinalAnswers.aligned(few, emptyCategories: .refused) }
    let constant = try [("a", answers([1, 2, 3])), ("b", answers([2, 2]))]
    #expect(throws: FactorAnalysisError.itemWithoutVarianceInGroup(item: "Q1", group: "b")) {
      try OrdinalAnswers.aligned(constant)
    }
    #expect(
      FactorAnalysisError.categoryMissingInGroup(item: "Q1", category: 3, group: "b").description
        == "item 'Q1': nobody in 'b' answered 3, which others did: leave the item out, or take the "
        + "groups together")
    let apart = try [("a", answers([1, 2])), ("b", answers([3, 4]))]
    #expect(throws: FactorAnalysisError.self) { try OrdinalAnswers.aligned(apart) }
    #expect(
      throws: FactorAnalysisError.tooManyCategories(item: "Q1", found: 30, most: 20)
    ) { try OrdinalAnswers(many) }
  }
}
