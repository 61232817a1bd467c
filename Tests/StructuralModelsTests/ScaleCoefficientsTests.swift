import Estimation
import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis
@testable import StructuralModels

@Suite("Coefficients of reliability with their errors")
struct ScaleCoefficientsTests {
  private func covariance(_ weight: Double, items: Int = 8) throws -> ItemCovariance {
    var weights = Array(repeating: 1.0, count: 150)
    weights[11] += weight
    let columns = Array(twoFactorAnswers(seed: 4, rows: 150)[..<items])
    let answers = try ItemAnswers(names: itemNames(items), columns: columns, weights: weights)
    return try ItemCovariance(answers, missing: .listwise)
  }

  private func statistics(_ covariance: ItemCovariance) throws -> [SmoothStatistic] {
    let one = try OneFactorStatistics(covariance)
    let three = try OmegaHierarchical(covariance)
    let two = try OmegaHierarchical(covariance, groupFactors: 2)
    return [
      try .alpha(covariance.covarianceMatrix), try .standardisedAlpha(covariance),
      one.omegaTotal, one.averageVariance, three.hierarchical, three.all, two.hierarchical,
    ]
  }

  @Test("Derivatives by the covariances are those of small differences")
  func derivatives() throws {
    let step = 1e-4
    let (plain, more, less) = (
      try covariance(0), try covariance(step), try covariance(-step)
    )
    let moved = more.covarianceMatrix - less.covarianceMatrix
    let found = try zip(statistics(more), statistics(less)).map { $0.value - $1.value }
    let expected = try statistics(plain).map { $0.slopes.innerProduct(moved) }
    #expect(largestDifference(found, expected) < 1e-9)
    #expect(expected.allSatisfy { abs($0) > 1e-7 })
  }

  @Test("ω_t and α of a scale stand where Reliability has them, with an interval around each")
  func agreement() throws {
    let columns = Array(twoFactorAnswers(seed: 9)[..<4])
    let answers = try ItemAnswers(names: itemNames(4), columns: columns)
    let design = PooledDesign([try SurveyDesign(weights: answers.weights)])
    let scale = ScaleCoefficients(answers, design: design)
    let plain = try Reliability(ItemCovariance(answers, missing: .listwise))
    #expect(abs(try scale[.alpha].get().value - plain.alpha) < 1e-12)
    #expect(abs(try scale[.standardisedAlpha].get().value - plain.standardisedAlpha) < 1e-12)
    #expect(abs(try scale[.omegaTotal].get().value - plain.omega.get().value) < 1e-12)
    for coefficient in [ReliabilityCoefficient.alpha, .omegaTotal, .averageVarianceExtracted] {
      let found = try scale[coefficient].get()
      let interval = try #require(found.confidenceInterval())
      #expect(interval.contains(found.value) && interval.upper < 1)
      #expect(interval.upper - interval.lower < 0.2)
    }
    let feldt = plain.feldtInterval(level: 0.95)
    let own = try #require(try scale[.alpha].get().confidenceInterval())
    #expect(abs(own.lower - feldt.lowerBound) < 0.02 && abs(own.upper - feldt.upperBound) < 0.02)
  }

  @Test("What a scale has too few items for is said, and the others are there")
  func fewItems() throws {
    let columns = Array(twoFactorAnswers(seed: 9)[..<4])
    let answers = try ItemAnswers(names: itemNames(4), columns: columns)
    let design = PooledDesign([try SurveyDesign(weights: answers.weights)])
    let scale = ScaleCoefficients(answers, design: design)
    #expect(throws: ReliabilityError.items(.tooFewItems(found: 4, needed: 6))) {
      try scale[.omegaHierarchical].get()
    }
    // Normal answers are no ordered categories.
    #expect(throws: ReliabilityError.self) { try scale[.ordinalAlpha].get() }
    #expect(throws: Never.self) { try scale[.omegaTotal].get() }
  }

  @Test(
    "Interviews repeated within their clusters change neither value nor error",
    arguments: UInt64(0)..<10)
  func repeatedRowsInClusters(seed: UInt64) throws {
    let columns = twoFactorAnswers(seed: seed, rows: 60, items: 6).map {
      $0.map { ($0 * 2).rounded() }
    }
    func estimates(_ copies: Int) throws -> [Double] {
      let repeated = columns.map { column in
        column.flatMap { Array(repeating: $0, count: copies) }
      }
      let answers = try ItemAnswers(names: itemNames(6), columns: repeated)
      let clusters = (0..<60).flatMap { Array(repeating: "\($0)", count: copies) }
      let design = PooledDesign([
        try SurveyDesign(weights: answers.weights, clusters: clusters)
      ])
      let scale = ScaleCoefficients(answers, design: design)
      let coefficients: [ReliabilityCoefficient] = [.standardisedAlpha, .omegaTotal, .ordinalAlpha]
      return try coefficients.flatMap { coefficient in
        let found = try scale[coefficient].get()
        return [found.value, found.estimate.standardError]
      }
    }
    let (once, thrice) = (try estimates(1), try estimates(3))
    #expect(largestDifference(once, thrice) < 1e-6, "\(once) \(thrice)")
  }

  @Test(
    "Values and errors under weights, strata and clusters are R's",
    arguments: ReliabilityCoefficient.allCases.filter {
      ![.ordinalAlpha, .omegaCategorical].contains($0)
    })
  func design(_ coefficient: ReliabilityCoefficient) throws {
    let reference = try ReliabilityReference.load()
    let isShort = [.omegaTotal, .averageVarianceExtracted].contains(coefficient)
    let names = Array(reference.items.names.prefix(isShort ? 5 : 10))
    let answers = try ReliabilityReference.answers(names, weighted: true)
    let scale = ScaleCoefficients(
      answers, design: try ReliabilityReference.design(answers), coefficients: [coefficient])
    let found = try scale[coefficient].get().estimate
    let expected = try #require(reference.design[coefficient.rawValue])
    let name = "\(coefficient) \(found.value) \(found.standardError) \(expected)"
    // R's rotation stops at a gradient of 1e-8, its derivatives are central differences.
    #expect(abs(found.value / expected.value - 1) < 1e-6, "\(name)")
    #expect(abs(found.standardError / expected.standardError - 1) < 1e-4, "\(name)")
    #expect(found.degreesOfFreedom == expected.df)
  }

  @Test("ω_h is that of R's converged solution, and psych's to its own stop")
  func omegaHierarchical() throws {
    let reference = try ReliabilityReference.load()
    let answers = try ReliabilityReference.answers(reference.items.names, weighted: false)
    let found = try OmegaHierarchical(ItemCovariance(answers, missing: .listwise))
    #expect(abs(found.value - reference.plain.omegaHierarchical) < 1e-6)
    #expect(abs(found.total - reference.plain.omegaTotalOfGroups) < 1e-8)
    #expect(largestDifference(found.generalLoadings, reference.plain.general) < 1e-6)
    #expect(abs(found.value - reference.plain.psychOmegaHierarchical) < 9e-4)
    #expect(abs(found.total - reference.plain.psychOmegaTotal) < 9e-4)
  }

  @Test("Average variance extracted is semTools's, ordinal α that of psych's polychoric matrix")
  func others() throws {
    let reference = try ReliabilityReference.load()
    let names = Array(reference.items.names.prefix(5))
    let answers = try ReliabilityReference.answers(names, weighted: false)
    let design = try ReliabilityReference.design(answers, clustered: false)
    let scale = ScaleCoefficients(answers, design: design)
    let extracted = try scale[.averageVarianceExtracted].get().value
    #expect(abs(extracted - reference.plain.averageVarianceExtracted) < 1e-9)
    #expect(abs(extracted - reference.plain.semToolsAVE) < 1e-6)
    #expect(abs(try scale[.ordinalAlpha].get().value - reference.plain.ordinalAlpha) < 1e-4)
  }

  /// Input and output of Tests/Reference/ordinal-alpha.R.
  private struct OrdinalAlpha: Decodable {
    struct Bootstrap: Decodable { let error: Double }
    let items: [String]
    let count: Int
    let ordinalAlpha, deltaError: Double
    let bootstrap: Bootstrap
  }

  @Test("Ordinal α and its error are lavaan's by the delta method, near a bootstrap's")
  func ordinalError() throws {
    let expected: OrdinalAlpha = try referenceJSON("ordinal-alpha.json")
    let answers = try ReliabilityReference.answers(expected.items, weighted: false)
    let scale = ScaleCoefficients(
      answers, design: try ReliabilityReference.design(answers, clustered: false),
      coefficients: [.ordinalAlpha])
    let found = try scale[.ordinalAlpha].get().estimate
    #expect(answers.weights.count == expected.count)
    #expect(abs(found.value / expected.ordinalAlpha - 1) < 1e-5)
    #expect(abs(found.standardError / expected.deltaError - 1) < 1e-3)
    #expect(abs(found.standardError / expected.bootstrap.error - 1) < 0.15)
  }

  /// The correlations' information is that of the products of scores, as lavaan has it, and not of
  /// second derivatives: the two part where what stands behind the answers is not normal.
  @Test("Other weights move ordinal α as the interviews' influence says")
  func ordinalInfluence() throws {
    let names = itemNames(4)
    let columns = twoFactorAnswers(seed: 6, rows: 3000)[..<4].map { column in
      column.map { min(2, max(-2, ($0 * 1.2).rounded())) }
    }
    let plain = try ItemAnswers(
      names: names, columns: columns, weights: (0..<3000).map { Double($0 % 3 + 1) })
    // Those who answer alike make the items correlate.
    let isAlike = plain.weights.indices.map { row in
      let own = plain.columns.map { $0[row] }
      return (own.max() ?? 0) - (own.min() ?? 0) < 2.5
    }
    func reweighted(_ step: Double) throws -> (ItemCovariance, ItemAnswers) {
      let weights = plain.weights.enumerated().map { isAlike[$0] ? $1 * (1 + step) : $1 }
      let answers = try ItemAnswers(names: names, columns: plain.columns, weights: weights)
      return (try ItemCovariance(answers, missing: .listwise, kind: .polychoric), answers)
    }
    func value(_ step: Double) throws -> Double {
      try SmoothStatistic.alpha(reweighted(step).0.correlationMatrix).value
    }
    let (covariance, answers) = try reweighted(0)
    let slopes = try SmoothStatistic.alpha(covariance.correlationMatrix).pairSlopes
    let influence = try CorrelationInfluence(covariance, of: answers).contributions(slopes)
    let expected = isAlike.indices.reduce(0) { $0 + (isAlike[$1] ? influence[$1, 0] : 0) }
    let found = try (value(0.01) - value(-0.01)) / 0.02
    #expect(abs(expected - found) < 0.1 * abs(found), "\(expected) \(found)")
  }
}
