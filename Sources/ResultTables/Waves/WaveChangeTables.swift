import FactorAnalysis
import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

/// What changed in the questions, and in the answers, between two waves.
package struct WaveChangeTables: PrintedResult {
  package let comparison: WaveComparison
  package let isSynthetic: Bool
  let names: WaveNames

  package init(_ comparison: WaveComparison, in study: Study) {
    self.comparison = comparison
    isSynthetic = study.settings.isSynthetic
    names = WaveNames(comparison, in: study)
  }

  package var text: String { ResultTable.stamp(isSynthetic: isSynthetic) + textWithoutStamp }

  /// The text under another one that has the stamp.
  var textWithoutStamp: String {
    WaveHeadlines(comparison, names).text
      + QuestionVerdictTables(comparison.versions.map { ($0.difference, $0) }, names).text
      + changesText + commonBaseText + bridgedText + familyText
  }

  private var changesText: String {
    "Changes\n"
      + shortened(changes(comparison.scoreChanges, comparison.questionChanges))
      .textWithoutStamp
  }

  private var commonBaseText: String {
    guard !comparison.commonBaseChanges.isEmpty else { return "" }
    return "\nChanges on the base that both waves have\n"
      + shortened(changes([], comparison.commonBaseChanges)).textWithoutStamp
  }

  private var bridgedText: String {
    let table = bridged(isExact: false)
    let missing = comparison.missingBridges.map { missing in
      "\(missing.city): \(missing.ballot.question) over \(missing.ballot.wave) not computed: "
        + missing.reason
    }
    guard !table.rows.isEmpty || !missing.isEmpty else { return "" }
    return "\nChanges over a split ballot, without what the new words add\n"
      + (table.rows.isEmpty ? "" : table.textWithoutStamp)
      + missing.map { $0.wrapped(to: 98).map { "\($0)\n" }.joined() }.joined()
  }

  /// Questions in other words, with what the words add.
  ///
  /// - Parameter isExact: Whether it is for a program.
  private func bridged(isExact: Bool) -> ResultTable {
    var table = ResultTable(
      [
        .text("city"), .text("question"), .text("choice"), .text("statistic"), .text("bridge"),
        .number("before"), .number("after"), .number("effect"),
        .number("effectStandardError", "SE eff."), .number("difference", "diff"),
        .number("standardError", "SE"), .number("lower"), .number("upper"),
        .number("adjustedPValue", "adj. p"), .text("verdict"),
      ], isSynthetic: isSynthetic)
    table.rows = comparison.bridgedChanges.map { change in
      [
        .text(change.city), .text(change.question), DelimitedText.Field(change.choice),
        change.choice == nil ? "mean" : "proportion", .text(change.wave),
        .number(change.earlier.value), .number(change.later.value), .number(change.effect.value),
        .number(change.effect.standardError),
      ] + fields(change.difference)
    }
    return isExact ? table : table.withoutEmptyColumns
  }

  private var familyText: String {
    """

    p adjusted by Benjamini–Hochberg: \(comparison.scoreFamily.size) comparisons of scores, \
    \(comparison.questionFamily.size) of questions. Sex, age and
    other questions that describe the sample, and shares set by weighting, are in no family. Shares are
    0–1; * asked in other words; † without items that measure something else in one of the waves.

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

  /// A row for each change; those on the common base say so.
  package var table: ResultTable {
    var table = changes(comparison.scoreChanges, comparison.questionChanges)
    let narrowed = changes([], comparison.commonBaseChanges)
    table.columns += [.text("base"), .text("earlier"), .text("later")]
    let waves: [DelimitedText.Field] = [.text(comparison.earlier), .text(comparison.later)]
    table.rows =
      table.rows.map { $0 + ["asked"] + waves } + narrowed.rows.map { $0 + ["common"] + waves }
      + bridgedRows.map { $0 + ["split-ballot"] + waves }
    return table
  }

  /// Changes over a split ballot, as rows of the other changes.
  private var bridgedRows: [[DelimitedText.Field]] {
    comparison.bridgedChanges.map { change in
      [
        .text(change.city), .text(change.question), DelimitedText.Field(change.choice),
        change.choice == nil ? "mean" : "proportion", .number(change.earlier.value),
        .number(change.later.value),
      ] + fields(change.difference)
        + ["yes", .missing, "", .text(names.label(change.question)), .missing]
    }
  }

  /// The index first, then the other scores, then questions.
  private func changes(_ scores: [ScoreChange], _ questions: [QuestionChange]) -> ResultTable {
    var table = ResultTable(
      [
        .text("city"), .text("question"), .text("choice"), .text("statistic"),
        .number("before"), .number("after"), .number("difference", "diff"),
        .number("standardError", "SE"), .number("lower"), .number("upper"),
        .number("adjustedPValue", "adj. p"), .text("verdict"), .text("reworded", "rew."),
        .text("comparability"), .text("freed"), .text("label"), .text("choiceLabel"),
      ], isSynthetic: isSynthetic)
    let outcome = scores.filter { $0.definition.layer == .outcome }
    let ordered = outcome + scores.filter { $0.definition.layer != .outcome }
    table.rows =
      ordered.map { change in
        [
          .text(change.city), .text(change.definition.id.name), .missing, "mean",
          .number(change.earlier.value), .number(change.later.value),
        ] + fields(change.difference)
          + [
            .text(change.reworded.joined(separator: " ")),
            DelimitedText.Field(comparison.comparability(of: change)?.verdict.name),
            .text(change.freed.joined(separator: " ")), .text(names.label(change.definition)),
            .missing,
          ]
      }
      + questions.map { change in
        [.text(change.city), .text(change.question)] + fields(change.quantity) + [
          .number(change.earlier.value), .number(change.later.value),
        ] + fields(change.difference)
          + [
            .text(change.isReworded ? "yes" : ""), .missing, "",
            .text(names.label(change.question)), choiceLabel(change),
          ]
      }
    return table
  }

  /// The table for a terminal: what was asked in words, an answer beside its question, the interval in
  /// one column, a star at what was reworded.
  private func shortened(_ table: ResultTable) -> ResultTable {
    var short = ResultTable(
      [
        .text("city"), .text("question"), .number("before"), .number("after"),
        .number("diff"), .number("SE"), .text("95 % interval"), .number("adj. p"),
        .text("verdict"),
      ], isSynthetic: table.isSynthetic)
    short.rows = table.rows.map { row in
      let star = (row[12] == "" ? "" : "*") + (row[14] == "" ? "" : "†")
      let label = row[15].shortText
      let choice = row[16] == .missing ? "" : ": \(row[16].shortText)"
      let words = label.isEmpty ? "" : " \(label)"
      return [
        row[0], .text("\(row[1].shortText)\(star)\(words)\(choice)"), row[4], row[5], row[6],
        row[7], .text("\(row[8].shortText) … \(row[9].shortText)"), row[10], row[11],
      ]
    }
    return short
  }

  private func choiceLabel(_ change: QuestionChange) -> DelimitedText.Field {
    guard case .share(let answer) = change.quantity else { return .missing }
    return .text(names.label(answer, of: change.question))
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
  package var json: JSONValue { .array([object]) }

  var object: JSONValue {
    [
      "earlier": .string(comparison.earlier), "later": .string(comparison.later),
      "questionnaires": .array(
        comparison.versions.map { versions in
          versions.difference.json(
            from: versions.earlier, to: versions.later, cities: versions.cities)
        }),
      "scoreFamily": .integer(comparison.scoreFamily.size),
      "questionFamily": .integer(comparison.questionFamily.size),
      "adjustment": "Benjamini-Hochberg",
      "comparability": .array(comparison.comparabilityJSON),
      "changes": changes(comparison.scoreChanges, comparison.questionChanges).json,
      "commonBase": changes([], comparison.commonBaseChanges).json,
      "splitBallots": bridged(isExact: true).json,
      "waves": .array(
        names.circumstances(comparison.earlier, comparison.later).differences.map(\.json)),
    ]
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
  var changeWord: String {
    switch self {
    case .higher: "rose"
    case .lower: "fell"
    case .practicallyEqual: "practically unchanged"
    case .differsBelowThreshold: "change below the threshold"
    case .belowThresholdIfAny: "below the threshold, if any"
    case .notEstablished: "not established"
    case .setByWeighting: "set by weighting"
    case .notTested: "not tested"
    }
  }
}
