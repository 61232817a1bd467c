import Estimation
import SampleStudies
import SurveyModel
import Testing

@testable import SurveyAnalysis

/// Samples that were not drawn by chance, and replicate weights of the file.
struct SampleErrorsTests {
  private func weighted(
    _ kind: Wave.SampleKind, plan: WeightingPlan = WeightingPlan(),
    _ change: (inout Sample) -> Void = { _ in }
  ) throws -> WeightedSample {
    var planted = PlantedStudy()
    planted.margins = [
      ("sex", "1", 450.0), ("sex", "2", 550), ("age", "18-44", 500), ("age", "45+", 500),
    ]
    .map {
      Margin(
        city: "a", wave: "w1", group: Crossing([$0.0]), category: MergedCategory($0.1),
        population: $0.2, source: "census", date: "2021",
        at: SourceLocation(file: "margins.csv", line: 2))
    }
    let plain = try planted.study()
    var waves = plain.waves
    waves[0].sample = kind
    let study = try plain.having(waves: waves)
    var sample = try planted.sample(city: "a", wave: "w1")
    change(&sample)
    return try WeightedSample.make(sample, in: study, plan: plan).get()
  }

  @Test func `a probability sample is linearised`() throws {
    let sample = try weighted(.probability)
    #expect(sample.errors == .linearised)
    #expect(!sample.design.hasReplicateErrors)
  }

  @Test func `a quota sample resamples points, and weights each sample anew`() throws {
    let sample = try weighted(.quota) { sample in
      sample.design.clusters = sample.design.baseWeights.indices.map { "p\($0 % 20)" }
      sample.design.strata = nil
    }
    #expect(sample.errors == .bootstrap(of: .points, replicates: 500))
    let sex = try #require(GroupMembership(PlantedStudy.groupings[0], in: sample.sample))
    #expect(sample.design.proportion(of: sex.indices.map { $0 == 0 ? 1 : 0 }).isFixedByWeighting)
    let values = sample.design.weights.indices.map { Double($0 % 20) }
    let linearised = try weighted(.probability) { sample in
      sample.design.clusters = sample.design.baseWeights.indices.map { "p\($0 % 20)" }
      sample.design.strata = nil
    }
    #expect(sample.design.weights == linearised.design.weights)
    let ratio =
      sample.design.mean(of: values).standardError
      / linearised.design.mean(of: values).standardError
    #expect(ratio > 0.8 && ratio < 1.3)
  }

  @Test func `without points interviewers are resampled, and interviews without both`() throws {
    let interviewers = try weighted(.quota) { sample in
      sample.design.clusters = nil
      sample.design.interviewers = sample.design.baseWeights.indices.map { "i\($0 % 12)" }
    }
    #expect(interviewers.errors == .bootstrap(of: .interviewers, replicates: 500))
    #expect(interviewers.design.degreesOfFreedom == 11)
    let single = try weighted(.open) { sample in
      sample.design.clusters = nil
      sample.design.interviewers = nil
    }
    #expect(single.errors == .bootstrap(of: .interviews, replicates: 500))
  }

  @Test func `the same study gives the same errors each time`() throws {
    let (first, second) = (try weighted(.panel), try weighted(.panel))
    let values = first.design.weights.indices.map { Double($0 % 7) }
    #expect(first.design.mean(of: values) == second.design.mean(of: values))
  }

  @Test func `replicate weights of the file are used for every kind of sample`() throws {
    let sample = try weighted(.probability) { sample in
      let weights = sample.design.baseWeights
      sample.design.replicates = ReplicateColumns(
        .init(.jackknife),
        columns: (0..<10).map { gone in
          weights.indices.map { $0 % 10 == gone ? 0 : weights[$0] * 10 / 9 }
        })
    }
    #expect(sample.errors == .replicateWeights(10))
    #expect(sample.design.degreesOfFreedom == 9)
    #expect(
      sample.design.mean(of: sample.design.weights.indices.map { Double($0 % 10) }).standardError
        > 0)
  }

  @Test func `merges and methods that were asked for stand in the passport`() throws {
    let plan = WeightingPlan(
      method: .linear, limits: nil, bounds: 0.1...5,
      merges: [
        WeightingPlan.Merge(
          group: Crossing(["age"]),
          category: MergedCategory("18-44").merged(with: MergedCategory("45+")))
      ])
    let sample = try weighted(.probability, plan: plan)
    let passport = try #require(sample.passport)
    #expect(passport.options.method == .linear && passport.options.bounds == 0.1...5)
    let age = try #require(passport.margins.last)
    #expect(age.categories.map(\.name) == ["18-44|45+"])
    #expect(age.categories[0].mergedFrom == ["18-44", "45+"])
    #expect(age.source == "census" && age.date == "2021")
    let largest = passport.margins[0].categories.reduce(0) { $0 + $1.largestWeightCount }
    #expect(largest == passport.largestWeightCount)
  }

  @Test func `a point in two strata is told, points numbered anew in each stratum are not`() throws
  {
    func codes(_ clusters: (Int) -> String) throws -> [String] {
      try weighted(.probability) { sample in
        let rows = sample.design.baseWeights.indices
        sample.design.strata = rows.map { "s\($0 % 2)" }
        sample.design.clusters = rows.map(clusters)
      }.diagnostics.map(\.code)
    }
    #expect(try codes { "p\($0 % 2)-\($0 % 10)" } == [])
    #expect(try codes { "p\($0 / 2 % 5)" } == [])
    #expect(
      try codes { $0 < 2 ? "shared" : "p\($0 % 2)-\($0 % 10)" } == ["cluster-in-several-strata"])
  }
}
