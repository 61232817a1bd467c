import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel
import TextFormats

/// Variance between interviewers, sampling points or other groups, and within them.
package struct VarianceTables: PrintedResult {
  package var variances: [GroupVariance]
  package var basis: InferenceBasis
  package var isSynthetic: Bool

  package init(_ variances: [GroupVariance], basis: InferenceBasis, isSynthetic: Bool) {
    self.variances = variances
    self.basis = basis
    self.isSynthetic = isSynthetic
  }

  package var text: String { table(hasBasis: false).withoutEmptyColumns.text }

  package var table: ResultTable { table(hasBasis: true) }

  private func table(hasBasis: Bool) -> ResultTable {
    var table = ResultTable(
      [
        .text("question"), .text("city"), .text("wave"), .text("group"), .number("between"),
        .number("within"), .number("intraclassCorrelation", "ICC"), .number("lower"),
        .number("upper"), .number("groups"),
        .number("groupSize", "size"), .number("designEffect", "deff"), .number("count", "n"),
        .text("reason"),
      ] + (hasBasis ? [InferenceBasis.column] : []), isSynthetic: isSynthetic)
    table.rows = variances.map { variance in
      let components = variance.components
      return [
        .text(variance.question), .text(variance.city), .text(variance.wave),
        .text(variance.group), DelimitedText.Field(components?.between[0]),
        DelimitedText.Field(components?.within),
        DelimitedText.Field(components?.intraclassCorrelation()),
        DelimitedText.Field(variance.interval?.lower),
        DelimitedText.Field(variance.interval?.upper),
        DelimitedText.Field(components?.groupCounts[0]), DelimitedText.Field(variance.groupSize),
        DelimitedText.Field(variance.designEffect), DelimitedText.Field(components?.count),
        DelimitedText.Field(variance.reason),
      ] + (hasBasis ? [basis.field(wave: variance.wave)] : [])
    }
    return table
  }
}
