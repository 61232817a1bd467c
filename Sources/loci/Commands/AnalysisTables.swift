import Estimation
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

/// How results of a study are printed.
struct ResultPrinting {
  let format: OutputFormat
  let isSynthetic: Bool
  private let modelBasedWaves: Set<String>

  init(_ format: OutputFormat, _ study: Study) {
    self.format = format
    isSynthetic = study.settings.isSynthetic
    modelBasedWaves = Set(study.waves.filter { !$0.sample.isProbability }.map(\.name))
  }

  /// What errors rest on; in text a note under the table says so.
  var inferenceColumn: [ResultTable.Column] { format == .text ? [] : [.text("inference")] }

  func inference(wave: String) -> [DelimitedText.Field] {
    guard format != .text else { return [] }
    return [.text(modelBasedWaves.contains(wave) ? "model-based" : "design-based")]
  }
}

/// A p value, without digits that mean nothing.
func text(p: Double?) -> DelimitedText.Field {
  guard let p else { return .missing }
  return p < 0.001 ? .text("<0.001") : .number(p)
}

extension [EstimateTest] {
  func printed(_ printing: ResultPrinting) -> String {
    let shortens = printing.format == .text
    var table = ResultTable(
      [
        .text("question"), .text("choice"), .text("city"), .text("wave"), .text("group"),
        .text("test"), .number("difference", "diff"), .number("standardError", "SE"),
        .number("statistic", "F"), .number("numerator", "df1"), .number("denominator", "df2"),
        .number("pValue", "p"), .number("adjustedPValue", "adj. p"), .text("reason"),
      ] + printing.inferenceColumn, isSynthetic: printing.isSynthetic)
    table.rows = map { test in
      [
        .text(test.question), DelimitedText.Field(test.choice), DelimitedText.Field(test.city),
        .text(test.wave), .text(test.group), .text(test.name),
        DelimitedText.Field(test.difference?.value),
        DelimitedText.Field(test.difference?.standardError), DelimitedText.Field(test.statistic),
        DelimitedText.Field(test.numerator), DelimitedText.Field(test.denominator),
        shortens ? text(p: test.pValue) : DelimitedText.Field(test.pValue),
        shortens ? text(p: test.adjustedPValue) : DelimitedText.Field(test.adjustedPValue),
        DelimitedText.Field(test.reason),
      ] + printing.inference(wave: test.wave)
    }
    return table.printed(printing.format)
  }
}

extension [ModelTerm] {
  func printed(_ printing: ResultPrinting, level: Double) -> String {
    let shortens = printing.format == .text
    let tellsSteps = !shortens || contains { $0.step != nil }
    var table = ResultTable(
      [
        .text("city"), .text("against"), .text("wave"), .text("part"), .text("term"),
        .number("estimate"), .number("standardError", "SE"), .number("degreesOfFreedom", "df"),
        .number("lower"), .number("upper"), .number("pValue", "p"), .number("F"),
        .number("count", "n"), .text("reason"),
      ] + (tellsSteps ? [.number("roundedTo")] : []) + printing.inferenceColumn,
      isSynthetic: printing.isSynthetic)
    table.rows = map { term in
      let interval = term.interval(level: level)
      let p = term.test?.pValue ?? (term.hasTest ? term.estimate?.tTest()?.pValue : nil)
      return [
        .text(term.city), DelimitedText.Field(term.against), .text(term.wave),
        .text(term.part.rawValue), .text(term.term), DelimitedText.Field(term.estimate?.value),
        DelimitedText.Field(term.estimate?.standardError),
        DelimitedText.Field(term.estimate?.degreesOfFreedom),
        DelimitedText.Field(interval?.lower), DelimitedText.Field(interval?.upper),
        shortens ? text(p: p) : DelimitedText.Field(p), DelimitedText.Field(term.test?.statistic),
        DelimitedText.Field(term.estimate?.count), DelimitedText.Field(term.reason),
      ] + (tellsSteps ? [DelimitedText.Field(term.step)] : [])
        + printing.inference(wave: term.wave)
    }
    return table.printed(printing.format)
  }
}

extension ModelTerm {
  /// A share of variance is never negative: that it is 0 cannot be tested so.
  fileprivate var hasTest: Bool { part != .shareOfVariance && part != .rSquared }

  /// Those of shares of variance end at 0 and 1, which are the ends of what can be.
  fileprivate func interval(level: Double) -> (lower: Double, upper: Double)? {
    guard let interval = estimate?.confidenceInterval(level: level) else { return nil }
    return hasTest
      ? (interval.lower, interval.upper) : (max(0, interval.lower), min(1, interval.upper))
  }
}

extension [GroupVariance] {
  func printed(_ printing: ResultPrinting) -> String {
    var table = ResultTable(
      [
        .text("question"), .text("city"), .text("wave"), .text("group"), .number("between"),
        .number("within"), .number("intraclassCorrelation", "ICC"), .number("groups"),
        .number("groupSize", "size"), .number("designEffect", "deff"), .number("count", "n"),
        .text("reason"),
      ] + printing.inferenceColumn, isSynthetic: printing.isSynthetic)
    table.rows = map { variance in
      let components = variance.components
      return [
        .text(variance.question), .text(variance.city), .text(variance.wave),
        .text(variance.group), DelimitedText.Field(components?.between[0]),
        DelimitedText.Field(components?.within),
        DelimitedText.Field(components?.intraclassCorrelation()),
        DelimitedText.Field(components?.groupCounts[0]), DelimitedText.Field(variance.groupSize),
        DelimitedText.Field(
          components.flatMap { found in
            variance.groupSize.map { found.designEffect(groupSize: $0) }
          }), DelimitedText.Field(components?.count), DelimitedText.Field(variance.reason),
      ] + printing.inference(wave: variance.wave)
    }
    return table.printed(printing.format)
  }
}

extension [LetteredTable] {
  func printed(_ printing: ResultPrinting) -> String {
    guard printing.format == .text else { return records(printing).printed(printing.format) }
    let stamp = printing.isSynthetic ? ResultTable.stamp : ""
    let rule = first.map { $0.rule.wrapped(to: 98).joined(separator: "\n") + "\n" } ?? ""
    return stamp + map(\.text).joined(separator: "\n") + "\n" + rule
  }

  private func records(_ printing: ResultPrinting) -> ResultTable {
    var table = ResultTable(
      [
        .text("question"), .text("choice"), .text("city"), .text("wave"), .text("group"),
        .text("column"), .text("letter"), .number("estimate"), .number("standardError"),
        .number("count"), .text("exceeds"),
      ] + printing.inferenceColumn, isSynthetic: printing.isSynthetic)
    table.rows = flatMap { lettered in
      lettered.rows.flatMap { row in
        lettered.columns.indices.map { column in
          let estimate = row.estimates[column]
          return [
            .text(lettered.question), DelimitedText.Field(row.choice),
            DelimitedText.Field(lettered.city), .text(lettered.wave), .text(lettered.group),
            .text(lettered.columns[column]), .text(Comparison.letter(column)),
            DelimitedText.Field(estimate?.value), DelimitedText.Field(estimate?.standardError),
            DelimitedText.Field(estimate?.count), .text(row.letters[column]),
          ] + printing.inference(wave: lettered.wave)
        }
      }
    }
    return table
  }
}

extension LetteredTable {
  fileprivate var text: String {
    var table = TextTable(
      [TextTable.Column(group)]
        + columns.indices.map {
          TextTable.Column("\(columns[$0]) (\(Comparison.letter($0)))")
        })
    table.rows = rows.map { row in
      [row.choice ?? "mean"]
        + columns.indices.map { column in
          guard let estimate = row.estimates[column] else { return "–" }
          let figure = DelimitedText.Field.number(estimate.value)
            .shortText(roundedTo: row.steps[column])
          return row.letters[column].isEmpty ? figure : "\(figure) \(row.letters[column])"
        }
    }
    let place = city.map { "\($0), \(wave)" } ?? wave
    return "\(question): \(place)\n" + table.text(width: 100)
  }
}

extension ResultTable {
  func printed(_ format: OutputFormat) -> String {
    switch format {
    case .text: readable.text
    case .csv: csv
    case .json: json.text()
    }
  }

  /// Without the columns that have nothing to say.
  private var readable: ResultTable {
    let kept = columns.indices.filter { column in
      rows.contains { $0[column] != .missing && $0[column] != "" }
    }
    var table = ResultTable(kept.map { columns[$0] }, isSynthetic: isSynthetic)
    table.rows = rows.map { row in kept.map { row[$0] } }
    return table
  }
}
