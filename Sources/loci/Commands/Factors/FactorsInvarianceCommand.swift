import ArgumentParser

struct FactorsInvarianceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors invariance", "Whether cities and waves may be compared.",
    paragraphs: """
      Tested over the cities of each wave, over waves, and over both: configural, metric, scalar;
      the verdict says whether means may be compared, and without which items.
      """,
    usage: "<study> [<options>]",
    examples: [
      "factors invariance surveys/innovation-potential --factor SOC",
      "factors invariance surveys/innovation-potential --factor DIV --ordinal",
    ])

  @OptionGroup var factors: FactorArguments
  @OptionGroup var invariance: InvarianceOptions
  @OptionGroup var fullInformation: FullInformationOption
  @OptionGroup var printing: FormatOption

  func validate() throws { try invariance.require(fullInformation) }

  func run() throws {
    let tables = try FactorQueries(factors)
      .invariance(invariance, usesFullInformation: fullInformation.fiml)
    Console.print(tables, as: printing.format)
  }
}
