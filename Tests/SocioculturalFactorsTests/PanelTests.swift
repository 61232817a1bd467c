import NumericalMethods
import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("A panel")
struct PanelTests {
  @Test("People are found again by their identifiers, whatever the order of the rows")
  func people() throws {
    let study = try PlantedPanel(waves: ["w1", "w2", "w3"]).study()
    var samples = try PlantedPanel(waves: ["w1", "w2", "w3"]).samples()
    let panel = try #require(WeightedStudy(study, samples: samples).panels.first)
    samples[1] = samples[1].reversed()
    let other = try #require(WeightedStudy(study, samples: samples).panels.first)

    let expected = Set(try #require(samples[2].design.identifiers))
    #expect(panel.waves == ["w1", "w2", "w3"])
    #expect(panel.count == expected.count)
    for (wave, rows) in zip(panel.samples, panel.rows) {
      let identifiers = try #require(wave.sample.design.identifiers)
      #expect(Set(rows.map { identifiers[$0] }) == expected)
    }
    let score = ScoreID(factor: "OPN")
    #expect(panel.values(of: score) == other.values(of: score))
  }

  @Test("Fresh samples with the same identifiers are no panel")
  func fresh() throws {
    #expect(try PlantedPanel(kind: .probability).analysed().panels.isEmpty)
  }

  @Test("A panel begins with the last sample that was drawn afresh")
  func start() throws {
    let study = try PlantedPanel(waves: ["w1", "w2", "w3"]).study()
    var waves = study.waves
    waves[1].sample = .probability
    let analysis = WeightedStudy(
      try study.having(waves: waves),
      samples: try PlantedPanel(waves: ["w1", "w2", "w3"]).samples())
    #expect(analysis.panels.map(\.waves) == [["w2", "w3"]])
  }

  @Test("Blank identifiers and identifiers that stand twice are nobody's")
  func nobodys() throws {
    let study = try PlantedPanel().study()
    var samples = try PlantedPanel().samples()
    let whole = try #require(WeightedStudy(study, samples: samples).panels.first).count
    var identifiers = try #require(samples[1].design.identifiers)
    identifiers[0] = ""
    identifiers[1] = identifiers[2]
    samples[1].design.identifiers = identifiers
    let panel = try #require(WeightedStudy(study, samples: samples).panels.first)
    #expect(panel.count == whole - 3)
  }

  @Test("Waves without identifiers are no panel")
  func withoutIdentifiers() throws {
    let study = try PlantedPanel().study()
    var samples = try PlantedPanel().samples()
    samples[1].design.identifiers = nil
    #expect(WeightedStudy(study, samples: samples).panels.isEmpty)
  }

  @Test("Retention is the weighted share of those who were found again")
  func retention() throws {
    let study = try PlantedPanel().study()
    var samples = try PlantedPanel().samples()
    let stayed = Set(try #require(samples[1].design.identifiers))
    let identifiers = try #require(samples[0].design.identifiers)
    samples[0].design.baseWeights = identifiers.map { stayed.contains($0) ? 3 : 1 }
    samples[0].design.hasBaseWeights = true
    let attrition = try #require(
      WeightedStudy(study, samples: samples).panels.first?.attritions.first)
    let left = Double(identifiers.count - stayed.count)
    #expect(attrition.earlierCount == 500)
    #expect(attrition.stayedCount == stayed.count)
    let expected = 3 * Double(stayed.count) / (3 * Double(stayed.count) + left)
    #expect(abs(attrition.retention.value - expected) < 1e-12)
  }

  @Test("The contrast is the mean of those who stayed minus that of those who left")
  func contrast() throws {
    let analysis = try PlantedPanel().analysed()
    let panel = try #require(analysis.panels.first)
    let stayed = Set(try #require(panel.samples[1].sample.design.identifiers))
    let first = panel.samples[0]
    let identifiers = try #require(first.sample.design.identifiers)
    let values = try #require(first.scored[ScoreID(factor: "OPN")]).values
    func mean(_ isWanted: (String) -> Bool) -> Double {
      let own = zip(identifiers, values).filter { isWanted($0.0) }.map(\.1)
      return own.reduce(0, +) / Double(own.count)
    }
    let contrast = try #require(
      panel.attritions[0].contrasts.first { $0.definition.id.factor == "OPN" })
    let expected = mean(stayed.contains) - mean { !stayed.contains($0) }
    #expect(abs(contrast.difference.value - expected) < 1e-9)
  }

  @Test("Selective loss is seen in what it selects by")
  func selectiveLoss() throws {
    let panel = try #require(
      PlantedPanel(people: 1500, selectiveLoss: 1, loss: -1).analysed().panels.first)
    let contrasts = panel.attritions[0].contrasts
    let openness = try #require(contrasts.first { $0.definition.id.factor == "OPN" })
    #expect(openness.difference.verdict == .higher)
    #expect(panel.attritions[0].family.size == contrasts.count)
  }
}

extension Sample {
  /// The same interviews in the opposite order.
  fileprivate func reversed() -> Sample {
    var sample = self
    sample.responses = Responses(
      origins: responses.origins.reversed(),
      columns: responses.columns.mapValues { column in
        guard case .numbers(let numbers) = column.values else { return column }
        return Column(values: .numbers(numbers.reversed()), missing: column.missing.reversed())
      })
    sample.design.clusters = design.clusters.map { $0.reversed() }
    sample.design.identifiers = design.identifiers.map { $0.reversed() }
    return sample
  }
}
