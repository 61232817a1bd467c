import Estimation
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

// Cities and waves against each other.
extension ReportTables {
  var profile: DelimitedText {
    table(
      ["wave", "city", "score", "mean", "others"] + Self.differenceColumns + ["freed"],
      findings.profiles.flatMap { profile in
        profile.entries.map { entry in
          [
            .text(profile.wave), .text(entry.city), .text(entry.definition.id.name),
            .number(entry.mean.value), .number(entry.others.value),
          ] + Self.fields(entry.difference) + [.text(entry.freed.joined(separator: " "))]
        }
      })
  }

  /// Questions of scores whose means are not compared, each by itself.
  var scaleQuestions: DelimitedText {
    table(
      ["wave", "score", "question", "city", "mean", "count"] + Self.differenceColumns,
      findings.profiles.flatMap { profile in
        profile.withheldQuestions.flatMap { score in
          score.rows.flatMap { row in
            profile.cities.indices.map { city -> [DelimitedText.Field] in
              [
                .text(profile.wave), .text(score.definition.id.name), .text(row.question),
                .text(profile.cities[city]), DelimitedText.Field(row.means[city]?.value),
                DelimitedText.Field(row.means[city]?.count),
              ]
                + (row.differences[city].map(Self.fields)
                  ?? Self.differenceColumns.map { _ in .missing })
            }
          }
        }
      })
  }

  var cityPairs: DelimitedText {
    table(
      ["wave", "first", "second", "score"] + Self.differenceColumns + ["freed"],
      findings.profiles.flatMap { profile in
        profile.pairs.map { pair in
          [
            .text(profile.wave), .text(pair.first), .text(pair.second),
            .text(pair.definition.id.name),
          ] + Self.fields(pair.difference) + [.text(pair.freed.joined(separator: " "))]
        }
      })
  }

  var scoreChanges: DelimitedText {
    table(
      ["earlier", "later", "city", "score", "before", "after"] + Self.differenceColumns
        + ["leftOut", "reworded", "freed"],
      findings.waveComparisons.flatMap { comparison in
        comparison.scoreChanges.map { change in
          [
            .text(comparison.earlier), .text(comparison.later), .text(change.city),
            .text(change.definition.id.name), .number(change.earlier.value),
            .number(change.later.value),
          ] + Self.fields(change.difference) + [
            .text(change.leftOut.joined(separator: " ")),
            .text(change.reworded.joined(separator: " ")),
            .text(change.freed.joined(separator: " ")),
          ]
        }
      })
  }

  /// Pairs of cities by the change of the index: differences in differences.
  var indexChangePairs: DelimitedText {
    table(
      ["earlier", "later", "first", "second", "score"] + Self.differenceColumns,
      findings.waveComparisons.flatMap { comparison in
        comparison.indexContrasts.map { contrast in
          [
            .text(comparison.earlier), .text(comparison.later), .text(contrast.first),
            .text(contrast.second), .text(contrast.definition.id.name),
          ] + Self.fields(contrast.difference)
        }
      })
  }

  var questionChanges: DelimitedText {
    table(
      ["earlier", "later", "city", "question", "answer", "statistic", "before", "after"]
        + Self.differenceColumns + ["reworded"],
      findings.waveComparisons.flatMap { comparison in
        comparison.questionChanges.map { change in
          [
            .text(comparison.earlier), .text(comparison.later), .text(change.city),
            .text(change.question),
          ] + Self.fields(change.quantity) + [
            .number(change.earlier.value), .number(change.later.value),
          ] + Self.fields(change.difference) + [.text(change.isReworded ? "yes" : "no")]
        }
      })
  }

  private static func fields(_ quantity: QuestionChange.Quantity) -> [DelimitedText.Field] {
    switch quantity {
    case .mean: [.missing, "mean"]
    case .share(let answer): [.text(answer.name), "proportion"]
    }
  }

  /// What the p values were adjusted over: frozen with the report.
  var families: DelimitedText {
    let families =
      findings.profiles.flatMap {
        [$0.profileIndexFamily, $0.profileFamily, $0.pairIndexFamily, $0.pairFamily]
          + ($0.withheldQuestions.isEmpty ? [] : [$0.questionFamily])
      }
      + findings.waveComparisons.flatMap {
        [$0.indexFamily, $0.contrastFamily, $0.scoreFamily, $0.questionFamily]
      }
    let shared = families.map { row($0, city: .missing) }
    let models = findings.samples.compactMap { sample in
      sample.drivers.models.map { row($0.full.family, city: .text(sample.city)) }
    }
    return table(["family", "waves", "city", "comparisons", "adjustment"], shared + models)
  }

  private func row(
    _ family: ComparisonFamily, city: DelimitedText.Field
  ) -> [DelimitedText.Field] {
    [
      .text(family.kind.rawValue), .text(family.waves.joined(separator: " ")), city,
      .integer(family.size), family.adjustment == .holm ? "Holm" : "Benjamini-Hochberg",
    ]
  }
}
