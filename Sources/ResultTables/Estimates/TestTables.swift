import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel
import TextFormats

/// Tests between groups or cities.
package struct TestTables: InferenceTables {
  package var tests: [EstimateTest]
  package var basis: InferenceBasis
  package var isSynthetic: Bool

  package init(_ tests: [EstimateTest], basis: InferenceBasis, isSynthetic: Bool) {
    self.tests = tests
    self.basis = basis
    self.isSynthetic = isSynthetic
  }

  func table(
    hasBasis: Bool, pValue: (Double?) -> DelimitedText.Field
  ) -> ResultTable {
    var table = ResultTable(
      [
        .text("question"), .text("choice"), .text("city"), .text("wave"), .text("group"),
        .text("test"), .number("difference", "diff"), .number("standardError", "SE"),
        .number("statistic", "F"), .number("numerator", "df1"), .number("denominator", "df2"),
        .number("pValue", "p"), .number("adjustedPValue", "adj. p"), .text("reason"),
      ] + (hasBasis ? [InferenceBasis.column] : []), isSynthetic: isSynthetic)
    table.rows = tests.map { test in
      [
        .text(test.question), DelimitedText.Field(test.choice), DelimitedText.Field(test.city),
        .text(test.wave), .text(test.group), .text(test.name),
        DelimitedText.Field(test.difference?.value),
        DelimitedText.Field(test.difference?.standardError), DelimitedText.Field(test.statistic),
        DelimitedText.Field(test.numerator), DelimitedText.Field(test.denominator),
        pValue(test.pValue), pValue(test.adjustedPValue),
        DelimitedText.Field(test.reason?.description),
      ] + (hasBasis ? [basis.field(wave: test.wave)] : [])
    }
    return table
  }
}
