import Foundation
import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

/// Scores, comparisons and associations against R; `Tests/Reference/innovation-potential.R` made
/// the answers and the results.
@Suite("Against R's survey")
struct SurveyReferenceTests {
  private static let tolerance = 1e-9
  private let reference: Reference
  private let analysis: WeightedStudy

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Reference/innovation-potential.json")
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    analysis = WeightedStudy(try reference.study(), samples: try reference.input.samples())
  }

  private func expect(
    _ value: Double?, _ expected: Double, _ what: String,
    at location: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = abs((value ?? .nan) - expected)
    #expect(
      error <= Self.tolerance * max(1, abs(expected)), "\(what): \(value ?? .nan), R \(expected)",
      sourceLocation: location)
  }

  private func expect(_ difference: Difference?, _ row: Reference.Comparison, _ what: String) {
    expect(difference?.value, row.value, what)
    expect(difference?.estimate.standardError, row.standardError, what)
    expect(difference?.interval?.lower, row.lower, what)
    expect(difference?.interval?.upper, row.upper, what)
    expect(difference?.pValue, row.p, what)
    expect(difference?.adjustedPValue, row.adjusted, what)
    expect(difference?.degreesOfFreedom, row.satterthwaite, what)
    expect(difference?.smallestDetectable, row.smallest, what)
    #expect(difference?.estimate.degreesOfFreedom == row.df)
  }

  @Test("Means of scores, their errors, design effects and degrees of freedom")
  func means() {
    for row in reference.means {
      let score = analysis.sample(city: row.city, wave: row.wave)?.scores.first {
        $0.id.name == row.score
      }
      expect(score?.mean?.value, row.value, row.score)
      expect(score?.mean?.standardError, row.standardError, row.score)
      expect(score?.mean?.designEffect, row.designEffect, row.score)
      #expect(score?.mean?.degreesOfFreedom == row.df && score?.count == row.count)
    }
    #expect(reference.means.count == 20)
  }

  @Test("Changes between waves, adjusted over all cities and scores")
  func changes() {
    let changes = analysis.waveComparisons.first?.scoreChanges ?? []
    #expect(changes.count == reference.changes.count)
    for (change, row) in zip(changes, reference.changes) {
      #expect(change.city == row.city && change.definition.id.name == row.score)
      expect(change.difference, row, row.score)
    }
  }

  @Test("Differences of two cities, adjusted over the scores")
  func profile() {
    let pairs = analysis.profile(wave: "w1")?.pairs ?? []
    #expect(pairs.count == reference.profile.count)
    for (pair, row) in zip(pairs, reference.profile) {
      expect(pair.difference, row, row.score)
    }
  }

  @Test("Slopes of the index on factors and sex, with design-based errors")
  func drivers() throws {
    let drivers = try #require(analysis.findings(city: "a", wave: "w1")?.drivers.models?.full)
    #expect(drivers.terms.count == reference.drivers.slopes.count)
    for (place, term) in drivers.terms.enumerated() {
      expect(term.slope.value, reference.drivers.slopes[place], "slope")
      expect(term.slope.standardError, reference.drivers.standardErrors[place], "error")
      expect(term.pValue, reference.drivers.p[place], "p")
    }
    for (term, adjusted) in zip(drivers.scores, reference.drivers.adjusted) {
      expect(term.adjustedPValue, adjusted, "adjusted p")
    }
    #expect(drivers.count == reference.drivers.count)
    #expect(drivers.degreesOfFreedom == reference.drivers.df)
  }

  @Test("Shares of a question with logit intervals")
  func shares() throws {
    let distribution = try #require(
      analysis.findings(city: "a", wave: "w1")?.distribution(of: "news"))
    for (row, expected) in zip(distribution.rows, reference.shares) {
      expect(row.share?.value, expected.value, "share")
      expect(row.share?.standardError, expected.standardError, "error")
      expect(row.share?.confidenceInterval()?.lower, expected.lower, "lower")
      expect(row.share?.confidenceInterval()?.upper, expected.upper, "upper")
    }
  }
}

private struct Reference: Decodable {
  struct Mean: Decodable {
    var city, wave, score: String
    var value, standardError, designEffect: Double
    var df, count: Int
  }

  struct Comparison: Decodable {
    var city: String?
    var score: String
    var value, standardError, lower, upper, p, adjusted, satterthwaite, smallest: Double
    var df: Int
  }

  struct Drivers: Decodable {
    var slopes, standardErrors, p, adjusted: [Double]
    var count, df: Int
  }

  struct Share: Decodable {
    var value, standardError, lower, upper: Double
  }

  var input: ReferenceAnswers
  var means: [Mean]
  var changes: [Comparison]
  var profile: [Comparison]
  var drivers: Drivers
  var shares: [Share]

  func study() throws -> Study {
    let outcome = Fixture.factor(
      "INN", layer: .outcome,
      [
        Fixture.item("INA1", facet: "A"), Fixture.item("INA2", facet: "A"),
        Fixture.item("INC1", facet: "C"),
      ])
    let trust = [
      Fixture.item("SOC1"), Fixture.item("SOC2", keying: .negative), Fixture.item("SOC3"),
    ]
    return try Study(
      settings: StudySettings(id: "reference", title: Label("reference")),
      cities: ["a", "b"].map { City(name: $0, label: Label($0)) },
      waves: ["w1", "w2"].map { Wave(name: $0, label: Label($0)) }, sources: [],
      groupings: [PlantedStudy.groupings[0]],
      factors: [
        Fixture.factor("SOC", trust),
        Fixture.factor("OPN", (1...4).map { Fixture.item("OPN\($0)") }), outcome,
      ], questionnaires: ["v1": try ReferenceAnswers.questionnaire()])
  }
}

/// Column by column, as R wrote them; null for no answer.
private struct ReferenceAnswers: Decodable {
  var city, wave: [String]
  var stratum, cluster, sex, news: [Int]
  var weight: [Double]
  var items: [String: [Int?]]

  private static let sevens = Fixture.list((1...7).map { "\($0)" })
  private static let thirds = Fixture.list(["1", "2", "3"])

  static func questionnaire() throws -> Questionnaire {
    let items = ["SOC1", "SOC2", "SOC3", "OPN1", "OPN2", "OPN3", "INA1", "INA2", "INC1"]
    return try Fixture.questionnaire(
      items.map { Fixture.question($0) } + [
        Fixture.question("OPN4", .selectOne(sevens)),
        Fixture.question("SD1", .selectOne(PlantedStudy.sexes), measure: .nominal),
        Fixture.question("news", .selectOne(thirds), measure: .nominal),
      ])
  }

  func samples() throws -> [Sample] {
    try ["a", "b"].flatMap { city in
      try ["w1", "w2"].map { try sample(city: city, wave: $0) }
    }
  }

  private func sample(city: String, wave: String) throws -> Sample {
    let rows = self.city.indices.filter { self.city[$0] == city && self.wave[$0] == wave }
    func picked<Value>(_ column: [Value]) -> [Value] { rows.map { column[$0] } }
    var columns = Dictionary(
      uniqueKeysWithValues: items.map { name, codes in
        (
          name,
          name == "OPN4"
            ? Fixture.codes(picked(codes), of: Self.sevens) : Fixture.codes(picked(codes))
        )
      })
    columns["SD1"] = Fixture.codes(picked(sex), of: PlantedStudy.sexes)
    columns["news"] = Fixture.codes(picked(news), of: Self.thirds)
    return Fixture.sample(
      try Self.questionnaire(), columns, city: city, wave: wave,
      design: DesignVariables(
        baseWeights: picked(weight), hasBaseWeights: true,
        strata: picked(stratum).map { "\($0)" }, clusters: picked(cluster).map { "\($0)" }))
  }
}
