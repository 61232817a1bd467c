import ArgumentParser
import FactorAnalysis
import ResultTables

/// `loci factors STUDY`: reliability, exploration, models and invariance together.
struct FactorsOverviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overview", abstract: "Reliability, exploration, models and invariance together.",
    usage: "loci factors <study> [--factor <factor> ...] [<options>]", shouldDisplay: false)

  @OptionGroup var factors: FactorArguments
  @OptionGroup var extraction: ExtractionOptions
  @OptionGroup var correlation: CorrelationOption
  @OptionGroup var invariance: InvarianceOptions
  @OptionGroup var estimation: ModelEstimationOptions
  @OptionGroup var fullInformation: FullInformationOption
  @OptionGroup var printing: FormatOption

  func validate() throws {
    try correlation.require(factors)
    try estimation.require(isOrdinal: invariance.ordinal, fullInformation: fullInformation)
    guard !estimation.isGiven || !factors.factor.isEmpty || printing.format == .json else {
      throw ValidationError(
        "--estimator, --parameterization and --by-city are of models: name a factor with --factor")
    }
    guard printing.format != .csv else {
      throw ValidationError(
        "one table at a time: loci factors reliability, explore, model or invariance --format csv")
    }
  }

  func run() throws {
    let queries = try FactorQueries(factors)
    let isText = printing.format == .text
    let tables = FactorOverview(
      reliability: queries.reliability(),
      exploration: queries.exploration(extraction.exploration(correlation.correlations)),
      models: queries.models(
        of: isText ? queries.names : queries.chosen,
        estimation.model(isOrdinal: invariance.ordinal, fullInformation: fullInformation)),
      invariance: queries.invariance(invariance, usesFullInformation: fullInformation.fiml))
    if isText { Console.show(tables.text) } else { Console.write(tables.json.text()) }
    tables.unmade.forEach(Console.leaveUnmade)
  }
}
