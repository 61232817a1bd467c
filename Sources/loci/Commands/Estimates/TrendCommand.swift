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

  /// Names what was asked for and is not made: a question of a city without any trend; where shares,
  /// or another figure, were asked for, each of them.
  private func leaveUnmade(_ trends: [FigureTrend]) {
    var named: Set<String> = []
    for trend in trends {
      guard case .fewWaves? = trend.reason else { continue }
      // What a break leaves is told in the table; nothing was made where no run of waves has a trend.
      let isMade = trends.contains { other in
        guard other.trend != nil else { return false }
        return figure.statistic != nil
          ? other.isOfSameFigure(as: trend)
          : other.question == trend.question && other.city == trend.city && other.by == trend.by
      }
      guard !isMade else { continue }
      let words =
        "the trend of \(trend.question)\(trend.choice.map { "=\($0)" } ?? ""), city \(trend.city):"
        + " \(trend.reason?.description ?? "")"
      if named.insert(words).inserted { Console.leaveUnmade(words) }
    }
  }

  func run() throws {
    let study = try QuestionStudy(
      arguments, disclosure, columns: [figure.to].compactMap(\.self), groups: figure.by,
      imputed: .refused(
        command: "trend",
        because: "tests of several waves at once are not combined over data sets;"
          + " contrast tests one change"))
    try study.requireShares(of: study.questions, for: figure.optionsOfShares)
    try study.print(printing) { analysis throws(EstimateQuery.Failure) in
      let analysis = try analysis.replicated(by: replication.replication)
      let names = study.questions + [figure.to].compactMap(\.self).map(study.common)
      let trends = try analysis.trends(
        figure.query(of: study), breaks: analysis.trendBreaks(of: names))
      leaveUnmade(trends)
      return TrendTables(
        trends, by: study.common(figure.by),
        unit: analysis.trendUnit, level: level.level,
        significance: analysis.study.conventions.significance, isSynthetic: study.isSynthetic)
    }
  }
}
