import FactorAnalysis
import LavaanSyntax
import NumericalMethods
import ReferenceData
import Testing

@testable import MeasurementInvariance
@testable import StructuralModels

/// Score tests by the whole information matrix, solved for each test anew: O(parameters³ + tests ×
/// parameters²), which ``ReleaseTest`` does group by group.
private struct WholeReleaseTest {
  let chisq: [Double]

  init(
    _ fit: ConfirmatoryFit, _ released: ParameterTable, rows: [Int]
  ) throws {
    let structure = try ModelStructure(released)
    let samples = try #require(fit.likelihood).search.samples
    var estimates = [Double](repeating: 0, count: released.freeCount)
    var constrained = [Int?](repeating: nil, count: released.freeCount)
    for (free, held) in zip(released.parameters, fit.table.parameters) {
      guard let index = free.freeIndex else { continue }
      estimates[index] = fit.estimate(of: held).value
      constrained[index] = held.freeIndex
    }
    let size = released.freeCount
    var (information, meat) = (
      Matrix(rows: size, columns: size), Matrix(rows: size, columns: size)
    )
    var gradient = [Double](repeating: 0, count: size)
    var scores: [Matrix] = []
    for (group, sample) in zip(structure.groups, samples) {
      let likelihood = try #require(
        GroupLikelihood(group, sample, at: group.parameters(of: estimates), hasMeans: true))
      information =
        information
        + likelihood.expectedInformation.embedded(at: group.freeIndices, size: size)
      for (index, slope) in zip(group.freeIndices, likelihood.gradient) {
        gradient[index] += slope
      }
      scores.append(likelihood.scoresOfInterviews(sample, hasMeans: true).withoutMeans)
    }
    if ScoreCovariance.areLinked(samples) {
      var joint = Matrix(rows: samples.reduce(0) { $0 + $1.count }, columns: size)
      var start = 0
      for (group, own) in zip(structure.groups, scores) {
        for (column, index) in group.freeIndices.enumerated() {
          for row in 0..<own.rows { joint[start + row, index] = own[row, column] }
        }
        start += own.rows
      }
      meat = SamplingUnits(samples).crossProduct(of: joint)
    } else {
      for (place, group) in structure.groups.enumerated() {
        let own = SamplingUnits([samples[place]]).crossProduct(of: scores[place])
        meat = meat + own.embedded(at: group.freeIndices, size: size)
      }
    }
    // The constrained parameters as sums of released ones.
    let choice = Matrix(rows: size, columns: fit.table.freeCount) {
      constrained[$0] == $1 ? 1 : 0
    }
    let held = choice.transposedTimes(information * choice)
    let factor = try #require(CholeskyFactor(held))
    chisq = rows.compactMap { row in
      guard let index = released.parameters[row].freeIndex else { return nil }
      let solved = choice * factor.solve(choice.transposed * information.column(index))
      let weights = solved.indices.map { ($0 == index ? 1 : 0) - solved[$0] }
      let middle = fit.estimator == .mlr ? meat : information
      let variance = zip(weights, middle * weights).reduce(0) { $0 + $1.0 * $1.1 }
      return gradient[index] * gradient[index] / variance
    }
  }
}

extension Matrix {
  fileprivate var withoutMeans: Matrix {
    Matrix(
      columns: (0..<columns).map { place in
        let column = column(place)
        let mean = column.reduce(0, +) / Double(column.count)
        return column.map { $0 - mean }
      })
  }
}

@Suite("Score tests of single parameters")
struct ReleaseTestTests {
  enum Units: String, CaseIterable { case interviews, strata, clusters, linked }

  private func answers(_ units: Units, groups: Int = 5) throws -> GroupedAnswers {
    GroupedAnswers(
      groups: try (0..<groups).map { group in
        var columns = Array(twoFactorAnswers(seed: UInt64(group), rows: 160)[..<4])
        if group == 2 { columns[1] = columns[1].map { $0 + 0.4 } }
        if group == 3 { columns[3] = columns[3].map { 1.6 * $0 } }
        let rows = columns[0].indices
        let start = units == .linked ? 0 : 1000 * group
        return GroupedAnswers.Group(
          name: "g\(group)", answers: try ItemAnswers(names: itemNames(4), columns: columns),
          strata: units == .strata || units == .clusters ? rows.map { $0 % 3 } : nil,
          clusters: units == .clusters || units == .linked
            ? rows.map { start + 3 * ($0 / 3 % 9) + $0 % 3 } : nil)
      })
  }

  @Test(
    "are those of the whole information matrix, whatever was drawn",
    arguments: [ModelEstimator.ml, .mlr], Units.allCases)
  func whole(_ estimator: ModelEstimator, _ units: Units) throws {
    let data = try answers(units)
    let model = MeasurementModel("f", items: itemNames(4))
    let table = LadderTable(model: model, groups: data.groups.map(\.name))
    for (level, kind) in [
      (InvarianceLevel.metric, Parameter.Operator.loading), (.scalar, .intercept),
    ] {
      let freed = [FreedParameter(item: "Q4", level: .metric, groups: ["g3"])]
      let held = table.table(level, freed: freed)
      let fit = try ConfirmatoryFit(held, data, estimator: estimator)
      let everywhere = model.items.map {
        FreedParameter(item: $0, level: level, groups: table.groups)
      }
      let released = table.table(level, freed: freed + everywhere)
      let candidates = held.parameters.indices.compactMap { row -> ReleaseTest.Candidate? in
        let parameter = held.parameters[row]
        let item = kind == .loading ? parameter.right : parameter.left
        guard parameter.kind == kind, model.items.contains(item),
          !(item == "Q4" && parameter.group == 3)
        else { return nil }
        return ReleaseTest.Candidate(item: item, group: parameter.group, row: row)
      }
      let whole = try WholeReleaseTest(fit, released, rows: candidates.map(\.row))
      let found = try #require(
        try ReleaseTest(fit, released: released, candidates: candidates))
      #expect(found.results.count == candidates.count)
      for (candidate, expected) in zip(candidates, whole.chisq) {
        let own = found.results.first {
          $0.item == candidate.item && $0.group == candidate.group
        }
        #expect(relativeDifference(own?.chisq, expected) < 1e-8)
      }
    }
  }

  @Test("Covariances of functions of parameters are those of the parameters' matrix")
  func functions() throws {
    let data = try answers(.clusters)
    let model = MeasurementModel("f", items: itemNames(4))
    let table = LadderTable(model: model, groups: data.groups.map(\.name)).table(.scalar)
    let fit = try ConfirmatoryFit(table, data, estimator: .mlr)
    var stream = RandomStream(seed: 4)
    let functions = (0..<6).map { _ in
      Dictionary(
        (0..<9).map { _ in (stream.integer(below: table.freeCount), stream.normal()) },
        uniquingKeysWith: { first, _ in first })
    }
    let dense = fit.covariance.matrix(of: Array(0..<table.freeCount))
    let slopes = Matrix(rows: table.freeCount, columns: functions.count) {
      functions[$1][$0] ?? 0
    }
    let expected = slopes.transposedTimes(dense * slopes)
    #expect(
      largestDifference(fit.covariance.covariances(of: functions).elements, expected.elements)
        < 1e-12)
  }
}
