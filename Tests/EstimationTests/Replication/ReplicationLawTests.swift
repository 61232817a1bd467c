import NumericalMethods
import Testing

@testable import Estimation

/// A stratified sample of clusters with unequal weights.
private struct DrawnSample {
  var strata: [String] = []
  var clusters: [String] = []
  var weights: [Double] = []
  var values: [Double] = []

  init(seed: Int, strataCount: Int = 5, clustersByStratum: Int = 4, rowsByCluster: Int = 6) {
    var stream = RandomStream(seed: UInt64(seed))
    for stratum in 0..<strataCount {
      for cluster in 0..<clustersByStratum {
        let effect = stream.normal()
        for _ in 0..<rowsByCluster {
          strata.append("s\(stratum)")
          clusters.append("c\(cluster)")
          weights.append(0.5 + stream.uniform())
          values.append(10 + effect + stream.normal())
        }
      }
    }
  }

  func design() throws -> SurveyDesign {
    try SurveyDesign(weights: weights, strata: strata, clusters: clusters)
  }
}

@Suite("Laws of replicate weights")
struct ReplicationLawTests {
  @Test("The stratified jackknife of a total is the linearised one", arguments: 0..<20)
  func jackknifeOfTotal(seed: Int) throws {
    let sample = DrawnSample(seed: seed)
    let design = try sample.design()
    let replicates = try design.replicated(by: .stratifiedJackknife)
    expectClose(
      replicates.surveyDesign.total(of: sample.values).standardError,
      design.total(of: sample.values).standardError)
  }

  @Test("Balanced replicates of a total are the linearised ones", arguments: 0..<20)
  func balancedTotal(seed: Int) throws {
    let sample = DrawnSample(seed: seed, strataCount: 3 + seed, clustersByStratum: 2)
    let design = try sample.design()
    for method in [ReplicationMethod.balanced, .fay(0.5)] {
      expectClose(
        try design.replicated(by: method).surveyDesign.total(of: sample.values).standardError,
        design.total(of: sample.values).standardError)
    }
  }

  @Test("Many bootstrap replicates come near to the linearised error", arguments: 0..<5)
  func bootstrapOfMean(seed: Int) throws {
    let sample = DrawnSample(seed: seed, strataCount: 10)
    let design = try sample.design()
    let replicates = try design.replicated(
      by: .bootstrap(replicates: 4000, seed: UInt64(seed)))
    let ratio =
      replicates.surveyDesign.mean(of: sample.values).standardError
      / design.mean(of: sample.values).standardError
    #expect(abs(ratio - 1) < 0.06)
  }

  @Test("The bootstrap's factors are 1 on the average, and those of a stratum add up exactly")
  func bootstrapFactors() throws {
    let sample = DrawnSample(seed: 1)
    let replicates = try sample.design().replicated(by: .bootstrap(replicates: 50, seed: 3))
    for replicate in 0..<50 {
      let factors = replicates.factors.column(replicate)
      for stratum in 0..<5 {
        let own = factors[4 * stratum..<4 * stratum + 4]
        expectClose(own.reduce(0, +), 4)
      }
    }
  }

  @Test("A replicate does not depend on how many there are")
  func stableReplicates() throws {
    let design = try DrawnSample(seed: 1).design()
    let few = try design.replicated(by: .bootstrap(replicates: 10, seed: 3))
    let many = try design.replicated(by: .bootstrap(replicates: 30, seed: 3))
    #expect((0..<10).allSatisfy { few.factors.column($0) == many.factors.column($0) })
  }

  @Test("Successive differences of a total are half the squared steps, the ends added")
  func successive() throws {
    var sample = DrawnSample(
      seed: 4, strataCount: 1, clustersByStratum: 12, rowsByCluster: 1)
    sample.weights = sample.weights.map { _ in 2 }
    let replicates = try sample.design().replicated(by: .successiveDifferences)
    let steps = zip(sample.values, sample.values.dropFirst()).map { ($0 - $1) * ($0 - $1) }
    let ends = [sample.values[0], sample.values[11]].map { $0 * $0 }
    let expected = 4 * (steps + ends).reduce(0, +) / 2
    expectClose(
      replicates.surveyDesign.total(of: sample.values).standardError, expected.squareRoot())
  }

  @Test("A domain of everybody changes nothing; one that replicates lose is still estimated")
  func domains() throws {
    let sample = DrawnSample(seed: 2)
    let replicates = try sample.design().replicated(by: .stratifiedJackknife)
    let everybody = replicates.surveyDesign.domain(sample.values.map { _ in true })
    #expect(everybody.mean(of: sample.values) == replicates.surveyDesign.mean(of: sample.values))
    let few = replicates.surveyDesign.domain(sample.clusters.map { $0 == "c0" })
    #expect(few.mean(of: sample.values).standardError > 0)
    let nobody = replicates.surveyDesign.domain(sample.values.map { _ in false })
    #expect(nobody.mean(of: sample.values).value.isNaN)
  }

  @Test("Raked replicates within limits stay within them")
  func limits() throws {
    let sample = DrawnSample(seed: 6)
    let margin = PopulationMargin(
      name: "half", categories: sample.values.map { $0 > 10 ? "high" : "low" },
      targets: [.init(category: "high", population: 700), .init(category: "low", population: 300)])
    let drawn = try sample.design().replicated(by: .bootstrap(replicates: 20, seed: 1))
    let raked = try drawn.raked(to: [margin], options: WeightingOptions(limits: 0.2...4))
    let mean = 1000 / Double(sample.weights.count)
    for replicate in 0..<20 {
      let weights = sample.weights.indices.map {
        sample.weights[$0] * raked.factors[Int(raked.unitOfRow[$0]), replicate]
      }
      // An interview that was drawn twice stands for two, each within the limits.
      let copies = weights.indices.map {
        weights[$0] / drawn.factors[Int(drawn.unitOfRow[$0]), replicate]
      }
      #expect(copies.allSatisfy { $0.isNaN || (0.1999 * mean...4.001 * mean).contains($0) })
      expectClose(weights.reduce(0, +), 1000, tolerance: 1e-9)
    }
  }
}

@Suite("Replicates that cannot be made")
struct ReplicationErrorTests {
  private static func words(_ make: () throws -> ReplicateDesign) -> String {
    do {
      _ = try make()
      return "made"
    } catch { return "\(error)" }
  }

  @Test("Each refusal says what to do")
  func refusals() throws {
    let sample = DrawnSample(seed: 1)
    let design = try sample.design()
    #expect(
      Self.words { try design.replicated(by: .balanced) }.contains(
        "stratum 's0' has 4 clusters, balanced replicates need two in each"))
    #expect(
      Self.words { try design.replicated(by: .fay(1)) }.contains("Fay's factor is 1: give"))
    #expect(
      Self.words { try design.replicated(by: .jackknife) }.contains("the sample has 5"))
    #expect(
      Self.words { try design.replicated(by: .bootstrap(replicates: 1, seed: 1)) }.contains(
        "1 replicates are too few"))
    #expect(
      Self.words {
        try design.domain(sample.values.map { $0 > 10 }).replicated(by: .stratifiedJackknife)
      }.contains("before it is weighted"))
  }

  @Test("Columns that do not fit are named")
  func columns() {
    func given(_ columns: [[Double]], scales: [Double]? = nil) -> String {
      Self.words {
        try ReplicateDesign(
          weights: [1, 2, 3], replicates: columns, scale: 1, replicateScales: scales)
      }
    }
    #expect(given([[1, 2, 3], [1, 2]]).contains("replicate 2 has 2 weights, the sample 3"))
    #expect(
      given([[1, 2, 3], [1, .nan, 3]]).contains(
        "replicate 2 gives interview 2 the weight no number"))
    #expect(given([[1, 2, 3]]).contains("1 replicates are too few"))
    #expect(given([[1, 2, 3], [3, 2, 1]], scales: [1]).contains("1 scales were given for 2"))
  }

  @Test("A lonely cluster is named")
  func lonely() throws {
    let design = try SurveyDesign(
      weights: [1, 1, 1], strata: ["a", "a", "b"], clusters: ["1", "2", "3"],
      lonelyClusters: .centredOnAll)
    #expect(
      Self.words { try design.replicated(by: .stratifiedJackknife) }.contains(
        "stratum 'b' has a single cluster"))
  }
}
