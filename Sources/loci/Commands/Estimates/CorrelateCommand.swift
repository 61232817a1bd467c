import ArgumentParser
import Estimation
import ResultTables
import SurveyAnalysis

struct CorrelateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "correlate", "Correlations, with errors and p values.",
    paragraphs: """
      Pearson's, of all pairs of questions and scores with numbers, in each city and wave. Errors are of the design,
      intervals on Fisher's scale; p values are adjusted over the pairs of a sample.
      """,
    usage: "<study> <questions> ... [<options>]",
    examples: [
      "correlate surveys/innovation-potential INN SOC SD2",
      "correlate surveys/innovation-potential INN SOC --by sex --format csv",
    ])

  @OptionGroup var arguments: QuestionArguments

  @Option(
    help: ArgumentHelp(
      "A group or question to divide by; may be repeated.", valueName: "group"))
  var by: [String] = []

  @OptionGroup var adjusting: AdjustmentOption
  @OptionGroup var level: LevelOption
  @OptionGroup var replication: ReplicationOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard Set(arguments.questions).count == arguments.questions.count else {
      throw ValidationError("a question is named twice")
    }
    guard arguments.questions.count > 1 else {
      throw ValidationError("a correlation is of two questions at least: name another one")
    }
  }

  func run() throws {
    let study = try QuestionStudy(arguments, disclosure, groups: by)
    try study.print(printing) { analysis throws(EstimateQuery.Failure) in
      CorrelationTables(
        try analysis.replicated(by: replication.replication)
          .correlations(
            of: study.questions, by: study.common(by), adjustment: adjusting.adjustment),
        by: study.common(by), level: level.level, basis: study.basis, isSynthetic: study.isSynthetic
      )
    }
  }
}
