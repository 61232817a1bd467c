import ArgumentParser
import FactorAnalysis

struct FactorsReliabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors reliability", "Reliability of scales: α, ω, variance extracted, HTMT.",
    paragraphs: """
      Reflective items only; intervals by linearisation under the design. With --factor also α of
      polychoric correlations, ω of the sum of ordered items, ω_h and a table of items.
      """,
    usage: "<study> [<options>]",
    examples: [
      "factors reliability surveys/innovation-potential",
      "factors reliability surveys/innovation-potential --factor SOC",
    ])

  @OptionGroup var factors: FactorArguments
  @OptionGroup var printing: FormatOption

  func run() throws {
    Console.print(try FactorQueries(factors).reliability(), as: printing.format)
  }
}
