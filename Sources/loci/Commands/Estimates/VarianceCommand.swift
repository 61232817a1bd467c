import ArgumentParser
import ResultTables
import SurveyAnalysis

struct VarianceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "variance", "Variance between interviewers, points or groups.",
    paragraphs: """
      Beside that within, with the intraclass correlation and the design effect of groups of that size: what loci plan
      asks for.
      """,
    usage: "<study> <questions> ... --between <group> ... [<options>]",
    examples: [
      "variance surveys/innovation-potential INN --between interviewer",
      "variance surveys/innovation-potential INN SOC --between cluster",
    ])

  @OptionGroup var arguments: QuestionArguments

  @Option(
    help: ArgumentHelp(
      "interviewer, cluster, stratum, or a group; may be repeated.", valueName: "group"))
  var between: [String]

  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func run() throws {
    let study = try QuestionStudy(
      arguments, disclosure,
      imputed: .refused(
        command: "variance",
        because: "components of variance are not combined over data sets"))
    try study.print(printing) { analysis throws(EstimateQuery.Failure) in
      VarianceTables(
        try analysis.groupVariances(of: study.questions, by: study.common(between)),
        basis: study.basis, isSynthetic: study.isSynthetic)
    }
  }
}
