import FoundationEssentials
import ReferenceData
import Testing

@testable import LavaanSyntax
@testable import StructuralModels

/// What Tests/Reference/confirmatory-scores.R computed.
private struct ScoreReference: Decodable {
  struct Tests: Decodable {
    let lhs, op, rhs: [String]
    let group: [Int]
    let statistic: [Double?]
    let change: [Double?]?
  }
  struct Errors: Decodable {
    let parameter: [String]
    let error: [Double]
  }

  let indices, scalarIndices, scalarReleased, metricRobustReleased: Tests
  let clustersInStrata, strata, weightedClustersInStrata: Errors
  let scores: [[Double]]

  static func load() throws -> ScoreReference {
    try JSONDecoder().decode(
      ScoreReference.self, from: Data(contentsOf: referenceFile("confirmatory-scores.json")))
  }
}

private func reference(_ name: String) throws -> ConfirmatoryReference.Case {
  try #require(ConfirmatoryReference.all?.cases.first { $0.case.name == name })
}

/// Every test of the reference has the same statistic and change; those it cannot compute are
/// left out here as well.
private func check(_ found: [ScoreTest], _ expected: ScoreReference.Tests) {
  for row in expected.lhs.indices {
    guard let statistic = expected.statistic[row] else { continue }
    let kind = Parameter.Operator(rawValue: expected.op[row]) ?? .defined
    let name = ParameterName(expected.lhs[row], kind, expected.rhs[row])
    let test = found.first {
      $0.parameter.name == name && $0.parameter.group == expected.group[row] - 1
    }
    #expect(relativeDifference(test?.statistic, statistic) < 1e-5, "\(name)")
    guard let change = expected.change?[row] else { continue }
    #expect(relativeDifference(test?.expectedChange, change) < 1e-5, "\(name)")
  }
}

@Suite("Score tests")
struct ScoreTestTests {
  @Test func `of what a model leaves out are lavaan's modification indices`() throws {
    let expected = try ScoreReference.load()
    let fit = try reference("three factors with means").fitted()
    check(fit.modificationIndices(), expected.indices)
    #expect(fit.modificationIndices().count == expected.indices.lhs.count)
    check(try reference("scalar").fitted().modificationIndices(), expected.scalarIndices)
  }

  @Test func `of equal parameters are lavaan's`() throws {
    let expected = try ScoreReference.load()
    check(try reference("scalar").fitted().equalityTests(), expected.scalarReleased)
    check(try reference("MLR, metric").fitted().equalityTests(), expected.metricRobustReleased)
  }

  @Test func `foretell what freeing the parameter brings`() throws {
    let reference = try reference("three factors with means")
    let fit = try reference.fitted()
    let best = try #require(fit.modificationIndices().first)
    var table = fit.table
    var freed = best.parameter
    freed.state = .free(table.freeCount)
    table.parameters.append(freed)
    table.freeCount += 1
    let wider = try ConfirmatoryFit(table, reference.answers(table.observed), estimator: .ml)
    let gain = fit.test.chisq - wider.test.chisq
    #expect(abs(gain - best.statistic) < 0.15 * gain)
    #expect(best.pvalue < 1e-6)
  }
}

@Suite("Errors under a design")
struct DesignErrorsTests {
  private func check(
    _ expected: ScoreReference.Errors, _ name: String, hasClusters: Bool
  ) throws {
    let reference = try reference(name)
    let table = try reference.table()
    let columns = try #require(ConfirmatoryReference.all?.data["hs"])
    var answers = try reference.answers(table.observed)
    func labels(_ name: String) -> [Int] { (columns[name]?.numbers ?? []).map { Int($0) } }
    answers.groups[0].strata = labels("stratum")
    answers.groups[0].clusters = hasClusters ? labels("cluster") : nil
    let fit = try ConfirmatoryFit(table, answers, estimator: .mlr)
    for (text, error) in zip(expected.parameter, expected.error) {
      let parameter = table.parameters.first {
        $0.text.filter { $0 != " " } == text && $0.freeIndex != nil
      }
      let found = parameter.map { fit.estimate(of: $0).standardError }
      #expect(relativeDifference(found, error) < 1e-6, "\(text)")
    }
  }

  @Test func `are those of the totals of scores, by R's survey`() throws {
    let expected = try ScoreReference.load()
    try check(expected.strata, "MLR", hasClusters: false)
    try check(expected.clustersInStrata, "MLR", hasClusters: true)
    try check(expected.weightedClustersInStrata, "weighted", hasClusters: true)
  }

  @Test func `do not depend on whether clusters that link no groups are numbered apart`() throws {
    let reference = try reference("clusters in groups")
    let table = try reference.table()
    var answers = try reference.answers(table.observed)
    let apart = try ConfirmatoryFit(table, answers, estimator: .mlr)
    // One interview of each group in a common cluster: errors hardly change.
    let common = answers.groups[0].clusters?[0] ?? 0
    answers.groups[1].clusters?[0] = common
    let linked = try ConfirmatoryFit(table, answers, estimator: .mlr)
    for parameter in table.parameters where parameter.freeIndex != nil {
      let (a, b) = (apart.estimate(of: parameter), linked.estimate(of: parameter))
      #expect(abs(a.standardError - b.standardError) < 0.2 * a.standardError)
      #expect(a.value == b.value)
    }
    #expect(apart.test.chisq == linked.test.chisq)
  }
}

@Suite("Scores of factors")
struct ConfirmatoryScoresTests {
  @Test func `by regression are lavaan's`() throws {
    let reference = try reference("three factors with means")
    let fit = try reference.fitted()
    let scores = try fit.factorScores(reference.answers(fit.table.observed).groups[0].answers)
    let expected = try ScoreReference.load().scores
    for (row, values) in expected.enumerated() {
      for (factor, value) in values.enumerated() {
        #expect(relativeDifference(scores[factor][row], value) < 1e-5)
      }
    }
  }
}
