import SurveyModel

/// The factors behind the answers of one city in one wave.
///
/// Within a cell of the population the factors are jointly normal with unit variances:
/// exogenous ones with the correlations Φ, outcomes η = B f + ζ with the residual variance
/// 1 − βᵀΦβ. A respondent's values are the cell's means plus L·(√ρₚ p + √ρᵢ i + √(1 − ρₚ − ρᵢ) z),
/// L being the Cholesky factor of their covariance, p the point's, i the interviewer's, and z the
/// respondent's own standard normal numbers.
struct LatentModel: Sendable {
  var names: [String]
  /// Covariances within a cell, row by row.
  var covariance: [[Double]]
  /// Its lower triangular factor.
  var cholesky: [[Double]]
  /// For each cell of the population, the mean of each factor.
  var cellMeans: [[Double]]
  /// Share of the variance between points, and between interviewers.
  var betweenPoints: Double
  var betweenInterviewers: Double

  /// What is left of an answer's unit variance once its loadings are taken off; nil where nothing.
  func uniqueness(of loadings: [Loading]) -> Double? {
    var explained = 0.0
    for a in loadings {
      for b in loadings { explained += a.value * b.value * covariance[a.latent][b.latent] }
    }
    return explained < 1 ? 1 - explained : nil
  }
}

/// How strongly an answer shows a factor.
struct Loading: Hashable, Sendable {
  var latent: Int
  var value: Double
}

/// Makes a ``LatentModel`` from the rows `latent`, `correlation`, `regression`, `mean`, `effect`.
struct LatentModelBuilder {
  var truth: TruthTable
  let population: Population
  let place: SampleKey
  private let names: [String]
  private var exogenous: [Int] = []
  private var outcomes: [Int] = []

  init(_ truth: TruthTable, _ population: Population, _ place: SampleKey) {
    self.truth = truth
    self.population = population
    self.place = place
    names = truth.names(of: "latent")
    for (index, name) in names.enumerated() {
      let isOutcome = self.truth.text("latent", name, at: place) == "outcome"
      if isOutcome { outcomes.append(index) } else { exogenous.append(index) }
    }
  }

  /// nil where the covariances are none; the table says so.
  mutating func model() -> LatentModel? {
    let weights = regressionWeights()
    let covariance = covariance(weights)
    guard let factor = choleskyFactor(of: covariance) else {
      truth.noteAbsent(
        "the correlations of the factors in \(place.city), \(place.wave), cannot all hold together",
        fix: "lower 'correlation', 'regression' or 'residual-correlation'")
      return nil
    }
    let points = truth.probability("between-points", "*", at: place) ?? 0
    let interviewers = truth.probability("between-interviewers", "*", at: place) ?? 0
    if points + interviewers > 1 {
      truth.note(
        "value-out-of-range",
        "'between-points' and 'between-interviewers' must come to 1 at most, found"
          + " \(total(of: [points, interviewers]))",
        fix: "lower one of them", at: truth.location("between-points", "*", at: place))
    }
    return LatentModel(
      names: names, covariance: covariance, cholesky: factor, cellMeans: cellMeans(weights),
      betweenPoints: points, betweenInterviewers: interviewers)
  }

  private mutating func regressionWeights() -> [[Double]] {
    var weights = names.map { _ in names.map { _ in 0.0 } }
    for outcome in outcomes {
      for factor in exogenous {
        weights[outcome][factor] =
          truth.number("regression", "\(names[outcome])*\(names[factor])", at: place) ?? 0
      }
    }
    return weights
  }

  private mutating func covariance(_ weights: [[Double]]) -> [[Double]] {
    var all = names.map { _ in names.map { _ in 0.0 } }
    for a in exogenous {
      for b in exogenous { all[a][b] = a == b ? 1 : correlation(a, b) }
    }
    for outcome in outcomes {
      for factor in exogenous {
        let value = exogenous.reduce(0) { $0 + weights[outcome][$1] * all[$1][factor] }
        all[outcome][factor] = value
        all[factor][outcome] = value
      }
    }
    let deviations = residualDeviations(weights, all)
    for a in outcomes {
      for b in outcomes {
        let explained = exogenous.reduce(0) { $0 + weights[a][$1] * all[$1][b] }
        let residual = a == b ? 1 : truth.number("residual-correlation", "*", at: place) ?? 0
        all[a][b] = a == b ? 1 : explained + deviations[a] * deviations[b] * residual
      }
    }
    return all
  }

  private func residualDeviations(_ weights: [[Double]], _ all: [[Double]]) -> [Double] {
    names.indices.map { outcome in
      let explained = exogenous.reduce(0) { $0 + weights[outcome][$1] * all[$1][outcome] }
      return max(0, 1 - explained).squareRoot()
    }
  }

  private mutating func correlation(_ a: Int, _ b: Int) -> Double {
    let (first, second) = (names[min(a, b)], names[max(a, b)])
    for name in ["\(first)*\(second)", "\(second)*\(first)", "*"] {
      guard let value = truth.number("correlation", name, at: place) else { continue }
      if abs(value) > 1 {
        truth.note(
          "value-out-of-range", "'correlation' of '\(name)' must be −1…1, found \(value)",
          fix: "write a correlation", at: truth.location("correlation", name, at: place))
      }
      return value
    }
    return 0
  }

  private mutating func cellMeans(_ weights: [[Double]]) -> [[Double]] {
    let base = names.map { truth.number("mean", $0, at: place) ?? 0 }
    let effects = population.groups.map { group in
      group.categories.map { category in
        names.map { truth.number("effect", "\($0)@\(group.name):\(category.name)", at: place) ?? 0 }
      }
    }
    return population.cells.map { cell in
      var means = base
      for (group, category) in cell.categories.enumerated() {
        for index in means.indices { means[index] += effects[group][category][index] }
      }
      for outcome in outcomes {
        for factor in exogenous { means[outcome] += weights[outcome][factor] * means[factor] }
      }
      return means
    }
  }
}

/// The lower triangular L with L Lᵀ equal to a symmetric matrix; nil unless it is positive definite.
func choleskyFactor(of matrix: [[Double]]) -> [[Double]]? {
  var factor = matrix.map { $0.map { _ in 0.0 } }
  for row in matrix.indices {
    for column in 0...row {
      var rest = matrix[row][column]
      for k in 0..<column { rest -= factor[row][k] * factor[column][k] }
      if row == column {
        guard rest > 1e-12 else { return nil }
        factor[row][row] = rest.squareRoot()
      } else {
        factor[row][column] = rest / factor[column][column]
      }
    }
  }
  return factor
}
