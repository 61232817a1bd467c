import ArgumentParser
import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

extension CorrelationKind: ExpressibleByArgument {}
extension MissingAnswers: ExpressibleByArgument {}

/// What `--format csv` prints.
enum FactorsTable: String, ExpressibleByArgument, CaseIterable {
  case reliability, invariance
}

struct FactorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factors",
    abstract: "Reliability, number of factors, loadings, comparability of cities and waves.",
    discussion: """
      Reliability: α, ω, ω_h, average variance extracted and HTMT, with intervals by linearisation \
      under the design. Number of factors: a table of rules, and where they disagree. Loadings are \
      minres, rotated by oblimin, unless --extraction and --rotation say otherwise, with standard \
      errors under the design. Reflective items only.

      Invariance is tested over the cities of each wave, over waves, and over both: configural, \
      metric, scalar; then the verdict says whether means may be compared. A factor's own model \
      stands in the column model of factors.csv, or in the .lav file that the column names; \
      --model takes a .lav file of items of any factors, regressions and defined parameters \
      included.

      --panel follows the same people over waves, states who left, and tests invariance with \
      residuals correlated over waves, or gives lagged associations of two factors or more: \
      cross-lagged from two waves on, with random intercepts from three on.

      Examples:
        loci factors surveys/innovation-potential --factor SOC
        loci factors surveys/innovation-potential --factor DIV --ordinal --format json
        loci factors surveys/innovation-potential --factor IDN --correlations polychoric
        loci factors surveys/innovation-potential --factor SOC --scores bartlett --format csv
        loci factors surveys/innovation-potential --factor FUT --estimator ml --by-city
        loci factors surveys/innovation-potential --types k-means --classes 2 --factor INN
        loci factors surveys/panel --panel invariance --factor SOC
        loci factors surveys/panel --panel random-intercept --factor SOC --factor OPN
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "A factor of factors.csv; may be repeated; all where left out.")
  var factor: [String] = []

  @Option(help: "minres, maximumLikelihood, principalAxis, weightedLeastSquares, …")
  var extraction: String = ExtractionMethod.minres.rawValue

  @Option(help: "oblimin, varimax, quartimax, geomin, promax, …, or none.")
  var rotation: String = FactorRotation.oblimin.rawValue

  @Option(help: "How many factors are extracted; what parallel analysis suggests where left out.")
  var factors: Int?

  @Option(help: "What is explored, beside --factor: pearson, spearman or polychoric correlations.")
  var correlations: CorrelationKind = .pearson

  @Option(help: "Missing answers to the items explored: pairwise, listwise or fiml.")
  var missing: MissingAnswers = .pairwise

  @Flag(help: "Mend correlations that are not positive definite; otherwise they are only named.")
  var smooth = false

  @Flag(help: "Items as ordered categories (WLSMV) in the test of invariance, not as numbers.")
  var ordinal = false

  @Flag(help: "Test residual variances too.")
  var strict = false

  @Flag(help: "Count interviews with missing answers too, by full information.")
  var fiml = false

  @Option(help: "A .lav file: a model in lavaan's syntax of items of any factors.")
  var model: String?

  @Option(help: "How models are estimated; mlr where left out, wlsmv with --ordinal.")
  var estimator: ModelEstimator?

  @Option(
    help: "What has variance 1 behind an ordered item: delta, its whole; theta, its residual.")
  var parameterization: Parameterization = .delta

  @Flag(name: .customLong("by-city"), help: "Models with cities as groups.")
  var byCity = false

  @Option(help: "The same people over waves: invariance, cross-lagged or random-intercept.")
  var panel: PanelTopic?

  @Option(help: "Types of residents by the scores of the factors: k-means or latent-classes.")
  var types: ResidentTypes.Method?

  /// Types that are made at most; time and memory grow with their square.
  private static let mostClasses = 100

  @Option(help: "How many types, 1 to 100; 2 to 6 are tried where left out.")
  var classes: Int?

  @Option(help: "Factor scores, beside --factor; with --format csv a row for each interview.")
  var scores: FactorScores.Method?

  @Flag(help: "Identifiers of the interviews beside their scores.")
  var identifiers = false

  @Option(help: "What csv has: reliability or invariance.")
  var table: FactorsTable = .reliability

  @Option(help: "How results are printed: text, csv or json.")
  var format: OutputFormat = .text

  func validate() throws {
    let isOrdered = ordinal || estimator == .wlsmv || estimator == .dwls
    guard parameterization == .delta || isOrdered else {
      throw ValidationError("--parameterization is for ordered categories: --estimator wlsmv")
    }
    guard !(fiml && isOrdered) else {
      throw ValidationError("--fiml is for items as numbers, not for ordered categories")
    }
    let rotations = FactorRotation.allCases.filter { !$0.hasTarget }.map(\.rawValue)
    try require(rotation, among: rotations, option: "--rotation")
    try require(
      extraction, among: ExtractionMethod.allCases.map(\.rawValue), option: "--extraction")
    guard correlations == .pearson || !factor.isEmpty else {
      throw ValidationError("--correlations \(correlations.rawValue) is beside --factor")
    }
    guard scores == nil || !factor.isEmpty else {
      throw ValidationError("--scores is beside --factor")
    }
    guard scores == nil || correlations == .pearson else {
      throw ValidationError(
        "--scores takes answers as numbers: --correlations pearson, or leave it out")
    }
    guard !identifiers || scores != nil else {
      throw ValidationError("--identifiers is beside --scores")
    }
    if let classes, !(1...Self.mostClasses).contains(classes) || types == nil {
      throw ValidationError("--classes is 1 to \(Self.mostClasses), beside --types")
    }
    try validatePanel()
    if let factors, factors < 1 { throw ValidationError("--factors is 1 or more") }
  }

  private func require(_ value: String, among names: [String], option: String) throws {
    guard names.contains(value) else {
      throw ValidationError("\(option) is one of \(names.joined(separator: ", ")), not '\(value)'")
    }
  }

  func run() throws {
    let session = try StudySession(study)
    for name in factor where !session.study.factors.contains(where: { $0.name == name }) {
      let names = session.study.factors.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no factor '\(name)'; factors.csv has \(names)")
    }
    let analysis = try session.analysis(.withoutComparability)
    if let model { return try printModel(model, analysis) }
    if let types { return printTypes(types, analysis) }
    if let scores { return printScores(scores, analysis) }
    if let panel { return try printPanel(panel, analysis) }
    switch format {
    case .text: Console.show(text(analysis))
    case .csv:
      switch table {
      case .reliability: reliabilityTable(analysis).print(.csv)
      case .invariance: invarianceTable(analysis).print(.csv)
      }
    case .json: Console.write(json(analysis).text())
    }
  }
}

extension FactorsCommand {
  private func text(_ analysis: StudyAnalysis) -> String {
    reliabilityText(analysis) + exploratoryText(analysis) + modelText(analysis)
      + invarianceText(analysis)
  }

  /// An object for each factor, and one for all items together where none was named; lavaan's
  /// names in lower camel case.
  private func json(_ analysis: StudyAnalysis) -> JSONValue {
    let explored = explorations(analysis)
    let findings = findings(analysis)
    let names: [String?] = factor.isEmpty ? analysis.study.factors.map(\.name) + [nil] : factor
    return .array(
      names.map { name in
        [
          "factor": JSONValue(name),
          "reliability": name.map { reliabilityJSON(analysis, factor: $0) } ?? nil,
          "htmt": discriminantJSON(analysis, factor: name),
          "exploratory": .array(explored.filter { $0.name == name }.map(\.json)),
          "confirmatory": .array(name.map { models(of: $0, analysis).map(\.json) } ?? []),
          "invariance": name.map { invarianceJSON(findings, factor: $0) } ?? nil,
          "synthetic": .bool(analysis.study.settings.isSynthetic),
        ]
      })
  }
}
