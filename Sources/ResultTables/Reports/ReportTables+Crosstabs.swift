import Estimation
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

// Questions by groups.
extension ReportTables {
  /// A row a cell: the share of an answer in a category, and the letters of the categories that it
  /// exceeds. Their letters and bases stand in ``crosstabColumns``.
  var crosstabs: DelimitedText {
    table(
      [
        "wave", "city", "question", "answer", "group", "category", "estimate", "standardError",
        "letters", "suppressed",
      ],
      perGroup { start, banner, group in
        group.shownAnswers(of: banner).flatMap { answer in
          group.columns.indices.map { column in
            let cell = group.cells[answer][column]
            return start + [
              .text(banner.answers[answer].name), .text(group.name),
              .text(group.columns[column].category), DelimitedText.Field(cell.share?.value),
              DelimitedText.Field(cell.share?.standardError),
              .text(cell.letters.joined(separator: " ")), Self.field(cell.suppression),
            ]
          }
        }
      })
  }

  /// A row a column of a question's crosstab. Effective sizes are whole: finer ones would tell single
  /// weights.
  var crosstabColumns: DelimitedText {
    table(
      [
        "wave", "city", "question", "base", "group", "category", "letter", "count",
        "effectiveCount", "suppressed",
      ],
      perGroup { start, banner, group in
        (group.isShown ? group.columns : []).map { column in
          start + [
            .text(banner.total.base.rawValue), .text(group.name), .text(column.category),
            .text(column.letter), DelimitedText.Field(column.count),
            DelimitedText.Field(column.effectiveCount.map { Int($0.rounded()) }),
            Self.field(column.suppression),
          ]
        }
      })
  }

  /// A row a group of a question's crosstab. Statistics have six decimals, since the last digits of
  /// sums differ between processors.
  var crosstabTests: DelimitedText {
    table(
      [
        "wave", "city", "question", "group", "test", "statistic", "numerator", "denominator",
        "pValue", "pBelow", "reason", "degreesOfFreedom", "comparisons", "adjustment",
      ],
      perGroup { start, banner, group in
        let test = group.independence
        return [
          start + [
            .text(group.name), "rao-scott",
            DelimitedText.Field(test.map { Self.rounded($0.statistic) }),
            DelimitedText.Field(test.map { Self.rounded($0.numerator) }),
            DelimitedText.Field(test.map { Self.rounded($0.denominator) }),
            DelimitedText.Field(test.map { Self.rounded($0.pValue) }),
            DelimitedText.Field(group.level?.rawValue), DelimitedText.Field(group.noTest?.rawValue),
            .integer(group.degreesOfFreedom), .integer(banner.comparisons), "Benjamini-Hochberg",
          ]
        ]
      })
  }

  private func perGroup(
    _ rows: ([DelimitedText.Field], QuestionBanner, QuestionBanner.Group) -> [[DelimitedText.Field]]
  ) -> [[DelimitedText.Field]] {
    findings.samples.flatMap { sample in
      sample.banners.flatMap { banner in
        let start: [DelimitedText.Field] = [
          .text(sample.wave), .text(sample.city), .text(banner.question),
        ]
        return banner.groups.flatMap { rows(start, banner, $0) }
      }
    }
  }
}

extension QuestionBanner.Group {
  /// Places of the answers; none of a group of which nothing may be shown.
  fileprivate func shownAnswers(of banner: QuestionBanner) -> Range<Int> {
    isShown ? banner.answers.indices : 0..<0
  }
}
