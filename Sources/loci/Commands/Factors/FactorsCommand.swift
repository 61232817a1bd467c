import ArgumentParser

struct FactorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors", "What questions measure: scales, models, comparability.",
    paragraphs: """
      The factors are those of factors.csv. Without a subcommand, loci factors STUDY prints
      reliability, exploration and invariance together; with --factor the factor's model too. A
      study's folder that bears a subcommand's name is written ./panel.
      """,
    usage: "<subcommand> <study> [<options>]",
    examples: [
      "factors surveys/innovation-potential --factor SOC",
      "factors reliability surveys/innovation-potential --format csv",
    ],
    subcommands: [
      FactorsReliabilityCommand.self, FactorsExploreCommand.self, FactorsModelCommand.self,
      FactorsInvarianceCommand.self, FactorsPanelCommand.self, FactorsTypesCommand.self,
      FactorsScoresCommand.self, FactorsOverviewCommand.self,
    ], defaultSubcommand: FactorsOverviewCommand.self)

  /// The words that may follow `loci factors`.
  static let subcommandNames =
    configuration.subcommands.compactMap { $0.configuration.commandName }
}
