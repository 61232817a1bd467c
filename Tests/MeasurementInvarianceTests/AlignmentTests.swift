import NumericalMethods
import ReferenceData
import Testing

@testable import MeasurementInvariance

/// What R's optimiser found (`Tests/Reference/alignment.R`).
private struct AlignmentReference: Decodable {
  struct Case: Decodable {
    let fixed: Bool
    let power, criterion: Double
    let counts: [Int]
    let configuralLoadings, configuralIntercepts, loadings, intercepts: [[Double]]
    let variancesOfEstimates, means, variances, standardErrors: [Double]
    let r2Intercepts, r2Loadings: [Double]

    var estimates: ConfiguralEstimates {
      let size = variancesOfEstimates.count
      return ConfiguralEstimates(
        groups: counts.enumerated().map { ("G\($0 + 1)", $1) },
        items: itemNames(configuralLoadings[0].count),
        estimates: (configuralLoadings, configuralIntercepts),
        covariances: (0..<size).map { row in
          (0..<size).map { $0 == row ? variancesOfEstimates[row] : 0 }
        })
    }

    func aligned() -> Alignment {
      var options = Alignment.Options()
      options.identification = fixed ? .fixed : .free
      options.loss.power = power
      return Alignment(estimates, options: options)
    }
  }
  let cases: [Case]
}

@Suite("Alignment")
struct AlignmentTests {
  private func reference(_ index: Int) throws -> AlignmentReference.Case {
    let reference: AlignmentReference = try referenceJSON("alignment.json")
    return reference.cases[index]
  }

  @Test("Finds the minimum that R's optimiser finds", arguments: 0..<4)
  func minimum(_ index: Int) throws {
    let expected = try reference(index)
    let alignment = expected.aligned()
    #expect(largestDifference([alignment.criterion], [expected.criterion]) < 1e-10)
    #expect(largestDifference(alignment.means, expected.means) < 1e-6)
    #expect(largestDifference(alignment.variances, expected.variances) < 1e-6)
    #expect(largestDifference(alignment.loadings, expected.loadings) < 1e-6)
    #expect(largestDifference(alignment.intercepts, expected.intercepts) < 1e-6)
    let parameters = try #require(alignment.parameters)
    #expect(
      largestDifference(
        parameters.map(\.rSquared), expected.r2Loadings + expected.r2Intercepts) < 1e-6)
  }

  @Test("Has the standard errors of R's numerical derivatives", arguments: 0..<4)
  func standardErrors(_ index: Int) throws {
    let expected = try reference(index)
    let alignment = expected.aligned()
    let covariance = try #require(alignment.covariance)
    #expect(largestDifference(errors(alignment, covariance), expected.standardErrors) < 1e-5)
  }

  /// Of means, then loadings, then intercepts, group after group.
  private func errors(_ alignment: Alignment, _ covariance: AlignedCovariance) -> [Double] {
    let parameters = AlignedParameter.Kind.allCases.flatMap { kind in
      let items = alignment.items.indices.map { covariance.matrix(of: kind, $0) }
      return alignment.groups.indices.flatMap { group in items.map { $0[group, group] } }
    }
    return (covariance.means.diagonal + parameters).map { max(0, $0).squareRoot() }
  }

  @Test("Independent groups need no covariance of all parameters", arguments: [true, false])
  func independent(isFixed: Bool) throws {
    let estimates = planted(seed: 2)
    var options = Alignment.Options()
    options.identification = isFixed ? .fixed : .free
    // Correlated within each group.
    let size = 2 * estimates.items.count
    let blocks = estimates.groups.indices.map { group in
      Matrix(rows: size, columns: size) { row, column in
        0.0009 * (row == column ? 1 + 0.1 * Double(group) : 0.3 / Double(1 + abs(row - column)))
      }
    }
    let count = estimates.groups.count * estimates.items.count
    func place(_ index: Int) -> (group: Int, place: Int) {
      let within = index % count
      let item = within % estimates.items.count
      return (within / estimates.items.count, index < count ? item : estimates.items.count + item)
    }
    let joint = Matrix(rows: 2 * count, columns: 2 * count) { row, column in
      let (a, b) = (place(row), place(column))
      return a.group == b.group ? blocks[a.group][a.place, b.place] : 0
    }
    func aligned(_ covariance: ConfiguralCovariance) -> Alignment {
      var own = estimates
      own.covariance = covariance
      return Alignment(own, options: options)
    }
    let whole = aligned(ConfiguralCovariance(joint: joint, groups: estimates.groups.count))
    let parts = aligned(ConfiguralCovariance(byGroup: blocks))
    let (known, found) = (try #require(whole.covariance), try #require(parts.covariance))
    #expect(largestDifference(found.means.elements, known.means.elements) < 1e-14)
    for kind in AlignedParameter.Kind.allCases {
      for item in estimates.items.indices {
        #expect(
          largestDifference(
            found.matrix(of: kind, item).elements, known.matrix(of: kind, item).elements) < 1e-14)
      }
    }
    #expect(parts.parameters == whole.parameters)
  }

  @Test("Two roots are the power of a quarter")
  func roots() {
    let loss = Alignment.Loss()
    for x in stride(from: -3.0, through: 3, by: 0.37) {
      let power = Elementary.pow(x * x + loss.epsilon, 0.25)
      let found = loss.derivatives(at: x)
      #expect(abs(found.value / power - 1) < 1e-15)
      let step = 1e-5
      let (low, high) = (loss.derivatives(at: x - step), loss.derivatives(at: x + step))
      #expect(abs(found.first - (high.value - low.value) / (2 * step)) < 1e-8)
      #expect(abs(found.second - (high.first - low.first) / (2 * step)) < 1e-7)
    }
  }

  /// Ten groups of 600, six items, one shifted intercept and one weaker loading.
  private func planted(seed: UInt64) -> ConfiguralEstimates {
    var stream = RandomStream(seed: seed)
    let (groups, items) = (10, 6)
    let error = 0.03
    var (loadings, intercepts) = ([[Double]](), [[Double]]())
    for group in 0..<groups {
      let mean = group == 0 ? 0 : stream.normal(standardDeviation: 0.4)
      let deviation = Elementary.exp(stream.normal(standardDeviation: 0.1))
      var (own, means) = ([Double](), [Double]())
      for item in 0..<items {
        let isWeak = group == 4 && item == 2
        let loading: Double = 0.7 + 0.05 * Double(item % 3) - (isWeak ? 0.35 : 0)
        let shift: Double = group == 7 && item == 1 ? 0.5 : 0
        let noise = (
          stream.normal(standardDeviation: error), stream.normal(standardDeviation: error)
        )
        own.append(loading * deviation + noise.0)
        means.append(0.1 * Double(item) + loading * mean + shift + noise.1)
      }
      loadings.append(own)
      intercepts.append(means)
    }
    let size = 2 * groups * items
    return ConfiguralEstimates(
      groups: (0..<groups).map { ("G\($0)", 600) }, items: itemNames(items),
      estimates: (loadings, intercepts),
      covariances: (0..<size).map { row in (0..<size).map { $0 == row ? error * error : 0 } })
  }

  @Test("Names the planted intercept and loading, and hardly any other", arguments: 0..<10)
  func planting(_ seed: UInt64) throws {
    let alignment = Alignment(planted(seed: seed))
    let parameters = try #require(alignment.parameters)
    let found = parameters.filter { !$0.differingGroups.isEmpty }
    let loading = found.first { $0.kind == .loading && $0.item == "Q3" }
    let intercept = found.first { $0.kind == .intercept && $0.item == "Q2" }
    #expect(loading?.differingGroups == ["G4"])
    #expect(intercept?.differingGroups == ["G7"])
    #expect(found.count <= 3)
    #expect(try #require(alignment.shareDiffering) <= 0.05)
  }

  @Test("Groups that are alike need no alignment")
  func alike() throws {
    let loadings = [0.8, 0.7, 0.6]
    let estimates = ConfiguralEstimates(
      groups: [("A", 300), ("B", 500)], items: itemNames(3),
      estimates: ([loadings, loadings], [[1, 2, 3], [1, 2, 3]]))
    let alignment = Alignment(estimates)
    #expect(largestDifference(alignment.means, [0, 0]) < 1e-9)
    #expect(largestDifference(alignment.variances, [1, 1]) < 1e-9)
    #expect(alignment.parameters == nil)
    #expect(alignment.meanStandardErrors == nil)
  }

  @Test("The same seed gives the same alignment")
  func repeatable() {
    let (first, second) = (Alignment(planted(seed: 3)), Alignment(planted(seed: 3)))
    #expect(first.means == second.means)
    #expect(first.loadings == second.loadings)
  }
}
