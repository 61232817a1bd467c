import FactorAnalysis
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

/// What changed in the questions, and in the answers, between two waves.
package struct WaveChangeTables: PrintedResult {
  package let comparison: WaveComparison
  package let isSynthetic: Bool

  package init(_ comparison: WaveComparison, isSynthetic: Bool) {
    self.comparison = comparison
    self.isSynthetic = isSynthetic
  }

  package var text: String {
    ResultTable.stamp(isSynthetic: isSynthetic) + questionnaireText
      + shortened(table).textWithoutStamp + familyText
  }

  private var questionnaireText: String {
    comparison.versions.map { versions in
      let difference = versions.difference
      func line(_ name: String, _ questions: [String]) -> String {
        let list = questions.isEmpty ? "none" : questions.joined(separator: ", ")
        return "\(name): \(list)".indented
      }
      return "Questionnaire \(versions.earlier) → \(versions.later)\n"
        + line("cities", versions.cities)
        + line("added", difference.added) + line("removed", difference.removed)
        + line("reworded", difference.reworded.map(\.question))
        + line("choices changed", difference.withChangedChoices.map(\.question))
        + "  unchanged: \(difference.unchanged.count)\n\n"
    }.joined()
  }

  private var familyText: String {
    """

    p adjusted by Benjamini–Hochberg: \(comparison.scoreFamily.size) scores, \
    \(comparison.questionFamily.size) questions. Shares are 0–1; * asked in other words;
    † without items that measure something else in one of the waves.

    """ + comparabilityText
  }

  /// What the verdicts on comparability leave out, take out and could not look at.
  private var comparabilityText: String {
    comparison.cities.map { city in
      var lines: [String] = []
      for finding in city.comparability where finding.facets.isEmpty {
        let name = finding.id.name
        switch finding.verdict {
        case .means, .notTested: break
        case .meansWithFreed(let items):
          lines.append("† \(name): scored without \(items.joined(separator: ", "))")
        case .associations, .notAtAll:
          lines.append("\(name): withheld, \(finding.verdict.words(in: .en))")
        }
      }
      let untested = city.comparability.filter { $0.verdict.isUntested }.map(\.id.name)
      if !untested.isEmpty {
        lines.append("not tested: \(untested.joined(separator: ", "))")
      }
      if lines.isEmpty { lines = ["means of all scales may be compared"] }
      return "Comparability between the waves, \(city.name)\n"
        + lines.map(\.indented).joined()
    }.joined()
  }

  /// A row for each change.
  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("city"), .text("question"), .text("choice"), .text("statistic"),
        .number("before"), .number("after"), .number("difference", "diff"),
        .number("standardError", "SE"), .number("lower"), .number("upper"),
        .number("adjustedPValue", "adj. p"), .text("verdict"), .text("reworded", "rew."),
        .text("comparability"), .text("freed"),
      ], isSynthetic: isSynthetic)
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

  /// One object with all that changed.
  package var json: JSONValue {
    let versions = comparison.versions.map { versions -> JSONValue in
      let difference = versions.difference
      return [
        "earlier": .string(versions.earlier), "later": .string(versions.later),
        "cities": .strings(versions.cities), "added": .strings(difference.added),
        "removed": .strings(difference.removed),
        "reworded": .strings(difference.reworded.map(\.question)),
        "choicesChanged": .strings(difference.withChangedChoices.map(\.question)),
        "unchanged": .strings(difference.unchanged),
      ]
    }
    return .array([
      [
        "earlier": .string(comparison.earlier), "later": .string(comparison.later),
        "questionnaires": .array(versions),
        "scoreFamily": .integer(comparison.scoreFamily.size),
        "questionFamily": .integer(comparison.questionFamily.size),
        "adjustment": "Benjamini-Hochberg",
        "comparability": .array(comparison.comparabilityJSON), "changes": table.json,
      ]
    ])
  }
}

extension WaveComparison {
  fileprivate func comparability(of change: ScoreChange) -> ScoreComparability? {
    cities.first { $0.name == change.city }?.comparability.first { $0.id == change.definition.id }
  }

  fileprivate var comparabilityJSON: [JSONValue] {
    cities.flatMap { city in
      city.comparability.map { finding in
        [
          "city": .string(city.name), "score": .string(finding.id.name),
          "verdict": .string(finding.verdict.name),
          "freed": .strings(finding.verdict.freedItems),
          "expectedBias": JSONValue(finding.expectedBias),
        ]
      }
    }
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
