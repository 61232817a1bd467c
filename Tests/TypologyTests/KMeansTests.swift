import Estimation
import NumericalMethods
import ReferenceData
import Testing

@testable import Typology

@Suite("k-means")
struct KMeansTests {
  @Test("R's best of 300 starts is found, and its indices", arguments: 0..<3)
  func reference(index: Int) throws {
    let reference = try TypologyReference.load().kmeans[index]
    let found = try KMeans(
      StandardisedScores(names: itemNames(5), standardised: TypologyReference.scores()),
      clusters: reference.clusters, design: simpleDesign(TypologyReference.scores()[0].count),
      search: KMeans.Search(starts: 10))
    #expect(abs(found.withinSumOfSquares / reference.within - 1) < 1e-11)
    #expect(abs(found.totalSumOfSquares / reference.total - 1) < 1e-11)
    #expect(largestDifference(found.centres, reference.centres) < 1e-10)
    let sizes = (0..<found.clusters).map { place in
      Double(found.memberships.count { $0 == place })
    }
    #expect(sizes == reference.sizes)
    #expect(abs((found.calinskiHarabasz ?? 0) / reference.calinskiHarabasz - 1) < 1e-11)
    #expect(abs((found.silhouette ?? 0) - reference.silhouette) < 1e-11)
  }

  @Test("A weight counts as so many interviews")
  func weights() throws {
    let reference = try TypologyReference.load().kmeansWeighted
    let columns = try TypologyReference.scores()
    let weights = columns[0].indices.map { Double(($0 + 1) % 3 + 1) }
    let found = try KMeans(
      StandardisedScores(names: itemNames(5), standardised: columns), clusters: 3,
      design: PooledDesign([SurveyDesign(weights: weights)]), search: KMeans.Search(starts: 10))
    let scale = weights.reduce(0, +) / Double(weights.count)
    #expect(abs(found.withinSumOfSquares * scale / reference.within - 1) < 1e-11)
    #expect(abs(found.totalSumOfSquares * scale / reference.total - 1) < 1e-11)
    let sum = reference.sizes.reduce(0, +)
    #expect(largestDifference(found.shares, reference.sizes.map { $0 / sum }) < 1e-12)
  }

  @Test("Clusters that lie apart are found, stable and distinct", arguments: UInt64(0)..<5)
  func planted(seed: UInt64) throws {
    let (columns, types) = plantedClusters(seed: seed)
    let design = try simpleDesign(types.count)
    let found = try KMeans(
      StandardisedScores(names: itemNames(3), columns: columns, design: design), clusters: 3,
      design: design, search: KMeans.Search(starts: 5, seed: seed))
    let agreement = jaccard(
      found.memberships, types, clusters: 3, weights: types.map { _ in 1 })
    #expect(agreement.allSatisfy { $0 > 0.85 })
    #expect(found.stability(resamples: 10).verdict == .stable)
    #expect(try #require(found.distinctness(resamples: 12)) == 1.0 / 13)
    #expect(try #require(found.densityBetween) < 0.5)
    #expect((found.silhouette ?? 0) > 0.4)
  }

  @Test("A cloud without clusters is not distinct")
  func cloud() throws {
    var large = 0
    for seed in UInt64(0)..<6 {
      let columns = Array(twoFactorAnswers(seed: seed, rows: 120)[..<4])
      let design = try simpleDesign(120)
      let found = try KMeans(
        StandardisedScores(names: itemNames(4), columns: columns, design: design), clusters: 3,
        design: design, search: KMeans.Search(starts: 5, seed: seed))
      if (found.distinctness(resamples: 12) ?? 0) > 0.05 { large += 1 }
    }
    #expect(large >= 4)
  }

  @Test("The same seed gives the same division, and an order of rows or a scale of weights too")
  func invariance() throws {
    let (columns, types) = plantedClusters(seed: 4)
    let design = try simpleDesign(types.count)
    func divided(_ columns: [[Double]], _ design: PooledDesign) throws -> KMeans {
      try KMeans(
        StandardisedScores(names: itemNames(3), columns: columns, design: design), clusters: 3,
        design: design, search: KMeans.Search(starts: 5))
    }
    let first = try divided(columns, design)
    let again = try divided(columns, design)
    #expect(again.memberships == first.memberships && again.centres == first.centres)
    #expect(again.stability(resamples: 5) == first.stability(resamples: 5))
    let heavy = try PooledDesign([SurveyDesign(weights: types.map { _ in 7 })])
    let weighted = try divided(columns, heavy)
    #expect(abs(weighted.withinSumOfSquares / first.withinSumOfSquares - 1) < 1e-12)
    let reversed = try divided(columns.map { $0.reversed() }, design)
    #expect(abs(reversed.withinSumOfSquares / first.withinSumOfSquares - 1) < 1e-9)
  }

  @Test("An interview without a score is left out, and counted")
  func missing() throws {
    var (columns, types) = plantedClusters(seed: 1)
    columns[1][7] = .nan
    let design = try simpleDesign(types.count)
    let found = try KMeans(
      StandardisedScores(names: itemNames(3), columns: columns, design: design), clusters: 3,
      design: design, search: KMeans.Search(starts: 5))
    #expect(found.memberships[7] == -1 && found.incompleteCount == 1)
    #expect(found.interviewCount == types.count - 1)
  }

  @Test("Shares by group add up, and have the error of a share")
  func shares() throws {
    let (columns, types) = plantedClusters(seed: 2)
    let designs = try [100, types.count - 100].map { count in
      try SurveyDesign(weights: Array(repeating: 1, count: count))
    }
    let design = PooledDesign(designs)
    let found = try KMeans(
      StandardisedScores(names: itemNames(3), columns: columns, design: design), clusters: 3,
      design: design, search: KMeans.Search(starts: 5))
    let groups = CategoricalAnswers(
      categories: ["a", "b"], codes: types.indices.map { $0 < 100 ? 0 : 1 })
    let shares = found.shareEstimates(in: groups)
    for (group, own) in shares.enumerated() {
      #expect(abs(own.reduce(0) { $0 + $1.value } - 1) < 1e-12)
      let rows = group == 0 ? 0..<100 : 100..<types.count
      let expected = designs[group].proportion(
        of: rows.map { found.memberships[$0] == 0 ? 1 : 0 })
      #expect(abs(own[0].value - expected.value) < 1e-12)
      #expect(abs(own[0].standardError - expected.standardError) < 1e-12)
      #expect(own[0].degreesOfFreedom == expected.degreesOfFreedom)
      #expect(own[0].confidenceInterval() == expected.confidenceInterval())
    }
  }

  @Test("Scores that cannot be divided are refused in words")
  func refused() throws {
    let design = try simpleDesign(6)
    let constant = #expect(throws: TypologyError.self) {
      try StandardisedScores(
        names: ["INN"], columns: [Array(repeating: 50, count: 6)], design: design)
    }
    #expect(constant == .scoreWithoutVariance("INN"))
    #expect(constant?.description.hasPrefix("everybody has the same score of 'INN'") == true)
    let few = #expect(throws: TypologyError.self) {
      let scores = try StandardisedScores(
        names: ["INN"], columns: [[1, 1, 1, 2, 2, 2]], design: design)
      _ = try KMeans(scores, clusters: 3, design: design)
    }
    #expect(few == .tooFewDifferentInterviews(found: 2, clusters: 3))
    #expect(
      few?.description == "2 interviews with different scores are too few for 3 clusters")
  }
}

/// Three clusters in three dimensions, four standard deviations apart.
private func plantedClusters(
  seed: UInt64, rows: Int = 240
) -> (columns: [[Double]], types: [Int]) {
  var stream = RandomStream(seed: seed)
  let types = (0..<rows).map { _ in stream.categorical([0.5, 0.3, 0.2]) }
  let columns = (0..<3).map { axis in
    types.map { (($0 + axis) % 3 == 0 ? 4 : 0) + stream.normal() }
  }
  return (columns, types)
}
