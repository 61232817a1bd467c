import FoundationEssentials
import ReferenceData
import Testing

@testable import FactorAnalysis
@testable import StructuralModels

/// What Tests/Reference/ordinal-scores.R found.
private struct Reference: Decodable {
  struct Case: Decodable {
    let name: String
    let group: Int
    /// Item after item, of 40 interviews.
    let answers: [[Double]]
    /// Factor after factor.
    let scores: [[Double]]
  }

  let cases: [Case]

  static func load() throws -> Reference {
    try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: referenceFile("ordinal-scores.json")))
  }
}

@Suite("Factor scores from ordered answers")
struct OrdinalFactorScoresTests {
  private func fit(_ name: String) throws -> ConfirmatoryFit {
    try #require(OrdinalModelReference.all?.cases.first { $0.case.name == name }).fitted()
  }

  @Test func `are the modes that lavaan's EBM looks for`() throws {
    let cases = try Reference.load().cases
    #expect(cases.count == 4)
    for known in cases {
      let fit = try fit(known.name)
      let answers = try ItemAnswers(names: fit.table.observed, columns: known.answers)
      let scores = try fit.factorScores(answers, group: known.group)
      for (own, expected) in zip(scores, known.scores) {
        for (a, b) in zip(own, expected) { #expect(abs(a - b) < 1e-5, "\(known.name)") }
      }
    }
  }

  @Test func `are the factor's mean where nothing is answered and rise with an answer`() throws {
    let fit = try fit("three")
    var columns = fit.table.observed.map { _ in [Double.nan, .nan, .nan, 1] }
    columns[0] = [.nan, 1, 4, 2]
    let scores = try fit.factorScores(ItemAnswers(names: fit.table.observed, columns: columns))
    #expect(scores.allSatisfy { abs($0[0]) < 1e-12 })
    #expect(scores[0][1] < scores[0][0] && scores[0][0] < scores[0][2])
  }

  @Test func `are refused for an answer that the model does not know`() throws {
    let fit = try fit("three")
    var columns = fit.table.observed.map { _ in [1.0] }
    columns[2] = [2.5]
    let answers = try ItemAnswers(names: fit.table.observed, columns: columns)
    #expect(throws: ModelError.answerUnknown("x3", group: "")) { try fit.factorScores(answers) }
  }
}
