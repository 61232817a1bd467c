import NumericalMethods
import SurveyAnalysis
import SurveyModel

/// A small study whose truth is known: cities × waves, two factors and an index of three facets.
package struct PlantedStudy {
  package var seed: UInt64
  package var cities: [String]
  package var waves: [String]
  package var pointCount: Int
  package var interviewsByPoint: Int
  package var points: Wave.Points
  package var hasOutcome: Bool
  package var margins: [Margin]
  /// How much higher every agreement of a city is, in steps of the scale.
  package var cityShift: [String: Double]
  /// The same of a wave.
  package var waveShift: [String: Double]
  /// How much the index follows the factor SOC, latent units.
  package var slope: Double
  /// Standard deviation between points.
  package var pointSpread: Double

  package init(
    seed: UInt64 = 1, cities: [String] = ["a", "b"], waves: [String] = ["w1", "w2"],
    pointCount: Int = 40, interviewsByPoint: Int = 10, points: Wave.Points = .fresh,
    hasOutcome: Bool = true, margins: [Margin] = [], cityShift: [String: Double] = [:],
    waveShift: [String: Double] = [:], slope: Double = 0.6, pointSpread: Double = 0.2
  ) {
    self.seed = seed
    self.cities = cities
    self.waves = waves
    self.pointCount = pointCount
    self.interviewsByPoint = interviewsByPoint
    self.points = points
    self.hasOutcome = hasOutcome
    self.margins = margins
    self.cityShift = cityShift
    self.waveShift = waveShift
    self.slope = slope
    self.pointSpread = pointSpread
  }

  /// The study as it is by default, analysed once for all tests that only look at it.
  package static func analysed() throws -> WeightedStudy { try standard.get() }

  private static let standard = Result {
    WeightedStudy(try PlantedStudy().study(), samples: try PlantedStudy().samples())
  }

  package static let actions = Fixture.list(["1", "2", "3", "4", "5"], exclusive: ["5"])
  package static let sexes = Fixture.list(["1", "2"])
  package static let news = Fixture.list(["tv", "net", "talk"])
  package static let socialItems = ["SOC1", "SOC2", "SOC3"]
  package static let openItems = ["OPN1", "OPN2", "OPN3"]
  package static let indexItems = ["INA1", "INA2", "INC1", "INC2"]

  /// The later wave has NEW1 instead of OLD1, and SOC1 in other words.
  package static func questionnaire(wave: String) throws -> Questionnaire {
    let isLater = wave != "w1"
    let scales = socialItems + openItems + indexItems + [isLater ? "NEW1" : "OLD1"]
    let label = Label(["ru": isLater ? "Иначе" : "Прежде"])
    return try Fixture.questionnaire(
      scales.map { Fixture.question($0, label: $0 == "SOC1" ? label : nil) } + [
        Fixture.question("INB", .selectMultiple(actions), measure: .nominal),
        Fixture.question("NEWS", .selectOne(news), measure: .nominal),
        Fixture.question("SD1", .selectOne(sexes), measure: .nominal),
        Fixture.question("SD2", .integer, measure: .scale),
      ], version: wave)
  }

  package var factors: [Factor] {
    let outcome = Fixture.factor(
      "INN", layer: .outcome,
      [
        Fixture.item("INA1", facet: "A"), Fixture.item("INA2", facet: "A"),
        Fixture.item("INC1", facet: "C"), Fixture.item("INC2", facet: "C"),
        Fixture.item("INB", facet: "B", kind: .formative, scoring: .count),
      ])
    return [
      Fixture.factor("SOC", Self.socialItems.map { Fixture.item($0) }),
      Fixture.factor("OPN", Self.openItems.map { Fixture.item($0) }),
    ] + (hasOutcome ? [outcome] : [])
  }

  /// Somebody decided that the other words of SOC1 leave it what it was.
  package func study() throws -> Study {
    var study = try Study(
      settings: StudySettings(id: "planted", title: Label("planted"), isSynthetic: true),
      cities: cities.map { City(name: $0, label: Label($0)) },
      waves: waves.map { Wave(name: $0, label: Label($0), points: points) },
      sources: [], groupings: Self.groupings, factors: factors, margins: margins,
      questionnaires: Dictionary(
        uniqueKeysWithValues: try waves.map { ($0, try Self.questionnaire(wave: $0)) }))
    study.crosswalk = Crosswalk([
      Crosswalk.Row(
        question: "SOC1", wave: "w1", from: "SOC1", verdict: .cosmetic, decidedBy: "M. P.",
        reason: "the words mean the same")
    ])
    return study
  }

  package static var groupings: [Grouping] {
    [
      Grouping(
        name: "sex", question: "SD1",
        categories: ["1", "2"].map {
          .init(name: $0, label: Label($0), rule: .choices([$0]), at: Fixture.place)
        }),
      Grouping(
        name: "age", question: "SD2",
        categories: [
          .init(name: "18-44", label: Label(), rule: .range(from: 18, to: 44), at: Fixture.place),
          .init(name: "45+", label: Label(), rule: .range(from: 45, to: nil), at: Fixture.place),
        ]),
    ]
  }

  package func samples() throws -> [Sample] {
    try cities.flatMap { city in try waves.map { try sample(city: city, wave: $0) } }
  }

  package func sample(city: String, wave: String) throws -> Sample {
    let root = RandomStream(seed: seed)
    var stream = root.split(city).split(wave)
    // The same points in every wave, where they are revisited.
    var pointStream = points == .revisited ? root.split(city) : stream.split("points")
    let effects = (0..<pointCount).map { _ in
      pointStream.normal(mean: 0, standardDeviation: pointSpread)
    }
    let shift = (cityShift[city] ?? 0) + (waveShift[wave] ?? 0)
    let rows = (0..<pointCount * interviewsByPoint).map {
      PlantedInterview(
        &stream, mean: 3 + shift + effects[$0 / interviewsByPoint], slope: slope)
    }
    let clusters = rows.indices.map { "p\($0 / interviewsByPoint)" }
    let strata = rows.indices.map { "s\($0 / interviewsByPoint % 4)" }
    return Fixture.sample(
      try Self.questionnaire(wave: wave), Self.columns(rows, wave: wave), city: city, wave: wave,
      design: DesignVariables(
        baseWeights: rows.map(\.weight), hasBaseWeights: true, strata: strata,
        clusters: clusters))
  }

  private static func columns(_ rows: [PlantedInterview], wave: String) -> [String: Column] {
    var columns: [String: Column] = [
      "INB": Fixture.sets(rows.map(\.actions), of: actions),
      "NEWS": Fixture.codes(rows.map(\.news), of: news),
      "SD1": Fixture.codes(rows.map(\.sex), of: sexes),
      "SD2": Fixture.numbers(rows.map(\.age)),
      wave == "w1" ? "OLD1" : "NEW1": Fixture.codes(rows.map { $0.social[0] }),
    ]
    for (place, name) in socialItems.enumerated() {
      columns[name] = Fixture.codes(rows.map { $0.social[place] })
    }
    for (place, name) in openItems.enumerated() {
      columns[name] = Fixture.codes(rows.map { $0.open[place] })
    }
    for (place, name) in indexItems.enumerated() {
      columns[name] = Fixture.codes(rows.map { $0.index[place] })
    }
    return columns
  }
}

/// One drawn interview.
private struct PlantedInterview {
  var social: [Int]
  var open: [Int]
  var index: [Int]
  var actions: [String]
  var news: String
  var sex: Int
  var age: Double
  var weight: Double

  init(_ stream: inout RandomStream, mean: Double, slope: Double) {
    let trust = stream.normal()
    let openness = stream.normal()
    let potential = slope * trust + 0.5 * stream.normal()
    social = (0..<3).map { _ in Self.code(mean + 0.8 * trust, &stream) }
    open = (0..<3).map { _ in Self.code(mean + 0.8 * openness, &stream) }
    index = (0..<4).map { _ in Self.code(mean + 0.8 * potential, &stream) }
    let chosen = ["1", "2", "3", "4"].filter { _ in stream.bernoulli(0.3) }
    actions = chosen.isEmpty ? ["5"] : chosen
    news = ["tv", "net", "talk"][stream.categorical([0.5, 0.4, 0.1])]
    sex = stream.bernoulli(0.55) ? 2 : 1
    age = Double(18 + stream.integer(below: 60))
    weight = 0.8 + 0.4 * stream.uniform()
  }

  /// 1…5; one answer in fifty is "don't know".
  private static func code(_ value: Double, _ stream: inout RandomStream) -> Int {
    if stream.bernoulli(0.02) { return 97 }
    return Int(min(5, max(1, (value + stream.normal(standardDeviation: 0.5)).rounded())))
  }
}
