import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Changes between waves")
struct WaveComparisonTests {
  private func comparison(_ planted: PlantedStudy) throws -> WaveComparison {
    let analysis = WeightedStudy(try planted.study(), samples: try planted.samples())
    return try #require(analysis.waveComparisons.first)
  }

  @Test("A planted rise is found, an unchanged score is not called changed")
  func planted() throws {
    let rise = try comparison(PlantedStudy(waveShift: ["w2": 0.7]))
    let soc = rise.scoreChanges.filter { $0.definition.id.name == "SOC" }
    #expect(soc.map(\.city) == ["a", "b"])
    #expect(soc.map(\.difference.verdict) == [.higher, .higher])
    #expect(
      soc.allSatisfy { abs($0.difference.value - ($0.later.value - $0.earlier.value)) < 1e-9 })
    let still = try #require(PlantedStudy.analysed().waveComparisons.first)
    #expect(still.scoreChanges.allSatisfy { !$0.difference.isEstablished })
    #expect(still.scoreFamily.waves == ["w1", "w2"])
    #expect(still.indexFamily.size == 2 && still.indexFamily.adjustment == .holm)
    #expect(still.scoreFamily.size == still.scoreChanges.count - 2)
    #expect(still.indexContrasts.map { [$0.first, $0.second] } == [["a", "b"]])
  }

  @Test("Fresh points are independent: variances and degrees of freedom add up")
  func independent() throws {
    let comparison = try #require(PlantedStudy.analysed().waveComparisons.first)
    #expect(comparison.cities.map(\.dependence) == [.independent, .independent])
    let change = try #require(comparison.scoreChanges.first)
    let variance =
      change.earlier.standardError * change.earlier.standardError
      + change.later.standardError * change.later.standardError
    let error = change.difference.estimate.standardError
    #expect(abs(error * error - variance) < 1e-12)
    #expect(
      change.difference.estimate.degreesOfFreedom
        == change.earlier.degreesOfFreedom + change.later.degreesOfFreedom)
  }

  @Test("Points revisited make a change more precise, and it is said how many were")
  func revisited() throws {
    let comparison = try comparison(PlantedStudy(points: .revisited, pointSpread: 0.8))
    #expect(
      comparison.cities.map(\.dependence) == [.revisited(shared: 40), .revisited(shared: 40)])
    let change = try #require(
      comparison.scoreChanges.first { $0.definition.id.name == "SOC" })
    let independent =
      (change.earlier.standardError * change.earlier.standardError
      + change.later.standardError * change.later.standardError).squareRoot()
    #expect(change.difference.estimate.standardError < 0.7 * independent)
    #expect(change.difference.estimate.degreesOfFreedom == 36)
  }

  @Test("The same answers at the same points have changed by nothing, without error")
  func sameAnswers() throws {
    let planted = PlantedStudy(cities: ["a"], points: .revisited)
    var samples = try planted.samples()
    let questionnaire = samples[1].questionnaire
    samples[1] = samples[0]
    samples[1].wave = "w2"
    samples[1].questionnaire = questionnaire
    let analysis = WeightedStudy(try planted.study(), samples: samples)
    let change = try #require(analysis.waveComparisons.first?.scoreChanges.first)
    #expect(change.difference.value == 0)
    #expect(change.difference.estimate.standardError < 1e-6)
  }

  @Test("What weighting explains of a change at the same points is no error of it")
  func explainedByWeighting() throws {
    var planted = PlantedStudy(cities: ["a"], points: .revisited)
    planted.margins = planted.waves.flatMap { wave in
      [("1", 450.0), ("2", 550.0)].map {
        Margin(
          city: "a", wave: wave, group: Crossing(["sex"]), category: MergedCategory($0),
          population: $1, at: Fixture.place)
      }
    }
    var samples = try planted.samples()
    let questionnaire = samples[1].questionnaire
    samples[1] = samples[0]
    samples[1].wave = "w2"
    samples[1].questionnaire = questionnaire
    var columns = samples[0].responses.columns
    guard case .choices(let codes)? = columns["SD1"]?.values,
      case .numbers(let ages)? = columns["SD2"]?.values
    else {
      Issue.record("the planted study asks for sex and age")
      return
    }
    columns["SD2"] = Fixture.numbers(zip(codes, ages).map { $1 + ($0 == 1 ? 10 : 0) })
    samples[1].responses = Responses(origins: samples[0].responses.origins, columns: columns)
    let analysis = WeightedStudy(try planted.study(), samples: samples)
    let change = try #require(
      analysis.waveComparisons.first?.questionChanges.first { $0.question == "SD2" })
    #expect(abs(change.difference.value - 5.5) < 1e-9)
    #expect(change.difference.estimate.standardError < 1e-6)
    #expect(change.earlier.standardError > 0.1)
  }

  @Test("Questions added, removed and reworded are listed by the versions' cities")
  func questions() throws {
    let comparison = try #require(PlantedStudy.analysed().waveComparisons.first)
    let versions = try #require(comparison.versions.first)
    #expect(versions.cities == ["a", "b"])
    #expect(versions.difference.added == ["NEW1"] && versions.difference.removed == ["OLD1"])
    #expect(versions.difference.reworded.map(\.later) == ["SOC1"])
    #expect(versions.difference["SOC1"]?.isOverruled == true, "a person decided so, and it is seen")
    let changes = comparison.questionChanges(in: "a")
    #expect(changes.filter(\.isReworded).map(\.question) == ["SOC1"])
    #expect(!changes.contains { $0.question == "NEW1" || $0.question == "OLD1" })
    let quantities = changes.filter { $0.question == "NEWS" }.map(\.quantity)
    #expect(quantities == ["tv", "net", "talk"].map { .share(.choice($0)) })
    #expect(changes.first { $0.question == "INA1" }?.quantity == .mean(.points))
    #expect(changes.first { $0.question == "SD2" }?.difference.zone == EquivalenceZone.none)
    #expect(comparison.scoreChanges.filter { $0.reworded == ["SOC1"] }.map(\.city) == ["a", "b"])
  }

  @Test("Other words are refused unless a person decides otherwise; scores do without them")
  func refused() throws {
    let planted = PlantedStudy(cities: ["a"])
    var study = try planted.study()
    study.crosswalk = Crosswalk()
    let comparison = try #require(
      WeightedStudy(study, samples: try planted.samples()).waveComparisons.first)
    #expect(comparison.versions.first?.difference["SOC1"]?.verdict == .notComparable)
    #expect(!comparison.questionChanges.contains { $0.question == "SOC1" })
    let change = try #require(comparison.scoreChanges.first { $0.definition.id.name == "SOC" })
    #expect(change.leftOut == ["SOC1"] && change.reworded.isEmpty)
    let whole = try self.comparison(planted).scoreChanges[0]
    #expect(change.earlier.value != whole.earlier.value)
  }

  @Test("The same answers under other codes have changed by exactly nothing")
  func recoded() throws {
    let planted = PlantedStudy(cities: ["a"])
    var samples = try planted.samples()
    samples[1] = samples[0]
    samples[1].wave = "w2"
    let form = samples[0].questionnaire
    let list = try #require(form["OPN1"]?.choices)
    let codes = ["1", "2", "3", "4", "5"]
    let map = AnswerMap(
      list.choices.map { choice in
        let place = codes.firstIndex(of: choice.name)
        return AnswerMap.Entry(
          code: choice.name, target: place.map { codes[4 - $0] } ?? choice.name)
      })
    let turned = ChoiceList(
      name: "turned",
      choices: list.choices.compactMap { choice in
        var choice = choice
        choice.name = map[choice.name] ?? choice.name
        return choice
      })
    for name in ["OPN1", "INA1", "NEWS"] where name != "NEWS" {
      samples[1] = try #require(samples[1].recoding(name, by: map, into: turned))
    }
    let comparison = try #require(
      WeightedStudy(try planted.study(), samples: samples).waveComparisons.first)
    #expect(comparison.versions.first?.difference["OPN1"]?.verdict == .recodable)
    #expect(comparison.questionChanges.contains { $0.question == "OPN1" })
    #expect(comparison.questionChanges.allSatisfy { $0.difference.value == 0 })
    #expect(comparison.scoreChanges.count == 6)
    #expect(comparison.scoreChanges.allSatisfy { $0.difference.value == 0 })
  }

  @Test("A score is compared over the questions that both waves have")
  func commonQuestions() throws {
    let planted = PlantedStudy(cities: ["a"])
    let study = try planted.study()
    var factors = study.factors
    factors[0].items.append(Fixture.item("OLD1"))
    let analysis = WeightedStudy(
      try study.having(factors: factors), samples: try planted.samples())
    let comparison = try #require(analysis.waveComparisons.first)
    let change = try #require(comparison.scoreChanges.first { $0.definition.id.name == "SOC" })
    #expect(change.leftOut == ["OLD1"])
    let alone = try self.comparison(planted).scoreChanges[0]
    #expect(change.earlier.value == alone.earlier.value)
    let whole = try #require(analysis.sample(city: "a", wave: "w1")?[ScoreID(factor: "SOC")]?.mean)
    #expect(whole.value != change.earlier.value)
    #expect(analysis.diagnostics.map(\.code) == ["factor-question-absent"])
  }
}
