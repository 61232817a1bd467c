import NumericalMethods

/// Tests that samples drawn independently of each other, such as cities, do not differ: what R has
/// of one design in which the samples are strata.
public enum IndependentSamples {
  /// Tests by ranks among the people of all samples whether answers in one sample tend to be higher
  /// than in another.
  ///
  ///     F = dᵀV⁻¹d / (k − 1),  with k − 1 and Σ df − (k − 1) degrees of freedom
  ///
  /// d being the differences of the mean scores of k samples; see ``SurveyDesign/rankTest(of:by:score:)``
  /// (R: `svyranktest` of the stacked design). Samples without answers take no part.
  ///
  /// - Parameter samples: Designs with a value for each interview; NaN for none. Their weights count
  ///   as they are, so that a larger city weighs more in the ranks.
  /// - Returns: nil where fewer than two samples have answers, all answers are the same, or there
  ///   are no degrees of freedom. O(n log n).
  public static func rankTest(
    of samples: [(design: SurveyDesign, values: [Double])], score: RankScore = .wilcoxon
  ) -> FTest? {
    let scores = self.scores(of: samples, score)
    let estimates = samples.indices.map { samples[$0].design.mean(of: scores[$0]) }
      .filter { $0.count > 0 && $0.standardError.isFinite }
    guard estimates.count > 1, estimates.contains(where: { $0.standardError > 0 }) else {
      return nil
    }
    let comparison = Comparison(
      ofIndependent: estimates, names: estimates.indices.map { "\($0)" })
    let contrasts = Double(estimates.count - 1)
    let freedom = Double(estimates.reduce(0) { $0 + $1.degreesOfFreedom }) - contrasts
    guard let test = comparison.test, freedom > 0, test.statistic.isFinite else { return nil }
    return FTest(statistic: test.statistic, numerator: contrasts, denominator: freedom)
  }

  /// The scores of the ranks among the people of all samples, sample by sample; NaN for none.
  private static func scores(
    of samples: [(design: SurveyDesign, values: [Double])], _ score: RankScore
  ) -> [[Double]] {
    var answers: [(value: Double, weight: Double, sample: Int, row: Int)] = []
    for (place, sample) in samples.enumerated() {
      for row in sample.values.indices
      where sample.design.isMember[row] && sample.values[row].isFinite {
        answers.append((sample.values[row], sample.design.weights[row], place, row))
      }
    }
    answers.sort { ($0.value, $0.weight) < ($1.value, $1.weight) }
    let total = answers.reduce(0) { $0 + $1.weight }
    var scores = samples.map { Array(repeating: Double.nan, count: $0.values.count) }
    var below = 0.0
    var start = 0
    while start < answers.count {
      var end = start
      var equal = 0.0
      while end < answers.count, answers[end].value == answers[start].value {
        equal += answers[end].weight
        end += 1
      }
      let own = score.value(ofRank: (below + equal / 2) / total)
      for answer in answers[start..<end] { scores[answer.sample][answer.row] = own }
      below += equal
      start = end
    }
    return scores
  }

  /// Tests whether the answers to a question are distributed alike in the populations of all
  /// samples; see ``Crosstab/independenceTest()`` (R: `svychisq` of the stacked design).
  ///
  /// - Parameter samples: Designs with the answers of their interviews, of the same categories.
  /// - Returns: nil where fewer than two samples, or categories, have answers.
  public static func homogeneityTest(
    of samples: [(design: SurveyDesign, answers: CategoricalAnswers)]
  ) -> FTest? {
    table(of: samples)?.independenceTest()
  }

  /// The same with the first-order correction; see ``Crosstab/firstOrderIndependenceTest()``.
  public static func firstOrderHomogeneityTest(
    of samples: [(design: SurveyDesign, answers: CategoricalAnswers)]
  ) -> ChiSquaredTest? {
    table(of: samples)?.firstOrderIndependenceTest()
  }

  /// The categories against the samples.
  private static func table(
    of samples: [(design: SurveyDesign, answers: CategoricalAnswers)]
  ) -> IndependenceTable? {
    guard let categories = samples.first?.answers.categories else { return nil }
    precondition(
      samples.allSatisfy { $0.answers.categories == categories }, "the same categories")
    let width = Int32(samples.count)
    let parts = samples.enumerated().map { place, sample in
      CellContributions(
        sample.design,
        cells: sample.answers.codes.map { $0 < 0 ? -1 : $0 * width + Int32(place) },
        count: categories.count * samples.count)
    }
    return IndependenceTable(
      rowCount: categories.count, columnCount: samples.count,
      degreesOfFreedom: parts.reduce(0) { $0 + ($1.base.count > 0 ? $1.degreesOfFreedom : 0) },
      parts: parts)
  }
}
