import Estimation
import SampleStudies
import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("Weighting of samples")
struct SampleWeightingTests {
  private func margin(
    _ group: String, _ category: String, _ population: Double, line: Int = 2
  ) -> Margin {
    Margin(
      city: "a", wave: "w1", group: Crossing(reading: group) ?? Crossing([group]),
      category: MergedCategory(reading: category) ?? MergedCategory(category),
      population: population, at: SourceLocation(file: "margins.csv", line: line))
  }

  private func weighted(_ margins: [Margin]) throws -> WeightedSample {
    var planted = PlantedStudy()
    planted.margins = margins
    return try WeightedSample.make(
      planted.sample(city: "a", wave: "w1"), in: planted.study()
    ).get()
  }

  /// A sample of eight interviews with a design of its own.
  private func small(_ design: DesignVariables) throws -> Result<
    WeightedSample, WeightedSample.NotUsable
  > {
    let sample = Fixture.sample(
      try Fixture.questionnaire([Fixture.question("Q")]),
      ["Q": Fixture.codes([1, 2, 3, 4, 5, 1, 2, 3])], design: design)
    return WeightedSample.make(sample, in: try PlantedStudy().study())
  }

  @Test("Weights add up to the margins of the city and wave")
  func raked() throws {
    let sample = try weighted([
      margin("sex", "1", 450), margin("sex", "2", 550), margin("age", "18-44", 500),
      margin("age", "45+", 500),
    ])
    guard case .raked(limits: 0.3...3) = sample.weights else {
      Issue.record("raked within limits, not \(sample.weights)")
      return
    }
    let sex = try #require(GroupMembership(PlantedStudy.groupings[0], in: sample.sample))
    let men = zip(sex.indices, sample.design.weights).reduce(0) { $0 + ($1.0 == 0 ? $1.1 : 0) }
    #expect(abs(men - 450) < 450e-9)
    #expect(sample.passport?.populationTotal == 1000)
    #expect(sample.diagnostics.isEmpty)
  }

  @Test("A crossed margin is raked to cell by cell")
  func crossed() throws {
    let sample = try weighted(
      ["1*18-44", "1*45+", "2*18-44", "2*45+"].enumerated().map {
        margin("sex*age", $1, [200, 250, 250, 300][$0])
      })
    #expect(sample.passport?.margins.first?.categories.map(\.name).count == 4)
    #expect(sample.diagnostics.isEmpty)
  }

  @Test("Without margins the base weights stand")
  func noMargins() throws {
    let sample = try weighted([])
    #expect(sample.weights == .base)
    #expect(sample.passport == nil)
    #expect(sample.design.weights == sample.sample.design.baseWeights)
  }

  @Test("A margin category without respondents is named; the other margins are raked to")
  func categoryWithoutRespondents() throws {
    let sample = try weighted([
      margin("sex", "1", 450), margin("sex", "2", 500), margin("sex", "3", 50, line: 9),
      margin("age", "18-44", 500), margin("age", "45+", 500),
    ])
    #expect(sample.passport?.margins.map(\.name) == ["age"])
    let finding = try #require(sample.diagnostics.first)
    #expect(finding.code == "margin-without-respondents" && finding.severity == .error)
    #expect(finding.location.line == 9)
    #expect(finding.message.contains("city a, wave w1: margin 'sex', category '3'"))
    #expect(finding.fix == "write '3|2' as one category of margins.csv, with the people of both")
  }

  @Test("Where no margin is left, the base weights stand and it is said")
  func nothingLeft() throws {
    let sample = try weighted([margin("sex", "1", 450), margin("sex", "3", 50)])
    #expect(sample.weights == .baseForWantOfUsableMargins)
    #expect(sample.diagnostics.contains { $0.code == "margin-without-respondents" })
  }

  @Test("A margin of an unknown group is named, and stops the sample")
  func unknownGroup() throws {
    #expect {
      try weighted([margin("sex*income", "1*1", 450), margin("sex", "1", 450)])
    } throws: { error in
      (error as? WeightedSample.NotUsable)?.diagnostics.map(\.code) == ["margin-group-unknown"]
    }
  }

  @Test("Limits that the margins do not allow are given up, with a warning")
  func limits() throws {
    let sample = try weighted([margin("sex", "1", 950), margin("sex", "2", 50)])
    #expect(sample.weights == .rakedWithoutLimits)
    #expect(sample.diagnostics.map(\.code) == ["weight-limits-too-tight"])
    #expect(sample.diagnostics.allSatisfy { $0.severity == .warning })
  }

  @Test("Margins of different totals give shares, with a warning")
  func totals() throws {
    let sample = try weighted([
      margin("sex", "1", 450), margin("sex", "2", 550), margin("age", "18-44", 1000),
      margin("age", "45+", 1000),
    ])
    #expect(sample.passport?.populationTotal == 1000)
    #expect(sample.diagnostics.map(\.code) == ["margin-totals-differ"])
  }

  @Test("A stratum with a single cluster is named and handled conservatively")
  func lonelyStratum() throws {
    let sample = try small(
      DesignVariables(
        baseWeights: Array(repeating: 1, count: 8),
        strata: ["x", "x", "x", "x", "x", "x", "y", "y"],
        clusters: ["1", "1", "2", "2", "3", "3", "4", "4"])
    ).get()
    #expect(sample.diagnostics.map(\.code) == ["stratum-with-one-cluster"])
    #expect(sample.diagnostics.first?.message.contains("'y'") == true)
    #expect(sample.design.mean(of: [1, 2, 3, 4, 5, 1, 2, 3]).standardError > 0)
  }

  @Test("Population sizes that do not fit are ignored, and it is said")
  func populationSizes() throws {
    let sample = try small(
      DesignVariables(
        baseWeights: Array(repeating: 1, count: 8),
        populationSizes: Array(repeating: 3, count: 8))
    ).get()
    #expect(sample.diagnostics.map(\.code) == ["population-size-not-usable"])
  }

  @Test("A weight that is no number leaves its interview out")
  func faultyWeight() throws {
    let sample = try small(
      DesignVariables(baseWeights: [1, .nan, 1, 1, 1, 1, 1, 1], hasBaseWeights: true)
    ).get()
    #expect(sample.design.memberCount == 7)
    #expect(sample.diagnostics.map(\.code) == ["weight-not-usable"])
    #expect(sample.diagnostics.first?.location == SourceLocation(file: "a.csv", line: 3))
  }

  @Test("A sample of one cluster is refused, and says why")
  func oneCluster() throws {
    let result = try small(
      DesignVariables(
        baseWeights: Array(repeating: 1, count: 8), clusters: Array(repeating: "1", count: 8)))
    guard case .failure(let failure) = result else {
      Issue.record("nothing can be estimated from one cluster")
      return
    }
    #expect(failure.diagnostics.map(\.code) == ["design-not-usable"])
  }
}
