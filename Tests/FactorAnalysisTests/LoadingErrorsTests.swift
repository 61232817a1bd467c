import Estimation
import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Standard errors of rotated loadings")
struct LoadingErrorsTests {
  /// Extractions and rotations, each with the derivative that it must agree with.
  static let cases: [(ExtractionMethod, FactorRotation, Bool?)] = [
    (.minres, .oblimin, nil), (.maximumLikelihood, .oblimin, nil),
    (.weightedLeastSquares, .oblimin, nil), (.generalisedLeastSquares, .oblimin, nil),
    (.minres, .varimax, nil), (.maximumLikelihood, .quartimax, nil),
    (.maximumLikelihood, .geomin, nil), (.minres, .geomin, true),
    (.maximumLikelihood, .geominOrthogonal, nil), (.maximumLikelihood, .promax, nil),
    (.minres, .promax, false), (.minres, .target, nil), (.minres, .targetOrthogonal, nil),
  ]

  /// One answer of one interview is weighted a little more: the solution moves as its influence
  /// says.
  @Test("Derivatives of the solution are those of small differences", arguments: cases)
  func derivatives(_ method: ExtractionMethod, _ rotation: FactorRotation, _ kaiser: Bool?) throws {
    let columns = twoFactorAnswers(seed: 3, rows: 120)
    let target = RotationTarget(
      (0..<8).map { item in item < 4 ? [nil, 0] : [0, item == 5 ? 0.6 : nil] })
    func analysis(_ weight: Double) throws -> (ExploratoryFactorAnalysis, ItemAnswers) {
      var weights = Array(repeating: 1.0, count: 120)
      weights[17] += weight
      let answers = try ItemAnswers(names: itemNames(8), columns: columns, weights: weights)
      let options = RotationOptions(isNormalised: kaiser, starts: 3, target: target)
      let found = try ExploratoryFactorAnalysis(
        ItemCovariance(answers, missing: .listwise), factors: 2, method: method,
        rotation: rotation, options: options)
      return (found, answers)
    }
    let step = 1e-4
    let (plain, answers) = try analysis(0)
    let (more, less) = (try analysis(step).0, try analysis(-step).0)
    let influence = try CorrelationInfluence(plain.covariance, of: answers)
    let slopes = try SolutionSlopes(plain, at: plain.covariance.correlationMatrix)
    let expected = influence.contributions(slopes.values).row(17)
    let found = zip(statistics(more), statistics(less)).map { ($0 - $1) / (2 * step) }
    #expect(largestDifference(found, expected) < 2e-6)
    #expect(expected.contains { abs($0) > 1e-3 })
  }

  private func statistics(_ analysis: ExploratoryFactorAnalysis) -> [Double] {
    let loadings = (0..<2).flatMap { factor in analysis.loadings.map { $0[factor] } }
    return loadings + [analysis.factorCorrelations[0][1]] + analysis.uniquenesses
  }

  /// lavaan's own information for rotated loadings is up to 0.1 % away from the generalised inverse.
  @Test(
    "Errors of normal theory are those of the expected information, and lavaan's",
    arguments: [("oblimin", 2e-5), ("lavaan", 2e-3), ("one", 1e-5)])
  func normalReference(_ name: String, _ tolerance: Double) throws {
    let expected = try #require(ExploratoryReference.load().errors[name])
    let factors = expected.loadings[0].count
    let answers = try ExploratoryReference.answers(items: expected.items.count)
    let found = try ExploratoryFactorAnalysis(
      ItemCovariance(answers, missing: .listwise), factors: factors, method: .maximumLikelihood)
    let errors = try found.normalErrors()
    let places = places(found.loadings, expected.loadings)
    let loadingErrors = errors.loadings.map { row in places.map { row[$0] } }
    #expect(largestRatio(loadingErrors, expected.loadingErrors) < tolerance)
    #expect(largestRatio([errors.uniquenesses], [expected.uniquenessErrors]) < tolerance)
    if let correlation = expected.factorCorrelationErrors.first {
      #expect(abs(errors.factorCorrelations[0][1] / correlation - 1) < tolerance)
    }
  }

  @Test("Errors under strata, clusters and weights are survey's of numerical derivatives")
  func designReference() throws {
    let expected = try ExploratoryReference.load().design
    let answers = try ExploratoryReference.answers(items: 10) { Double(($0 + 1) % 3 + 1) }
    let clusters = answers.weights.indices.map { $0 / 12 }
    let design = PooledDesign([
      try SurveyDesign(
        weights: answers.weights, strata: clusters.map { "\($0 % 4)" },
        clusters: clusters.map { "\($0)" })
    ])
    let found = try ExploratoryFactorAnalysis(
      ItemCovariance(answers, missing: .listwise), factors: 2, method: .maximumLikelihood)
    let errors = try found.errors(of: answers, design: design)
    let places = places(found.loadings, expected.loadings)
    let own = aligned(found.loadings, found.factorCorrelations, to: expected.loadings)
    #expect(largestDifference(own.loadings, expected.loadings) < 1e-5)
    let loadingErrors = errors.loadings.map { row in places.map { row[$0] } }
    #expect(largestRatio(loadingErrors, expected.loadingErrors) < 1e-4)
    #expect(
      abs(errors.factorCorrelations[0][1] / expected.factorCorrelationError - 1) < 1e-4)
  }

  /// Which of our factors stands at each place of the reference's.
  private func places(_ loadings: [[Double]], _ expected: [[Double]]) -> [Int] {
    expected[0].indices.map { target in
      func product(_ factor: Int) -> Double {
        abs(zip(loadings, expected).reduce(0) { $0 + $1.0[factor] * $1.1[target] })
      }
      return loadings[0].indices.max { product($0) < product($1) } ?? 0
    }
  }

  private func largestRatio(_ found: [[Double]], _ expected: [[Double]]) -> Double {
    zip(found.joined(), expected.joined()).map { abs($0 / $1 - 1) }.max() ?? .infinity
  }

  @Test("Several factors that were not rotated have no errors, and it is said why")
  func unrotated() throws {
    let found = try ExploratoryFactorAnalysis(
      twoFactorCovariance(seed: 1), factors: 2, rotation: .none)
    #expect(throws: FactorAnalysisError.rotationNotDetermined) { try found.normalErrors() }
    #expect("\(FactorAnalysisError.rotationNotDetermined)".contains("no standard errors"))
  }

  @Test("Errors by the design of many normal answers come near those of normal theory")
  func bases() throws {
    let columns = twoFactorAnswers(seed: 12, rows: 3000)
    let answers = try ItemAnswers(names: itemNames(8), columns: columns)
    let found = try ExploratoryFactorAnalysis(
      ItemCovariance(answers, missing: .listwise), factors: 2, method: .maximumLikelihood)
    let design = PooledDesign([try SurveyDesign(weights: answers.weights)])
    let (normal, own) = (
      try found.normalErrors(), try found.errors(of: answers, design: design)
    )
    for (first, second) in zip(normal.loadings.joined(), own.loadings.joined()) {
      #expect(abs(first / second - 1) < 0.15)
    }
    #expect(normal.degreesOfFreedom == nil && own.degreesOfFreedom == 2999)
  }

  @Test("One factor has errors without a rotation")
  func oneFactor() throws {
    let found = try ExploratoryFactorAnalysis(
      twoFactorCovariance(seed: 1), factors: 1, method: .maximumLikelihood, rotation: .none)
    let errors = try found.normalErrors()
    #expect(errors.loadings.allSatisfy { $0.count == 1 && $0[0] > 0.01 && $0[0] < 0.2 })
  }
}
