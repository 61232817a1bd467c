import ArgumentParser
import ResultTables
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "compare", "What changed between two waves.",
    paragraphs: """
      In the questions, and in the answers. Changes are in points (0–100) or shares, with standard error and interval. p values are
      adjusted by Benjamini–Hochberg over the family of scores, and over that of questions. The
      verdict is rose, fell, practically unchanged, or not established.
      """,
    usage: "<study> <earlier> <later> [<options>]",
    examples: [
      "compare surveys/innovation-potential w1 w2",
      "compare surveys/innovation-potential w1 w2 --format csv",
    ])

  @OptionGroup var study: StudyArgument

  @Argument(help: "The earlier wave.")
  var earlier: String

  @Argument(help: "The later wave.")
  var later: String

  @OptionGroup var suppression: SuppressionOption

  @OptionGroup var printing: FormatOption

  func run() throws {
    let session = try StudySession.opened(study, suppression: suppression)
    try [earlier, later].forEach(session.study.requireWave)
    guard earlier != later else {
      throw ValidationError("name two different waves, not '\(earlier)' twice")
    }
    let analysis = try session.usable { [earlier, later].contains($0.wave) }
    guard let comparison = analysis.comparison(from: earlier, to: later) else {
      throw Console.fail(.dataError, "no city has usable answers in both waves")
    }
    Console.print(
      WaveChangeTables(comparison, isSynthetic: session.study.settings.isSynthetic),
      as: printing.format)
  }
}
