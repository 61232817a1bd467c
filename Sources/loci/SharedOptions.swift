import ArgumentParser
import ResultTables

/// How results are printed.
struct FormatOption: ParsableArguments {
  @Option(help: "Print as.")
  var format: OutputFormat = .text
}
