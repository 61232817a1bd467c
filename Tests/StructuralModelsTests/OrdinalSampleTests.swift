import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

@Suite("Ordered answers under a design")
struct OrdinalSampleTests {
  private let items = itemNames(4)

  /// Answers of three categories that one factor stands behind.
  private func columns(seed: UInt64, rows: Int = 300) -> [[Double]] {
    twoFactorAnswers(seed: seed, rows: rows, items: 8)[..<4].map { column in
      column.map { $0 < -0.4 ? 1 : $0 < 0.6 ? 2 : 3 }
    }
  }

  private func fit(
    _ groups: [GroupedAnswers.Group], equal: Set<EqualityAcrossGroups> = [],
    estimator: ModelEstimator = .wlsmv, thresholds: Int = 2
  ) throws -> ConfirmatoryFit {
    let read = ModelSyntax.reading(
      "trust =~ " + items.joined(separator: " + "), file: "model.lav")
    var options = ModelOptions()
    options.equalAcrossGroups = equal
    for item in items { options.ordered[item] = thresholds }
    let table = try ParameterTable(
      read.syntax, groups: groups.map(\.name), options: options)
    return try ConfirmatoryFit(table, GroupedAnswers(groups: groups), estimator: estimator)
  }

  private func group(
    _ columns: [[Double]], name: String = "", strata: [Int]? = nil, clusters: [Int]? = nil
  ) throws -> GroupedAnswers.Group {
    GroupedAnswers.Group(
      name: name, answers: try ItemAnswers(names: items, columns: columns), strata: strata,
      clusters: clusters)
  }

  private func errors(_ fit: ConfirmatoryFit) -> [Double] {
    fit.table.parameters.map { fit.estimate(of: $0).standardError }
  }

  @Test("Clusters of one interview each are no clusters", arguments: UInt64(0)..<2)
  func clustersOfOne(seed: UInt64) throws {
    let columns = columns(seed: seed)
    let plain = try fit([group(columns)])
    let rows = columns[0].indices
    let clustered = try fit([group(columns, clusters: rows.reversed().map { $0 + 7 })])
    #expect(largestDifference(errors(clustered), errors(plain)) < 1e-9)
    #expect(abs(clustered.test.chisq - plain.test.chisq) < 1e-7)
    let stratum = try fit([group(columns, strata: rows.map { _ in 3 })])
    #expect(largestDifference(errors(stratum), errors(plain)) < 1e-9)
  }

  @Test("Interviews that were counted twice say no more than once, if the clusters tell so")
  func twins() throws {
    let columns = columns(seed: 5)
    let plain = try fit([group(columns)])
    let doubled = columns.map { $0 + $0 }
    let rows = Array(columns[0].indices)
    let told = try fit([group(doubled, clusters: rows + rows)])
    #expect(largestDifference(errors(told), errors(plain)) < 1e-7)
    #expect(abs((told.test.scaledChisq ?? 0) - (plain.test.scaledChisq ?? 1)) < 1e-5)
    let untold = try fit([group(doubled)])
    let (first, second) = (errors(untold), errors(plain))
    #expect(abs(first[1] / second[1] - 0.5.squareRoot()) < 0.01)
  }

  @Test("People asked in two waves link the groups: what does not change has no error")
  func linked() throws {
    let columns = columns(seed: 8)
    let people = Array(columns[0].indices)
    let equal: Set<EqualityAcrossGroups> = [.loadings, .thresholds]
    let told = try fit(
      [
        group(columns, name: "2024", clusters: people),
        group(columns, name: "2025", clusters: people),
      ], equal: equal)
    let untold = try fit(
      [group(columns, name: "2024"), group(columns, name: "2025")], equal: equal)
    let change = try #require(
      told.table.parameters.first {
        $0.left == "trust" && $0.kind == .intercept && $0.group == 1
      })
    #expect(abs(told.estimate(of: change).value) < 1e-8)
    let index = try #require(change.freeIndex)
    #expect(abs(told.covariance[index, index]) < 1e-12)
    #expect(untold.estimate(of: change).standardError > 0.02)
    #expect(largestDifference(told.estimates, untold.estimates) < 1e-8)
  }

  @Test("What the model cannot be estimated from is said in words")
  func badInput() throws {
    var columns = columns(seed: 2)
    let good = try group(columns, name: "Pskov")
    columns[1] = columns[1].map { $0 == 1 ? 2 : $0 }
    let lacking = try group(columns, name: "Petrozavodsk")
    #expect(throws: ModelError.self) { try fit([good, lacking]) }
    do {
      _ = try fit([good, lacking])
    } catch let error as ModelError {
      #expect(error.description.contains("Petrozavodsk"))
      #expect(error.description.contains("Q2"))
      #expect(error.description.contains("leave the item out"))
    }
    columns[1] = columns[1].map { _ in 2 }
    let constant = try group(columns, name: "Petrozavodsk")
    #expect(throws: ModelError.itemWithoutVariance("Q2", group: "Petrozavodsk")) {
      try fit([good, constant])
    }
    #expect(throws: ModelError.self) { try fit([good], thresholds: 3) }
    #expect(throws: ModelError.self) { try fit([good], estimator: .mlr) }
    let few = try group(columns.map { Array($0[..<4]) }, name: "Pskov")
    #expect(throws: ModelError.tooFewInterviews(group: "Pskov", found: 4, needed: 5)) {
      try fit([few])
    }
  }
}
