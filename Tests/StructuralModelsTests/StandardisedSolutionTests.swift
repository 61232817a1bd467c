import ReferenceData
import Testing

@testable import LavaanSyntax
@testable import StructuralModels

private let cases = ConfirmatoryReference.all?.cases ?? []

@Suite("Standardised solutions")
struct StandardisedSolutionTests {
  @Test("are lavaan's, with their errors", arguments: cases.indices)
  func reference(index: Int) throws {
    let reference = cases[index]
    let fit = try reference.fitted()
    let rows = reference.rows
    let places = reference.parameters(fit.table)
    for (kind, values, errors) in [
      (Standardisation.all, rows.standardised, rows.standardisedError),
      (.latent, rows.latent, rows.latentError),
    ] {
      let solution = fit.standardised(kind)
      for (row, parameter) in places.enumerated() {
        let found = try #require(solution.first { $0.parameter == parameter })
        let text = "\(reference), \(kind.rawValue): \(found.parameter.text)"
        #expect(
          relativeDifference(found.value, values[row]) < 1e-6,
          "\(text): \(found.value), \(values[row] ?? .nan)")
        #expect(
          relativeDifference(found.standardError, errors[row]) < 1e-5,
          "\(text): error \(found.standardError), \(errors[row] ?? .nan)")
      }
    }
    for (found, expected) in zip(fit.rSquared, reference.r2) {
      for (name, value) in expected {
        #expect(relativeDifference(found[name], value) < 1e-6, "\(reference): R² of \(name)")
      }
    }
  }
}
