import Foundation
import Testing

@testable import Estimation

/// What R's package survey made of its own data: `Tests/Reference/survey.json`, by `survey.R`.
struct SurveyReference {
  let root: Node

  static let shared = SurveyReference("survey.json")
  /// What it made of replicate weights: `replicates.json`, by `replicates.R`.
  static let replicates = SurveyReference("replicates.json")

  /// What it made of designs of several stages and of lonely clusters: `designs.json`.
  static let designs = SurveyReference("designs.json")
  /// What it made of calibration: `calibration.json`, by `calibration.R`.
  static let calibration = SurveyReference("calibration.json")
  /// Regressions and what follows from them: `models.json`, by `models.R`.
  static let models = SurveyReference("models.json")
  /// The grid of statistics, designs and missing values: `statistics.json`, by `statistics.R`.
  static let statistics = SurveyReference("statistics.json")

  /// Banner tables of weighted designs: `banner.json`, by `banner.R`.
  static let banner = SurveyReference("banner.json")

  /// Lonely clusters and an interval of the intraclass correlation: `details.json`, by `details.R`.
  static let details = SurveyReference("details.json")

  private init(_ name: String) {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/\(name)")
    do {
      root = try JSONDecoder().decode(Node.self, from: Data(contentsOf: file))
    } catch {
      Issue.record("Tests/Reference/\(name) cannot be read: \(error)")
      root = .null
    }
  }

  /// A JSON value; a path that leads nowhere is NaN or empty, so that no comparison passes.
  enum Node: Decodable {
    case number(Double)
    case text(String)
    case list([Node])
    case object([String: Node])
    case null

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else if let value = try? container.decode(String.self) {
        self = .text(value)
      } else if let value = try? container.decode([Node].self) {
        self = .list(value)
      } else if let value = try? container.decode([String: Node].self) {
        self = .object(value)
      } else {
        self = .null
      }
    }

    subscript(_ path: String...) -> Node {
      path.reduce(self) { node, key in
        if case .object(let members) = node { members[key] ?? .null } else { .null }
      }
    }

    subscript(_ index: Int) -> Node {
      if case .list(let nodes) = self, nodes.indices.contains(index) { nodes[index] } else { .null }
    }

    var number: Double { if case .number(let value) = self { value } else { .nan } }
    var text: String { if case .text(let value) = self { value } else { "" } }
    var count: Int { if case .list(let nodes) = self { nodes.count } else { 0 } }
    var numbers: [Double] { (0..<count).map { self[$0].number } }
    var texts: [String] { (0..<count).map { self[$0].text } }
    /// A matrix as a list of columns, one after the other.
    var matrix: [Double] { (0..<count).flatMap { self[$0].numbers } }
  }

  /// A column of a data set.
  func numbers(_ set: String, _ column: String) -> [Double] { root["data"][set][column].numbers }
  func texts(_ set: String, _ column: String) -> [String] { root["data"][set][column].texts }

  /// 200 schools, stratified by type.
  func stratified(fpc: Bool = true) throws -> SurveyDesign {
    try SurveyDesign(
      weights: numbers("apistrat", "pw"), strata: texts("apistrat", "stype"),
      populationSizes: fpc ? numbers("apistrat", "fpc") : nil)
  }

  /// 183 schools in 15 districts.
  func clustered() throws -> SurveyDesign {
    try SurveyDesign(
      weights: numbers("apiclus1", "pw"), clusters: texts("apiclus1", "dnum"),
      populationSizes: numbers("apiclus1", "fpc"))
  }

  /// 8,591 persons of a national survey, in 31 clusters of 15 strata.
  func health() throws -> SurveyDesign {
    try SurveyDesign(
      weights: numbers("nhanes", "weight"), strata: texts("nhanes", "stratum"),
      clusters: texts("nhanes", "psu"))
  }
}

/// Relative tolerance for what is computed in closed form.
let closedForm = 1e-9
/// Relative tolerance for what R reports by iteration.
let iterated = 1e-8

func expectClose(
  _ value: Double, _ expected: Double, tolerance: Double = closedForm, _ what: String = "",
  at location: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(value - expected) <= tolerance * max(abs(expected), 1e-300),
    "\(what): \(value) is not \(expected)", sourceLocation: location)
}

func expectClose(
  _ estimate: Estimate, _ reference: SurveyReference.Node, tolerance: Double = closedForm,
  at location: SourceLocation = #_sourceLocation
) {
  expectClose(
    estimate.value, reference["estimate"].number, tolerance: tolerance, "value", at: location)
  if reference["standardError"].number.isFinite {
    expectClose(
      estimate.standardError, reference["standardError"].number, tolerance: tolerance, "SE",
      at: location)
  }
  if reference["designEffect"].number.isFinite {
    expectClose(
      estimate.designEffect ?? .nan, reference["designEffect"].number, tolerance: tolerance,
      "design effect", at: location)
  }
  if reference["degreesOfFreedom"].number.isFinite {
    #expect(
      Double(estimate.degreesOfFreedom) == reference["degreesOfFreedom"].number,
      sourceLocation: location)
  }
  if reference["lower"].number.isFinite, let interval = estimate.confidenceInterval() {
    expectClose(interval.lower, reference["lower"].number, tolerance: tolerance, at: location)
    expectClose(interval.upper, reference["upper"].number, tolerance: tolerance, at: location)
  }
}
