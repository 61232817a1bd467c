import ArgumentParser
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "What changed in the questions, and in the answers, between two waves.",
    discussion: """
      Changes are in points (0–100) or shares, with standard error and interval. p values are \
      adjusted by Benjamini–Hochberg over the family of scores, and over that of questions. The \
      verdict is rose, fell, practically unchanged, or not established.

      Example: loci compare surveys/innovation-potential w1 w2
      """)

  @OptionGroup var study: StudyArgument

  @Argument(help: "The earlier wave.")
  var earlier: String

  @Argument(help: "The later wave.")
  var later: String

  @OptionGroup var suppression: SuppressionOption

  @Option(help: "How changes are printed: text, csv or json.")
  var format: OutputFormat = .text

  func run() throws {
    let session = try StudySession(study, suppression: suppression)
    for wave in [earlier, later] where session.study.wave(wave) == nil {
      let waves = session.study.waves.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no wave '\(wave)'; the study has \(waves)")
    }
    guard earlier != later else {
      throw ValidationError("name two different waves, not '\(earlier)' twice")
    }
    // The two waves are tested when they are compared.
    let analysis = try session.analysis(.withoutComparability)
    guard let comparison = analysis.comparison(from: earlier, to: later) else {
      throw Console.fail(.dataError, "no city has usable answers in both waves")
    }
    let table = table(comparison, analysis.study)
    switch format {
    case .text:
      Console.show(table.stamp + questionnaireText(comparison))
      Console.show(shortened(table).textWithoutStamp + familyText(comparison))
    case .csv: table.print(.csv)
    case .json: Console.write(json(comparison, table).text())
    }
  }

  private func questionnaireText(_ comparison: WaveComparison) -> String {
    comparison.versions.map { versions in
      let difference = versions.difference
      func line(_ name: String, _ questions: [String]) -> String {
        let list = questions.isEmpty ? "none" : questions.joined(separator: ", ")
        return "\(name): \(list)".wrapped(to: 96).map { "  \($0)\n" }.joined()
      }
      return "Questionnaire \(versions.earlier) → \(versions.later)\n"
        + line("cities", versions.cities)
        + line("added", difference.added) + line("removed", difference.removed)
        + line("reworded", difference.reworded.map(\.question))
        + line("choices changed", difference.withChangedChoices.map(\.question))
        + "  unchanged: \(difference.unchanged.count)\n\n"
    }.joined()
  }

  private func familyText(_ comparison: WaveComparison) -> String {
    """

    p adjusted by Benjamini–Hochberg: \(comparison.scoreFamily.size) scores, \
    \(comparison.questionFamily.size) questions. Shares are 0–1; * asked in other words;
    † without items that measure something else in one of the waves.

    """ + comparabilityText(comparison)
  }

  private func table(_ comparison: WaveComparison, _ study: Study) -> ResultTable {
    var table = ResultTable(
      [
        .text("city"), .text("question"), .text("choice"), .text("statistic"),
        .number("before"), .number("after"), .number("difference", "diff"),
        .number("standardError", "SE"), .number("lower"), .number("upper"),
        .number("adjustedP", "adj. p"), .text("verdict"), .text("reworded", "rew."),
        .text("comparability"), .text("freed"),
      ], isSynthetic: study.settings.isSynthetic)
    table.rows =
      comparison.scoreChanges.map { change in
        [
          .text(change.city), .text(change.definition.id.name), .missing, "mean",
          .number(change.earlier.value), .number(change.later.value),
        ] + fields(change.difference)
          + [
            .text(change.reworded.joined(separator: " ")),
            DelimitedText.Field(comparison.comparability(of: change)?.verdict.name),
            .text(change.freed.joined(separator: " ")),
          ]
      }
      + comparison.questionChanges.map { change in
        [.text(change.city), .text(change.question)] + fields(change.quantity) + [
          .number(change.earlier.value), .number(change.later.value),
        ] + fields(change.difference)
          + [.text(change.isReworded ? "yes" : ""), .missing, ""]
      }
    return table
  }

  /// The table for a terminal: an answer beside its question, the interval in one column, a star
  /// at what was reworded.
  private func shortened(_ table: ResultTable) -> ResultTable {
    var short = ResultTable(
      [
        .text("city"), .text("question"), .number("before"), .number("after"),
        .number("diff"), .number("SE"), .text("95 % interval"), .number("adj. p"),
        .text("verdict"),
      ], isSynthetic: table.isSynthetic)
    short.rows = table.rows.map { row in
      let star = (row[12] == "" ? "" : "*") + (row[14] == "" ? "" : "†")
      let choice = row[2] == .missing ? "" : "=\(row[2].shortText)"
      return [
        row[0], .text("\(row[1].shortText)\(choice)\(star)"), row[4], row[5], row[6], row[7],
        .text("\(row[8].shortText) … \(row[9].shortText)"), row[10], row[11],
      ]
    }
    return short
  }

  private func fields(_ quantity: QuestionChange.Quantity) -> [DelimitedText.Field] {
    switch quantity {
    case .mean: [.missing, "mean"]
    case .share(let answer): [.text(answer.name), "proportion"]
    }
  }

  private func fields(_ difference: Difference) -> [DelimitedText.Field] {
    [
      .number(difference.value), .number(difference.estimate.standardError),
      DelimitedText.Field(difference.interval?.lower),
      DelimitedText.Field(difference.interval?.upper),
      DelimitedText.Field(difference.adjustedPValue), .text(difference.verdict.changeWord),
    ]
  }

  private func json(_ comparison: WaveComparison, _ table: ResultTable) -> JSONValue {
    let versions = comparison.versions.map { versions -> JSONValue in
      let difference = versions.difference
      func names(_ questions: [String]) -> JSONValue { .array(questions.map { .string($0) }) }
      return [
        "earlier": .string(versions.earlier), "later": .string(versions.later),
        "cities": names(versions.cities), "added": names(difference.added),
        "removed": names(difference.removed),
        "reworded": names(difference.reworded.map(\.question)),
        "choicesChanged": names(difference.withChangedChoices.map(\.question)),
        "unchanged": names(difference.unchanged),
      ]
    }
    return .array([
      [
        "earlier": .string(earlier), "later": .string(later), "questionnaires": .array(versions),
        "scoreFamily": .integer(comparison.scoreFamily.size),
        "questionFamily": .integer(comparison.questionFamily.size),
        "adjustment": "Benjamini-Hochberg",
        "comparability": .array(comparison.comparabilityJSON), "changes": table.json,
      ]
    ])
  }
}

extension Verdict {
  /// The verdict on a change, in English words.
  fileprivate var changeWord: String {
    switch self {
    case .higher: "rose"
    case .lower: "fell"
    case .practicallyEqual: "practically unchanged"
    case .differsBelowThreshold: "change below the threshold"
    case .notEstablished: "not established"
    }
  }
}
