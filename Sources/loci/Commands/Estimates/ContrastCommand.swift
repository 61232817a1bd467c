import ArgumentParser
import ResultTables
import SurveyAnalysis

struct ContrastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "contrast", "Differences of cells, with errors and p values.",
    paragraphs: """
      Cells are the categories of --by; without it, cities or waves; of several groups, city and wave
      among them, "1:alpha - 1:beta". A combination is written
      "1 - 2", or "0.5* young + 0.5* middle - old". Of several the p values are adjusted.
      """,
    usage: "<study> <questions> ... --cells <cells> ... [<options>]",
    examples: [
      "contrast surveys/innovation-potential INN --by sex --cells \"1 - 2\"",
      "contrast surveys/innovation-potential INN --cells \"pskov - petrozavodsk\"",
    ])

  @OptionGroup var arguments: QuestionArguments

  @Option(help: "Cells set against each other; may be repeated.")
  var cells: [String]

  @OptionGroup var figure: FigureOptions

  @Option(help: "Of --statistic quantile: between 0 and 1.")
  var quantile: Double?

  @OptionGroup var adjusting: AdjustmentOption
  @OptionGroup var level: LevelOption
  @OptionGroup var replication: ReplicationOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func validate() throws {
    for contrast in cells where EstimateContrast(contrast) == nil {
      throw ValidationError(
        "--cells is \(EstimateContrast.form), such as \"1 - 2\" or \"0.5* 1 + 0.5* 2 - 3\", not"
          + " '\(contrast)'")
    }
    guard adjusting.adjust == nil || cells.count > 1 else {
      throw ValidationError("--adjust is of several contrasts: there is one --cells")
    }
    guard (figure.statistic == .quantile) == (quantile != nil) else {
      throw ValidationError("--statistic quantile and --quantile go together: say which quantile")
    }
    if let quantile, !(quantile > 0 && quantile < 1) {
      throw ValidationError("--quantile lies between 0 and 1, not \(quantile)")
    }
  }

  func run() throws {
    let study = try QuestionStudy(
      arguments, disclosure, columns: [figure.to].compactMap(\.self), groups: figure.by)
    try study.requireShares(of: study.questions, for: figure.optionsOfShares)
    var query = figure.query(of: study)
    query.level = level.level
    query.quantiles = [quantile].compactMap(\.self)
    try study.print(printing, mayBeOfSamples: true) { analysis throws(EstimateQuery.Failure) in
      EstimateTables(
        contrasts: try analysis.replicated(by: replication.replication).contrasts(
          cells.compactMap(EstimateContrast.init), query, adjustment: adjusting.adjustment),
        isSynthetic: study.isSynthetic)
    }
  }
}
