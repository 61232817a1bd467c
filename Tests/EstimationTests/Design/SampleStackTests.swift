import NumericalMethods
import Testing

@testable import Estimation

@Suite("Stacked samples")
struct SampleStackTests {
  /// Sampling points of four interviews in two strata, the first of them numbered from `first`.
  private func sample(points: Int, from first: Int, seed: UInt64) throws -> (
    design: SurveyDesign, units: LinkedSamples.Units, values: [Double]
  ) {
    var stream = RandomStream(seed: seed)
    let count = 4 * points
    let strata = (0..<count).map { "\($0 / 4 % 2)" }
    let clusters = (0..<count).map { "\(first + $0 / 4)" }
    let design = try SurveyDesign(
      weights: (0..<count).map { _ in 1 + stream.uniform() }, strata: strata, clusters: clusters)
    return (
      design, LinkedSamples.Units(strata: strata, clusters: clusters),
      (0..<count).map { _ in stream.uniform() }
    )
  }

  private func stack(
    _ samples: [(design: SurveyDesign, units: LinkedSamples.Units, values: [Double])]
  ) throws -> SurveyDesign {
    try SurveyDesign(stacking: [
      LinkedSamples(
        samples.map(\.design),
        sharing: LinkedSamples.Units(
          strata: samples.flatMap { $0.units.strata ?? [] },
          clusters: samples.flatMap(\.units.clusters)))
    ])
  }

  @Test("Without shared clusters variances are those of independent samples", arguments: 0..<20)
  func independent(seed: UInt64) throws {
    let samples = try [
      sample(points: 8, from: 0, seed: seed), sample(points: 12, from: 100, seed: seed + 1000),
    ]
    let change = try change(samples)
    let own = samples.map { $0.design.mean(of: $0.values) }
    let known = own[1].difference(fromIndependent: own[0])
    #expect(abs(change.value - known.value) < 1e-12)
    #expect(abs(change.standardError - known.standardError) < 1e-12)
  }

  @Test("Where all clusters return it is one design of all interviews", arguments: 0..<20)
  func whole(seed: UInt64) throws {
    let samples = try [
      sample(points: 10, from: 0, seed: seed), sample(points: 10, from: 0, seed: seed + 1000),
    ]
    let change = try change(samples)
    let all = try SurveyDesign(
      weights: samples.flatMap(\.design.weights),
      strata: samples.flatMap { $0.units.strata ?? [] }, clusters: samples.flatMap(\.units.clusters)
    )
    let values = samples.flatMap(\.values)
    let marks = samples.enumerated().flatMap { place, sample in sample.values.map { _ in place } }
    let known = all.estimate(
      all.domain(marks.map { $0 == 1 }).linearisedMean(of: values)
        - all.domain(marks.map { $0 == 0 }).linearisedMean(of: values))
    #expect(abs(change.standardError - known.standardError) < 1e-12)
    #expect(change.degreesOfFreedom == known.degreesOfFreedom)
  }

  @Test("A sample's statistic has the sample's own error, whoever is linked", arguments: 0..<20)
  func own(seed: UInt64) throws {
    let samples = try [
      sample(points: 8, from: 0, seed: seed), sample(points: 8, from: 3, seed: seed + 1000),
    ]
    let stack = try stack(samples)
    let isLater = samples.enumerated().flatMap { place, sample in
      sample.values.map { _ in place == 1 }
    }
    let mean = stack.domain(isLater).mean(of: samples.flatMap(\.values))
    let known = samples[1].design.mean(of: samples[1].values)
    #expect(abs(mean.standardError - known.standardError) < 1e-12)
    #expect(mean.degreesOfFreedom == known.degreesOfFreedom)
  }

  @Test("Linked samples of replicates keep their errors, unlinked ones are fitted anew")
  func replicates() throws {
    let samples = try [
      sample(points: 10, from: 0, seed: 1), sample(points: 10, from: 0, seed: 2),
    ]
    let replicated = try samples.map { sample in
      (
        design: try sample.design.replicated(by: .stratifiedJackknife).surveyDesign,
        units: sample.units, values: sample.values
      )
    }
    for isLinked in [true, false] {
      let design =
        isLinked
        ? try stack(replicated)
        : try SurveyDesign(stacking: replicated.map { LinkedSamples([$0.design]) })
      #expect(design.hasReplicateErrors)
      let values = samples.flatMap(\.values)
      for place in 0..<2 {
        let marks = samples.enumerated().flatMap { own, sample in
          sample.values.map { _ in own == place }
        }
        let mean = design.domain(marks).mean(of: values)
        let known = replicated[place].design.mean(of: replicated[place].values)
        #expect(abs(mean.standardError - known.standardError) < (isLinked ? 1e-3 : 1e-12))
      }
      let other = values.indices.map { Double($0 % 5) }
      let fit = try design.regression(of: values, on: [Predictor(name: "x", values: other)])
      let linear = try stack(samples).regression(
        of: values, on: [Predictor(name: "x", values: other)])
      let ratio = fit.coefficients[1].standardError / linear.coefficients[1].standardError
      #expect(ratio > 0.8 && ratio < 1.25)
    }
  }

  private func change(
    _ samples: [(design: SurveyDesign, units: LinkedSamples.Units, values: [Double])]
  ) throws -> Estimate {
    let stack = try stack(samples)
    let values = samples.flatMap(\.values)
    let marks = samples.enumerated().flatMap { place, sample in sample.values.map { _ in place } }
    return stack.estimate(
      stack.domain(marks.map { $0 == 1 }).linearisedMean(of: values)
        - stack.domain(marks.map { $0 == 0 }).linearisedMean(of: values))
  }
}
