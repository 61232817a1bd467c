import ArgumentParser
import Estimation
import InnovationPotential
import Reporting
import SurveyModel

struct WeighCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weigh",
    abstract: "Weights by city and wave, with their passport.",
    discussion: """
      Base weights are raked to margins.csv, each weight kept within 0.3 and 3 mean weights inside
      the loop. Without margins the base weights stand. Kish's design effect is n Σw² / (Σw)².

      Example: loci weigh surveys/innovation-potential
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "How the passport is printed: text, csv or json.")
  var format: OutputFormat = .text

  func run() throws {
    let session = try StudySession(study)
    let analysis = try session.analysis()
    switch format {
    case .text:
      Console.write(summary(analysis).text)
      Console.write("\n" + table(analysis).textWithoutStamp)
    case .csv, .json: table(analysis).print(format)
    }
  }

  private func summary(_ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .number("n"), .text("weights"),
        .number("iterations", "iter."),
        .number("largestError", "error"), .number("atLimits", "at limit"),
        .number("kishDesignEffect", "Kish deff"), .number("effectiveCount", "n eff."),
        .number("minimum", "min"), .number("maximum", "max"),
      ], isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = analysis.samples.map { sample in
      let spread = sample.design.weightSpread
      let passport = sample.weighted.passport
      return [
        .text(sample.wave), .text(sample.city), .integer(spread.count),
        .text(sample.weighted.weights.word), DelimitedText.Field(passport?.iterations),
        DelimitedText.Field(passport.map { String(format: $0.largestError) }),
        DelimitedText.Field(passport.map { $0.countAtLowerLimit + $0.countAtUpperLimit }),
        .number(spread.kishDesignEffect), .number(spread.effectiveCount),
        .number(spread.minimum / spread.mean), .number(spread.maximum / spread.mean),
      ]
    }
    return table
  }

  private func table(_ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("margin"), .text("category"),
        .number("population", "population"), .number("target"),
        .number("sampleBefore", "before"), .number("sampleAfter", "after"), .number("count", "n"),
        .number("kishDesignEffect", "Kish deff"),
      ], isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = analysis.samples.flatMap { sample in
      let effect = sample.design.weightSpread.kishDesignEffect
      guard let passport = sample.weighted.passport else {
        let blank = Array(repeating: DelimitedText.Field.missing, count: 7)
        return [[.text(sample.wave), .text(sample.city)] + blank + [.number(effect)]]
      }
      return passport.margins.flatMap { margin in
        margin.categories.map { category in
          [
            .text(sample.wave), .text(sample.city), .text(margin.name), .text(category.name),
            .number((category.targetShare * margin.total).rounded()),
            .number(category.targetShare), .number(category.baseShare),
            .number(category.weightedShare), .integer(category.count), .number(effect),
          ]
        }
      }
    }
    return table
  }
}

extension WeightedSample.Weights {
  /// How the weights came about, in a word or two.
  fileprivate var word: String {
    switch self {
    case .base: "base: no margins"
    case .baseForWantOfUsableMargins: "base: no usable margins"
    case .raked: "raked"
    case .rakedWithoutLimits: "raked, no limits"
    }
  }
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

extension ResultTable {
  /// The table alone, under another one that has the stamp.
  var textWithoutStamp: String {
    var table = self
    table.isSynthetic = false
    return table.text
  }
}
