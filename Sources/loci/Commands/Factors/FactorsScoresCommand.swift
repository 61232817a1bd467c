import ArgumentParser
import FactorAnalysis
import ResultTables

struct FactorsScoresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors scores", "Factor scores of the interviews.",
    paragraphs: """
      Text has the means of cities and how scores correlate with their factors; CSV a row for each
      interview. Answers are taken as numbers. Whether cities may be compared is for loci factors
      invariance to say.
      """,
    usage: "<study> --factor <factor> ... [<options>]",
    examples: [
      "factors scores surveys/innovation-potential --factor SOC",
      "factors scores surveys/innovation-potential --factor SOC --format csv",
    ])

  @OptionGroup var factors: FactorArguments

  @Option(help: "How scores are made.")
  var method: FactorScores.Method = .regression

  @OptionGroup var extraction: ExtractionOptions

  @Flag(help: "Identifiers beside the scores of CSV.")
  var identifiers = false

  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard !factors.factor.isEmpty else {
      throw ValidationError("--factor names the factors whose scores are wanted")
    }
    guard !identifiers || printing.format == .csv else {
      throw ValidationError("--identifiers stand beside the scores of --format csv")
    }
  }

  func run() throws {
    let tables = try FactorQueries(factors)
      .scores(method, extraction.exploration(), hasIdentifiers: identifiers)
    Console.print(tables, as: printing.format)
  }
}
