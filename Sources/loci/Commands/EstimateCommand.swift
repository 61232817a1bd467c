import ArgumentParser
import CityReports
import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel

struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Means, proportions, totals and quantiles, by city and wave.",
    discussion: """
      A question's shares are of all who were asked, "don't know" included; --base with-opinion
      takes those who gave an answer of substance. Scores are named as in factors.csv: INN, INN.A.

      Examples:
        loci estimate surveys/innovation-potential INA1 --by sex
        loci estimate surveys/innovation-potential INN INN.A --format json
      """)

  @OptionGroup var study: StudyArgument

  @Argument(help: "Names of questions or scores.")
  var questions: [String]

  @Option(help: "A group of groups.csv, or a question, to divide by; may be repeated.")
  var by: [String] = []

  @Option(help: "Whom shares are of: asked or with-opinion.")
  var base: String = EstimateBase.asked.rawValue

  @Option(help: "A quantile of numbers, such as 0.5; may be repeated.")
  var quantile: [Double] = []

  @Flag(help: "Add totals: right only where weights add up to people.")
  var totals = false

  @Option(help: "How estimates are printed: text, csv or json.")
  var format: OutputFormat = .text

  func validate() throws {
    guard let base = EstimateBase(rawValue: base), base != .answered else {
      throw ValidationError("--base is asked or with-opinion, not '\(base)'")
    }
    for probability in quantile where !(probability > 0 && probability < 1) {
      throw ValidationError("--quantile lies between 0 and 1, not \(probability)")
    }
  }

  func run() throws {
    let session = try StudySession(study)
    let analysis = try session.analysis()
    let query = EstimateQuery(
      names: questions, by: by, base: EstimateBase(rawValue: base) ?? .asked,
      quantiles: quantile, totals: totals)
    let records: [EstimateRecord]
    do {
      records = try analysis.estimates(query)
    } catch {
      throw ValidationError(error.words)
    }
    print(records, analysis)
  }

  private func print(_ records: [EstimateRecord], _ analysis: StudyAnalysis) {
    switch format {
    case .text: Console.write(textTable(records, analysis).text + comparabilityText(records))
    case .csv: table(records, analysis).print(.csv)
    case .json: Console.write(JSONValue.array(records.map(\.json)).text())
    }
  }

  /// A footnote for each score: what it is made without, why it is withheld or was not tested.
  private func comparabilityText(_ records: [EstimateRecord]) -> String {
    var seen: Set<String> = []
    let lines = records.compactMap { record -> String? in
      guard let verdict = record.comparability else { return nil }
      let note: String
      switch verdict {
      case .means where record.freed.isEmpty: return nil
      case .means, .meansWithFreed:
        note =
          "† \(record.question): without \(record.freed.joined(separator: ", ")), which works "
          + "differently in some of these samples"
      case .associations, .notAtAll:
        note =
          "\(record.question), \(record.city) \(record.wave): withheld, "
          + verdict.words(in: .en)
      case .notTested(let reason):
        note =
          "\(record.question): comparability of measurement between cities and waves not tested ("
          + "\(reason.words(in: .en)))"
      }
      return seen.insert(note).inserted ? note : nil
    }
    return lines.isEmpty
      ? "" : "\n" + lines.flatMap { $0.wrapped(to: 98) }.map { $0 + "\n" }.joined()
  }

  /// All that a record says, a row each.
  private func table(_ records: [EstimateRecord], _ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [.text("question"), .text("choice"), .text("city"), .text("wave")] + by.map { .text($0) }
        + [
          .text("statistic"), .number("estimate"), .number("standardError"),
          .number("degreesOfFreedom"), .number("lower"), .number("upper"), .number("level"),
          .number("designEffect"), .number("count"), .number("weightedCount"), .text("base"),
          .text("suppressed"), .text("comparability"), .text("freed"),
        ], isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = records.map { record in
      [
        .text(record.question), DelimitedText.Field(record.choice), .text(record.city),
        .text(record.wave),
      ] + record.by.map { .text($0.category) } + [
        .text(record.statistic.name), DelimitedText.Field(record.estimate),
        DelimitedText.Field(record.standardError), DelimitedText.Field(record.degreesOfFreedom),
        DelimitedText.Field(record.lower), DelimitedText.Field(record.upper),
        .number(record.level), DelimitedText.Field(record.designEffect),
        DelimitedText.Field(record.shownCount),
        DelimitedText.Field(record.shownWeightedCount), .text(record.base.rawValue),
        DelimitedText.Field(record.suppressionWord),
        DelimitedText.Field(record.comparability?.name),
        .text(record.freed.joined(separator: " ")),
      ]
    }
    return table
  }

  private func textTable(_ records: [EstimateRecord], _ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [.text("question"), .text("choice"), .text("city"), .text("wave")] + by.map { .text($0) }
        + [
          .text("statistic"), .number("estimate"), .number("SE"), .text("95 % interval"),
          .number("deff"), .number("n"),
        ], isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = records.map { record in
      [
        .text(record.question + (record.freed.isEmpty ? "" : "†")),
        DelimitedText.Field(record.choice), .text(record.city), .text(record.wave),
      ] + record.by.map { .text($0.category) } + [
        .text(record.statistic.name),
        record.suppressionWord.map { .text($0) } ?? DelimitedText.Field(record.estimate),
        DelimitedText.Field(record.standardError), .text(record.intervalText),
        DelimitedText.Field(record.designEffect), DelimitedText.Field(record.shownCount),
      ]
    }
    return table
  }
}

extension EstimateQuery.Failure {
  fileprivate var words: String {
    switch self {
    case .unknownQuestion(let name):
      "no questionnaire has a question '\(name)', and factors.csv no score of that name"
    case .unknownGroup(let name):
      "'\(name)' is neither a group of groups.csv nor a question with one answer"
    }
  }
}

extension EstimateRecord {
  /// The base, unless it is itself too small to be told: that of a mean of few interviews.
  fileprivate var shownCount: Int? {
    if case .cell(let minimum) = suppression, count < minimum { return nil }
    return count
  }

  fileprivate var shownWeightedCount: Double? { shownCount == nil ? nil : weightedCount }

  fileprivate var suppressionWord: String? {
    switch suppression {
    case nil: isWithheld ? "not-comparable" : nil
    case .cell(let minimum): "cell<\(minimum)"
    case .base(let minimum): "base<\(minimum)"
    case .secondary: "secondary"
    }
  }

  fileprivate var intervalText: String {
    guard let lower, let upper else { return isFixedByWeighting ? "set by weighting" : "–" }
    return
      "\(DelimitedText.Field.number(lower).shortText) … \(DelimitedText.Field.number(upper).shortText)"
  }

  fileprivate var json: JSONValue {
    [
      "question": .string(question), "choice": JSONValue(choice), "city": .string(city),
      "wave": .string(wave),
      "by": .object(by.map { JSONValue.Member($0.group, .string($0.category)) }),
      "statistic": .string(statistic.name), "estimate": JSONValue(estimate),
      "standardError": JSONValue(standardError), "degreesOfFreedom": JSONValue(degreesOfFreedom),
      "lower": JSONValue(lower), "upper": JSONValue(upper), "level": .number(level),
      "designEffect": JSONValue(designEffect), "count": JSONValue(shownCount),
      "weightedCount": JSONValue(shownWeightedCount), "base": .string(base.rawValue),
      "suppressed": JSONValue(suppressionWord), "fixedByWeighting": .bool(isFixedByWeighting),
      "comparability": JSONValue(comparability?.name),
      "freed": .array(freed.map { .string($0) }), "synthetic": .bool(isSynthetic),
    ]
  }
}
