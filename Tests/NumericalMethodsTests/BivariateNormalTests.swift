import Foundation
import Testing

@testable import NumericalMethods

/// Probabilities by R's mvtnorm; see Tests/Reference/ordinal.R.
private struct BivariateReference: Decodable {
  struct Places: Decodable { let h, k, r, p: [Double] }
  let bivariate: Places

  static func load() throws -> Places {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/ordinal.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file)).bivariate
  }
}

@Suite("Bivariate normal probabilities")
struct BivariateNormalTests {
  @Test("They are R's to 1e-14")
  func reference() throws {
    let places = try BivariateReference.load()
    for index in places.p.indices {
      let (h, k, r) = (places.h[index], places.k[index], places.r[index])
      let found = BivariateNormal.lowerTail(h, k, correlation: r)
      #expect(abs(found - places.p[index]) < 1e-14, "\(h) \(k) \(r)")
    }
  }

  @Test("At the origin they are 1/4 + asin ρ/2π")
  func origin() {
    for correlation in stride(from: -1.0, through: 1, by: 0.0625) {
      let found = BivariateNormal.lowerTail(0, 0, correlation: correlation)
      #expect(abs(found - (0.25 + asin(correlation) / (2 * .pi))) < 1e-15)
    }
  }

  @Test("The four quadrants sum to one", arguments: [-0.99, -0.93, -0.6, 0.2, 0.74, 0.925, 0.999])
  func quadrants(correlation: Double) {
    let (h, k) = (0.3, -1.1)
    let sum =
      BivariateNormal.lowerTail(h, k, correlation: correlation)
      + BivariateNormal.lowerTail(-h, -k, correlation: correlation)
      + BivariateNormal.lowerTail(h, -k, correlation: -correlation)
      + BivariateNormal.lowerTail(-h, k, correlation: -correlation)
    #expect(abs(sum - 1) < 4e-15)
  }

  @Test("An infinite limit leaves the other variable")
  func infinite() {
    #expect(BivariateNormal.lowerTail(.infinity, 0, correlation: 0.5) == 0.5)
    #expect(BivariateNormal.lowerTail(-.infinity, 0, correlation: 0.5) == 0)
    #expect(BivariateNormal.lowerTail(.infinity, .infinity, correlation: 0.99) == 1)
  }
}
