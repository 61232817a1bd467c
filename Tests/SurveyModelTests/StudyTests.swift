import SurveyModel
import Testing

struct StudyTests {
  private func study(
    cities: [String] = ["a"], waves: [String] = ["w1"], groups: [String] = [],
    factors: [String] = []
  ) throws -> Study {
    try Study(
      settings: StudySettings(id: "s", title: Label("S")),
      cities: cities.map { City(name: $0, label: Label($0)) },
      waves: waves.map { Wave(name: $0, label: Label($0)) }, sources: [],
      groupings: groups.map { Grouping(name: $0, question: "q", categories: []) },
      factors: factors.map { Factor(name: $0, label: Label($0), layer: .place, items: []) },
      questionnaires: [:])
  }

  @Test func `names lead to the parts that bear them`() throws {
    let study = try study(
      cities: ["a", "b"], waves: ["w1", "w2"], groups: ["sex"], factors: ["SOC", "OPN"])
    #expect(study.city("b")?.name == "b" && study.city("c") == nil)
    #expect(study.wave("w2")?.name == "w2" && study.wave("w3") == nil)
    #expect(study.grouping("sex")?.name == "sex" && study.grouping("age") == nil)
    #expect(study.factor("OPN")?.name == "OPN" && study.factor("X") == nil)
  }

  @Test func `all names that stand twice are told at once`() throws {
    let error = try #require(throws: StudyError.self) {
      try study(
        cities: ["a", "b", "a"], waves: ["w1", "w1"], groups: ["sex", "sex"], factors: ["F", "F"])
    }
    #expect(error.duplicates.map(\.sheet) == ["cities", "waves", "groups", "factors"])
    #expect(error.diagnostics.allSatisfy { $0.severity == .error && $0.fix != nil })
  }

  @Test func `lifting the suppression changes nothing else`() throws {
    let study = try study(cities: ["a", "b"])
    let bare = study.withoutSuppression
    #expect(bare.settings.disclosure == .lifted && study.settings.disclosure == .survey)
    #expect(bare.cities == study.cities && bare.city("b") != nil)
  }
}
