import ArgumentParser
import Estimation
import ResultTables
import SocioculturalFactors
import SurveyAnalysis

struct TrendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "trend", "Changes over three waves and more.",
    paragraphs: """
      Each wave's figure, the test of any change, the departure from a line, the changes between waves. A line is told of four
      waves at least: its slope is by year where waves.csv has all days of fieldwork, else by wave. What returning
      points have in common is in the errors. Where a verdict on the question breaks it (see compare), the trend ends and another
      begins.
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
      let names = study.questions + [figure.to].compactMap(\.self).map(study.common)
      let trends = try analysis.trends(
        figure.query(of: study), breaks: analysis.trendBreaks(of: names))
      for trend in trends {
        // What a break leaves is told in the table; nothing was made where no run of waves has a trend.
        let isMade = trends.contains { $0.trend != nil && $0.isOfSameFigure(as: trend) }
        guard case .fewWaves? = trend.reason, !isMade else { continue }
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
