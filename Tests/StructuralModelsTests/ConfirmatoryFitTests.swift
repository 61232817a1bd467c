import ReferenceData
import Testing

@testable import StructuralModels

private let cases = ConfirmatoryReference.all?.cases ?? []

@Suite("Fitted models")
struct ConfirmatoryFitTests {
  @Test("have lavaan's estimates and errors", arguments: cases.indices)
  func estimates(index: Int) throws {
    let reference = cases[index]
    let fit = try reference.fitted()
    #expect(fit.problems.isEmpty, "\(reference)")
    for (row, parameter) in reference.parameters(fit.table).enumerated() {
      let text =
        "\(reference): \(reference.rows.lhs[row]) \(reference.rows.op[row]) \(reference.rows.rhs[row])"
      guard let parameter else {
        Issue.record("\(text) has no row")
        continue
      }
      let found = fit.estimate(of: parameter)
      let difference = relativeDifference(found.value, reference.rows.estimate[row])
      #expect(difference < 1e-6, "\(text): \(found.value), \(reference.rows.estimate[row] ?? .nan)")
      let error = relativeDifference(found.standardError, reference.rows.error[row])
      #expect(
        error < 1e-6, "\(text): error \(found.standardError), \(reference.rows.error[row] ?? .nan)")
    }
  }

  @Test("have lavaan's fit measures", arguments: cases.indices)
  func measures(index: Int) throws {
    let reference = cases[index]
    let found = try reference.fitted().fitMeasures.named
    let isIncomplete = reference.case.missing == "fiml"
    for (name, expected) in reference.fit.sorted(by: { $0.key < $1.key })
    where !(isIncomplete && name.hasSuffix("robust")) {
      let value = found[name] ?? nil
      #expect(
        relativeDifference(value, expected) < 1e-6,
        "\(reference): \(name) \(value ?? .nan), \(expected ?? .nan)")
    }
  }

  @Test("the reference is there")
  func referenceExists() { #expect(cases.count > 30) }
}
