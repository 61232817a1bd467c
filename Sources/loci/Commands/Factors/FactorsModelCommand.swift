import ArgumentParser
import LavaanSyntax
import ResultTables
import SurveyAnalysis
import SurveyModel
import TabularFiles

struct FactorsModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors model", "Structural equation models in lavaan's syntax.",
    paragraphs: """
      A factor's own model stands in the column model of factors.csv, or in the .lav file that the
      column names; else it is made of the factor's items. --file takes a model of items of any
      factors, regressions and defined parameters included. CSV has the parameters.
      """,
    usage: "<study> [<options>]",
    examples: [
      "factors model surveys/innovation-potential --factor FUT --estimator ml",
      "factors model surveys/innovation-potential --factor SOC --by-city",
    ])

  @OptionGroup var factors: FactorArguments

  @Option(help: "A .lav file, in place of the factors' models.", completion: .file())
  var file: String?

  @OptionGroup var estimation: ModelEstimationOptions
  @OptionGroup var fullInformation: FullInformationOption
  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard file == nil || factors.factor.isEmpty else {
      throw ValidationError("give --factor or --file, not both: a file names its own items")
    }
    try estimation.require(fullInformation: fullInformation)
  }

  func run() throws {
    let queries = try FactorQueries(factors)
    let options = estimation.model(fullInformation: fullInformation)
    guard let file else {
      let tables = queries.models(of: queries.chosen, options)
      guard !tables.models.isEmpty else {
        throw Console.fail(.dataError, "no factor has three reflective items or an own model")
      }
      return Console.print(tables, as: printing.format)
    }
    let name = String(file.split(separator: "/").last ?? "model")
    let tables = queries.model(try model(in: file), name: name, options)
    if case .failure(.invalidModel(let findings)) = tables.models.first?.result {
      throw ValidationError(findings.map(\.description).joined(separator: "\n"))
    }
    Console.print(tables, as: printing.format)
  }

  private func model(in path: String) throws -> ModelReading {
    let contents: FileContents
    do {
      contents = try FileContents(path: path, displayPath: path)
    } catch {
      throw ValidationError(error.diagnostics.map(\.description).joined(separator: "\n"))
    }
    guard let text = String(validating: contents.bytes, as: UTF8.self) else {
      throw ValidationError("\(path) cannot be read as text in UTF-8: save it as UTF-8")
    }
    return ModelReading(
      Factor.Model(text, at: SourceLocation(file: path, line: 1, column: 1)))
  }
}
