import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel
import TextFormats

/// The terms of regressions, or of decompositions of a difference.
package struct RegressionTables: InferenceTables {
  package var terms: [ModelTerm]
  /// Of the intervals.
  package var level: Double
  package var basis: InferenceBasis
  /// The p value under which earlier changes count as not parallel.
  package var significance: Double
  package var isSynthetic: Bool

  package init(
    _ terms: [ModelTerm], level: Double, basis: InferenceBasis, significance: Double,
    isSynthetic: Bool
  ) {
    self.terms = terms
    self.level = level
    self.basis = basis
    self.significance = significance
    self.isSynthetic = isSynthetic
  }

  package var text: String {
    let notes = DifferenceInDifferencesWords.all(
      terms, significance: significance, in: .en)
    var shown = self
    // The sentence under the table says it.
    shown.terms.removeAll { $0.part == .parallelTest && $0.test == nil }
    return shown.table(hasBasis: false) { .short(pValue: $0) }.withoutEmptyColumns.text
      + notes.map { "\n" + $0.wrapped(to: 98).joined(separator: "\n") + "\n" }.joined()
      + ImputationColumns.note(imputations)
  }

  var imputations: [ImputationSpread?] { terms.map { $0.estimate?.imputation } }

  func table(
    hasBasis: Bool, pValue: (Double?) -> DelimitedText.Field
  ) -> ResultTable {
    let tellsSteps = hasBasis || terms.contains { $0.step != nil }
    let isAdjusted = terms.contains { $0.adjustedPValue != nil }
    var table = ResultTable(
      [
        .text("city"), .text("against"), .text("wave"), .text("part"), .text("term"),
        .number("estimate"), .number("standardError", "SE"), .number("degreesOfFreedom", "df"),
        .number("lower"), .number("upper"), .number("pValue", "p"),
      ] + (isAdjusted ? [.number("adjustedPValue", "adj. p")] : []) + [
        .number("F"), .number("count", "n"), .text("reason"),
      ] + (tellsSteps ? [.number("roundedTo")] : []) + imputationColumns(isWhole: hasBasis)
        + (hasBasis ? [InferenceBasis.column] : []),
      isSynthetic: isSynthetic)
    table.rows = terms.map { term in
      let interval = term.interval(level: level)
      let p = term.test?.pValue ?? (term.hasTest ? term.estimate?.tTest()?.pValue : nil)
      return [
        term.city.isEmpty ? .missing : .text(term.city), DelimitedText.Field(term.against),
        term.wave.isEmpty ? .missing : .text(term.wave),
        .text(term.part.rawValue), .text(term.term), DelimitedText.Field(term.estimate?.value),
        DelimitedText.Field(term.estimate?.standardError),
        term.estimate?.freedomField ?? .missing,
        DelimitedText.Field(interval?.lower), DelimitedText.Field(interval?.upper),
        pValue(p),
      ] + (isAdjusted ? [pValue(term.adjustedPValue)] : []) + [
        DelimitedText.Field(term.test?.statistic),
        DelimitedText.Field(term.estimate?.count), DelimitedText.Field(term.reason?.description),
      ] + (tellsSteps ? [DelimitedText.Field(term.step)] : [])
        + imputationFields(term.estimate?.imputation, isWhole: hasBasis)
        + (hasBasis ? [basis.field(wave: term.wave)] : [])
    }
    return table
  }
}

extension ModelTerm {
  /// A share of variance is never negative: that it is 0 cannot be tested so.
  fileprivate var hasTest: Bool { part != .shareOfVariance && part != .rSquared }

  /// Those of shares of variance end at 0 and 1, which are the ends of what can be.
  fileprivate func interval(level: Double) -> (lower: Double, upper: Double)? {
    guard let interval = estimate?.confidenceInterval(level: level) else { return nil }
    return hasTest
      ? (interval.lower, interval.upper) : (max(0, interval.lower), min(1, interval.upper))
  }
}
