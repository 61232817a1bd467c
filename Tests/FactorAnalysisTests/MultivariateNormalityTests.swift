import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Multivariate normality")
struct MultivariateNormalityTests {
  @Test("Mardia's statistics are psych's", arguments: NumberOfFactorsTests.sets)
  func mardia(name: String) throws {
    let reference = try NumberOfFactorsReference.study(name)
    let found = try MultivariateNormality(reference.answers())
    let expected = reference.mardia
    #expect(
      largestDifference(
        [
          found.skewness, found.skewnessChisq, found.smallSampleChisq, found.kurtosis,
          found.kurtosisZ, found.skewnessP, found.smallSampleP, found.kurtosisP,
        ],
        [
          expected.skewness, expected.chisq, expected.small, expected.kurtosis, expected.z,
          expected.p, expected.smallP, expected.kurtosisP,
        ]) < 1e-10)
  }

  @Test("With weights it is the formula over all pairs of rows", arguments: ["fifteen", "ten"])
  func weighted(name: String) throws {
    let reference = try NumberOfFactorsReference.study(name)
    let weights = (0..<reference.rows).map { Double(($0 + 1) % 3 + 1) }
    let found = try MultivariateNormality(reference.answers(weights: weights))
    #expect(
      largestDifference(
        [found.skewness, found.kurtosis],
        [reference.weighted.skewness, reference.weighted.kurtosis]) < 1e-11)
  }

  @Test("Changing the unit of an item changes nothing", arguments: UInt64(0)..<20)
  func units(seed: UInt64) throws {
    let columns = twoFactorAnswers(seed: seed, rows: 60, items: 4)
    let scaled = columns.enumerated().map { index, column in
      column.map { Double(index + 1) * 100 * $0 - 7 }
    }
    let plain = try MultivariateNormality(ItemAnswers(names: itemNames(4), columns: columns))
    let other = try MultivariateNormality(ItemAnswers(names: itemNames(4), columns: scaled))
    #expect(
      largestDifference([plain.skewness, plain.kurtosis], [other.skewness, other.kurtosis]) < 1e-10)
  }

  @Test("Items that repeat one another are refused in words")
  func repeated() throws {
    let columns = twoFactorAnswers(seed: 1, rows: 60, items: 3)
    let answers = try ItemAnswers(names: itemNames(4), columns: columns + [columns[0]])
    #expect(throws: FactorAnalysisError.self) { try MultivariateNormality(answers) }
  }
}
