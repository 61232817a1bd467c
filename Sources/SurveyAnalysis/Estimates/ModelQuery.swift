import Estimation
import SurveyModel

/// A regression that `loci regress` asks for, fitted in each city and wave.
public struct ModelQuery: Hashable, Sendable {
  public enum Family: String, Hashable, Sendable, CaseIterable {
    case linear, logistic, poisson, ordinal
  }

  public var family: Family
  /// A question or a score; for a logistic model `QUESTION=CHOICE`, for an ordinal one a question
  /// with ordered answers.
  public var outcome: String
  /// Questions and scores with numbers, groups, and questions with one answer: of the latter two
  /// each category but the first with interviews is a predictor.
  public var predictors: [String]

  public init(family: Family, outcome: String, predictors: [String]) {
    self.family = family
    self.outcome = outcome
    self.predictors = predictors
  }
}

extension WeightedStudy {
  /// The model's coefficients, tests of predictors with several categories, and, of a linear model,
  /// the shares of R²; of a logistic or Poisson one, average marginal effects.
  ///
  /// - Throws: ``EstimateQuery/Failure`` for an unknown name.
  public func model(_ query: ModelQuery) throws(EstimateQuery.Failure) -> [ModelTerm] {
    try check(query)
    return samples.flatMap { sample in
      ModelFit(sample, query, study).map { $0.terms() }
        ?? [ModelTerm(sample, .coefficient, "", reason: .notAsked)]
    }
  }

  /// The threefold decomposition of the difference between each city and another one, in each wave.
  /// Scores are made without the questions that measure something else in some city.
  ///
  /// - Throws: ``EstimateQuery/Failure`` for an unknown name.
  public func decompositions(
    _ query: ModelQuery, against city: String
  ) throws(EstimateQuery.Failure) -> [ModelTerm] {
    try check(query)
    let names = [query.outcome] + query.predictors
    let beside = sideBySide(names)
    try beside.checkComparable(names)
    let freed = Dictionary(
      names.map { ($0, beside.freed(of: $0)) }, uniquingKeysWith: { first, _ in first })
    guard samples.contains(where: { $0.city == city }) else {
      throw .unknownTerm(city, known: Set(samples.map(\.city)).sorted())
    }
    return samples.filter { $0.city != city }.flatMap { sample -> [ModelTerm] in
      guard
        let other = samples.first(where: {
          $0.key == SampleKey(city: city, wave: sample.wave)
        }),
        let first = ModelFit(sample, query, study, without: freed),
        let second = ModelFit(other, query, study, without: freed)
      else { return [] }
      return first.decomposition(against: second)
    }
  }

  private func check(_ query: ModelQuery) throws(EstimateQuery.Failure) {
    let outcome = query.outcome.split(separator: "=").first.map(String.init) ?? query.outcome
    for name in [outcome] + query.predictors {
      guard
        samples.contains(where: {
          $0.quantity(name) != nil || GroupMembership(name, in: $0.sample, study) != nil
        })
      else { throw failure(forLackOf: name) }
    }
    guard samples.contains(where: { $0.outcome(query, study) != nil }) else {
      throw .noNumbers(query.outcome)
    }
  }
}

extension ModelTerm {
  fileprivate init(
    _ sample: AnalysedSample, _ part: Part, _ term: String, _ estimate: Estimate? = nil,
    test: FTest? = nil, against: String? = nil, reason: NoModel? = nil
  ) {
    self.init(
      city: sample.city, against: against, wave: sample.wave, part: part, term: term,
      estimate: estimate, test: test, reason: reason)
  }
}

/// What a model explains.
private enum Outcome {
  case numbers([Double])
  case ordered(CategoricalAnswers)

  /// Whether an interview has an answer.
  func has(_ row: Int) -> Bool {
    switch self {
    case .numbers(let values): values[row].isFinite
    case .ordered(let answers): answers.codes[row] >= 0
    }
  }
}

extension AnalysedSample {
  fileprivate func outcome(
    _ query: ModelQuery, without freed: [String: [String]] = [:], _ study: Study
  ) -> Outcome? {
    let parts = query.outcome.split(separator: "=", maxSplits: 1).map(String.init)
    guard
      let quantity = quantity(parts[0]).flatMap({
        self.quantity($0, without: freed[query.outcome] ?? [], study)
      })
    else { return nil }
    if parts.count == 2 {
      guard case .question(let column) = quantity,
        let place = column.answers.firstIndex(where: { $0.name == parts[1] })
      else { return nil }
      // Who gave no answer chose neither this one nor another, unless this one is no answer itself.
      let base: EstimateBase = column.answers[place].isSubstantive ? .opinion : .asked
      let isInBase = column.isInBase(base)
      return .numbers(
        isInBase.indices.map { isInBase[$0] ? column.indicators[place][$0] : .nan })
    }
    guard query.family == .ordinal else { return quantity.values.map { .numbers($0) } }
    guard case .question(let column) = quantity, let codes = column.codes else { return nil }
    let substantive = column.answers.indices.filter { column.answers[$0].isSubstantive }
    return .ordered(
      CategoricalAnswers(
        categories: substantive.map { column.answers[$0].name },
        codes: codes.map { Int32(substantive.firstIndex(of: Int($0)) ?? -1) }))
  }
}

/// A model of one sample.
private struct ModelFit {
  let sample: AnalysedSample
  let query: ModelQuery
  let outcome: Outcome
  /// A group for each name of the query.
  let groups: [PredictorGroup]
  /// Those of the names that are ways to divide people.
  private let breakdowns: [Breakdown]

  /// - Returns: Nil where the sample lacks a question.
  /// - Parameter freed: By score, the questions that it is made without, since they measure something
  ///   else in some sample.
  init?(
    _ sample: AnalysedSample, _ query: ModelQuery, _ study: Study,
    without freed: [String: [String]] = [:]
  ) {
    guard let outcome = sample.outcome(query, without: freed, study) else { return nil }
    var breakdowns: [Breakdown] = []
    let groups = query.predictors.compactMap { name -> PredictorGroup? in
      let quantity = sample.quantity(name).flatMap {
        sample.quantity($0, without: freed[name] ?? [], study)
      }
      if let values = quantity?.values {
        return PredictorGroup(Predictor(name: name, values: values))
      }
      guard let breakdown = Breakdown(by: name, of: sample.sample, in: study) else { return nil }
      breakdowns.append(breakdown)
      let membership = breakdown.membership
      let present = membership.categories.indices.filter { membership.counts[$0] > 0 }
      return PredictorGroup(
        name: name,
        predictors: present.dropFirst().map { category in
          Predictor(
            name: "\(name)=\(membership.categories[category].name)",
            values: membership.indices.map { $0 < 0 ? .nan : $0 == category ? 1 : 0 })
        })
    }
    guard groups.count == query.predictors.count else { return nil }
    self.sample = sample
    self.query = query
    self.outcome = outcome
    self.groups = groups
    self.breakdowns = breakdowns
  }

  private var predictors: [Predictor] { groups.flatMap(\.predictors) }

  /// For each interview, whether it has an answer to everything in the model.
  private var isComplete: [Bool] {
    let columns = predictors.map(\.values)
    return (0..<sample.sample.responses.count).map { row in
      sample.design.isMember[row] && outcome.has(row)
        && columns.allSatisfy { $0[row].isFinite }
    }
  }

  /// Why the model would tell of few people: its intercept and a slope make a category's mean.
  private var refusal: NoModel? {
    let isComplete = isComplete
    let minimum = sample.disclosure.minimumBase
    for breakdown in breakdowns {
      let membership = breakdown.membership
      for category in membership.categories.indices {
        let count = isComplete.indices.count {
          isComplete[$0] && membership.indices[$0] == category
        }
        guard count > 0, count < minimum else { continue }
        return .fewInCategory(
          "\(membership.name)=\(membership.categories[category].name)", group: membership.name,
          minimum: minimum)
      }
    }
    guard let disclosure = soleDisclosure,
      disclosure.suppressions.contains(.secondary)
        || disclosure.coarseness > 0 && query.family != .linear,
      let group = breakdowns.first?.membership.name
    else { return nil }
    return .fewOutside(group: group, minimum: minimum)
  }

  /// What may be shown by a group that is the only predictor: the model then says what means say.
  private var soleDisclosure: GroupDisclosure? {
    guard breakdowns.count == 1, groups.count == 1 else { return nil }
    return breakdowns[0].disclosure(
      of: isComplete.indices.map { outcome.has($0) }, weights: sample.design.weights,
      rule: sample.disclosure)
  }

  func terms() -> [ModelTerm] {
    if let refusal { return [ModelTerm(sample, .coefficient, "", reason: refusal)] }
    do throws(RegressionError) {
      switch (query.family, outcome) {
      case (.linear, .numbers(let values)): return try linear(values)
      case (.logistic, .numbers(let values)): return try generalised(values, .logistic)
      case (.poisson, .numbers(let values)): return try generalised(values, .poisson)
      case (_, .ordered(let answers)):
        let fit = try sample.design.ordinalRegression(of: answers, on: predictors)
        return coefficients(fit.coefficients) + tests { fit.waldTest(of: $0) }
      case (.ordinal, .numbers): return []
      }
    } catch {
      return [ModelTerm(sample, .coefficient, "", reason: .notFitted(error))]
    }
  }

  private func linear(_ values: [Double]) throws(RegressionError) -> [ModelTerm] {
    let fit = try sample.design.regression(of: values, on: predictors)
    let terms = coefficients(fit.coefficients) + tests { fit.waldTest(of: $0) }
    guard groups.count <= 14 else { return terms }
    let importance = try sample.design.relativeImportance(of: groups, for: values)
    return terms
      + importance.shares.names.indices.map {
        ModelTerm(
          sample, .shareOfVariance, importance.shares.names[$0], importance.shares[$0])
      } + [ModelTerm(sample, .rSquared, "total", importance.rSquared)]
  }

  private func generalised(
    _ values: [Double], _ family: RegressionFamily
  ) throws(RegressionError) -> [ModelTerm] {
    let fit = try sample.design.regression(of: values, on: predictors, family: family)
    let effects = fit.averageMarginalEffects(
      ofCategories: groups.filter { $0.predictors.count > 1 }.map { $0.predictors.map(\.name) })
    return coefficients(fit.coefficients) + tests { fit.waldTest(of: $0) }
      + effects.names.indices.map {
        ModelTerm(sample, .marginalEffect, effects.names[$0], effects[$0])
      }
  }

  private func coefficients(_ vector: EstimateVector) -> [ModelTerm] {
    guard let step = soleDisclosure?.step(onScale: 100) else {
      return vector.names.indices.map {
        ModelTerm(sample, .coefficient, vector.names[$0], vector[$0])
      }
    }
    // The intercept is the mean of the first category, the slopes are how far the others' lie from
    // it: made from rounded means, they tell nothing that these do not.
    let first = vector[0].value
    return vector.names.indices.map { place in
      let value =
        place == 0
        ? first.rounded(toStep: step)
        : (first + vector[place].value).rounded(toStep: step) - first.rounded(toStep: step)
      var term = ModelTerm(
        sample, .coefficient, vector.names[place], vector[place].having(value, digits: nil))
      term.step = step
      return term
    }
  }

  private func tests(_ test: ([String]) -> FTest?) -> [ModelTerm] {
    groups.filter { $0.predictors.count > 1 }.compactMap { group in
      test(group.predictors.map(\.name)).map {
        ModelTerm(sample, .test, group.name, test: $0)
      }
    }
  }

  func decomposition(against other: ModelFit) -> [ModelTerm] {
    if let refusal = refusal ?? other.refusal {
      return [ModelTerm(sample, .difference, "", against: other.sample.city, reason: refusal)]
    }
    guard case .numbers(let values) = outcome, case .numbers(let others) = other.outcome,
      predictors.map(\.name) == other.predictors.map(\.name)
    else {
      return [
        ModelTerm(
          sample, .difference, "", against: other.sample.city,
          reason: .otherPredictors)
      ]
    }
    do throws(RegressionError) {
      let found = try sample.design.decomposition(
        of: values, on: predictors, against: (other.sample.design, others, other.predictors))
      func terms(_ part: ModelTerm.Part, _ own: Decomposition.Part) -> [ModelTerm] {
        [ModelTerm(sample, part, "total", own.total, against: other.sample.city)]
          + found.names.indices.map {
            ModelTerm(
              sample, part, found.names[$0], own.byPredictor[$0], against: other.sample.city)
          }
      }
      return [
        ModelTerm(sample, .difference, "total", found.difference, against: other.sample.city)
      ] + terms(.endowments, found.endowments) + terms(.coefficients, found.coefficients)
        + terms(.interaction, found.interaction)
    } catch {
      return [
        ModelTerm(
          sample, .difference, "", against: other.sample.city, reason: .notFitted(error))
      ]
    }
  }
}
