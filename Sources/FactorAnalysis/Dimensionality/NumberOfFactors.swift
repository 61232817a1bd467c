/// How many factors stand behind the items, by every rule of use: a table, and how far the rules
/// agree.
///
/// Rules that rest on χ² of a normal likelihood (sequential χ², RMSEA, AIC, Hull by CFI) are for
/// correlations of numbers only: that of polychoric and rank correlations has another distribution
/// (Muthén 1993), so that they are no rows of such a table.
///
/// ```swift
/// let number = try NumberOfFactors(covariance, seed: 1)
/// number.agreement          // .most(5, between: 4...6)
/// number.rows               // each rule with its number
/// ```
public struct NumberOfFactors: Hashable, Sendable {
  /// A rule for the number of factors.
  public enum Criterion: String, Hashable, Sendable, CaseIterable {
    /// ``ParallelAnalysis`` of the principal components, above the random mean.
    case parallelComponents
    /// ``ParallelAnalysis`` of the common factors, above the random mean.
    case parallelFactors
    /// ``ParallelAnalysis`` of the principal components of the polychoric correlations.
    case parallelComponentsPolychoric
    /// ``ParallelAnalysis`` of the common factors of the polychoric correlations.
    case parallelFactorsPolychoric
    /// ``MinimumAveragePartial`` of the squares (1976).
    case minimumAveragePartial
    /// ``MinimumAveragePartial`` of the fourth powers (2000).
    case minimumAveragePartialRevised
    /// ``EmpiricalKaiser``.
    case empiricalKaiser
    /// ``HullMethod`` of the common part accounted for.
    case hullCommonPart
    /// ``HullMethod`` of the comparative fit index.
    case hullCFI
    /// ``SequentialTests``: the first model with p > .05.
    case sequentialChiSquared
    /// ``SequentialTests``: the first model whose RMSEA may be below .05.
    case rmseaLowerBound
    /// ``SequentialTests``: the model of the least AIC.
    case aic
    /// The eigenvalues above 1 (Guttman 1954, Kaiser 1960): shown for comparison only, since in
    /// samples it keeps too many.
    case kaiserGuttman

    /// Whether the rule is shown without having a say.
    public var isForComparison: Bool { self == .kaiserGuttman }
  }

  /// What one rule says.
  public struct Row: Hashable, Sendable {
    public let criterion: Criterion
    /// The number of factors, or why the rule gives none.
    public let suggested: Result<Int, FactorAnalysisError>
  }

  /// How far the rules agree, without those shown for comparison.
  public enum Agreement: Hashable, Sendable {
    /// Every rule suggests this number.
    case all(Int)
    /// More than half of the rules suggest this number, all of them one in the range.
    case most(Int, between: ClosedRange<Int>)
    /// No number has more than half of the rules.
    case split(between: ClosedRange<Int>)
    /// No rule gives a number.
    case none
  }

  public let parallelComponents: Result<ParallelAnalysis, FactorAnalysisError>
  public let parallelFactors: Result<ParallelAnalysis, FactorAnalysisError>
  /// Of the same answers as ordered categories, or why not.
  public let polychoricComponents: Result<ParallelAnalysis, FactorAnalysisError>
  public let polychoricFactors: Result<ParallelAnalysis, FactorAnalysisError>
  package let averagePartial: MinimumAveragePartial
  package let empiricalKaiser: EmpiricalKaiser
  package let hullCommonPart: Result<HullMethod, FactorAnalysisError>
  package let hullCFI: Result<HullMethod, FactorAnalysisError>
  package let tests: Result<SequentialTests, FactorAnalysisError>

  /// - Parameters:
  ///   - covariance: The items' covariances; their correlations are analysed.
  ///   - ordinal: The same answers as ordered categories, for parallel analysis of polychoric
  ///     correlations; of more items than ``mostPolychoricItems`` it is left out, and its row says so.
  ///   - resamples: The number of random matrices of the parallel analyses.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, or not more rows
  ///   than items. A rule that fails for another reason says so in its row.
  public init(
    _ covariance: ItemCovariance, ordinal: Result<OrdinalAnswers, FactorAnalysisError>? = nil,
    resamples: Int = 100, seed: UInt64
  ) throws(FactorAnalysisError) {
    let found = covariance.names.count
    let most = Self.mostPolychoricItems
    let answers: Result<OrdinalAnswers, FactorAnalysisError> =
      found > most
      ? .failure(.tooManyItems(found: found, most: most)) : ordinal ?? .failure(.notAskedFor)
    let dealt = Result { () throws(FactorAnalysisError) in
      try DealtCorrelations(answers.get(), resamples: resamples, seed: seed)
    }
    try self.init(
      covariance,
      parallel: { basis throws(FactorAnalysisError) in
        try ParallelAnalysis(covariance, basis: basis, resamples: resamples, seed: seed)
      },
      polychoric: { basis throws(FactorAnalysisError) in
        try ParallelAnalysis(dealt.get(), basis: basis)
      })
  }

  /// The rules for polychoric correlations; the parallel analyses deal the answers out anew.
  ///
  /// - Throws: As ``init(_:ordinal:resamples:seed:)`` and
  ///   ``PolychoricCorrelations/init(_:emptyCells:)``.
  public init(
    polychoric answers: OrdinalAnswers, resamples: Int = 100, seed: UInt64
  ) throws(FactorAnalysisError) {
    let dealt = try DealtCorrelations(answers, resamples: resamples, seed: seed)
    try self.init(
      dealt.covariance,
      parallel: { basis throws(FactorAnalysisError) in
        try ParallelAnalysis(dealt, basis: basis)
      }, polychoric: { _ throws(FactorAnalysisError) in throw .notAskedFor })
  }

  /// The most items whose polychoric correlations are analysed in parallel: each takes the
  /// correlations of all pairs in every random matrix.
  public static let mostPolychoricItems = 20

  private typealias Parallel = (ParallelAnalysis.Basis) throws(FactorAnalysisError) ->
    ParallelAnalysis

  private init(
    _ covariance: ItemCovariance, parallel: Parallel, polychoric: Parallel
  ) throws(FactorAnalysisError) {
    polychoricComponents = Result { () throws(FactorAnalysisError) in
      try polychoric(.principalComponents)
    }
    polychoricFactors = Result { () throws(FactorAnalysisError) in
      try polychoric(.commonFactors)
    }
    averagePartial = try MinimumAveragePartial(covariance)
    empiricalKaiser = try EmpiricalKaiser(covariance)
    parallelComponents = Result { () throws(FactorAnalysisError) in
      try parallel(.principalComponents)
    }
    parallelFactors = Result { () throws(FactorAnalysisError) in try parallel(.commonFactors) }
    let most = parallelComponents.map { max(1, $0.suggested) + 1 }
    hullCommonPart = Result { () throws(FactorAnalysisError) in
      try HullMethod(covariance, measure: .commonPart, upTo: most.get())
    }
    hullCFI = Result { () throws(FactorAnalysisError) in
      guard covariance.kind == .pearson else { throw .notAskedFor }
      return try HullMethod(covariance, measure: .cfi, upTo: most.get())
    }
    tests = Result { () throws(FactorAnalysisError) in
      guard covariance.kind == .pearson else { throw .notAskedFor }
      return try SequentialTests(covariance)
    }
  }

  /// The number that a rule suggests, or why it gives none.
  public subscript(criterion: Criterion) -> Result<Int, FactorAnalysisError> {
    switch criterion {
    case .parallelComponents: parallelComponents.map(\.suggested)
    case .parallelFactors: parallelFactors.map(\.suggested)
    case .parallelComponentsPolychoric: polychoricComponents.map(\.suggested)
    case .parallelFactorsPolychoric: polychoricFactors.map(\.suggested)
    case .minimumAveragePartial: .success(averagePartial.suggested)
    case .minimumAveragePartialRevised: .success(averagePartial.suggestedByFourthPowers)
    case .empiricalKaiser: .success(empiricalKaiser.suggested)
    case .hullCommonPart: hullCommonPart.flatMap { Self.found($0.suggested, or: .noElbow) }
    case .hullCFI: hullCFI.flatMap { Self.found($0.suggested, or: .noElbow) }
    case .sequentialChiSquared: tests.flatMap { Self.found($0.suggested, or: $0.endOfModels) }
    case .rmseaLowerBound: tests.flatMap { Self.found($0.suggestedByRMSEA, or: $0.endOfModels) }
    case .aic: tests.flatMap { Self.found($0.suggestedByAIC, or: $0.endOfModels) }
    case .kaiserGuttman: .success(empiricalKaiser.observed.prefix { $0 > 1 }.count)
    }
  }

  private static func found(
    _ number: Int?, or error: FactorAnalysisError
  ) -> Result<Int, FactorAnalysisError> {
    number.map { .success($0) } ?? .failure(error)
  }
}

extension NumberOfFactors {
  /// Every rule with its number, in the order of ``Criterion``.
  public var rows: [Row] {
    Criterion.allCases.map { Row(criterion: $0, suggested: self[$0]) }
      .filter { $0.suggested != .failure(.notAskedFor) }
  }

  public var agreement: Agreement {
    Self.agreement(
      of: rows.filter { !$0.criterion.isForComparison }.compactMap { try? $0.suggested.get() })
  }

  /// The rules by the number that they suggest, from the smallest number on, without those shown
  /// for comparison: what a sentence on their disagreement is made of.
  public var groups: [(number: Int, criteria: [Criterion])] {
    let voting = rows.filter { !$0.criterion.isForComparison }
    let numbers = Set(voting.compactMap { try? $0.suggested.get() }).sorted()
    return numbers.map { number in
      (number, voting.filter { $0.suggested == .success(number) }.map(\.criterion))
    }
  }

  static func agreement(of numbers: [Int]) -> Agreement {
    guard let least = numbers.min(), let most = numbers.max() else { return .none }
    if least == most { return .all(least) }
    for number in Set(numbers) where 2 * numbers.count(where: { $0 == number }) > numbers.count {
      return .most(number, between: least...most)
    }
    return .split(between: least...most)
  }
}

extension SequentialTests {
  /// Why no model was accepted.
  fileprivate var endOfModels: FactorAnalysisError {
    problem ?? .everyModelRejected(most: models.last?.factors ?? 0)
  }
}
