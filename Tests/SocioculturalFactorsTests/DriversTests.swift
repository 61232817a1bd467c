import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Associations with the index")
struct DriversTests {
  private func drivers(_ planted: PlantedStudy, _ study: Study? = nil) throws -> Drivers {
    let study = try study ?? planted.study()
    let analysis = WeightedStudy(study, samples: [try planted.sample(city: "a", wave: "w1")])
    return try #require(analysis.findings(city: "a", wave: "w1")).drivers
  }

  @Test("A planted association is found, an absent one is not, groups are held equal")
  func planted() throws {
    let model = try #require(try drivers(PlantedStudy(slope: 0.8)).models?.full)
    #expect(
      model.scores.map(\.predictor) == [
        .score(ScoreID(factor: "SOC")), .score(ScoreID(factor: "OPN")),
      ])
    #expect(model.scores.map(\.isEstablished) == [true, false])
    #expect(model.terms[0].slope.value > 1 && model.terms[0].standardised.value > 0.4)
    #expect(
      model.controls == [
        .init(group: "sex", reference: MergedCategory("1")),
        .init(group: "age", reference: MergedCategory("18-44")),
      ])
    #expect(
      model.terms.dropFirst(2).map(\.predictor) == [
        .category(group: "sex", category: MergedCategory("2")),
        .category(group: "age", category: MergedCategory("45+")),
      ])
    #expect(model.degreesOfFreedom == 36 - 4)
    #expect(model.family.size == 2)
    #expect(model.terms.dropFirst(2).allSatisfy { $0.adjustedPValue == nil })
  }

  @Test("Questions that overlap with the index are listed, and the model is rerun without them")
  func overlaps() throws {
    let models = try #require(try drivers(PlantedStudy()).models)
    #expect(models.overlaps.map(\.question) == ["OPN1", "OPN2", "OPN3"])
    #expect(models.overlaps.allSatisfy { $0.with == ["INC1", "INC2"] })
    #expect(models.reduced?.scores.map(\.predictor) == [.score(ScoreID(factor: "SOC"))])
  }

  @Test("A factor that repeats another is left out and named")
  func dependent() throws {
    let planted = PlantedStudy()
    let study = try planted.study()
    var factors = study.factors
    factors.insert(
      Fixture.factor("TWIN", PlantedStudy.socialItems.map { Fixture.item($0) }), at: 1)
    let twins = try study.having(factors: factors)
    let model = try #require(try drivers(planted, twins).models?.full)
    #expect(model.leftOut == [.score(ScoreID(factor: "TWIN"))])
  }

  @Test("Too few points, no outcome and no factors are each said")
  func notEstimable() throws {
    func reason(_ drivers: Drivers) -> Drivers.NotEstimable? {
      if case .notEstimable(let reason) = drivers { reason } else { nil }
    }
    let few = try drivers(PlantedStudy(pointCount: 6))
    guard case .notFitted(.tooFewDegreesOfFreedom) = reason(few) else {
      Issue.record("two degrees of freedom do not allow two predictors")
      return
    }
    #expect(reason(try drivers(PlantedStudy(hasOutcome: false))) == .noOutcome)
    let planted = PlantedStudy()
    let study = try planted.study()
    var factors = Array(study.factors.dropFirst(2))
    #expect(reason(try drivers(planted, try study.having(factors: factors))) == .noFactors)
    factors[0].items.append(Fixture.item("ABSENT", facet: "D"))
    #expect(reason(try drivers(planted, try study.having(factors: factors))) == .noIndex)
  }
}
