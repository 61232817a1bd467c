import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

/// What changed in the answers and questions of several pairs of waves, one after the other.
package struct WaveChangesPrinted: PrintedResult {
  private let comparisons: [WaveChangeTables]
  private let isSynthetic: Bool

  package init(_ comparisons: [WaveComparison], in study: Study) {
    self.comparisons = comparisons.map { WaveChangeTables($0, in: study) }
    isSynthetic = study.settings.isSynthetic
  }

  package var text: String {
    ResultTable.stamp(isSynthetic: isSynthetic)
      + comparisons.map(\.textWithoutStamp).joined(separator: "\n")
  }

  package var table: ResultTable {
    let tables = comparisons.map(\.table)
    var table = tables.first ?? ResultTable([], isSynthetic: isSynthetic)
    table.rows = tables.flatMap(\.rows)
    return table
  }

  package var json: JSONValue { .array(comparisons.map(\.object)) }
}

/// What changed in the questions of several pairs of waves, without the answers.
package struct WaveQuestionTables: PrintedResult {
  private let waves: [WaveQuestions]
  private let study: Study

  package init(_ waves: [WaveQuestions], in study: Study) {
    self.waves = waves
    self.study = study
  }

  package var text: String {
    waves.map { questions in
      let names = WaveNames(questions.forms.flatMap { [$0.later, $0.earlier] }, in: study)
      let lines =
        ["\(questions.earlier) → \(questions.later)"] + questions.circumstances.line
        + QuestionHeadlines(questions.versions.map(\.difference)).lines
      return lines.prefix(10).map { WaveNames.shortened($0, to: 98) + "\n" }.joined() + "\n"
        + QuestionVerdictTables(questions.versions.map { ($0.difference, $0) }, names).text
    }.joined(separator: "\n")
  }

  /// A row for each question of either version.
  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("earlier"), .text("later"), .text("versions"), .text("from"), .text("to"),
        .text("verdict"), .text("found"), .text("decidedBy"), .number("score"), .text("map"),
        .text("laterMap"), .text("reasonRu"), .text("reasonEn"),
      ], isSynthetic: study.settings.isSynthetic)
    table.rows = waves.flatMap { questions in
      questions.versions.flatMap { versions in
        rows(versions.difference).map { row in
          [
            .text(questions.earlier), .text(questions.later),
            .text("\(versions.earlier) → \(versions.later)"),
          ] + row
        }
      }
    }
    return table
  }

  private func rows(_ difference: QuestionnaireDifference) -> [[DelimitedText.Field]] {
    difference.pairs.map { row($0, $0.verdict.rawValue, score: nil) }
      + difference.proposals.map { row($0.pair, "proposed", score: $0.score) }
      + difference.added.map { alone($0, "added", isLater: true) }
      + difference.removed.map { alone($0, "removed", isLater: false) }
  }

  private func row(
    _ pair: QuestionPair, _ verdict: String, score: Double?
  ) -> [DelimitedText.Field] {
    [
      .text(pair.earlier), .text(pair.later), .text(verdict), .text(pair.foundVerdict.rawValue),
      DelimitedText.Field(pair.decision?.by), DelimitedText.Field(score),
      DelimitedText.Field(pair.maps?.earlier.text), DelimitedText.Field(pair.maps?.later.text),
      .text(pair.reasons(in: "ru").joined(separator: "; ")),
      .text(pair.reasons(in: "en").joined(separator: "; ")),
    ]
  }

  private func alone(
    _ name: String, _ verdict: String, isLater: Bool
  ) -> [DelimitedText.Field] {
    [
      isLater ? .missing : .text(name), isLater ? .text(name) : .missing, .text(verdict),
      .missing, .missing, .missing, .missing, .missing, "", "",
    ]
  }

  package var json: JSONValue {
    .array(
      waves.map { questions in
        [
          "earlier": .string(questions.earlier), "later": .string(questions.later),
          "waves": .array(questions.circumstances.differences.map(\.json)),
          "questionnaires": .array(
            questions.versions.map { versions in
              versions.difference.json(
                from: versions.earlier, to: versions.later, cities: versions.cities)
            }),
        ]
      })
  }
}

extension WaveCircumstances {
  /// A line of the lead; none where nothing is known to differ.
  var line: [String] {
    differences.isEmpty
      ? [] : ["  the waves: " + differences.compactMap { $0["en"] }.joined(separator: "; ")]
  }
}

extension Label {
  /// Both languages of a sentence.
  var json: JSONValue { ["ru": JSONValue(self["ru"]), "en": JSONValue(self["en"])] }
}
