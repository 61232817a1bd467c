import MeasurementInvariance
import SampleStudies
import StructuralModels
import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("Comparability of a study's scores")
struct StudyComparabilityTests {
  @Test("The index allows what each of its testable facets allows")
  func index() {
    let formative = ComparabilityVerdict.notTested(.formative(factor: "INN.B"))
    let two = ComparabilityVerdict.notTested(.tooFewItems(factor: "INN.A", items: ["A1", "A2"]))
    func all(_ verdicts: ComparabilityVerdict...) -> ComparabilityVerdict {
      ComparabilityVerdict(ofAll: verdicts)
    }
    #expect(all(.means, .means, formative) == .means)
    #expect(
      all(.meansWithFreed(["A1"]), .means, .meansWithFreed(["C2"]), formative)
        == .meansWithFreed(["A1", "C2"]))
    #expect(all(.meansWithFreed(["A1"]), .associations, .means) == .associations)
    #expect(all(.notAtAll, .associations, two) == .notAtAll)
    #expect(all(.means, two, formative) == two)
    #expect(all(formative, formative) == formative)
  }

  @Test("Facets of two items or more make a model of correlated facets, else there is one factor")
  func models() throws {
    func model(_ facets: [String?]) -> ScoreMeasurement {
      let items = facets.enumerated().map { Fixture.item("Q\($0.offset)", facet: $0.element) }
      let whole = ScoreDefinition.scores(of: Fixture.factor("F", items))[0]
      return ScoreMeasurement(whole, items: items, model: nil)
    }
    guard case .model(let facets, _) = model(["A", "A", "B", "B", "B"]),
      case .model(let one, _) = model(["A", "A", "B"]),
      case .model(let bare, _) = model([nil, nil, nil]),
      case .untestable(.tooFewItems(factor: "F", items: ["Q0", "Q1"])) = model([nil, nil])
    else {
      Issue.record("another model than expected")
      return
    }
    #expect(facets.factors.map(\.name) == ["A", "B"])
    #expect(one.factors.map(\.name) == ["F"] && one.items == ["Q0", "Q1", "Q2"])
    #expect(bare.factors.count == 1)
  }

  @Test("Cities of each wave and consecutive waves of each city are looked at, no single sample")
  func comparisons() throws {
    let analysis = try PlantedStudy.analysed()
    let comparisons = analysis.comparability().findings.reduce(into: [MeasurementComparison]()) {
      if $0.last != $1.comparison { $0.append($1.comparison) }
    }
    #expect(
      comparisons == [
        .cities(wave: "w1"), .cities(wave: "w2"), .waves(["w1", "w2"], city: "a"),
        .waves(["w1", "w2"], city: "b"),
      ])
    let alone = PlantedStudy(cities: ["a"], waves: ["w1"])
    let single = WeightedStudy(try alone.study(), samples: try alone.samples())
    #expect(single.comparability().findings.isEmpty)
    let names = analysis.comparability().findings(on: .cities(wave: "w1")).map(\.id.name)
    #expect(names == ["SOC", "OPN", "INN", "INN.A", "INN.C", "INN.B"])
  }

  @Test("Points visited again are the same clusters in both waves, fresh ones are not")
  func clusters() throws {
    for points in [Wave.Points.fresh, .revisited] {
      let planted = PlantedStudy(cities: ["a"], points: points)
      let study = try planted.study()
      let analysis = WeightedStudy(study, samples: try planted.samples())
      let groups = MeasurementComparison.waves(["w1", "w2"], city: "a")
        .groups(of: analysis.samples, in: study)
      let items = study.factors[0].reflectiveItems
      let answers = try groups.answers(
        to: items, of: "SOC", SampleUnits(of: analysis.samples, in: study))
      let clusters = try answers.groups.map { Set(try #require($0.clusters)) }
      #expect(clusters.map(\.count) == [40, 40])
      #expect(clusters[0].intersection(clusters[1]).count == (points == .fresh ? 0 : 40))
    }
  }
}
