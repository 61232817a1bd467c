import Estimation
import Reporting
import SurveyAnalysis
import TextFormats

/// Trends over waves: each wave's figure, tests, the slope where there is a line, changes.
package struct TrendTables: PrintedResult {
  package let trends: [FigureTrend]
  package let groups: [String]
  package let unit: TrendUnit
  /// Of the intervals.
  package let level: Double
  /// The p value under which a change counts as established.
  package let significance: Double
  package let isSynthetic: Bool

  package init(
    _ trends: [FigureTrend], by groups: [String], unit: TrendUnit, level: Double,
    significance: Double, isSynthetic: Bool
  ) {
    self.trends = trends
    self.groups = groups
    self.unit = unit
    self.level = level
    self.significance = significance
    self.isSynthetic = isSynthetic
  }

  package var text: String {
    let sentences = trends.map { TrendWords($0, unit: unit, significance: significance) }
      .map { $0.sentence(in: .en) }
    return table(isExact: false) { .short(pValue: $0) }.withoutEmptyColumns.text
      + sentences.map { "\n" + $0.wrapped(to: 98).joined(separator: "\n") + "\n" }.joined()
  }

  package var table: ResultTable { table(isExact: true) { DelimitedText.Field($0) } }

  /// - Parameter isExact: Whether it is for a program: then no column is left out.
  private func table(
    isExact: Bool, pValue: (Double?) -> DelimitedText.Field
  ) -> ResultTable {
    var table = ResultTable(
      [.text("question"), .text("choice"), .text("city")] + groups.map { .text($0) } + [
        .text("part"), .text("term"), .number("estimate"), .number("standardError", "SE"),
        .number("degreesOfFreedom", "df"), .number("lower"), .number("upper"),
        .number("pValue", "p"), .number("adjustedPValue", "adj. p"), .number("F"),
        .number("count", "n"), .text("unit"), .text("reason"),
      ] + (isExact ? [.number("roundedTo"), .text("freed"), InferenceBasis.column] : []),
      isSynthetic: isSynthetic)
    table.rows = trends.flatMap { trend in
      // The sentence under the table says why there is no line.
      rows(of: trend).filter { isExact || $0.part != "slope" || $0.reason == nil }.map { row in
        [.text(trend.question), DelimitedText.Field(trend.choice), .text(trend.city)]
          + trend.by.map { .text($0.category) } + fields(row, pValue)
          + (isExact
            ? [
              DelimitedText.Field(trend.step), .text(trend.freed.joined(separator: " ")),
              .text(trend.isModelBased ? "model-based" : "design-based"),
            ] : [])
      }
    }
    return table
  }

  private struct Row {
    var part: String
    var term = ""
    var estimate: Estimate?
    var test: FTest?
    var pValue: Double?
    var adjusted: Double?
    var unit = ""
    var reason: String?
  }

  private func rows(of figure: FigureTrend) -> [Row] {
    let broken = figure.brokenBefore.map { found in
      [
        Row(
          part: "break", term: "\(found.earlier) → \(found.later)",
          reason: found.reason.text(in: "en"))
      ]
    }
    guard let trend = figure.trend else {
      return (broken ?? [])
        + [
          Row(
            part: "trend", term: figure.waves.joined(separator: " "),
            reason: figure.reason?.description)
        ]
    }
    func name(_ change: Trend.Change) -> String {
      "\(trend.names[change.from]) → \(trend.names[change.to])"
    }
    let line =
      trend.slope.map {
        Row(
          part: "slope", term: unit.rawValue, estimate: $0, pValue: $0.tTest()?.pValue,
          unit: "per \(unit.rawValue)")
      } ?? Row(part: "slope", reason: "a line is told of four waves at least")
    return (broken ?? [])
      + zip(trend.names, trend.estimates).map { Row(part: "wave", term: $0, estimate: $1) }
      + [
        Row(
          part: "any-change", test: trend.test, pValue: trend.test?.pValue,
          adjusted: figure.adjustedPValue), line,
        Row(
          part: "departure", estimate: trend.bend, test: trend.departure,
          pValue: trend.departure?.pValue),
      ]
      + trend.changes.map {
        Row(
          part: "change", term: name($0), estimate: $0.difference, pValue: $0.pValue,
          adjusted: $0.adjustedPValue)
      }
  }

  private func fields(
    _ row: Row, _ pValue: (Double?) -> DelimitedText.Field
  ) -> [DelimitedText.Field] {
    let interval = row.estimate?.confidenceInterval(level: level)
    return [
      .text(row.part), .text(row.term), DelimitedText.Field(row.estimate?.value),
      DelimitedText.Field(row.estimate?.standardError),
      DelimitedText.Field(row.estimate?.degreesOfFreedom), DelimitedText.Field(interval?.lower),
      DelimitedText.Field(interval?.upper), pValue(row.pValue), pValue(row.adjusted),
      DelimitedText.Field(row.test?.statistic),
      DelimitedText.Field(row.part == "wave" ? row.estimate?.count : nil),
      .text(row.unit), DelimitedText.Field(row.reason),
    ]
  }
}
