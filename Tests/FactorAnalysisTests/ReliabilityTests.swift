import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Reliability of a scale")
struct ReliabilityTests {
  @Test("α, ω_t and the items' statistics are R's", arguments: ["A", "C", "E", "N", "O"])
  func reliabilityIsThatOfR(name: String) throws {
    let reference = try #require(try BfiReference.load().reliability[name])
    let answers = try BfiReference.load().answers(reference)
    let found = try Reliability(ItemCovariance(answers, missing: .listwise))
    #expect(abs(found.alpha - reference.rawAlpha) < 1e-12)
    #expect(abs(found.standardisedAlpha - reference.standardisedAlpha) < 1e-12)
    #expect(
      largestDifference(found.items.compactMap(\.itemRestCorrelation), reference.itemRest) < 1e-12)
    #expect(
      largestDifference(found.items.compactMap(\.alphaIfDropped), reference.alphaIfDropped) < 1e-12)
    let omega = try found.omega.get()
    #expect(abs(omega.value - reference.omega) < 1e-9)
    #expect(omega.heywoodItems.isEmpty)
    let interval = found.feldtInterval(level: 0.95)
    #expect(largestDifference([interval.lowerBound, interval.upperBound], reference.feldt) < 1e-9)
  }

  @Test("Item–total correlations are psych's raw.r, r.cor and r.drop")
  func itemTotals() throws {
    let reference = try ReliabilityReference.load().items
    let answers = try ReliabilityReference.answers(reference.names, weighted: false)
    let items = try Reliability(ItemCovariance(answers, missing: .listwise)).items
    #expect(largestDifference(items.map(\.itemTotalCorrelation), reference.rawR) < 1e-12)
    #expect(largestDifference(items.compactMap(\.correctedCorrelation), reference.rCor) < 1e-12)
    #expect(largestDifference(items.compactMap(\.itemRestCorrelation), reference.rDrop) < 1e-12)
  }

  @Test("ω_t of three items of one factor is known exactly")
  func threeItems() throws {
    let columns = twoFactorAnswers(seed: 8, items: 8)
    let answers = try ItemAnswers(names: itemNames(3), columns: Array(columns[..<3]))
    let covariance = try ItemCovariance(answers, missing: .listwise)
    let s = covariance.covariances
    let loadings = [
      (s[0][1] * s[0][2] / s[1][2]).squareRoot(), (s[0][1] * s[1][2] / s[0][2]).squareRoot(),
      (s[0][2] * s[1][2] / s[0][1]).squareRoot(),
    ]
    let sum = loadings.reduce(0, +)
    let total = s.joined().reduce(0, +)
    #expect(abs(try OmegaTotal(covariance).value - sum * sum / total) < 1e-10)
    #expect(largestDifference(try OmegaTotal(covariance).loadings, loadings) < 1e-8)
  }

  @Test("Two items have an α and no ω_t, and it is said why")
  func twoItems() throws {
    let columns = Array(twoFactorAnswers(seed: 5)[..<2])
    let found = try Reliability(
      ItemCovariance(ItemAnswers(names: ["a", "b"], columns: columns), missing: .listwise))
    let r = found.items[0].itemRestCorrelation ?? 0
    #expect(abs(found.standardisedAlpha - 2 * r / (1 + r)) < 1e-12)
    #expect(found.items.allSatisfy { $0.alphaIfDropped == nil })
    #expect(found.omega == .failure(.tooFewItems(found: 2, needed: 3)))
  }

  @Test("A Heywood case is named")
  func heywood() throws {
    var stream = RandomStream(seed: 2)
    let a = (0..<200).map { _ in stream.normal() }
    let b = a.map { $0 + 0.8 * stream.normal() }
    let c = a.map { $0 + 0.8 * stream.normal() }
    let between = zip(b, c).map { $0 + $1 - 0.8 * stream.normal() }
    let columns = [between, b, c]
    let answers = try ItemAnswers(names: ["x", "y", "z"], columns: columns)
    let found = try OmegaTotal(ItemCovariance(answers, missing: .listwise))
    #expect(found.heywoodItems == ["x"])
    #expect(found.value > 0 && found.value < 1)
  }

  @Test(
    "Permuting items and rows, scaling weights and shifting answers change nothing",
    arguments: UInt64(0)..<50)
  func laws(seed: UInt64) throws {
    let columns = twoFactorAnswers(seed: seed, rows: 80, items: 5)
    var stream = RandomStream(seed: seed)
    let weights = (0..<80).map { _ in 0.5 + stream.uniform() }
    var rows = Array(0..<80)
    var items = Array(0..<5)
    stream.shuffle(&rows)
    stream.shuffle(&items)
    let names = itemNames(5)
    let plain = try Reliability(
      ItemCovariance(
        ItemAnswers(names: names, columns: columns, weights: weights), missing: .listwise))
    let other = try Reliability(
      ItemCovariance(
        ItemAnswers(
          names: items.map { names[$0] },
          columns: items.map { item in rows.map { 3 * columns[item][$0] + 10 } },
          weights: rows.map { 0.25 * weights[$0] }),
        missing: .listwise))
    #expect(abs(plain.alpha - other.alpha) < 1e-11)
    #expect(abs(plain.standardisedAlpha - other.standardisedAlpha) < 1e-11)
    #expect(abs(try plain.omega.get().value - other.omega.get().value) < 1e-8)
    for (place, item) in items.enumerated() {
      #expect(other.items[place].name == plain.items[item].name)
      let drops = (other.items[place].alphaIfDropped, plain.items[item].alphaIfDropped)
      #expect(abs(try #require(drops.0) - #require(drops.1)) < 1e-11)
    }
  }
}
