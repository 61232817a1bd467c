import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Search for the best rotation")
struct RotationSearchTests {
  @Test("Geomin of factors that are not there comes as low as forty starts of GPArotation")
  func geominOfNoise() throws {
    let expected = try ExploratoryReference.load().minima
    let unrotated = Matrix(rows: 12, columns: 4) { expected.unrotated[$0][$1] }
    let found = try RotatedFactors(unrotated, rotation: .geomin, options: RotationOptions())
    let search = try #require(found.search)
    #expect(abs(search.criterion - expected.criterion) < 1e-8)
    #expect(search.starts == 30 && search.startsAtBest > 0)
    let own = aligned(
      found.loadings.rowValues, found.correlations.rowValues, to: expected.loadings)
    #expect(largestDifference(own.loadings, expected.loadings) < 1e-5)
  }

  @Test("Starts are counted by where they end")
  func counts() {
    let search = RotationSearch([0.5, nil, 0.3, 0.3 + 1e-9, 0.5 + 1e-8, 0.7])
    #expect(search.criterion == 0.3)
    #expect(search.starts == 6 && search.startsAtBest == 2 && search.startsNotConverged == 1)
    #expect(search.localMinima.map(\.starts) == [2, 1])
  }
}
