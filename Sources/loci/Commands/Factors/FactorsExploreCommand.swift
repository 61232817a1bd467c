import ArgumentParser

struct FactorsExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors explore", "Number of factors, and loadings.",
    paragraphs: """
      Rules for the number of factors, where they agree and where not; then the loadings, of a named
      factor's items with standard errors under the design. CSV has the loadings.
      """,
    usage: "<study> [<options>]",
    examples: [
      "factors explore surveys/innovation-potential --factor SOC",
      "factors explore surveys/innovation-potential --factors 5",
    ])

  @OptionGroup var factors: FactorArguments
  @OptionGroup var extraction: ExtractionOptions
  @OptionGroup var correlation: CorrelationOption
  @OptionGroup var printing: FormatOption

  func validate() throws { try correlation.require(factors) }

  func run() throws {
    let options = extraction.exploration(correlation.correlations)
    Console.print(try FactorQueries(factors).exploration(options), as: printing.format)
  }
}
