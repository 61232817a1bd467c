import Reporting
import TextFormats

/// Numbers of interviews, and what they show.
package struct SampleSizeTable: PrintedResult {
  /// A number of interviews in each city or wave.
  package struct Row: Hashable, Sendable {
    /// What is estimated or compared: `share 0.5`, `difference of means`.
    package var quantity: String
    /// Nil where no number of interviews is enough.
    package var interviews: Int?
    package var designEffect: Double
    /// Half the width of the interval; nil where a difference is asked for.
    package var margin: Double?
    /// Between two such samples; nil where a margin is asked for.
    package var difference: Double?
    /// The chance to show the difference.
    package var power: Double?

    package init(
      _ quantity: String, interviews: Int?, designEffect: Double, margin: Double? = nil,
      difference: Double? = nil, power: Double? = nil
    ) {
      self.quantity = quantity
      self.interviews = interviews
      self.designEffect = designEffect
      self.margin = margin
      self.difference = difference
      self.power = power
    }
  }

  package var rows: [Row]

  package init(_ rows: [Row]) { self.rows = rows }

  package var text: String {
    table.text + """

      Interviews are of each city or wave. Margin: half the interval's width. Difference: what two
      such samples show with that power. Shares are 0–1. Nonresponse is not counted: invite more.

      """
  }

  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("of"), .number("interviews"), .number("designEffect", "deff"),
        .number("margin"), .number("difference"), .number("power"),
      ], isSynthetic: false)
    table.rows = rows.map { row in
      [
        .text(row.quantity), DelimitedText.Field(row.interviews), .number(row.designEffect),
        DelimitedText.Field(row.margin), DelimitedText.Field(row.difference),
        DelimitedText.Field(row.power),
      ]
    }
    return table
  }
}
