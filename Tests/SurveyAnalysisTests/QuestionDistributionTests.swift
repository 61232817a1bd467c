import Estimation
import SampleStudies
import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("Distributions")
struct QuestionDistributionTests {
  private let all = DisclosureRule.none

  private func distribution(
    _ question: Question, _ column: Column, base: EstimateBase = .asked, rule: DisclosureRule
  ) throws -> QuestionDistribution {
    let sample = Fixture.sample(
      try Fixture.questionnaire([question]), [question.name: column])
    let answers = try #require(AnswerColumn(question.name, in: sample))
    let design = try SurveyDesign(weights: sample.design.baseWeights)
    return answers.distribution(in: design, base: base, rule: rule)
  }

  private func shares(_ distribution: QuestionDistribution) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: distribution.rows.map {
        ($0.answer.name, $0.share?.value ?? .nan)
      })
  }

  @Test("The base is all who were asked, with 'don't know' and refusals as rows of their own")
  func askedBase() throws {
    var column = Fixture.codes([1, 1, 5, 97, 98, nil, 2, 3, 4])
    column.remove(at: 8, because: .invalid)
    column.remove(at: 7, because: .notAsked)
    column.remove(at: 6, because: .notAsked)
    let distribution = try distribution(Fixture.question("Q"), column, rule: all)
    #expect(distribution.count == 5 && distribution.outsideBase.notAsked == 2)
    #expect(distribution.notRecordedCount == 2)
    #expect(
      distribution.rows.map(\.answer.name) == ["1", "2", "3", "4", "5", "dont-know", "refused"])
    #expect(distribution.rows.map(\.count) == [2, 0, 0, 0, 1, 1, 1])
    let shares = shares(distribution)
    #expect(abs((shares["1"] ?? 0) - 2.0 / 5) < 1e-12)
    #expect(abs(shares.values.reduce(0, +) - 1) < 1e-12)
    #expect(try abs(#require(distribution.mean).value - 100.0 / 3) < 1e-9)
    #expect(distribution.mean?.count == 3)
  }

  @Test(
    "A refusal is in the base; who was not asked, or whose answer nobody knows, is not",
    arguments: [
      (MissingReason.dontKnow, true), (.refused, true), (.noAnswer, true), (.notAsked, false),
      (.notAskedOrLost, false), (.lost, false), (.invalid, false),
    ])
  func base(of reason: MissingReason, isIn: Bool) throws {
    var column = Fixture.codes([1, 1, 5, 5])
    column.remove(at: 3, because: reason)
    let distribution = try distribution(Fixture.question("Q"), column, rule: all)
    #expect(distribution.count == (isIn ? 4 : 3))
    #expect((distribution[.missing(reason)]?.count == 1) == isIn)
    #expect(abs((shares(distribution)["1"] ?? 0) - (isIn ? 0.5 : 2.0 / 3)) < 1e-12)
    let outside = distribution.outsideBase
    #expect(
      [outside.notAsked, outside.notRecorded, outside.notAskedOrNotRecorded]
        == [
          reason == .notAsked, reason == .lost || reason == .invalid, reason == .notAskedOrLost,
        ].map { $0 ? 1 : 0 })
  }

  @Test("Every interview is in the base, or in one number beside it", arguments: 0..<200)
  func accounting(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var column = Fixture.codes((0..<60).map { _ in 1 + below(5) })
    for row in 0..<60 where below(3) == 0 {
      column.remove(at: row, because: MissingReason.allCases[below(MissingReason.allCases.count)])
    }
    for isStrict in [false, true] {
      let rule = DisclosureRule(minimumCell: 5, minimumBase: 1, isStrict: isStrict)
      let distribution = try distribution(Fixture.question("Q"), column, rule: rule)
      let outside = distribution.outsideBase
      #expect(
        distribution.count + outside.notAsked + outside.notRecorded
          + outside.notAskedOrNotRecorded == 60)
      #expect(distribution.count == column.missing.count { !($0?.isOutsideBase ?? false) })
      let isFew = (1..<5).contains(outside.notRecorded)
      #expect(
        distribution.notRecordedCount == (isStrict && isFew ? nil : outside.notRecorded))
      for row in distribution.rows where row.suppression == nil {
        guard let share = row.share?.value else { continue }
        let given = column.missing.indices.count { place in
          switch row.answer {
          case .missing(let reason): column.missing[place] == reason
          case .choice(let name): column.missing[place] == nil && column.code(at: place) == name
          case .answered: false
          }
        }
        #expect(abs(share - Double(given) / Double(distribution.count)) < 1e-12)
      }
    }
  }

  @Test("Of those with an opinion, the others are no part of the base")
  func opinionBase() throws {
    let distribution = try distribution(
      Fixture.question("Q"), Fixture.codes([1, 1, 5, 97, 98, nil]), base: .opinion, rule: all)
    #expect(distribution.count == 3)
    #expect(distribution.rows.map(\.answer.name) == ["1", "2", "3", "4", "5"])
    #expect(abs((shares(distribution)["1"] ?? 0) - 2.0 / 3) < 1e-12)
  }

  @Test("Shares of several answers are of all who were asked")
  func several() throws {
    let list = Fixture.list(["x", "y"])
    let distribution = try distribution(
      Fixture.question("M", .selectMultiple(list), measure: .nominal),
      Fixture.sets([["x"], ["x", "y"], [], nil], of: list), rule: all)
    #expect(distribution.allowsSeveral)
    #expect(distribution.rows.map(\.answer.name) == ["x", "y"])
    #expect(distribution.rows.map { $0.share?.value } == [2.0 / 3, 1.0 / 3])
    #expect(distribution.notRecordedCount == 1)
    #expect(distribution.mean == nil)
  }

  @Test("Numbers have a mean and quartiles in their own unit, and no row for each value")
  func numbers() throws {
    let distribution = try distribution(
      Fixture.question("N", .integer, measure: .scale),
      Fixture.numbers([1, 2, 3, 4, nil]), rule: all)
    #expect(distribution.rows.map(\.answer.name) == ["answered"] && distribution.count == 4)
    #expect(distribution.mean?.value == 2.5 && distribution.meanUnit == .own)
    #expect(distribution.quartiles?.median?.value == 2)
  }

  private let survey = DisclosureRule(minimumCell: 5, minimumBase: 30)

  @Test("A base under the minimum shows nothing; a small share of a large base is shown, no count")
  func smallBase() throws {
    let few = try distribution(
      Fixture.question("Q"), Fixture.codes(Array(repeating: 3, count: 29)), rule: survey)
    #expect(few.suppression == .base(minimum: 30))
    #expect(few.rows.allSatisfy { $0.share == nil && $0.count == nil })
    #expect(few.mean == nil)
    let enough = try distribution(
      Fixture.question("Q"), Fixture.codes(Array(repeating: 3, count: 30) + [1]), rule: survey)
    #expect(enough.suppression == nil)
    #expect(enough[.choice("1")]?.count == nil && enough[.choice("1")]?.share != nil)
    #expect(enough[.choice("2")]?.count == 0 && enough[.choice("3")]?.count == 30)
  }

  @Test("In the strict mode a cell of few is hidden, one more beside it, and the mean")
  func smallCell() throws {
    let distribution = try distribution(
      Fixture.question("Q"),
      Fixture.codes(Array(repeating: 3, count: 40) + Array(repeating: 2, count: 9) + [1, 1, 1, 1]),
      rule: survey.strict)
    #expect(distribution[.choice("1")]?.suppression == .cell(minimum: 5))
    // From the base and the others, the hidden cell could be computed.
    #expect(distribution[.choice("2")]?.suppression == .secondary)
    for hidden in ["1", "2"] {
      #expect(distribution[.choice(hidden)]?.count == nil)
      #expect(distribution[.choice(hidden)]?.share == nil)
    }
    #expect(distribution[.choice("3")]?.count == 40)
    #expect(distribution.mean == nil)
    let survey = try self.distribution(
      Fixture.question("Q"), Fixture.codes(Array(repeating: 3, count: 40) + [1]), rule: survey)
    #expect(survey.rows.allSatisfy { $0.suppression == nil } && survey.mean != nil)
  }

  @Test("A sensitive question is always read by the strict rule")
  func sensitive() throws {
    var question = Fixture.question("Q")
    question.isSensitive = true
    let distribution = try distribution(
      question, Fixture.codes(Array(repeating: 3, count: 40) + [1]), rule: survey)
    #expect(distribution[.choice("1")]?.suppression == .cell(minimum: 5))
  }

  @Test("A quantile needs as many answers on each side as a base")
  func quantileSides() throws {
    func quartiles(_ count: Int) throws -> QuestionDistribution.Quartiles? {
      try distribution(
        Fixture.question("N", .integer, measure: .scale),
        Fixture.numbers((1...count).map(Double.init)), rule: survey
      ).quartiles
    }
    #expect(try quartiles(40) == nil)
    let some = try #require(try quartiles(80))
    #expect(some.lower == nil && some.median?.value == 40 && some.upper == nil)
    let all = try #require(try quartiles(124))
    #expect(all.lower != nil && all.median != nil && all.upper != nil)
  }
}

extension Column {
  /// The code of a chosen answer of ``Fixture/agreement``.
  fileprivate func code(at row: Int) -> String? {
    guard case .choices(let places) = values, places[row] >= 0 else { return nil }
    return Fixture.agreement.choices[Int(places[row])].name
  }
}
