import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel
import TextFormats

/// Figures side by side, marked with the letters of the columns that they exceed.
package struct LetterTables: PrintedResult {
  package var tables: [LetteredTable]
  package var basis: InferenceBasis
  package var isSynthetic: Bool

  package init(_ tables: [LetteredTable], basis: InferenceBasis, isSynthetic: Bool) {
    self.tables = tables
    self.basis = basis
    self.isSynthetic = isSynthetic
  }

  package var text: String {
    let rule = tables.first.map { $0.rule.wrapped(to: 98).joined(separator: "\n") + "\n" } ?? ""
    return ResultTable.stamp(isSynthetic: isSynthetic)
      + tables.map(\.text).joined(separator: "\n") + "\n" + rule
  }

  /// A row for each figure.
  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("question"), .text("choice"), .text("city"), .text("wave"), .text("group"),
        .text("column"), .text("letter"), .number("estimate"), .number("standardError"),
        .number("count"), .text("exceeds"), InferenceBasis.column,
      ], isSynthetic: isSynthetic)
    table.rows = tables.flatMap { lettered in
      lettered.rows.flatMap { row in
        lettered.columns.indices.map { column in
          let estimate = row.estimates[column]
          return [
            .text(lettered.question), DelimitedText.Field(row.choice),
            DelimitedText.Field(lettered.city), .text(lettered.wave), .text(lettered.group),
            .text(lettered.columns[column]), .text(Comparison.letter(column)),
            DelimitedText.Field(estimate?.value), DelimitedText.Field(estimate?.standardError),
            DelimitedText.Field(estimate?.count), .text(row.letters[column]),
            basis.field(wave: lettered.wave),
          ]
        }
      }
    }
    return table
  }
}

extension LetteredTable {
  fileprivate var text: String {
    var table = TextTable(
      [TextTable.Column(group)]
        + columns.indices.map {
          TextTable.Column("\(columns[$0]) (\(Comparison.letter($0)))")
        })
    table.rows = rows.map { row in
      [row.choice ?? "mean"]
        + columns.indices.map { column in
          guard let estimate = row.estimates[column] else { return "–" }
          let figure = DelimitedText.Field.number(estimate.value)
            .shortText(roundedTo: row.steps[column])
          return row.letters[column].isEmpty ? figure : "\(figure) \(row.letters[column])"
        }
    }
    let place = city.map { "\($0), \(wave)" } ?? wave
    return "\(question): \(place)\n" + table.text(width: 100)
  }
}
