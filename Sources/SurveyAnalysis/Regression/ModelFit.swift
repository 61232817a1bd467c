import Estimation
import SurveyModel

/// A model of one scope.
struct ModelFit {
  let scope: ModelScope
  let query: ModelQuery
  let outcome: ModelOutcome
  let variables: ModelVariables
  /// Of a difference in differences, the waves before and after.
  let spans: WaveSpans?
  /// By interaction of several groups, how each sample's people are divided by all of them.
  let crossings: [[Breakdown]]

  /// - Returns: Nil where a sample lacks a question.
  init?(_ scope: ModelScope, _ query: ModelQuery, _ study: WeightedStudy) {
    guard let outcome = scope.outcome(query, study.study) else { return nil }
    let names = query.variables
    var own = names.compactMap { ModelVariable($0, in: scope, of: study) }
    guard own.count == names.count else { return nil }
    var terms = query.terms
    spans = query.differenceInDifferences.map { WaveSpans(scope, since: $0.since, in: study.study) }
    if let spans, let group = query.differenceInDifferences?.group {
      own.append(ModelVariable(mark: WaveSpans.mark, spans.isAfter))
      terms.append([group, WaveSpans.mark])
    }
    let groups = Set(own.filter { !$0.breakdowns.isEmpty }.map(\.name))
    crossings = (terms + query.marginNames).map { $0.filter(groups.contains) }
      .filter { $0.count > 1 }.map { names in
        scope.samples.compactMap { Breakdown(by: names, of: $0.sample, in: study.study) }
      }
    self.scope = scope
    self.query = query
    self.outcome = outcome
    variables = ModelVariables(own, terms: terms)
  }

  var groups: [PredictorGroup] { variables.groups }
  var predictors: [Predictor] { groups.flatMap(\.predictors) }

  func terms() -> [ModelTerm] {
    if let refusal { return [ModelTerm(scope, .coefficient, "", reason: refusal)] }
    do throws(RegressionError) {
      switch (query.family, outcome) {
      case (.linear, .numbers(let values)): return try linear(values)
      case (.logistic, .numbers(let values)): return try generalised(values, .logistic)
      case (.poisson, .numbers(let values)): return try generalised(values, .poisson)
      case (_, .ordered(let answers)):
        let fit = try scope.design.ordinalRegression(of: answers, on: predictors)
        let told = rounding?.rounded(ordinal: fit.coefficients, slopeCount: fit.slopeCount)
        return figures(
          told?.vector ?? fit.coefficients, told?.steps, degreesOfFreedom: fit.degreesOfFreedom)
      case (.ordinal, .numbers): return []
      }
    } catch {
      return [ModelTerm(scope, .coefficient, "", reason: .notFitted(error))]
    }
  }

  private func linear(_ values: [Double]) throws(RegressionError) -> [ModelTerm] {
    let fit = try scope.design.regression(of: values, on: predictors)
    let rounding = rounding
    let told = roundedMeans(fit.coefficients) ?? rounding?.rounded(linear: fit.coefficients)
    let vector = told?.vector ?? fit.coefficients
    let prediction =
      told == nil ? fit.prediction : fit.prediction.having(vector.estimates.map(\.value))
    let step = told == nil ? nil : rounding?.step
    let terms = figures(vector, told?.steps, degreesOfFreedom: fit.degreesOfFreedom)
    if variables.hasInteractions {
      return terms + (spans == nil ? effects(prediction, told == nil ? nil : rounding) : [])
        + margins(prediction, step)
        + (try parallelTest { predictors throws(RegressionError) in
          let fit = try scope.design.regression(of: values, on: predictors)
          return { fit.waldTest(of: $0) }
        })
    }
    guard groups.count <= 14 else { return terms + margins(prediction, step) }
    let importance = try scope.design.relativeImportance(of: groups, for: values)
    return terms + shares(importance, isRounded: told != nil) + margins(prediction, step)
  }

  /// The shares of R², rounded to twentieths where coefficients are rounded: what variance the rounded
  /// ones would explain is another number, and says nothing of the model.
  private func shares(_ importance: RelativeImportance, isRounded: Bool) -> [ModelTerm] {
    func term(_ part: ModelTerm.Part, _ name: String, _ exact: Estimate) -> ModelTerm {
      guard isRounded else { return ModelTerm(scope, part, name, exact) }
      let step = LeftOut.greatestCoarseness
      let value = exact.value.rounded(toStep: step)
      var term = ModelTerm(scope, part, name, exact.having(value, digits: nil))
      term.step = step
      return term
    }
    return importance.shares.names.indices.map {
      term(.shareOfVariance, importance.shares.names[$0], importance.shares[$0])
    } + [term(.rSquared, "total", importance.rSquared)]
  }

  private func generalised(
    _ values: [Double], _ family: RegressionFamily
  ) throws(RegressionError) -> [ModelTerm] {
    let fit = try scope.design.regression(of: values, on: predictors, family: family)
    let rounding = rounding
    let told = rounding?.rounded(fit.coefficients, family)
    let vector = told?.vector ?? fit.coefficients
    let prediction =
      told == nil ? fit.prediction : fit.prediction.having(vector.estimates.map(\.value))
    return figures(vector, told?.steps, degreesOfFreedom: fit.degreesOfFreedom)
      + (spans == nil ? effects(prediction, rounding) : [])
      + margins(prediction, rounding?.step)
      + (try parallelTest { predictors throws(RegressionError) in
        let fit = try scope.design.regression(of: values, on: predictors, family: family)
        return { fit.waldTest(of: $0) }
      })
  }

  /// The coefficients, and the tests of those that belong together.
  private func figures(
    _ vector: EstimateVector, _ steps: [Double]?, degreesOfFreedom: Int
  ) -> [ModelTerm] {
    vector.names.indices.map { place in
      var term = ModelTerm(
        scope, isOfDifferences(vector.names[place]) ? .differenceInDifferences : .coefficient,
        vector.names[place], vector[place])
      term.step = steps?[place]
      return term
    } + tests { vector.waldTest(of: $0, degreesOfFreedom: degreesOfFreedom) }
  }

  /// Of a group that is the only predictor: the intercept is the mean of the first category, the
  /// slopes are how far the others' lie from it; made from rounded means, they tell nothing that these
  /// do not. Nil where means may be exact.
  private func roundedMeans(_ exact: EstimateVector) -> RoundedCoefficients? {
    guard let step = soleDisclosure?.step(onScale: scale) else { return nil }
    let first = exact[0].value
    return RoundedCoefficients(
      vector: exact.having(
        exact.names.indices.map { place in
          let own = exact[place]
          let value =
            place == 0
            ? first.rounded(toStep: step)
            : (first + own.value).rounded(toStep: step) - first.rounded(toStep: step)
          return own.having(value, digits: nil)
        }), steps: exact.names.map { _ in step })
  }

  /// Whether a coefficient is that of a group's change beside the first one's.
  private func isOfDifferences(_ name: String) -> Bool {
    spans != nil && groups.last?.predictors.contains { $0.name == name } ?? false
  }

  private func tests(_ test: ([String]) -> FTest?) -> [ModelTerm] {
    groups.filter { $0.predictors.count > 1 }.compactMap { group in
      test(group.predictors.map(\.name)).map {
        ModelTerm(scope, .test, group.name, test: $0)
      }
    }
  }

  /// Whether the group's changes ran alongside each other in the waves before: the interactions with
  /// all of them but the first are 0. Empty with fewer than two waves before.
  private func parallelTest(
    _ fit: ([Predictor]) throws(RegressionError) -> ([String]) -> FTest?
  ) throws(RegressionError) -> [ModelTerm] {
    guard let spans, let group = query.differenceInDifferences?.group,
      let own = variables[group]
    else { return [] }
    guard spans.before.count > 1 else {
      return [ModelTerm(scope, .parallelTest, group, reason: .parallelNotTested)]
    }
    let earlier = spans.before.dropFirst().flatMap { wave in
      own.predictors.map { predictor in
        Predictor(
          name: "\(predictor.name):wave=\(wave)",
          values: zip(predictor.values, spans.waves).map { $1 == wave ? $0 : $0 * 0 })
      }
    }
    let test = try fit(predictors + earlier)
    return [ModelTerm(scope, .parallelTest, group, test: test(earlier.map(\.name)))]
  }

  func decomposition(against other: ModelFit) -> [ModelTerm] {
    let steps = [rounding?.step, other.rounding?.step].compactMap(\.self)
    func term(_ part: ModelTerm.Part, _ name: String, _ estimate: Estimate? = nil) -> ModelTerm {
      var term = ModelTerm(scope, part, name, estimate?.rounded(to: steps.max()))
      term.against = other.scope.city
      term.step = estimate == nil ? nil : steps.max()
      return term
    }
    func refused(_ reason: NoModel) -> [ModelTerm] {
      var refused = term(.difference, "")
      refused.reason = reason
      return [refused]
    }
    if let refusal = refusal ?? other.refusal { return refused(refusal) }
    guard case .numbers(let values) = outcome, case .numbers(let others) = other.outcome,
      predictors.map(\.name) == other.predictors.map(\.name)
    else { return refused(.otherPredictors) }
    do throws(RegressionError) {
      let found = try scope.design.decomposition(
        of: values, on: predictors, against: (other.scope.design, others, other.predictors))
      func terms(_ part: ModelTerm.Part, _ own: Decomposition.Part) -> [ModelTerm] {
        [term(part, "total", own.total)]
          + found.names.indices.map { term(part, found.names[$0], own.byPredictor[$0]) }
      }
      return [term(.difference, "total", found.difference)]
        + terms(.endowments, found.endowments) + terms(.coefficients, found.coefficients)
        + terms(.interaction, found.interaction)
    } catch {
      return refused(.notFitted(error))
    }
  }
}

/// The waves of a difference in differences.
struct WaveSpans {
  /// The name of the interviews after.
  static let mark = "after"

  /// The wave of each interview.
  let waves: [String]
  /// In the study's order.
  let before: [String]
  let after: [String]

  /// - Parameter since: The first wave after; nil for the last one.
  init(_ scope: ModelScope, since: String?, in study: Study) {
    waves = scope.samples.flatMap { sample in
      Array(repeating: sample.wave, count: sample.design.count)
    }
    let present = study.waves.map(\.name).filter(Set(waves).contains)
    let all = study.waves.map(\.name)
    let first = since.flatMap { all.firstIndex(of: $0) } ?? all.count - 1
    before = present.filter { (all.firstIndex(of: $0) ?? 0) < first }
    after = present.filter { (all.firstIndex(of: $0) ?? 0) >= first }
  }

  /// 1 for each interview after, 0 before.
  var isAfter: [Double] { waves.map { after.contains($0) ? 1 : 0 } }
}
