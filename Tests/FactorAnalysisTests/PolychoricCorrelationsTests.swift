import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

/// lavaan stops its search for a correlation near 1e-8 of the likelihood.
private let lavaanTolerance = 1e-6
private let polycorTolerance = 1e-9
/// polycor's own search stops up to 1e-5 away.
private let polycorStop = 1e-5
private let psychTolerance = 1e-4

@Suite("Polychoric correlations")
struct PolychoricCorrelationsTests {
  @Test("Of complete interviews and by pairs they are lavaan's, as are the thresholds")
  func lavaan() throws {
    let reference = try OrdinalReference.load().lavaan
    for (expected, missing) in [
      (reference.complete, MissingAnswers.listwise), (reference.pairwise, .pairwise),
    ] {
      let ordinal = try OrdinalAnswers(OrdinalReference.answers(), missing: missing)
      let found = try PolychoricCorrelations(ordinal)
      #expect(
        largestDifference(found.thresholds.flatMap(\.self), expected.thresholds) < 1e-12)
      #expect(largestDifference(found.correlations, expected.correlations) < lavaanTolerance)
      #expect(found.pairsAtTheBound.isEmpty)
    }
  }

  @Test("They are psych's, which mends no empty cell")
  func psych() throws {
    let ordinal = try OrdinalAnswers(OrdinalReference.completeAnswers())
    let found = try PolychoricCorrelations(ordinal, emptyCells: .kept)
    let expected = try OrdinalReference.load().psych.correlations
    #expect(largestDifference(found.correlations, expected) < psychTolerance)
  }

  @Test("The empty cell of a table of two by two is mended as lavaan or as psych does")
  func emptyCell() throws {
    let first = Array(repeating: 0.0, count: 30) + Array(repeating: 1.0, count: 37)
    let second = Array(repeating: 0.0, count: 42) + Array(repeating: 1.0, count: 25)
    let ordinal = try OrdinalAnswers(
      ItemAnswers(names: itemNames(2), columns: [first, second]))
    let expected = try OrdinalReference.load().emptyCell
    let lavaan = try PolychoricCorrelations(ordinal)
    #expect(abs(lavaan.correlations[0][1] - expected.lavaan) < lavaanTolerance)
    #expect(lavaan.pairsWithEmptyCells == [ItemPair(first: "Q1", second: "Q2")])
    let psych = try PolychoricCorrelations(ordinal, emptyCells: .mended)
    #expect(abs(psych.correlations[0][1] - expected.psych) < psychTolerance)
  }

  @Test("Of one table they are polycor's in two steps")
  func polycor() throws {
    for (name, pair) in try OrdinalReference.load().pairs {
      let table = PairTable(
        rows: pair.table.count, columns: pair.table[0].count,
        counts: pair.table[0].indices.flatMap { column in pair.table.map { $0[column] } })
      let margins = table.margins
      let found = PolychoricPair(
        table, ItemThresholds(weights: margins.rows), ItemThresholds(weights: margins.columns)
      ).estimate()
      #expect(abs(found - pair.twoStep) < polycorTolerance, "\(name)")
      #expect(abs(found - pair.polycor) < polycorStop, "\(name)")
    }
  }

  @Test("A weight counts as so many interviews", arguments: UInt64(0)..<5)
  func weights(seed: UInt64) throws {
    let columns = twoFactorAnswers(seed: seed, rows: 150, items: 4).map { $0.map { $0.rounded() } }
    let weights = columns[0].indices.map { Double($0 % 3) }
    let repeated = columns.map { column in
      zip(column, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    }
    let weighted = try PolychoricCorrelations(
      OrdinalAnswers(ItemAnswers(names: itemNames(4), columns: columns, weights: weights)))
    let plain = try PolychoricCorrelations(
      OrdinalAnswers(ItemAnswers(names: itemNames(4), columns: repeated)))
    #expect(largestDifference(weighted.correlations, plain.correlations) < 1e-12)
    #expect(largestDifference(weighted.thresholds, plain.thresholds) < 1e-12)
  }

  @Test("Items that repeat one another run into the bound, and are named")
  func bound() throws {
    let column = (0..<60).map { Double($0 % 3) }
    let other = (0..<60).map { Double($0 % 5) }
    let found = try PolychoricCorrelations(
      OrdinalAnswers(ItemAnswers(names: itemNames(3), columns: [column, column, other])))
    #expect(found.pairsAtTheBound == [ItemPair(first: "Q1", second: "Q2")])
    #expect(found.pairsWithEmptyCells == [ItemPair(first: "Q1", second: "Q2")])
    #expect(found.correlations[0][1] > 0.999)
  }
}
