import FactorAnalysis
import Reporting
import Testing

@testable import ResultTables

@Suite("Errors of factor analysis in words")
struct FactorAnalysisErrorWordsTests {
  private static let errors: [FactorAnalysisError] =
    [
      .tooFewItems(found: 1, needed: 3), .tooFewRows(found: 9, needed: 10),
      .itemWithoutAnswers("SOC04"), .itemWithoutVariance("SOC04"),
      .itemWithoutVarianceInGroup(item: "SOC04", group: "pskov"),
      .tooManyCategories(item: "SOC04", found: 40, most: 20),
      .categoryMissingInGroup(item: "SOC04", category: 4, group: "pskov"),
      .categoryMissingInGroup(item: "SOC04", category: 4.5, group: "pskov"),
      .pairWithoutCovariance("SOC04", "SOC05"), .unusableWeight(row: 0), .sumWithoutVariance,
      .notPositiveDefinite(smallestEigenvalue: -1e-9), .tooManyFactors(asked: 4, most: 2),
      .unusableTarget(items: 0, factors: 0, neededItems: 6, neededFactors: 2),
      .unusableTarget(items: 5, factors: 2, neededItems: 6, neededFactors: 2),
      .notConverged(gradient: 1e-5), .noElbow, .everyModelRejected(most: 3), .notAskedFor,
      .tooManyItems(found: 90, most: 60), .rotationNotDetermined, .noGeneralFactor,
      .notByFullInformation,
    ]
    + CorrelationKind.allCases.flatMap {
      [.influenceUnknown($0), .scoresOfNumbersOnly($0)]
    }

  /// The case's place in the enumeration, so that a new one is missed here.
  private func place(of error: FactorAnalysisError) -> Int {
    switch error {
    case .tooFewItems: 0
    case .tooFewRows: 1
    case .itemWithoutAnswers: 2
    case .itemWithoutVariance: 3
    case .itemWithoutVarianceInGroup: 4
    case .tooManyCategories: 5
    case .categoryMissingInGroup: 6
    case .pairWithoutCovariance: 7
    case .unusableWeight: 8
    case .sumWithoutVariance: 9
    case .notPositiveDefinite: 10
    case .tooManyFactors: 11
    case .unusableTarget: 12
    case .notConverged: 13
    case .noElbow: 14
    case .everyModelRejected: 15
    case .notAskedFor: 16
    case .tooManyItems: 17
    case .rotationNotDetermined: 18
    case .noGeneralFactor: 19
    case .influenceUnknown: 20
    case .scoresOfNumbersOnly: 21
    case .notByFullInformation: 22
    }
  }

  @Test func `every case is here`() {
    #expect(Set(Self.errors.map(place)) == Set(0...22))
  }

  /// Names of questions, cities and methods may be Latin; words may not.
  @Test(arguments: errors)
  func `the Russian words are Russian`(_ error: FactorAnalysisError) {
    let names = ["SOC04", "SOC05", "pskov", "Hull"]
    let words = names.reduce(error.words(in: .ru)) { $0.replacing($1, with: "") }
    #expect(!words.contains { $0.isASCII && $0.isLetter }, "\(words)")
    #expect(words.contains { $0.isLetter })
  }

  @Test(arguments: errors)
  func `the English words are the description`(_ error: FactorAnalysisError) {
    #expect(error.words(in: .en) == error.description)
  }
}
