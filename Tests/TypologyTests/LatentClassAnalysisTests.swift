import Estimation
import NumericalMethods
import ReferenceData
import Testing

@testable import Typology

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

  @Test("Planted types are found, stable, and the same in both halves", arguments: UInt64(0)..<4)
  func planted(seed: UInt64) throws {
    let (rows, types) = plantedTypes(seed: seed)
    let groups = CategoricalAnswers(
      categories: ["a", "b"], codes: types.indices.map { Int32($0 % 2) })
    let found = try LatentClassAnalysis(
      items(rows), classes: 3, design: simpleDesign(rows.count), groups: groups,
      search: LatentClassAnalysis.Search(starts: 5, seed: seed))
    let agreement = jaccard(
      found.memberships, types, clusters: 3, weights: types.map { _ in 1 })
    #expect(agreement.allSatisfy { $0 > 0.85 })
    #expect(found.stability(resamples: 8).verdict == .stable)
    #expect(try #require(found.comparability()).isComparable)
    #expect((found.entropy ?? 0) > 0.8 && found.classificationError < 0.1)
    for (group, own) in found.groupShareEstimates.enumerated() {
      #expect(abs(own.reduce(0) { $0 + $1.value } - 1) < 1e-12)
      #expect(largestDifference(own.map(\.value), found.modalGroupShares[group]) < 0.06)
    }
    let gap = found.difference(of: 0, group: 0, from: 1)
    #expect(abs(gap.value) < 4 * gap.standardError)
  }

  @Test("BIC knows the number of planted types")
  func numberOfClasses() throws {
    let (rows, _) = plantedTypes(seed: 11)
    let design = try simpleDesign(rows.count)
    let criteria = try (1...4).map {
      try LatentClassAnalysis(items(rows), classes: $0, design: design, search: Self.search).bic
    }
    #expect(criteria.indices.min { criteria[$0] < criteria[$1] } == 2)
  }

  @Test("Types that answer differently in two groups are no common types")
  func notComparable() throws {
    let (rows, _) = plantedTypes(seed: 5, rows: 400)
    let shifted = rows.enumerated().map { row, answers in
      row < 200 ? answers : answers.enumerated().map { $0 < 3 ? (2 * $1) % 3 : $1 }
    }
    let found = try LatentClassAnalysis(
      items(shifted), classes: 3, design: simpleDesign(400),
      groups: CategoricalAnswers(
        categories: ["a", "b"], codes: (0..<400).map { $0 < 200 ? 0 : 1 }), search: Self.search)
    let comparability = try #require(found.comparability())
    #expect(!comparability.isComparable)
    #expect((comparability.largestDifferences.max() ?? 0) > 0.2)
  }

  @Test("A standard error is the spread over samples")
  func spread() throws {
    let found = try (0..<60).map { seed in
      let (rows, _) = plantedTypes(seed: UInt64(seed) + 100, rows: 200, items: 5)
      let analysis = try LatentClassAnalysis(
        items(rows), classes: 3, design: simpleDesign(rows.count),
        search: LatentClassAnalysis.Search(starts: 4))
      return analysis.shareEstimates[0]
    }
    let mean = found.reduce(0) { $0 + $1.value } / 60
    let variance = found.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / 59
    let error = found.reduce(0) { $0 + $1.standardError } / 60
    // The standard deviation of 60 values has an error of 9 %.
    #expect(abs(error / variance.squareRoot() - 1) < 0.3)
  }

  @Test("The same seed gives the same bytes; rows in another order, and weights, the same classes")
  func invariance() throws {
    let (rows, _) = plantedTypes(seed: 2)
    let design = try simpleDesign(rows.count)
    let first = try LatentClassAnalysis(
      items(rows), classes: 3, design: design, search: Self.search)
    let again = try LatentClassAnalysis(
      items(rows), classes: 3, design: design, search: Self.search)
    #expect(again.probabilities == first.probabilities && again.shares == first.shares)
    #expect(again.stability(resamples: 3) == first.stability(resamples: 3))
    let heavy = try PooledDesign([SurveyDesign(weights: rows.map { _ in 3 })])
    let others = [
      try LatentClassAnalysis(items(rows), classes: 3, design: heavy, search: Self.search),
      try LatentClassAnalysis(
        items(rows.reversed()), classes: 3, design: design, search: Self.search),
    ]
    for other in others {
      #expect(abs(other.logLikelihood / first.logLikelihood - 1) < 1e-11)
      #expect(largestDifference(other.shares, first.shares) < 1e-7)
      #expect(
        largestDifference(
          other.shareEstimates.map(\.standardError), first.shareEstimates.map(\.standardError))
          < 1e-6)
    }
  }

  @Test("An interview without answers is left out, and counted; a category nobody chose has 0")
  func missing() throws {
    var (rows, _) = plantedTypes(seed: 3)
    rows[7] = rows[7].map { _ in -1 }
    rows[8][2] = -1
    var items = items(rows)
    items = CategoricalItems(
      names: items.names,
      answers: items.answers.map {
        CategoricalAnswers(
          categories: ["never"] + $0.categories, codes: $0.codes.map { $0 < 0 ? $0 : $0 + 1 })
      })
    let found = try LatentClassAnalysis(
      items, classes: 2, design: simpleDesign(rows.count), search: Self.search)
    #expect(found.unansweredCount == 1 && found.interviewCount == rows.count - 1)
    #expect(found.memberships[7] == -1 && found.posteriors[7] == nil)
    #expect(found.posteriors[8]?.reduce(0, +).rounded() == 1)
    #expect(found.probabilities.allSatisfy { $0.allSatisfy { $0[0] == 0 } })
    #expect(found.parameterCount == 1 + 2 * 6 * 2)
  }

  @Test("What cannot be answered is refused in words, and what is shaky is said")
  func refused() throws {
    let (rows, _) = plantedTypes(seed: 6, rows: 60)
    func error(_ rows: [[Int]], classes: Int) -> TypologyError? {
      #expect(throws: TypologyError.self) {
        try LatentClassAnalysis(
          items(rows), classes: classes, design: simpleDesign(rows.count), search: Self.search)
      }
    }
    #expect(error(rows, classes: 5) == .tooFewInterviews(found: 60, parameters: 64))
    #expect(
      error(rows.map { Array($0[..<2]) }, classes: 2) == .tooManyClasses(asked: 2, most: 1))
    #expect(error(rows.map { [1] + $0[1...] }, classes: 2) == .itemWithOneCategory("Q1"))
    #expect(error(rows.map { [-1] + $0[1...] }, classes: 2) == .itemWithoutAnswers("Q1"))
    #expect(
      error(rows.map { Array($0[..<2]) }, classes: 2)?.description
        == "2 classes are not identified by these items: at most 1 can be asked for; "
        + "ask for fewer, or add items")
    // Goodman's unidentifiable model: three classes of four items with two categories.
    let counts = try #require(TypologyReference.load().stoufferToby.counts)
    let three = try LatentClassAnalysis(
      TypologyReference.stoufferToby(counts), classes: 3, design: simpleDesign(216),
      search: LatentClassAnalysis.Search(starts: 3, cycles: 300))
    #expect(three.warnings.contains(.notIdentified))
    #expect(three.shareEstimates[0].confidenceInterval() == nil)
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
