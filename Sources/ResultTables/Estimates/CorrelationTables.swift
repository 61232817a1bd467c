import Estimation
import Reporting
import SurveyAnalysis
import TextFormats

/// Correlations of questions and scores.
package struct CorrelationTables: InferenceTables {
  package let correlations: [FigureCorrelation]
  /// The groups that cells are of.
  package let groups: [String]
  /// Of the intervals.
  package let level: Double
  package let basis: InferenceBasis
  package let isSynthetic: Bool

  package init(
    _ correlations: [FigureCorrelation], by groups: [String], level: Double, basis: InferenceBasis,
    isSynthetic: Bool
  ) {
    self.correlations = correlations
    self.groups = groups
    self.level = level
    self.basis = basis
    self.isSynthetic = isSynthetic
  }

  var imputations: [ImputationSpread?] { correlations.map { $0.estimate?.imputation } }

  func table(
    hasBasis: Bool, pValue: (Double?) -> DelimitedText.Field
  ) -> ResultTable {
    var table = ResultTable(
      [.text("question"), .text("with"), .text("city"), .text("wave")]
        + groups.map { .text($0) } + [
          .number("estimate", "r"), .number("standardError", "SE"),
          .number("degreesOfFreedom", "df"), .number("lower"), .number("upper"),
          .number("pValue", "p"), .number("adjustedPValue", "adj. p"), .number("count", "n"),
          .text("suppressed"),
        ] + imputationColumns(isWhole: hasBasis) + (hasBasis ? [InferenceBasis.column] : []),
      isSynthetic: isSynthetic)
    table.rows = correlations.map { record in
      let interval = record.estimate?.correlationInterval(level: level)
      return [.text(record.first), .text(record.second), .text(record.city), .text(record.wave)]
        + record.by.map { .text($0.category) } + [
          DelimitedText.Field(record.estimate?.value),
          DelimitedText.Field(record.estimate?.standardError),
          record.estimate?.freedomField ?? .missing,
          DelimitedText.Field(interval?.lower), DelimitedText.Field(interval?.upper),
          pValue(record.pValue), pValue(record.adjustedPValue),
          DelimitedText.Field(record.estimate?.count),
          DelimitedText.Field(record.suppression?.name),
        ] + imputationFields(record.estimate?.imputation, isWhole: hasBasis)
        + (hasBasis ? [basis.field(wave: record.wave)] : [])
    }
    return table
  }
}
