import ArgumentParser
import Estimation
import ResultTables
import SurveyAnalysis

struct TrendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "trend", "Changes over three waves and more.",
    paragraphs: """
      Each wave's figure, the test of any change, the departure from a line, the changes between waves. A line is told of four
      waves at least: its slope is by year where waves.csv has all days of fieldwork, else by wave. What returning
      points have in common is in the errors.
      """,
    usage: "<study> <questions> ... [<options>]",
    examples: ["trend surveys/panel SOC", "trend surveys/panel SOC --format csv"])

  @OptionGroup var arguments: QuestionArguments
  @OptionGroup var figure: FigureOptions
  @OptionGroup var level: LevelOption
  @OptionGroup var replication: ReplicationOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard figure.statistic != .quantile else {
      throw ValidationError("trends are of means, shares, totals and ratios, not of quantiles")
    }
  }

  func run() throws {
    let study = try QuestionStudy(
      arguments, disclosure, columns: [figure.to].compactMap(\.self), groups: figure.by)
    try study.requireShares(of: study.questions, for: figure.optionsOfShares)
    try study.print(printing) { analysis throws(EstimateQuery.Failure) in
      let analysis = try analysis.replicated(by: replication.replication)
      let trends = try analysis.trends(figure.query(of: study))
      for trend in trends {
        guard case .fewWaves? = trend.reason else { continue }
        Console.leaveUnmade(
          "the trend of \(trend.question), city \(trend.city): \(trend.reason?.description ?? "")")
      }
      return TrendTables(
        trends, by: study.common(figure.by),
        unit: analysis.trendUnit, level: level.level,
        significance: analysis.study.conventions.significance, isSynthetic: study.isSynthetic)
    }
  }
}
