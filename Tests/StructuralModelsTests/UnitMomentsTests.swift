import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

@Suite("Sums over sampling units")
struct UnitMomentsTests {
  private let items = itemNames(5)

  /// Groups of 150 interviews in 12 clusters, which groups may share.
  private func data(areLinked: Bool, strata: Bool) throws -> GroupedAnswers {
    GroupedAnswers(
      groups: try (0..<3).map { group in
        let columns = Array(twoFactorAnswers(seed: UInt64(group) + 9, rows: 150)[..<5])
        let weights = columns[0].indices.map { 0.5 + Double($0 % 7) / 5 }
        return GroupedAnswers.Group(
          name: "g\(group)",
          answers: try ItemAnswers(names: items, columns: columns, weights: weights),
          strata: strata ? columns[0].indices.map { $0 % 4 } : nil,
          clusters: columns[0].indices.map { $0 % 12 + (areLinked ? 0 : 100 * group) })
      })
  }

  private func fit(_ data: GroupedAnswers) throws -> ConfirmatoryFit {
    let read = ModelSyntax.reading(
      "f =~ " + items.joined(separator: " + "), file: "model.lav")
    var options = ModelOptions()
    options.equalAcrossGroups = [.loadings, .intercepts]
    let table = try ParameterTable(
      read.syntax, groups: data.groups.map(\.name), options: options)
    return try ConfirmatoryFit(table, data, estimator: .mlr)
  }

  @Test("give the sums of the interviews' scores", arguments: [true, false])
  func scores(hasMeans: Bool) throws {
    let likelihood = try #require(try fit(data(areLinked: false, strata: true)).likelihood)
    for (place, group) in likelihood.maximum.point.groups.enumerated() {
      let sample = likelihood.search.samples[place]
      let rows = GroupScores.interviews(group.scoresOfInterviews(sample, hasMeans: hasMeans))
      let sums = group.scores(sample, hasMeans: hasMeans)
      guard case .units(let found) = sums else {
        Issue.record("no sums by unit")
        return
      }
      #expect(found.rows == 12)
      #expect(
        largestDifference(found.elements, sample.units.sums(of: rows).elements) < 1e-10)
      let (centred, centredRows) = (sums.centred(sample), rows.centred(sample))
      #expect(
        largestDifference(
          sample.units.sums(of: centred).elements, sample.units.sums(of: centredRows).elements)
          < 1e-10)
    }
  }

  @Test("give the trace of the saturated model, linked groups or not", arguments: [true, false])
  func trace(areLinked: Bool) throws {
    let data = try data(areLinked: areLinked, strata: false)
    let likelihood = try #require(try fit(data).likelihood)
    let samples = likelihood.search.samples
    #expect(samples.allSatisfy { $0.unitMoments != nil && ($0.links != nil) == areLinked })
    let moments = samples.map { SaturatedMoments($0.patterns, itemCount: $0.itemCount) }
    let found = try #require(SaturatedTrace(samples, hasMeans: true).value(moments))
    // The longer way: whitened rows, summed by cluster.
    let units = areLinked ? SamplingUnits(samples) : nil
    var (expected, start) = (0.0, 0)
    for (sample, moments) in zip(samples, moments) {
      let pattern = sample.patterns[0]
      let factor = try #require(CholeskyFactor(moments.covariance))
      let centred = Matrix(
        columns: (0..<5).map { item in
          pattern.answers.column(item).map { $0 - moments.means[item] }
        })
      let z = factor.whitened(centred.transposed)
      var columns = (0..<5).map { item in pattern.weights.indices.map { z[item, $0] } }
      for first in 0..<5 {
        for second in 0...first {
          columns.append(
            pattern.weights.indices.map { row in
              first == second
                ? 0.5.squareRoot() * (z[first, row] * z[first, row] - 1)
                : z[first, row] * z[second, row]
            })
        }
      }
      let scores = Matrix(columns: columns.map { zip($0, pattern.weights).map { $0 * $1 } })
      var rows = Matrix(
        rows: units == nil ? scores.rows : samples.reduce(0) { $0 + $1.count },
        columns: scores.columns)
      for column in 0..<scores.columns {
        for row in 0..<scores.rows {
          rows[(units == nil ? 0 : start) + row, column] = scores[row, column]
        }
      }
      start += sample.count
      expected +=
        (units ?? sample.units).crossProduct(of: rows).diagonal.reduce(0, +)
        / pattern.weightSum
    }
    #expect(abs(found / expected - 1) < 1e-11)
  }

  @Test("give the covariance of scores where clusters link groups")
  func linked() throws {
    let likelihood = try #require(try fit(data(areLinked: true, strata: true)).likelihood)
    let (samples, structure) = (likelihood.search.samples, likelihood.search.structure)
    let groups = likelihood.maximum.point.groups
    var joint = Matrix(
      rows: samples.reduce(0) { $0 + $1.count }, columns: structure.table.freeCount)
    var start = 0
    for (place, group) in structure.groups.enumerated() {
      let own = groups[place].scoresOfInterviews(samples[place], hasMeans: true)
      for (column, index) in group.freeIndices.enumerated() {
        for row in 0..<own.rows { joint[start + row, index] += own[row, column] }
      }
      start += own.rows
    }
    let expected = SamplingUnits(samples).crossProduct(of: joint)
    let scores = groups.indices.map { groups[$0].scores(samples[$0], hasMeans: true) }
    guard case .linked(let found) = ScoreCovariance(scores, samples, structure) else {
      Issue.record("the groups are linked")
      return
    }
    let size = expected.elements.map(abs).max() ?? 1
    #expect(largestDifference(found.elements, expected.elements) < 1e-10 * size)
    #expect(SamplingUnits.count(of: samples) == SamplingUnits(samples).count)
  }
}
