import ArgumentParser
import SocioculturalFactors
import SurveyAnalysis

struct FactorsTypesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors types", "Types of residents by their scores.",
    paragraphs: """
      By the scores of the factors named, or of all; each number of types is tried on bootstrap
      samples of sampling points. Types have numbers and no names. CSV has their shares by city.
      """,
    usage: "<study> [<options>]",
    examples: [
      "factors types surveys/innovation-potential --classes 2 --factor INN",
      "factors types surveys/innovation-potential --classes 3 --format csv",
    ])

  /// Types that are made at most; time and memory grow with their square.
  private static let mostClasses = 100

  @OptionGroup var factors: FactorArguments

  @Option(help: "How types are found.")
  var method: ResidentTypes.Method = .kMeans

  @Option(
    help: ArgumentHelp(
      "How many types, 1 to 100; 2 to 6 are tried where left out.", valueName: "number"))
  var classes: Int?

  @OptionGroup var printing: FormatOption

  func validate() throws {
    if let classes, !(1...Self.mostClasses).contains(classes) {
      throw ValidationError("--classes is 1 to \(Self.mostClasses)")
    }
  }

  func run() throws {
    let tables = try FactorQueries(factors).types(method, number: classes.map { $0...$0 } ?? 2...6)
    Console.print(tables, as: printing.format)
  }
}
