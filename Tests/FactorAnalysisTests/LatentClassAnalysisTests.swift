import Estimation
import NumericalMethods
import Testing

@testable import FactorAnalysis

@Suite("Latent class analysis")
struct LatentClassAnalysisTests {
  /// Relative: R stops where nothing moves by 1e-13, we by 1e-10.
  static let tolerance = 1e-7
  /// R's Hessian is numerical.
  static let errorTolerance = 1e-6

  static let search = LatentClassAnalysis.Search(starts: 8, seed: 3)

  @Test("Stouffer and Toby's respondents are of the two types that Goodman published")
  func stoufferToby() throws {
    let reference = try TypologyReference.load().stoufferToby
    let items = TypologyReference.stoufferToby(try #require(reference.counts))
    let found = try LatentClassAnalysis(
      items, classes: 2, design: simpleDesign(216), search: Self.search)
    agree(found, reference)
    let deviance = try #require(found.deviance)
    #expect(abs(deviance.gSquared - 2.72) < 0.005 && deviance.degreesOfFreedom == 6)
    #expect(abs(deviance.gSquared - (reference.gSquared ?? 0)) < Self.tolerance)
    #expect(abs(deviance.pearson - (reference.pearson ?? 0)) < 1e-6)
    #expect(abs(found.logLikelihood - (reference.flexmixLogLikelihood ?? 0)) < 1e-6)
    #expect(found.startsAtBest == 8 && found.warnings.isEmpty)
    let errors = found.shareEstimates.map(\.standardError)
    #expect(largestDifference(errors, reference.standardErrors ?? []) < Self.errorTolerance)
    #expect(
      largestDifference(probabilityErrors(found), reference.probabilityErrors ?? [])
        < Self.errorTolerance)
  }

  @Test("The published table of pleural thickening, three items and no degree of freedom left")
  func pleuralThickening() throws {
    // C. M. Dayton (1998). Latent Class Scaling Analysis, table 3.2; LEM, stopped at 7e-7.
    let counts = [1513, 23, 59, 12, 21, 19, 11, 34]
    let rows = counts.enumerated().flatMap { cell, count in
      Array(repeating: [cell / 4, cell / 2 % 2, cell % 2], count: count)
    }
    let found = try LatentClassAnalysis(
      items(rows), classes: 2, design: simpleDesign(rows.count), search: Self.search)
    #expect(abs(found.logLikelihood - -891.14280) < 1e-5)
    #expect(abs(found.bic - 1834.3213) < 1e-4 && abs(found.aic - 1796.2856) < 1e-4)
    #expect(largestDifference(found.shares, [0.9455, 0.0545]) < 1e-4)
    let yes = found.probabilities.map { $0.map { $0[1] } }
    #expect(
      largestDifference(yes, [[0.0100, 0.7490], [0.0354, 0.6434], [0.0109, 0.7650]]) < 2e-4)
    #expect(found.deviance == nil)
  }

  @Test("Weights, groups, strata, clusters and missing answers, as in R")
  func designBased() throws {
    let reference = try TypologyReference.load().neuroticism
    let rows = 0..<1200
    let design = try SurveyDesign(
      weights: rows.map { Double(($0 + 1) % 3 + 1) }, strata: rows.map { "\($0 / 12 % 4)" },
      clusters: rows.map { "\($0 / 12)" })
    let groups = CategoricalAnswers(
      categories: ["a", "b"], codes: rows.map { Int32(($0 + 1) / 2 % 2) })
    let found = try LatentClassAnalysis(
      TypologyReference.neuroticism(), classes: 3, design: PooledDesign([design]), groups: groups,
      search: LatentClassAnalysis.Search(starts: 4, seed: 1))
    agree(found, reference)
    #expect(found.deviance == nil)
    #expect(found.groupShareEstimates[0][0].degreesOfFreedom == 96)
    #expect(
      largestDifference(
        found.groupShareEstimates.map { $0.map(\.standardError) }, reference.groupShareErrors ?? []
      ) < Self.errorTolerance)
    #expect(
      largestDifference(probabilityErrors(found), reference.probabilityErrors ?? [])
        < Self.errorTolerance)
  }

  @Test("Without weights and groups, as in R")
  func unweighted() throws {
    let reference = try TypologyReference.load().neuroticismUnweighted
    let found = try LatentClassAnalysis(
      TypologyReference.neuroticism(), classes: 2, design: simpleDesign(1200),
      search: Self.search)
    agree(found, reference)
  }

  private func agree(
    _ found: LatentClassAnalysis, _ reference: TypologyReference.LatentClasses
  ) {
    #expect(found.isConverged)
    #expect(found.parameterCount == reference.parameters)
    #expect(found.interviewCount == reference.rows)
    #expect(abs(found.logLikelihood / reference.logLikelihood - 1) < 1e-11)
    #expect(
      largestDifference(
        [found.bic, found.aic, found.adjustedBIC, found.entropy ?? 0],
        [reference.bic, reference.aic, reference.adjustedBic, reference.entropy])
        < Self.tolerance)
    #expect(largestDifference(found.shares, reference.shares) < Self.tolerance)
    #expect(largestDifference(found.groupShares, reference.groupShares) < Self.tolerance)
    #expect(
      largestDifference(
        found.probabilities.flatMap { $0 }, reference.probabilities.flatMap { $0 })
        < Self.tolerance)
  }

  /// By item, then class, then category.
  private func probabilityErrors(_ found: LatentClassAnalysis) -> [Double] {
    found.items.answers.indices.flatMap { item in
      (0..<found.classes).flatMap { place in
        found.items.answers[item].categories.indices.map {
          found.probability(item: item, class: place, category: $0).standardError
        }
      }
    }
  }
}
