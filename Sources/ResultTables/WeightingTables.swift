import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel
import TextFormats

/// The passport of a study's weights as tables.
package struct WeightingTables: PrintedResult {
  private let samples: [WeightedSample]
  private let isSynthetic: Bool

  package init(_ weighting: StudyWeighting, isSynthetic: Bool) {
    samples = weighting.samples
    self.isSynthetic = isSynthetic
  }

  package var text: String {
    summary.text + "\nKish's design effect: n Σw² / (Σw)². Error: the largest relative difference"
      + " from a target.\n"
      + samples.map {
        "Intervals of \($0.sample.city), \($0.sample.wave):\n" + $0.errors.words.indented
      }
      .joined()
      + nonresponse + "\n" + shortCategories.textWithoutStamp + "\n"
      + "weight: the category's mean weight, in mean weights.\n"
      + "largest: how many of the largest twentieth of weights are in the category.\n"
      + outsideMargins + sources
  }

  /// A row a sample.
  private var summary: ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .number("n"), .text("weights"),
        .number("iterations", "iter."), .number("largestError", "error"),
        .number("atLimits", "at limit"), .number("kishDesignEffect", "Kish deff"),
        .number("effectiveCount", "n eff."), .number("minimum", "min"),
        .number("maximum", "max"),
      ], isSynthetic: isSynthetic)
    table.rows = samples.map { sample in
      let spread = sample.design.weightSpread
      let passport = sample.passport
      return [
        .text(sample.sample.wave), .text(sample.sample.city), .integer(spread.count),
        .text(sample.words), DelimitedText.Field(passport?.iterations),
        DelimitedText.Field(passport.map { String(format: $0.largestError) }),
        DelimitedText.Field(passport.map { $0.countAtLowerLimit + $0.countAtUpperLimit }),
        .number(spread.kishDesignEffect), .number(spread.effectiveCount),
        .number(spread.minimum / spread.mean), .number(spread.maximum / spread.mean),
      ]
    }
    return table
  }

  /// A row a category, for reading.
  private var shortCategories: ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("margin"), .text("category"),
        .number("population"), .number("target"), .number("before"), .number("after"),
        .number("n"), .number("weight"), .number("largest"),
      ], isSynthetic: isSynthetic)
    table.rows = samples.flatMap { sample in
      (sample.passport?.margins ?? []).flatMap { margin in
        margin.categories.map { category in
          [
            .text(sample.sample.wave), .text(sample.sample.city), .text(margin.name),
            .text(category.name), .number(category.population),
            .number(category.targetShare), .number(category.baseShare),
            .number(category.weightedShare), .integer(category.count),
            .number(category.meanWeight), .integer(category.largestWeightCount),
          ]
        }
      }
    }
    return table
  }

  /// How weights make up for those who did not answer, a table a sample.
  private var nonresponse: String {
    samples.compactMap { sample in
      sample.nonresponse.map { nonresponse in
        var table = ResultTable(
          [
            .text("class"), .number("answered"), .number("did not"), .number("not eligible"),
            .number("unknown"), .number("rate"), .number("factor"),
            .number("chance from"), .number("to"),
          ], isSynthetic: isSynthetic)
        table.rows = nonresponse.adjustment.classes.map { [.text($0.name)] + Self.fields(of: $0) }
        return "\nNonresponse of \(sample.sample.city), \(sample.sample.wave), by "
          + nonresponse.words + ":\n" + table.textWithoutStamp
          + "rate: of the eligible, by base weights; factor: of the respondents' base weights.\n"
      }
    }.joined()
  }

  private static func fields(
    of one: NonresponseAdjustment.Class
  ) -> [DelimitedText.Field] {
    [
      .integer(one.respondentCount), .integer(one.nonrespondentCount),
      .integer(one.ineligibleCount), .integer(one.unknownCount), .number(one.responseRate),
      .number(one.factor), DelimitedText.Field(one.propensities?.lowerBound),
      DelimitedText.Field(one.propensities?.upperBound),
    ]
  }

  /// How many interviews are in no category of a margin, and what becomes of them.
  private var outsideMargins: String {
    let lines = samples.flatMap { sample in
      (sample.passport?.margins ?? []).filter { $0.unknownCount > 0 }.map { margin in
        "In no category of \(margin.name) (\(sample.sample.city), \(sample.sample.wave)): "
          + "\(margin.unknownCount) of \(sample.design.weightSpread.count) interviews.\n"
      }
    }
    return lines.isEmpty
      ? ""
      : lines.joined() + "They keep their share of the base weights; targets apply to the others.\n"
  }

  /// Where targets come from, each source once.
  private var sources: String {
    let lines = samples.flatMap { sample in
      (sample.passport?.margins ?? []).map { margin in
        let told = [margin.source, margin.date].filter { !$0.isEmpty }.joined(separator: ", ")
        return "Targets of \(margin.name): \(told.isEmpty ? "source not told" : told)"
      }
    }
    return lines.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .map { $0 + "\n" }.joined()
  }

  /// All that the passport says: a row a category, or a row for a sample with base weights.
  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("margin"), .text("category"),
        .number("population"), .number("target"), .number("sampleBefore"),
        .number("sampleAfter"), .number("count"), .number("meanWeight"),
        .number("largestWeights"), .number("inNoCategory"), .text("mergedFrom"), .text("source"),
        .text("date"),
        .text("weights"), .text("method"), .number("iterations"), .number("largestError"),
        .number("atLowerLimit"), .number("atUpperLimit"), .number("lowerLimit"),
        .number("upperLimit"), .number("kishDesignEffect"), .text("kishFormula"),
        .number("effectiveCount"), .text("intervals"), .text("nonresponse"),
        .text("nonresponseClass"), .number("respondents"), .number("nonrespondents"),
        .number("notEligible"), .number("unknownEligibility"), .number("responseRate"),
        .number("nonresponseFactor"), .number("propensityFrom"), .number("propensityTo"),
      ], isSynthetic: isSynthetic)
    table.rows = samples.flatMap(rows)
    return table
  }

  private func rows(_ sample: WeightedSample) -> [[DelimitedText.Field]] {
    let start: [DelimitedText.Field] = [.text(sample.sample.wave), .text(sample.sample.city)]
    let method = DelimitedText.Field(sample.nonresponse?.method.rawValue)
    let end = sampleFields(sample) + [method]
    let noClass = Array(repeating: DelimitedText.Field.missing, count: 9)
    let noMargin = Array(repeating: DelimitedText.Field.missing, count: 13)
    let classes = (sample.nonresponse?.adjustment.classes ?? []).map { one in
      start + noMargin + end + [.text(one.name)] + Self.fields(of: one)
    }
    guard let passport = sample.passport else {
      return classes.isEmpty ? [start + noMargin + end + noClass] : classes
    }
    return classes
      + passport.margins.flatMap { margin in
        margin.categories.map { start + fields($0, of: margin) + end + noClass }
      }
  }

  private func fields(
    _ category: WeightingPassport.Category, of margin: WeightingPassport.Margin
  ) -> [DelimitedText.Field] {
    [
      .text(margin.name), .text(category.name),
      .number(category.population), .number(category.targetShare),
      .number(category.baseShare), .number(category.weightedShare), .integer(category.count),
      .number(category.meanWeight), .integer(category.largestWeightCount),
      .integer(margin.unknownCount), category.mergedFrom.isEmpty ? .missing : .text(category.name),
      margin.source.isEmpty ? .missing : .text(margin.source),
      margin.date.isEmpty ? .missing : .text(margin.date),
    ]
  }

  private func sampleFields(_ sample: WeightedSample) -> [DelimitedText.Field] {
    let spread = sample.design.weightSpread
    let passport = sample.passport
    return [
      .text(sample.words), DelimitedText.Field(passport?.options.method.rawValue),
      DelimitedText.Field(passport?.iterations),
      DelimitedText.Field(passport?.largestError), DelimitedText.Field(passport?.countAtLowerLimit),
      DelimitedText.Field(passport?.countAtUpperLimit),
      DelimitedText.Field(passport?.options.limits?.lowerBound),
      DelimitedText.Field(passport?.options.limits?.upperBound),
      .number(spread.kishDesignEffect), .text("n Σw² / (Σw)²"), .number(spread.effectiveCount),
      .text(sample.errors.words),
    ]
  }
}

extension SampleNonresponse {
  /// By what, in English.
  fileprivate var words: String {
    let columns = predictors.joined(separator: ", ")
    return switch method {
    case .classes: "classes" + (predictors.isEmpty ? "" : " of \(columns)")
    case .propensity: "fifths of the chance of an answer, estimated from \(columns)"
    }
  }
}

extension WeightedSample {
  /// How the weights came about, in a word or two.
  fileprivate var words: String {
    switch weights {
    case .base: "base: no margins"
    case .baseForWantOfUsableMargins: "base: no usable margins"
    case .raked: passport?.options.method == .iterative ? "raked" : "calibrated"
    case .rakedWithoutLimits:
      passport?.options.method == .iterative ? "raked, no limits" : "calibrated, no limits"
    }
  }
}

extension SampleErrors {
  /// Where the errors come from, in English.
  var words: String {
    switch self {
    case .linearised: "Taylor linearisation"
    case .modelBased(let unit):
      "model-based (non-probability sample), linearisation over \(unit.rawValue)"
    case .bootstrap(let unit, let count):
      "model-based (non-probability sample), \(count) bootstrap samples of \(unit.rawValue),"
        + " each weighted anew; chance in the drawing moves a standard error by about "
        + "\(percent(noise)) %"
    case .replicateWeights(let count): "\(count) replicate weights of the file"
    case .replicates(let replicates): "\(replicates.count) replicates, each weighted anew"
    }
  }

  private func percent(_ share: Double?) -> Int { Int((100 * (share ?? 0)).rounded()) }
}

extension String {
  /// A small error in exponent notation.
  fileprivate init(format error: Double) {
    guard error > 0, error.isFinite else {
      self = "0"
      return
    }
    var exponent = 0
    var mantissa = error
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    self = exponent == 0 ? "\(error)" : "\(Int(mantissa.rounded(.down)))e\(exponent)"
  }
}
