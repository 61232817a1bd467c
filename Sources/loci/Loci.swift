import ArgumentParser
import NumericalMethods
import StudyFolder
import TextFormats

@main
struct Loci: ParsableCommand {
  /// Stands in manifests and reports; the changelog says what each version changed.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "loci", abstract: "From a questionnaire and field files to city reports.",
    discussion: HelpText.discussion(
      """
      A study is a folder of sheets; loci init drafts one, and loci help study says what each sheet
      may hold. Results go to standard output,
      diagnostics to standard error. Nothing leaves this machine.
      """, examples: ["check surveys/innovation-potential", "report surveys/innovation-potential"]),
    version: "GeniusLoci \(version)",
    subcommands: [
      InitCommand.self, ReadCommand.self, CheckCommand.self, ImportCommand.self,
      WeighCommand.self, EstimateCommand.self, ContrastCommand.self, TestCommand.self,
      RegressCommand.self, CorrelateCommand.self, VarianceCommand.self, TrendCommand.self,
      PlanCommand.self,
      FactorsCommand.self, CompareCommand.self, ReportCommand.self, ExportCommand.self,
      SimulateCommand.self, StudyHelpCommand.self,
    ])

  /// Runs the command that the arguments name, and ends the process with its status.
  static func main() {
    LinearAlgebraLibrary.prepare()
    Console.prepare()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try RepeatedOptions.refuse(in: arguments)
      var command = try parseAsRoot(
        EarlierSpelling.translated(StudyHelpCommand.translated(arguments)))
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
      if !message.isEmpty { Console.write(HelpText.examplesLast(message) + "\n") }
    } else if !message.isEmpty {
      Console.complain(escapingArguments(in: message) + "\n" + hint(after: message))
    }
    Console.end(status.rawValue)
  }
}

extension Loci {
  /// Where a subcommand's word was perhaps meant for a study's folder.
  private static func hint(after message: String) -> String {
    let words = CommandLine.arguments.dropFirst().prefix(2)
    guard words.first == "factors", words.count == 2, let name = words.last,
      FactorsCommand.subcommandNames.contains(name),
      message.contains("'<study>'") || OutputFolder(name).exists
    else { return "" }
    return
      "'\(name)' is a subcommand here: the study in a folder of that name is written ./\(name)\n"
  }

  /// A message in which no argument breaks a line.
  private static func escapingArguments(in message: String) -> String {
    let arguments = CommandLine.arguments.dropFirst().filter(\.hasControls)
    let values = arguments.compactMap { argument in
      argument.firstIndex(of: "=").map { String(argument[argument.index(after: $0)...]) }
    }
    return (arguments + values.filter(\.hasControls)).reduce(message) {
      $0.replacing($1, with: $1.printable)
    }
  }
}
