import NumericalMethods
import SurveyAnalysis
import SurveyModel

/// A panel whose truth is known: people asked of trust and of openness in several waves.
///
/// Between people both differ by lasting traits; around their own trait, each follows what it was
/// a wave before, and openness follows trust.
package struct PlantedPanel {
  package var seed: UInt64
  package var waves: [String]
  package var people: Int
  /// Of the deviation of a wave before: trust on trust, and openness on openness.
  package var stability: Double
  /// Openness on the trust of a wave before, standard deviations.
  package var lagged: Double
  /// Variance of the lasting traits; that of what changes is 1.
  package var traitVariance: Double
  /// By how much each standard deviation of openness lowers the log-odds of leaving.
  package var selectiveLoss: Double
  /// Leave between two waves, at mean openness, as log-odds.
  package var loss: Double
  package var kind: Wave.SampleKind

  package init(
    seed: UInt64 = 1, waves: [String] = ["w1", "w2"], people: Int = 500, stability: Double = 0.4,
    lagged: Double = 0.3, traitVariance: Double = 0, selectiveLoss: Double = 0,
    loss: Double = -2, kind: Wave.SampleKind = .panel
  ) {
    self.seed = seed
    self.waves = waves
    self.people = people
    self.stability = stability
    self.lagged = lagged
    self.traitVariance = traitVariance
    self.selectiveLoss = selectiveLoss
    self.loss = loss
    self.kind = kind
  }

  package static let items = ["SOC1", "SOC2", "SOC3", "OPN1", "OPN2", "OPN3"]

  package func study() throws -> Study {
    let questionnaire = try Self.questionnaire()
    return try Study(
      settings: StudySettings(id: "panel", title: Label("panel"), isSynthetic: true),
      cities: [City(name: "a", label: Label("a"))],
      waves: waves.enumerated().map { place, name in
        Wave(name: name, label: Label(name), sample: place == 0 ? .probability : kind)
      },
      sources: [], groupings: [],
      factors: [
        Fixture.factor("SOC", Self.items[..<3].map { Fixture.item($0) }),
        Fixture.factor("OPN", Self.items[3...].map { Fixture.item($0) }),
      ], margins: [], questionnaires: ["v1": questionnaire])
  }

  package static func questionnaire() throws -> Questionnaire {
    try Fixture.questionnaire(
      items.map {
        Fixture.question(
          $0, .range(start: 0, end: 10, step: 0.01), measure: .scale)
      })
  }

  package func analysed() throws -> WeightedStudy {
    WeightedStudy(try study(), samples: try samples())
  }

  package func samples() throws -> [Sample] {
    let questionnaire = try Self.questionnaire()
    var stream = RandomStream(seed: seed).split("panel")
    var members = (0..<people).map { PlantedPerson($0, self, &stream) }
    return waves.enumerated().map { place, wave in
      if place > 0 {
        members = members.filter { !$0.leaves(self, &stream) }
        for index in members.indices { members[index].moveOn(self, &stream) }
      }
      let answers = members.map { $0.answers(&stream) }
      return Fixture.sample(
        questionnaire,
        Dictionary(
          uniqueKeysWithValues: Self.items.enumerated().map { item, name in
            (name, Fixture.numbers(answers.map { $0[item] }))
          }), wave: wave,
        design: DesignVariables(
          baseWeights: members.map { _ in 1 }, clusters: members.map { "p\($0.number / 10)" },
          identifiers: members.map { "person \($0.number)" }))
    }
  }
}

/// One person of the panel: traits that last, and where the person is around them.
private struct PlantedPerson {
  let number: Int
  let traits: (trust: Double, openness: Double)
  var trust: Double
  var openness: Double

  init(_ number: Int, _ panel: PlantedPanel, _ stream: inout RandomStream) {
    let spread = panel.traitVariance.squareRoot()
    let common = stream.normal()
    self.number = number
    traits = (
      spread * (0.6 * common + 0.8 * stream.normal()),
      spread * (0.6 * common + 0.8 * stream.normal())
    )
    trust = stream.normal()
    openness = 0.3 * trust + 0.9 * stream.normal()
  }

  func leaves(_ panel: PlantedPanel, _ stream: inout RandomStream) -> Bool {
    let logOdds = panel.loss - panel.selectiveLoss * openness
    return stream.bernoulli(1 / (1 + Elementary.exp(-logOdds)))
  }

  mutating func moveOn(_ panel: PlantedPanel, _ stream: inout RandomStream) {
    let before = (trust, openness)
    trust = panel.stability * before.0 + 0.8 * stream.normal()
    openness = panel.stability * before.1 + panel.lagged * before.0 + 0.8 * stream.normal()
  }

  /// Three answers on trust, three on openness, 0…10.
  func answers(_ stream: inout RandomStream) -> [Double] {
    [traits.trust + trust, traits.openness + openness].flatMap { value in
      (0..<3).map { _ in
        min(10, max(0, 5 + 1.2 * value + stream.normal(standardDeviation: 0.6)))
      }
    }
  }
}
