import NumericalMethods

/// How the explained variance of a linear regression is shared among its predictors.
public struct RelativeImportance: Sendable {
  /// The share of R² of each predictor (or group of predictors), in shares of the outcome's
  /// variance; they add up to R².
  public let shares: EstimateVector
  /// With its design-based error.
  public let rSquared: Estimate
}

extension SurveyDesign {
  /// The shares of R² of predictors by Lindeman, Merenda and Gold: the gain in R² that a predictor
  /// brings, averaged over all orders in which predictors can be added (Shapley's value).
  ///
  ///     LMGₖ = Σ over S without k of |S|! (q − |S| − 1)! / q! · (R²(S ∪ k) − R²(S))
  ///
  /// All 2^q models come from one matrix of cross-products. R²(S) = 1 − ē²/v has the influence
  /// function (−(eᵢ² − ē²) + ē²/v · (yᵢ² − v))/v, coefficients adding nothing to the first order;
  /// summed over the models it is one quadratic form in an interview's answers, so that the rows
  /// are gone over once for each predictor.
  ///
  /// - Parameter groups: Predictors that enter together, such as the categories of one question;
  ///   at most 14. A group's name is that of the share.
  /// - Throws: ``RegressionError``. O(interviews × predictors² + 2^groups × predictors³).
  /// > R. Lindeman, P. Merenda, R. Gold (1980). *Introduction to Bivariate and Multivariate
  /// > Analysis*. — U. Grömping (2007). "Estimators of relative importance in linear regression
  /// > based on variance decomposition". *The American Statistician* 61(2).
  public func relativeImportance(
    of groups: [PredictorGroup], for outcome: [Double]
  ) throws(RegressionError) -> RelativeImportance {
    let predictors = groups.flatMap(\.predictors)
    guard groups.count <= 14 else { throw .tooManyGroups(groups.count, most: 14) }
    let base = base(answering: [outcome] + predictors.map(\.values))
    guard base.degreesOfFreedom > predictors.count, !predictors.isEmpty else {
      throw .tooFewDegreesOfFreedom(interviews: base.count, predictors: predictors.count)
    }
    let y = CentredColumn(outcome, weights: weights, base: base)
    guard y.deviation > 0 else { throw .constantOutcome }
    let matrix = try ModelMatrix(predictors, weights: weights, base: base)
    let answers = AnswerRows(
      outcome: matrix.rows.map { y.values[$0] / y.deviation }, matrix: matrix)
    let subsets = SubsetModels(answers.products, groupSizes: groups.map(\.predictors.count))
    let forms = groups.indices.map(subsets.shapleyForm) + [subsets.fullForm]
    let statistics = forms.map { statistic($0, answers, base) }
    return RelativeImportance(
      shares: estimates(Array(statistics.dropLast()), names: groups.map(\.name)),
      rSquared: estimate(statistics[groups.count]))
  }

  /// The statistic 1 − zᵀQz averaged, or a sum of such ones: its value and influence.
  private func statistic(
    _ form: ResidualForm, _ answers: AnswerRows, _ base: AnswerBase
  ) -> LinearisedStatistic {
    var contributions = Array(repeating: 0.0, count: count)
    for (place, row) in answers.matrix.rows.enumerated() {
      let squared = answers.outcome[place] * answers.outcome[place]
      let residuals = form.value(at: answers, place)
      contributions[row] =
        weights[row] / base.weightedCount * (residuals - form.explained * squared)
    }
    return LinearisedStatistic(form.explained, contributions, base)
  }
}

/// Predictors that enter a model together.
public struct PredictorGroup: Hashable, Sendable {
  public var name: String
  public var predictors: [Predictor]

  public init(name: String, predictors: [Predictor]) {
    self.name = name
    self.predictors = predictors
  }

  /// A group of one.
  public init(_ predictor: Predictor) { self.init(name: predictor.name, predictors: [predictor]) }
}

/// Outcome and predictors of each interview, all of mean 0 and variance 1.
private struct AnswerRows {
  let outcome: [Double]
  let matrix: ModelMatrix

  /// Σ w z zᵀ / Σ w of the outcome, then the predictors.
  var products: Matrix {
    var sums = SymmetricSums(matrix.width + 1)
    let total = matrix.weights.reduce(0, +)
    for place in outcome.indices {
      sums.add(matrix.weights[place] / total, [outcome[place]] + matrix[place])
    }
    return sums.matrix
  }
}

/// A change of R² between models: the gain, and the matrix Q by which an interview adds to it.
private struct ResidualForm {
  /// R², or a gain in it.
  var explained: Double
  /// Σ c b bᵀ over models, b being (1, −slopes): zᵀQz is the sum of squared residuals, with the
  /// sign turned, so that it grows with what is explained.
  var form: Matrix

  /// zᵀQz of one interview, in which z starts with the outcome.
  func value(at answers: AnswerRows, _ place: Int) -> Double {
    let z = [answers.outcome[place]] + answers.matrix[place]
    return sumOfProducts(z, form.times(z))
  }
}

/// The regressions of the outcome on every subset of groups.
private struct SubsetModels {
  /// R² of each subset, by its bits.
  private var explained: [Double] = []
  /// (1, −slopes), 0 for predictors outside.
  private var residuals: [[Double]] = []
  private let groupCount: Int

  init(_ products: Matrix, groupSizes: [Int]) {
    groupCount = groupSizes.count
    var group: [Int] = []
    for (index, size) in groupSizes.enumerated() {
      group += Array(repeating: index, count: size)
    }
    for subset in 0..<(1 << groupCount) {
      let members = group.indices.filter { subset >> group[$0] & 1 == 1 }.map { $0 + 1 }
      var coefficients = Array(repeating: 0.0, count: products.rows)
      coefficients[0] = 1
      let crossed = members.map { products[$0, 0] }
      let inner = Matrix(rows: members.count, columns: members.count) {
        products[members[$0], members[$1]]
      }
      let slopes = CholeskyFactor(inner)?.solve(crossed) ?? members.map { _ in 0 }
      for (place, slope) in zip(members, slopes) { coefficients[place] = -slope }
      explained.append(sumOfProducts(crossed, slopes))
      residuals.append(coefficients)
    }
  }

  var fullForm: ResidualForm { form([((1 << groupCount) - 1, 1), (0, -1)]) }

  /// The average gain of a group over all orders.
  func shapleyForm(of group: Int) -> ResidualForm {
    let without = (0..<(1 << groupCount)).filter { $0 >> group & 1 == 0 }
    return form(
      without.flatMap { subset -> [(Int, Double)] in
        let share = share(ofOrdersAfter: subset.nonzeroBitCount)
        return [(subset | 1 << group, share), (subset, -share)]
      })
  }

  /// s! (q − s − 1)! / q!.
  private func share(ofOrdersAfter size: Int) -> Double {
    var share = 1 / Double(groupCount)
    for step in 0..<size { share *= Double(step + 1) / Double(groupCount - 1 - step) }
    return share
  }

  private func form(_ terms: [(subset: Int, factor: Double)]) -> ResidualForm {
    var sums = SymmetricSums(residuals[0].count)
    for term in terms { sums.add(-term.factor, residuals[term.subset]) }
    return ResidualForm(
      explained: terms.reduce(0) { $0 + $1.factor * explained[$1.subset] }, form: sums.matrix)
  }
}
