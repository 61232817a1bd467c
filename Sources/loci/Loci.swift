import ArgumentParser

@main
struct Loci: ParsableCommand {
  /// Stands in manifests and reports; the changelog says what each version changed.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "loci",
    abstract: "From a questionnaire and field files to city reports.",
    discussion: """
      A study is a folder of sheets; loci init drafts one. Results go to standard output,
      diagnostics to standard error. Nothing leaves this machine.

      Example: loci report surveys/innovation-potential
      """,
    version: "GeniusLoci \(version)",
    subcommands: [
      InitCommand.self, ReadCommand.self, CheckCommand.self, ImportCommand.self,
      WeighCommand.self, EstimateCommand.self, PlanCommand.self, FactorsCommand.self,
      CompareCommand.self,
      ReportCommand.self, ExportCommand.self, SimulateCommand.self,
    ])
}
