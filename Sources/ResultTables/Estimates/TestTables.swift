import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel
import TextFormats

/// What the errors of a wave's samples rest on.
package struct InferenceBasis: Sendable {
  private let modelBasedWaves: Set<String>

  package init(waves: [Wave]) {
    modelBasedWaves = Set(waves.filter { !$0.sample.isProbability }.map(\.name))
  }

  static let column = ResultTable.Column.text("inference")

  func field(wave: String) -> DelimitedText.Field {
    .text(modelBasedWaves.contains(wave) ? "model-based" : "design-based")
  }
}

/// Tests between groups or cities.
package struct TestTables: PrintedResult {
  package var tests: [EstimateTest]
  package var basis: InferenceBasis
  package var isSynthetic: Bool

  package init(_ tests: [EstimateTest], basis: InferenceBasis, isSynthetic: Bool) {
    self.tests = tests
    self.basis = basis
    self.isSynthetic = isSynthetic
  }

  package var text: String {
    table(hasBasis: false) { .short(pValue: $0) }.withoutEmptyColumns.text
  }

  package var table: ResultTable { table(hasBasis: true) { DelimitedText.Field($0) } }

  private func table(
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
