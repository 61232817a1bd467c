import NumericalMethods

/// A test that several groups of one design do not differ.
public struct GroupTest: Hashable, Sendable {
  /// Names of the groups with answers, the first being the one that the others are set against.
  public let groups: [String]
  /// The second group's mean (of answers, or of rank scores) minus the first's, where there are
  /// two; its t test is ``test``, F being t².
  public let difference: Estimate?
  /// Wald's test of all differences, with the number of groups less 1 and the design's degrees of
  /// freedom less that number.
  public let test: FTest
}

/// What stands for an answer in a rank test.
public enum RankScore: String, Hashable, Sendable, CaseIterable {
  /// The share of the population below, r: Wilcoxon's test of two groups, Kruskal and Wallis's of
  /// more (R: `wilcoxon`, `KruskalWallis`).
  case wilcoxon
  /// The normal quantile of r (R: `vanderWaerden`).
  case normal
  /// Whether r is over a half (R: `median`).
  case median

  /// The score of a rank, 0…1; NaN of NaN.
  func value(ofRank rank: Double) -> Double {
    guard rank.isFinite else { return .nan }
    switch self {
    case .wilcoxon: return rank
    case .normal: return Distribution.standardNormal.quantile(rank)
    case .median: return rank > 0.5 ? 1 : 0
    }
  }
}

extension SurveyDesign {
  /// Tests whether groups of one design have the same mean: Student's t of two (R: `svyttest`),
  /// one-way comparison of more (R: `svyglm` with `regTermTest`).
  ///
  /// - Parameters:
  ///   - values: One for each interview; NaN for none.
  ///   - groups: Which the interviews belong to; the first category with answers is the base.
  /// - Throws: ``RegressionError``, where fewer than two groups have answers, all answers are the
  ///   same, or the clusters are too few.
  /// > T. Lumley (2010). *Complex Surveys*, §2.4. Wiley.
  public func meanTest(
    of values: [Double], by groups: CategoricalAnswers
  ) throws(RegressionError) -> GroupTest {
    let present = presentGroups(groups, answering: values)
    guard present.count > 1 else {
      throw .oneGroup(present.first.map { groups.categories[$0] })
    }
    let predictors = present.dropFirst().map { group in
      Predictor(
        name: groups.categories[group],
        values: groups.codes.map { $0 < 0 ? .nan : Int($0) == group ? 1 : 0 })
    }
    let fit = try regression(of: values, on: predictors)
    guard let test = fit.waldTest(of: predictors.map(\.name)), test.statistic.isFinite else {
      throw .constantOutcome
    }
    return GroupTest(
      groups: present.map { groups.categories[$0] },
      difference: present.count == 2 ? fit.coefficients[1] : nil, test: test)
  }

  /// Tests by ranks whether answers in one group tend to be higher than in another.
  ///
  ///     rᵢ = (Σ wⱼ[yⱼ < yᵢ] + ½ Σ wⱼ[yⱼ = yᵢ]) / Σ wⱼ
  ///
  /// The scores of the ranks are compared as ``meanTest(of:by:)`` compares answers; that ranks are
  /// estimated adds nothing to the first order (R: `svyranktest`). Of tied answers R averages the
  /// ranks without their weights, so that its figure depends on the order of rows where tied
  /// answers have unequal weights; here it does not.
  ///
  /// - Throws: ``RegressionError``, as ``meanTest(of:by:)``. O(n log n).
  /// > T. Lumley, A. Scott (2013). "Two-sample rank tests under complex sampling". *Biometrika*
  /// > 100(4).
  public func rankTest(
    of values: [Double], by groups: CategoricalAnswers, score: RankScore = .wilcoxon
  ) throws(RegressionError) -> GroupTest {
    precondition(values.count == count && groups.codes.count == count, "the design's rows")
    let ranks = ranks(of: values.indices.map { groups.codes[$0] < 0 ? .nan : values[$0] })
    return try meanTest(of: ranks.map(score.value(ofRank:)), by: groups)
  }

  /// The share of the population below each answer, half of its equals counted; NaN for none.
  private func ranks(of values: [Double]) -> [Double] {
    let base = base(answering: [values])
    let rows = values.indices.filter { base.contains[$0] }.sorted {
      (values[$0], weights[$0]) < (values[$1], weights[$1])
    }
    var ranks = Array(repeating: Double.nan, count: count)
    var below = 0.0
    var start = 0
    while start < rows.count {
      var end = start
      var equal = 0.0
      while end < rows.count, values[rows[end]] == values[rows[start]] {
        equal += weights[rows[end]]
        end += 1
      }
      for place in start..<end { ranks[rows[place]] = (below + equal / 2) / base.weightedCount }
      below += equal
      start = end
    }
    return ranks
  }

  private func presentGroups(_ groups: CategoricalAnswers, answering values: [Double]) -> [Int] {
    precondition(values.count == count && groups.codes.count == count, "the design's rows")
    var hasAnswers = Array(repeating: false, count: groups.categories.count)
    for row in values.indices where isMember[row] && values[row].isFinite && groups.codes[row] >= 0
    {
      hasAnswers[Int(groups.codes[row])] = true
    }
    return hasAnswers.indices.filter { hasAnswers[$0] }
  }
}
