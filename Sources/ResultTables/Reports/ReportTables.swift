import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

/// `tables/*.csv`: every estimate that stands in a report.
package struct ReportTables: Sendable {
  let findings: ReportFindings

  package init(_ findings: ReportFindings) { self.findings = findings }

  /// A table that is made when it is wanted.
  package struct Entry: Sendable {
    /// The file's name without its ending.
    package let name: String
    package let table: @Sendable () -> DelimitedText
  }

  /// All tables in a fixed order, the largest first.
  package var all: [Entry] {
    [
      Entry(name: "crosstabs") { crosstabs }, Entry(name: "distributions") { distributions },
      Entry(name: "crosstab-columns") { crosstabColumns },
      Entry(name: "crosstab-tests") { crosstabTests }, Entry(name: "groups") { groups },
      Entry(name: "scores") { scores },
      Entry(name: "index-distribution") { indexDistribution }, Entry(name: "profile") { profile },
      Entry(name: "city-pairs") { cityPairs }, Entry(name: "score-changes") { scoreChanges },
      Entry(name: "index-change-pairs") { indexChangePairs },
      Entry(name: "question-changes") { questionChanges }, Entry(name: "drivers") { drivers },
      Entry(name: "decomposition") { decomposition }, Entry(name: "types") { types },
      Entry(name: "scale-questions") { scaleQuestions },
      Entry(name: "reliability") { reliability }, Entry(name: "comparability") { comparability },
      Entry(name: "weights") { weights }, Entry(name: "families") { families },
    ]
  }

  func table(_ columns: [String], _ rows: [[DelimitedText.Field]]) -> DelimitedText {
    DelimitedText(columns, rows: rows, isSynthetic: findings.study.settings.isSynthetic)
  }

  private var scores: DelimitedText {
    table(
      ["wave", "city", "score"] + Self.estimateColumns + ["suppressed"],
      findings.samples.flatMap { sample in
        sample.scores.map { score in
          [.text(sample.wave), .text(sample.city), .text(score.id.name)]
            + Self.fields(score.mean, count: score.count) + [Self.field(score.suppression)]
        }
      })
  }

  private var indexDistribution: DelimitedText {
    table(["wave", "city", "from", "to", "share"], findings.samples.flatMap(indexRows))
  }

  private func indexRows(_ sample: SampleFindings) -> [[DelimitedText.Field]] {
    let shares = IndexDistribution(sample.analysed)?.shares ?? []
    return shares.indices.map { step in
      [
        .text(sample.wave), .text(sample.city), .number(IndexDistribution.edges[step]),
        .number(IndexDistribution.edges[step + 1]), .number(shares[step]),
      ]
    }
  }

  private var groups: DelimitedText {
    table(
      ["wave", "city", "group", "category", "score"] + Self.estimateColumns
        + ["roundedTo", "suppressed"],
      findings.samples.flatMap { sample in
        sample.groups.flatMap { group in
          group.categories.flatMap { rows(of: $0, group.group, sample) }
        }
      })
  }

  private func rows(
    of category: GroupScores.Category, _ group: String, _ sample: SampleFindings
  ) -> [[DelimitedText.Field]] {
    let start: [DelimitedText.Field] = [
      .text(sample.wave), .text(sample.city), .text(group), .text(category.name),
    ]
    let share =
      start + ["share"] + Self.fields(category.share, count: category.share?.count)
      + [.missing, Self.field(category.suppression)]
    return [share]
      + category.scores.map { score in
        start + [.text(score.id.name)] + Self.fields(score.mean, count: score.count)
          + [DelimitedText.Field(score.step), Self.field(score.suppression)]
      }
  }

  private var distributions: DelimitedText {
    table(
      ["wave", "city", "question", "answer", "statistic", "base"] + Self.shareColumns
        + ["answers", "notRecorded", "suppressed"],
      findings.samples.flatMap { sample in
        sample.distributions.flatMap { distribution in
          rows(of: distribution).map { [.text(sample.wave), .text(sample.city)] + $0 }
        }
      })
  }

  private func rows(of distribution: QuestionDistribution) -> [[DelimitedText.Field]] {
    let question = DelimitedText.Field.text(distribution.question)
    var rows = distribution.rows.map { row in
      [
        question, .text(row.answer.name), "proportion", .text(distribution.base.rawValue),
      ] + Self.fields(row.share, count: distribution.shownCount).dropLast()
        + [
          DelimitedText.Field(row.count), DelimitedText.Field(distribution.notRecordedCount),
          Self.field(row.suppression),
        ]
    }
    let answered: [DelimitedText.Field] = [.text(EstimateBase.answered.rawValue)]
    if let mean = distribution.mean {
      rows.append(
        [question, .missing, "mean"] + answered + Self.fields(mean, count: mean.count).dropLast()
          + [.integer(mean.count), .missing, .missing])
    }
    for (name, value) in distribution.quartiles?.named ?? [] {
      rows.append(
        [question, .missing, .text(name)] + answered + [.number(value)]
          + Array(repeating: .missing, count: Self.shareColumns.count + 2))
    }
    return rows
  }
}

extension QuestionDistribution.Quartiles {
  fileprivate var named: [(String, Double)] {
    [("quantile-0.25", lower), ("quantile-0.5", median), ("quantile-0.75", upper)]
      .compactMap { name, quantile in quantile.map { (name, $0.value) } }
  }
}

// Columns that recur.
extension ReportTables {
  static let estimateColumns = [
    "estimate", "standardError", "degreesOfFreedom", "lower", "upper", "designEffect", "count",
    "weightedCount",
  ]

  /// Those of a distribution, which shows no weights of people.
  private static let shareColumns = estimateColumns.dropLast()

  static func fields(_ estimate: Estimate?, count: Int?) -> [DelimitedText.Field] {
    guard let estimate else {
      return Array(repeating: .missing, count: 6) + [DelimitedText.Field(count), .missing]
    }
    let interval = estimate.confidenceInterval()
    return [
      .number(estimate.value), .number(estimate.standardError),
      .integer(estimate.degreesOfFreedom), DelimitedText.Field(interval?.lower),
      DelimitedText.Field(interval?.upper), DelimitedText.Field(estimate.designEffect),
      DelimitedText.Field(count), .number(estimate.weightedCount),
    ]
  }

  static let differenceColumns = [
    "difference", "standardError", "degreesOfFreedom", "satterthwaiteDegreesOfFreedom", "lower",
    "upper", "pValue", "adjustedPValue", "zone", "smallestDetectable", "verdict",
  ]

  static func fields(_ difference: Difference) -> [DelimitedText.Field] {
    [
      .number(Self.cleared(difference.value)), .number(difference.estimate.standardError),
      .integer(difference.estimate.degreesOfFreedom),
      DelimitedText.Field(difference.degreesOfFreedom),
      DelimitedText.Field(difference.interval?.lower),
      DelimitedText.Field(difference.interval?.upper), DelimitedText.Field(difference.pValue),
      DelimitedText.Field(difference.adjustedPValue),
      DelimitedText.Field(difference.zone.halfWidth),
      DelimitedText.Field(difference.smallestDetectable), .text(difference.verdict.rawValue),
    ]
  }

  /// Differences of rounding are 0: both shares were set by weighting.
  private static func cleared(_ difference: Double) -> Double {
    abs(difference) < 1e-9 ? 0 : difference
  }

  static func field(_ suppression: SurveyAnalysis.Suppression?) -> DelimitedText.Field {
    DelimitedText.Field(suppression?.name)
  }
}
