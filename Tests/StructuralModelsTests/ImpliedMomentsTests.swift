import NumericalMethods
import ReferenceData
import Testing

@testable import LavaanSyntax
@testable import StructuralModels

/// A model with everything that has a place: factors, a factor of factors, regressions of observed
/// and latent variables, equal and fixed parameters, means; in two groups.
private let everything = """
  visual =~ x1 + a*x2 + 0.7*x3
  textual =~ x4 + a*x5 + x6 + x1
  general =~ visual + textual
  x7 ~ general + x8
  x8 ~ x9
  x1 ~~ x4
  visual ~ 0.3*1
  """

private func structure(_ text: String, groups: Int = 2) throws -> ModelStructure {
  let read = ModelSyntax.reading(text, file: "model.lav")
  #expect(!read.findings.hasErrors)
  var options = ModelOptions()
  options.equalAcrossGroups = [.loadings, .intercepts]
  let names = (0..<groups).map { "g\($0)" }
  return try ModelStructure(ParameterTable(read.syntax, groups: names, options: options))
}

private func values(_ count: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed)
  return (0..<count).map { _ in 0.5 + 0.2 * stream.normal() }
}

@Suite("The moments that a model implies")
struct ImpliedMomentsTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `have derivatives that agree with differences`(seed: UInt64) throws {
    for group in try structure(everything).groups {
      let parameters = values(group.freeIndices.count, seed: seed)
      let implied = try #require(group.implied(at: parameters))
      let covariances = implied.covarianceJacobian(group)
      let means = implied.meanJacobian(group)
      for index in parameters.indices {
        let step = 1e-5
        let sides = try [step, -step].map { shift in
          var moved = parameters
          moved[index] += shift
          return try #require(group.implied(at: moved))
        }
        let differences = (1 / (2 * step)) * (sides[0].covariance - sides[1].covariance)
        let meanDifferences = zip(sides[0].means, sides[1].means).map { ($0 - $1) / (2 * step) }
        #expect(largestDifference(covariances.column(index), differences.vech) < 1e-7)
        #expect(largestDifference(means.column(index), meanDifferences) < 1e-7)
      }
    }
  }

  @Test func `of one factor are the products of loadings plus residual variances`() throws {
    let group = try structure("f =~ x1 + x2 + x3", groups: 1).groups[0]
    // Loadings of x2 and x3, three residual variances, the factor's variance, three intercepts.
    let implied = try #require(group.implied(at: [0.5, 2, 1, 1, 3, 4, 7, 8, 9]))
    #expect(implied.covariance.rowValues == [[5, 2, 8], [2, 2, 4], [8, 4, 19]])
    #expect(implied.means == [7, 8, 9])
  }

  @Test func `go through chains of regressions`() throws {
    let group = try structure("z ~ y\ny ~ x", groups: 1).groups[0]
    let places = group.elements.map(\.place)
    #expect(places.prefix(2) == [.path(target: 0, source: 1), .path(target: 1, source: 2)])
    let parameters: [Double] = [2, 3] + Array(repeating: 1, count: group.freeIndices.count - 2)
    let implied = try #require(group.implied(at: parameters))
    #expect(implied.covariance.rowValues == [[41, 20, 6], [20, 10, 3], [6, 3, 1]])
    #expect(implied.means == [9, 4, 1])
  }

  @Test func `do not exist where a loop amplifies itself without end`() throws {
    let group = try structure("x ~ 1*y\ny ~ 1*x", groups: 1).groups[0]
    #expect(group.implied(at: values(group.freeIndices.count, seed: 1)) == nil)
  }

  @Test func `need a place for every parameter`() {
    var table = ParameterTable(observed: ["x"], latent: [])
    table.parameters = [Parameter("x", .covariance, "y", state: .fixed(1))]
    #expect(throws: ModelError.parameterWithoutPlace("x ~~ y")) { try ModelStructure(table) }
  }
}
