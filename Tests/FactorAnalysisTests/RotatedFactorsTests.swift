import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Rotated factors")
struct RotatedFactorsTests {
  /// A rotation as the reference has it, and its name there.
  struct Case: Sendable, CustomStringConvertible {
    var rotation: FactorRotation
    var isNormalised: Bool? = nil
    /// How much of the target is prescribed.
    var target = Prescribed.all
    var expected: @Sendable (ExploratoryReference.Rotations) -> ExploratoryReference.Turned

    enum Prescribed { case all, zeros }
    var description: String { "\(rotation), normalised \(isNormalised ?? false), \(target)" }
  }

  static let cases: [Case] = [
    Case(rotation: .varimax, isNormalised: false) { $0.varimaxPlain },
    Case(rotation: .quartimax) { $0.quartimax },
    Case(rotation: .oblimin) { $0.oblimin },
    Case(rotation: .geomin) { $0.geomin },
    Case(rotation: .geomin, isNormalised: true) { $0.geominNormalised },
    Case(rotation: .geominOrthogonal) { $0.geominOrthogonal },
    Case(rotation: .promax) { $0.promax },
    Case(rotation: .target) { $0.targetOblique },
    Case(rotation: .targetOrthogonal) { $0.targetOrthogonal },
    Case(rotation: .target, target: .zeros) { $0.partialOblique },
    Case(rotation: .targetOrthogonal, target: .zeros) { $0.partialOrthogonal },
  ]

  /// Both sides are run to convergence: GPArotation to a gradient of 10⁻⁷ or less.
  @Test("Rotations of the same loadings are GPArotation's", arguments: cases)
  func reference(_ one: Case) throws {
    let all = try ExploratoryReference.load().rotation
    let expected = one.expected(all)
    let target = RotationTarget(
      all.target.map { row in row.map { one.target == .zeros && $0 != 0 ? nil : $0 } })
    let options = RotationOptions(
      isNormalised: one.isNormalised, target: one.rotation.hasTarget ? target : nil)
    let extracted = Matrix(rows: 25, columns: 5) { all.loadings[$0][$1] }
    let found = try RotatedFactors(extracted, rotation: one.rotation, options: options)
    let own = aligned(
      found.loadings.rowValues, found.correlations.rowValues, to: expected.loadings)
    #expect(largestDifference(own.loadings, expected.loadings) < 1e-5)
    #expect(largestDifference(own.correlations, expected.factorCorrelations) < 1e-5)
    if let criterion = expected.criterion {
      #expect(abs(try #require(found.search).criterion - criterion) < 1e-9 * max(1, abs(criterion)))
    }
  }
}
