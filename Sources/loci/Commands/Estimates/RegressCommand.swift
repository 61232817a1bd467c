import ArgumentParser
import ResultTables
import SurveyAnalysis

struct RegressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "regress", "Regressions in each city and wave.",
    paragraphs: """
      Coefficients, effects, shares of variance. Predictors are questions and scores with numbers, groups, and questions with one answer. A
      logistic outcome is QUESTION=CHOICE. --against decomposes the difference of each city from
      another one into what people are and what that does.
      """,
    usage: "<study> <questions> ... --on <predictor> ... [<options>]",
    examples: [
      "regress surveys/innovation-potential INN --on SOC --on sex",
      "regress surveys/innovation-potential INN --on sex --against petrozavodsk",
    ])

  @OptionGroup var arguments: QuestionArguments

  @Option(help: ArgumentHelp("A predictor; may be repeated.", valueName: "predictor"))
  var on: [String]

  @Option(help: "What the outcome is.")
  var family: ModelQuery.Family = .linear

  @Option(help: ArgumentHelp("The city that the others are set against.", valueName: "city"))
  var against: String?

  @OptionGroup var level: LevelOption
  @OptionGroup var replication: ReplicationOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard against == nil || family == .linear else {
      throw ValidationError("--against needs --family linear")
    }
  }

  func run() throws {
    let study = try QuestionStudy(arguments, disclosure, columns: on)
    try study.print(printing) { analysis throws(EstimateQuery.Failure) in
      let analysis = try analysis.replicated(by: replication.replication)
      var terms: [ModelTerm] = []
      for outcome in arguments.questions {
        let query = ModelQuery(family: family, outcome: outcome, predictors: on)
        if let against {
          terms += try analysis.decompositions(query, against: against)
        } else {
          terms += try analysis.model(query)
        }
      }
      return RegressionTables(
        terms, level: level.level, basis: study.basis, isSynthetic: study.isSynthetic)
    }
  }
}
