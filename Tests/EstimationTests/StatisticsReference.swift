import Foundation
import Testing

@testable import Estimation

/// The grid of statistics × designs × missing values that R's survey computed:
/// `Tests/Reference/statistics.json`, by `statistics.R`.
struct StatisticsReference {
  typealias Node = SurveyReference.Node

  static let shared = StatisticsReference(SurveyReference.statistics)
  let root: Node
  let designs: [String: SurveyDesign]

  /// Cases of the grid of one statistic.
  func cases(_ statistic: String) -> [Node] {
    let all = root["cases"]
    return (0..<all.count).map { all[$0] }.filter { $0["statistic"].text == statistic }
  }

  /// The design of a case, narrowed to its domain.
  func design(_ reference: Node) throws -> SurveyDesign {
    let name = reference["design"].text
    let design = try #require(designs[name], "design \(name)")
    let domain = reference["domain"].text
    guard !domain.isEmpty, let group = Self.groups[name] else { return design }
    return design.domain(texts(name, group).map { $0 == domain })
  }

  /// The column that domains of a design are made by.
  private static let groups = [
    "srs": "sch.wide", "strat": "sch.wide", "stratNoFpc": "sch.wide", "clus1": "sch.wide",
    "clus1NoFpc": "sch.wide", "clus2": "sch.wide", "raked": "sch.wide", "nhanes": "race",
    "election": "size", "mu284": "part", "post": "sch.wide", "greg": "sch.wide",
    "logit": "sch.wide", "jk1": "sch.wide", "jkn": "sch.wide", "jknNhanes": "race",
  ]

  func numbers(_ design: String, _ column: String) -> [Double] { values(design, column).numbers }

  /// Numbers as their names in R's factors: 1, not 1.0.
  func texts(_ design: String, _ column: String) -> [String] {
    let values = values(design, column)
    return (0..<values.count).map { row in
      if case .number(let number) = values[row] { return "\(Int(number))" }
      return values[row].text
    }
  }

  func answers(_ design: String, _ column: String, _ categories: [String]) -> CategoricalAnswers {
    CategoricalAnswers(
      texts(design, column).map { $0.isEmpty ? nil : $0 }, categories: categories)
  }

  private func values(_ design: String, _ column: String) -> Node {
    let set = root["sets"][design].text
    let own = root["data"][set][column]
    if own.count > 0 { return own }
    let names = [
      "nhanes/HI_CHOL": "highCholesterol", "nhanes/WTMEC2YR": "weight", "nhanes/female": "female",
    ]
    return SurveyReference.shared.root["data"][set][names["\(set)/\(column)"] ?? column]
  }

  private init(_ reference: SurveyReference) {
    root = reference.root
    let columns = StatisticsReference(columns: reference.root)
    designs = Self.makers.compactMapValues { make in
      do { return try make(columns) } catch {
        Issue.record("a design of the grid: \(error)")
        return nil
      }
    }
  }

  private init(columns root: Node) {
    self.root = root
    designs = [:]
  }

  private static let makers: [String: @Sendable (StatisticsReference) throws -> SurveyDesign] = [
    "srs": { grid in
      try SurveyDesign(
        weights: grid.numbers("srs", "pw"), populationSizes: grid.numbers("srs", "fpc"))
    },
    "strat": { _ in try SurveyReference.shared.stratified() },
    "stratNoFpc": { _ in try SurveyReference.shared.stratified(fpc: false) },
    "clus1": { _ in try SurveyReference.shared.clustered() },
    "clus1NoFpc": { grid in
      try SurveyDesign(
        weights: grid.numbers("clus1", "pw"), clusters: grid.texts("clus1", "dnum"))
    },
    "raked": { grid in
      try SurveyReference.shared.clustered().raked(to: [
        grid.margin("stype", ["E": 4421, "H": 755, "M": 1018]),
        grid.margin("sch.wide", ["No": 1072, "Yes": 5122]),
      ])
    },
    "clus2": { grid in
      try SurveyDesign(
        weights: grid.numbers("clus2", "pw"),
        stages: [("dnum", "fpc1"), ("snum", "fpc2")].map { clusters, sizes in
          SamplingStage(
            clusters: grid.texts("clus2", clusters), populationSizes: grid.numbers("clus2", sizes))
        })
    },
    "mu284": { grid in
      try SurveyDesign(
        weights: grid.numbers("mu284", "w"),
        stages: [("id1", "n1"), ("id2", "n2")].map { clusters, sizes in
          SamplingStage(
            clusters: grid.texts("mu284", clusters), populationSizes: grid.numbers("mu284", sizes))
        })
    },
    "nhanes": { _ in try SurveyReference.shared.health() },
    "scd": { grid in
      let strata = grid.texts("scd", "ESA")
      return try SurveyDesign(
        weights: strata.map { _ in 1 }, strata: strata, clusters: grid.texts("scd", "ambulance"))
    },
    "hospital": { grid in
      try SurveyDesign(
        weights: grid.numbers("hospital", "weightats"), strata: grid.texts("hospital", "oblevel"),
        populationSizes: grid.numbers("hospital", "tothosp"))
    },
    "election": { grid in try SurveyDesign(weights: grid.numbers("election", "w")) },
    "post": { grid in try grid.unlimited().poststratified(to: grid.margin("stype", types)) },
    "greg": { grid in
      let reading = PopulationTotal(
        name: "api99", values: grid.numbers("greg", "api99"), total: 3_914_069)
      return try grid.unlimited().calibrated(
        to: [grid.margin("stype", types)], totals: [reading], options: options(.linear))
    },
    "logit": { grid in
      try grid.unlimited().calibrated(
        to: [
          grid.margin("stype", types), grid.margin("sch.wide", ["No": 1072, "Yes": 5122]),
        ], options: options(.logit, bounds: 0.4...2.5))
    },
    "jk1": { _ in
      try SurveyReference.shared.clustered().replicated(by: .jackknife).surveyDesign
    },
    "jkn": { _ in
      try SurveyReference.shared.stratified().replicated(by: .stratifiedJackknife)
        .surveyDesign
    },
    "jknNhanes": { _ in
      try SurveyReference.shared.health().replicated(by: .stratifiedJackknife).surveyDesign
    },
  ]

  private static let types = ["E": 4421.0, "H": 755, "M": 1018]

  private static func options(
    _ method: WeightingMethod, bounds: ClosedRange<Double>? = nil
  ) -> WeightingOptions {
    var options = WeightingOptions(method: method, tolerance: 1e-12)
    options.bounds = bounds
    return options
  }

  /// Clusters as if drawn with replacement.
  private func unlimited() throws -> SurveyDesign {
    try SurveyDesign(weights: numbers("clus1", "pw"), clusters: texts("clus1", "dnum"))
  }

  private func margin(_ column: String, _ targets: [String: Double]) -> PopulationMargin {
    PopulationMargin(
      name: column, categories: texts("raked", column),
      targets: targets.sorted { $0.key < $1.key }.map {
        .init(category: $0.key, population: $0.value)
      })
  }
}

/// The tolerance for a design: weights of raking and of logit calibration are iterated.
func tolerance(_ reference: SurveyReference.Node) -> Double {
  switch reference["design"].text {
  case "raked": 1e-8
  case "logit": 1e-6
  default: closedForm
  }
}

/// Expects numbers with absolute leeway where R's figure is nought but for rounding.
func expectAllClose(
  _ values: [Double], _ expected: SurveyReference.Node, tolerance: Double = closedForm,
  zero: Double = 0, _ what: String, at location: SourceLocation = #_sourceLocation
) {
  let numbers = expected.count > 0 ? expected.numbers : [expected.number]
  #expect(values.count == numbers.count, "\(what): the count", sourceLocation: location)
  for (value, number) in zip(values, numbers) {
    let isClose = abs(value - number) <= max(zero, tolerance * abs(number))
    #expect(
      isClose || value.isNaN && number.isNaN, "\(what): \(value) is not \(number)",
      sourceLocation: location)
  }
}
