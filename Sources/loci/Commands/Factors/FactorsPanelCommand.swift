import ArgumentParser
import FactorAnalysis
import ResultTables
import StructuralModels

struct FactorsPanelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "factors panel", "The same people over waves.",
    paragraphs: """
      Who left; whether scales hold, or which score goes before which. Invariance is tested with residuals correlated over waves. Lagged associations of two factors
      or more are cross-lagged from two waves on, with random intercepts from three on. People are
      found again by the identifier of sources.csv, where waves.csv says panel.
      """,
    usage: "<study> [<options>]",
    examples: [
      "factors panel surveys/panel --factor SOC",
      "factors panel surveys/panel --factor SOC --strict --format csv",
    ])

  @OptionGroup var factors: FactorArguments

  @Option(help: "What is asked of them.")
  var topic: PanelTopic = .invariance

  @OptionGroup var invariance: InvarianceOptions

  @Option(help: "How lagged associations are estimated: ml or mlr, which is usual.")
  var estimator: ModelEstimator?

  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard topic != .invariance else {
      guard estimator == nil else {
        throw ValidationError("--estimator is for lagged associations: --topic cross-lagged")
      }
      return
    }
    guard Set(factors.factor).count > 1 else {
      throw ValidationError(
        "--topic \(topic.rawValue) relates two factors or more: name them with --factor")
    }
    guard [nil, .ml, .mlr].contains(estimator), !invariance.ordinal, !invariance.strict else {
      throw ValidationError(
        "--topic \(topic.rawValue) is of scores: the estimator is ml or mlr, and neither --ordinal "
          + "nor --strict has a meaning")
    }
  }

  /// - Throws: Exit status 65 where nobody can be followed.
  func run() throws {
    let tables = try FactorQueries(factors)
      .panels(topic, invariance, estimator: estimator ?? .mlr)
    guard !tables.panels.isEmpty else { throw Console.fail(.dataError, Self.noPanel) }
    Console.print(tables, as: printing.format)
  }

  private static let noPanel = """
    nobody can be followed: waves.csv has to say 'panel' in the column sample of a later wave, \
    sources.csv to name the column of the identifier, and the same identifiers to stand in both \
    waves of a city
    проследить некого: в waves.csv у более поздней волны в столбце sample должно стоять panel, в \
    sources.csv — имя столбца с идентификатором, а в файлах обеих волн города — одни и те же \
    идентификаторы
    """
}
