/// Answers to a question with categories, as numbers.
public struct CategoricalAnswers: Hashable, Sendable {
  /// Names of the categories.
  public let categories: [String]
  /// For each interview its category from 0; −1 for no answer.
  public let codes: [Int32]

  /// - Precondition: Codes are −1 or places among the categories.
  public init(categories: [String], codes: [Int32]) {
    precondition(
      codes.allSatisfy { $0 >= -1 && $0 < categories.count }, "codes of the categories")
    self.categories = categories
    self.codes = codes
  }

  /// - Parameter answers: For each interview the name of its category; nil, or a name that is
  ///   none of the categories, for no answer.
  public init(_ answers: [String?], categories: [String]) {
    let codeOf = Dictionary(
      zip(categories, categories.indices.map(Int32.init)), uniquingKeysWith: { first, _ in first })
    self.init(
      categories: categories, codes: answers.map { $0.flatMap { codeOf[$0] } ?? -1 })
  }
}

extension SurveyDesign {
  /// The shares of all categories of a question, with their covariance.
  ///
  /// - Parameter answers: One for each interview.
  /// - Returns: Shares 0…1 in the categories' order, which add up to 1; all have one base, those
  ///   who answered.
  public func proportions(of answers: CategoricalAnswers) -> EstimateVector {
    estimates(linearisedProportions(of: answers), names: answers.categories)
  }

  /// The shares of all categories, for those who need no covariance, which takes the square of the
  /// categories to work out; see ``proportions(of:)``.
  public func shares(of answers: CategoricalAnswers) -> [Estimate] {
    linearisedProportions(of: answers).map(estimate)
  }

  /// The shares of all categories with what each interview adds to their errors.
  /// O(interviews × categories).
  public func linearisedProportions(of answers: CategoricalAnswers) -> [LinearisedStatistic] {
    precondition(answers.codes.count == count, "one answer for each interview")
    let base = base(of: zip(isMember, answers.codes).map { $0 && $1 >= 0 })
    var sums = Array(repeating: 0.0, count: answers.categories.count)
    for row in answers.codes.indices where base.contains[row] {
      sums[Int(answers.codes[row])] += weights[row]
    }
    return sums.enumerated().map { category, sum in
      let share = sum / base.weightedCount
      var statistic = statistic(share, over: base, kind: .proportion) {
        ((Int(answers.codes[$0]) == category ? 1 : 0) - share) / base.weightedCount
      }
      statistic.denominator = .base
      return statistic
    }
  }
}
