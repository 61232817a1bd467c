import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Whether items can be factored")
struct SamplingAdequacyTests {
  @Test("KMO is psych's")
  func kmo() throws {
    let reference = try BfiReference.load()
    let found = try SamplingAdequacy(reference.covariance())
    #expect(abs(found.overall - reference.kmo.overall) < 1e-12)
    #expect(largestDifference(found.items, reference.kmo.items) < 1e-12)
  }

  @Test("Bartlett's test is psych's, and its p has digits where it is not zero")
  func bartlett() throws {
    let reference = try BfiReference.load()
    let found = try BartlettTest(reference.covariance())
    #expect(abs(found.chisq / reference.bartlett.chisq - 1) < 1e-11)
    #expect(Double(found.df) == reference.bartlett.df)
    #expect(found.p == reference.bartlett.p)
    let columns = try BfiReference.columns()
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    let forty = try ItemAnswers(
      names: Array(reference.items[..<5]),
      columns: columns[..<5].map { column in complete[..<40].map { column[$0] } })
    let small = try BartlettTest(ItemCovariance(forty, missing: .listwise))
    #expect(abs(small.chisq / reference.bartlettOfFortyRows.chisq - 1) < 1e-11)
    #expect(abs(small.p / reference.bartlettOfFortyRows.p - 1) < 1e-9)
  }
}
