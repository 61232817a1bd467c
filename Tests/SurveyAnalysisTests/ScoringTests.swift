import SampleStudies
import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("Scoring")
struct ScoringTests {
  /// The values of the one score of factor F made of these items and columns.
  private func score(
    _ items: [Factor.Item], _ questions: [Question], _ columns: [String: Column]
  ) throws -> [Double] {
    let questionnaire = try Fixture.questionnaire(questions)
    let scored = Scoring(factors: [Fixture.factor("F", items)])
      .score(Fixture.sample(questionnaire, columns))
    return try #require(scored[ScoreID(factor: "F")]).values
  }

  @Test("All fives are 100, all ones 0, and a reversed item is symmetrical")
  func limitsAndKeying() throws {
    let columns = ["Q": Fixture.codes([5, 1, 3, 2, 4])]
    let questions = [Fixture.question("Q")]
    #expect(
      try score([Fixture.item("Q")], questions, columns) == [100, 0, 50, 25, 75])
    #expect(
      try score([Fixture.item("Q", keying: .negative)], questions, columns)
        == [0, 100, 50, 75, 25])
  }

  @Test("97 is no answer in a score where the choice list says so, and a number in an age")
  func ninetySeven() throws {
    let values = try score([Fixture.item("Q")], [Fixture.question("Q")], ["Q": Fixture.codes([97])])
    #expect(values[0].isNaN)
    let age = try score(
      [Fixture.item("AGE", limits: 0...100)],
      [Fixture.question("AGE", .integer, measure: .scale)], ["AGE": Fixture.numbers([97])])
    #expect(age == [97])
  }

  @Test(
    "A score needs two thirds of its items",
    arguments: [
      (1, 1, true), (1, 2, false), (1, 3, false), (2, 3, true), (2, 4, false), (3, 4, true),
      (3, 5, false), (4, 5, true), (4, 6, true),
    ])
  func twoThirds(answered: Int, items: Int, stands: Bool) throws {
    let names = (0..<items).map { "Q\($0)" }
    let columns = names.enumerated().map { ($1, Fixture.codes([$0 < answered ? 4 : nil])) }
    let values = try score(
      names.map { Fixture.item($0) }, names.map { Fixture.question($0) },
      Dictionary(uniqueKeysWithValues: columns))
    #expect(values[0].isNaN != stands)
    if stands { #expect(values == [75]) }
  }

  @Test("A count is the share of the chosen; choosing 'none of these' is 0")
  func counts() throws {
    let list = Fixture.list(["1", "2", "3", "4", "5"], exclusive: ["5"])
    let values = try score(
      [Fixture.item("B", kind: .formative, scoring: .count)],
      [Fixture.question("B", .selectMultiple(list), measure: .nominal)],
      [
        "B": Fixture.sets(
          [["1", "3"], ["1", "2", "3", "4"], ["5"], ["1", "5"], [], nil], of: list)
      ])
    #expect(values.prefix(5) == [50, 100, 0, 0, 0])
    #expect(values[5].isNaN)
  }

  @Test("Formative frequencies are scored by their mean")
  func formativeMean() throws {
    let list = Fixture.list(["0", "1", "2", "3"])
    let values = try score(
      [Fixture.item("C1", kind: .formative), Fixture.item("C2", kind: .formative)],
      [Fixture.question("C1", .selectOne(list)), Fixture.question("C2", .selectOne(list))],
      ["C1": Fixture.codes([0, 3], of: list), "C2": Fixture.codes([3, 3], of: list)])
    #expect(values == [50, 100])
  }

  @Test("A number outside the limits that the sheet gives is no answer")
  func outsideLimits() throws {
    let values = try score(
      [Fixture.item("N", limits: 0...10)], [Fixture.question("N", .decimal, measure: .scale)],
      ["N": Fixture.numbers([5, 11, -1])])
    #expect(values[0] == 50)
    #expect(values[1].isNaN && values[2].isNaN)
  }

  @Test("Reflective and formative items of one factor are two scores")
  func separateParts() throws {
    let list = Fixture.list(["1", "2"])
    let questionnaire = try Fixture.questionnaire([
      Fixture.question("R"), Fixture.question("B", .selectMultiple(list), measure: .nominal),
    ])
    let factor = Fixture.factor(
      "CIV", [Fixture.item("R"), Fixture.item("B", kind: .formative, scoring: .count)])
    let scored = Scoring(factors: [factor]).score(
      Fixture.sample(
        questionnaire, ["R": Fixture.codes([5]), "B": Fixture.sets([["1"]], of: list)]))
    #expect(scored.scores.map(\.id.name) == ["CIV", "CIV.formative"])
    #expect(scored.scores.map(\.values) == [[100], [50]])
    #expect(scored.scores.map(\.definition.kind) == [.reflective, .formative])
  }

  @Test("The index is the equal mean of all facets, or none")
  func index() throws {
    let questionnaire = try Fixture.questionnaire(["A1", "A2", "B1"].map { Fixture.question($0) })
    let factor = Fixture.factor(
      "INN", layer: .outcome,
      [
        Fixture.item("A1", facet: "A"), Fixture.item("A2", facet: "A"),
        Fixture.item("B1", facet: "B"),
      ])
    let scored = Scoring(factors: [factor]).score(
      Fixture.sample(
        questionnaire,
        [
          "A1": Fixture.codes([5, 5]), "A2": Fixture.codes([5, 5]),
          "B1": Fixture.codes([1, nil]),
        ]))
    let index = try #require(scored.index)
    #expect(index.values[0] == 50, "facets weigh the same, however many items they have")
    #expect(index.values[1].isNaN)
    #expect(scored.scores.map(\.id.name) == ["INN", "INN.A", "INN.B"])
  }

  @Test("A facet without questions leaves the study without an index, and says so")
  func indexWithoutFacet() throws {
    let questionnaire = try Fixture.questionnaire([Fixture.question("A1")])
    let factor = Fixture.factor(
      "INN", layer: .outcome, [Fixture.item("A1", facet: "A"), Fixture.item("B1", facet: "B")])
    let scored = Scoring(factors: [factor]).score(
      Fixture.sample(questionnaire, ["A1": Fixture.codes([5])]))
    #expect(scored.index == nil)
    #expect(scored.diagnostics.map(\.code) == ["factor-question-absent", "index-lacks-facets"])
  }

  @Test("A question without numeric limits, or without a column, is named")
  func diagnostics() throws {
    let letters = Fixture.list(["yes", "no"])
    let questionnaire = try Fixture.questionnaire([
      Fixture.question("L", .selectOne(letters)), Fixture.question("M"),
      Fixture.question("N", .integer),
    ])
    let factor = Fixture.factor("F", ["L", "M", "N"].map { Fixture.item($0) })
    let scored = Scoring(factors: [factor]).score(
      Fixture.sample(questionnaire, ["L": Fixture.codes([String?.none], of: letters)]))
    #expect(
      scored.diagnostics.map(\.code) == [
        "factor-question-without-limits", "factor-question-without-answers",
        "factor-question-without-limits",
      ])
    #expect(scored.diagnostics.allSatisfy { $0.location == Fixture.place })
    #expect(scored.scores.isEmpty)
  }
}
