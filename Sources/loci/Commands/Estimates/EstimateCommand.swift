import ArgumentParser
import Estimation
import ResultTables
import SurveyAnalysis

struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "estimate", "Means, shares, totals, ratios, quantiles, by groups.",
    paragraphs: """
      Shares are of all who were asked, "don't know" and refusals included, unless --base says
      otherwise; who has no recorded answer is left out. Figures about few people are hidden; of
      many queries together the command knows nothing: publish what a report holds.
      """,
    usage: "<study> <questions> ... [<options>]",
    examples: [
      "estimate surveys/innovation-potential INA1 INN --by sex",
      "estimate surveys/innovation-potential SD2 --quantile 0.25",
    ])

  @OptionGroup var arguments: QuestionArguments
  @OptionGroup var figure: FigureOptions

  @Option(help: "Between 0 and 1; may be repeated.")
  var quantile: [Double] = []

  @Flag(help: "Add totals: right where weights add up to people.")
  var totals = false

  @Flag(help: "Figures without weights beside.")
  var unweighted = false

  @Option(help: "Intervals of shares; logit where left out.")
  var interval: ProportionInterval?

  @OptionGroup var level: LevelOption
  @OptionGroup var replication: ReplicationOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func validate() throws {
    for probability in quantile where !(probability > 0 && probability < 1) {
      throw ValidationError("--quantile lies between 0 and 1, not \(probability)")
    }
    guard quantile.isEmpty || figure.statistic ?? .quantile == .quantile else {
      throw ValidationError("--quantile goes with --statistic quantile, or without --statistic")
    }
    guard !totals || figure.statistic == nil else {
      throw ValidationError("--totals adds to what suits the question: leave out --statistic")
    }
    guard !unweighted || !totals && figure.statistic != .total else {
      throw ValidationError(
        "--unweighted counts interviews, and totals are of people: leave one of them out")
    }
    guard !unweighted || replication.replicates == nil else {
      throw ValidationError(
        "--unweighted has errors by linearisation: leave out --replicates, or ask without it")
    }
    guard interval == nil || figure.statistic ?? .proportion == .proportion else {
      throw ValidationError(
        "--interval is of shares: leave it out, or --statistic proportion")
    }
  }

  func run() throws {
    let study = try QuestionStudy(
      arguments, disclosure, columns: [figure.to].compactMap(\.self), groups: figure.by,
      imputed: unweighted
        ? .refused(
          command: "estimate --unweighted",
          because: "figures without weights are of observed answers")
        : .known)
    try study.requireShares(
      of: study.questions,
      for: figure.optionsOfShares + (interval == nil ? [] : ["--interval"])
        + (totals ? ["--totals"] : []))
    let query = query(of: study)
    try study.print(printing) { analysis throws(EstimateQuery.Failure) in
      let analysis = try analysis.replicated(by: replication.replication)
      return EstimateTables(
        unweighted
          ? try analysis.estimatesBesideUnweighted(query) : try analysis.estimates(query),
        by: study.common(figure.by), isBesideUnweighted: unweighted, isSynthetic: study.isSynthetic)
    }
  }

  private func query(of study: QuestionStudy) -> EstimateQuery {
    var query = figure.query(of: study)
    query.quantiles = quantile
    query.totals = totals
    query.interval = interval ?? .logit
    query.level = level.level
    return query
  }
}
