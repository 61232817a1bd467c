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

  /// Runs the command that the arguments name, and ends the process with its status.
  static func main() {
    Console.prepare()
    do {
      var command = try parseAsRoot()
      try command.run()
      Console.end(0)
    } catch {
      conclude(error)
    }
  }

  /// Prints what an error, or a wish for help, has to say: help to standard output.
  private static func conclude(_ error: any Error) -> Never {
    let status = exitCode(for: error)
    let message = fullMessage(for: error)
    if status.isSuccess {
      if !message.isEmpty { Console.write(message + "\n") }
    } else if !message.isEmpty {
      Console.complain(message + "\n")
    }
    Console.end(status.rawValue)
  }
}
