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
    let covariance = try #require(expected.aligned().covariance)
    let errors = covariance.diagonal.map { max(0, $0).squareRoot() }
    #expect(largestDifference(errors, expected.standardErrors) < 1e-5)
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
