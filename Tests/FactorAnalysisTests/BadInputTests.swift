import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

/// What is asked of items that cannot answer it.
struct BadInput: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let columns: [[Double]]
  var weights: [Double]?
  var missing = MissingAnswers.listwise
  let error: FactorAnalysisError
  let words: String
}

private let good = twoFactorAnswers(seed: 9, rows: 20, items: 4)

@Suite("Items that cannot be analysed")
struct BadInputTests {
  @Test(
    "are refused in words",
    arguments: [
      BadInput(
        testDescription: "a constant item",
        columns: good[..<3] + [Array(repeating: 3, count: 20)], error: .itemWithoutVariance("Q4"),
        words: "item 'Q4' has the same answer in every interview"),
      BadInput(
        testDescription: "a constant item, pairwise",
        columns: [Array(repeating: 3, count: 20)] + good,
        missing: .pairwise, error: .itemWithoutVariance("Q1"),
        words: "item 'Q1' has the same answer in every interview"),
      BadInput(
        testDescription: "an item nobody answered",
        columns: good[..<3] + [Array(repeating: .nan, count: 20)],
        error: .itemWithoutAnswers("Q4"), words: "item 'Q4' has no answers"),
      BadInput(
        testDescription: "items never answered together",
        columns: [
          good[0].enumerated().map { $0 < 10 ? $1 : .nan },
          good[1].enumerated().map { $0 < 10 ? .nan : $1 }, good[2],
        ], error: .tooFewRows(found: 0, needed: 2),
        words: "0 complete interviews are too few: at least 2 are needed"),
      BadInput(
        testDescription: "items never answered together, pairwise",
        columns: [
          good[0].enumerated().map { $0 < 10 ? $1 : .nan },
          good[1].enumerated().map { $0 < 10 ? .nan : $1 }, good[2],
        ], missing: .pairwise, error: .pairWithoutCovariance("Q1", "Q2"),
        words: "items 'Q1' and 'Q2' vary together in too few interviews"),
      BadInput(
        testDescription: "two items", columns: Array(good[..<2]),
        error: .tooFewItems(found: 2, needed: 3),
        words: "2 items are too few: at least 3 are needed"),
      BadInput(
        testDescription: "one item", columns: Array(good[..<1]),
        error: .tooFewItems(found: 1, needed: 2),
        words: "1 item is too few: at least 2 are needed"),
      BadInput(
        testDescription: "not more rows than items", columns: good.map { Array($0[..<4]) },
        error: .tooFewRows(found: 4, needed: 5),
        words: "4 complete interviews are too few: at least 5 are needed"),
      BadInput(
        testDescription: "a negative weight", columns: good,
        weights: Array(repeating: 1, count: 19) + [-1], error: .unusableWeight(row: 19),
        words: "the weight of row 20 is negative or not a number"),
      BadInput(
        testDescription: "more factors than the items identify", columns: good,
        error: .tooManyFactors(asked: 2, most: 1),
        words: "2 factors are not identified by these items: at most 1 are"),
    ])
  func refused(_ input: BadInput) throws {
    let error = #expect(throws: FactorAnalysisError.self) {
      let answers = try ItemAnswers(
        names: itemNames(input.columns.count), columns: input.columns, weights: input.weights)
      let covariance = try ItemCovariance(answers, missing: input.missing)
      _ = try ExploratoryFactorAnalysis(covariance, factors: 2)
    }
    #expect(error == input.error)
    #expect(error?.description == input.words)
  }

  @Test("Items that cancel each other out have no α")
  func cancelling() throws {
    let columns = [good[0], good[0].map { -$0 }]
    let covariance = try ItemCovariance(
      ItemAnswers(names: itemNames(2), columns: columns), missing: .listwise)
    #expect(throws: FactorAnalysisError.sumWithoutVariance) { try Reliability(covariance) }
  }
}
