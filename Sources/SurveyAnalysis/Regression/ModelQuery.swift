import Estimation
import LavaanSyntax
import StructuralModels
import SurveyModel

/// A regression that `loci regress` asks for: fitted in each city and wave, or, where `city` or
/// `wave` is a predictor, in samples taken together.
public struct ModelQuery: Hashable, Sendable {
  public enum Family: String, Hashable, Sendable, CaseIterable {
    case linear, logistic, poisson, ordinal
  }

  /// Whose change is set against whose: the outcome's change of each category of a group, or for a
  /// unit of a number, beside that of the first one.
  public struct DifferenceInDifferences: Hashable, Sendable {
    /// `city`, a group, or a question.
    public var group: String
    /// The first wave after; nil for the second of two.
    public var since: String?

    public init(group: String, since: String? = nil) {
      self.group = group
      self.since = since
    }
  }

  public var family: Family
  /// A question or a score; for a logistic model `QUESTION=CHOICE`, for an ordinal one a question
  /// with ordered answers.
  public var outcome: String
  /// Questions and scores with numbers, groups, and questions with one answer: of the latter two
  /// each category but the first with interviews is a predictor. `city` and `wave` are groups of
  /// samples. `A:B` is the interaction of two predictors, `A*B` is A, B and A:B.
  public var predictors: [String]
  /// Predictors, or several joined by colons, in whose cells the model's means are predicted.
  public var margins: [String] = []
  /// Contrasts of the cells of ``margins``; of several, p values are adjusted by Benjamini and Hochberg.
  public var contrasts: [EstimateContrast] = []
  public var differenceInDifferences: DifferenceInDifferences?
  /// What cities count by that are taken together.
  public var cityScaling = CityScaling.interviews

  public init(family: Family, outcome: String, predictors: [String]) {
    self.family = family
    self.outcome = outcome
    self.predictors = predictors
  }

  /// The predictors and their interactions, each once: single ones first, then those of two, each
  /// as the names that are multiplied.
  var terms: [[String]] {
    var terms: [[String]] = []
    func add(_ term: [String]) {
      if !terms.contains(where: { Set($0) == Set(term) }) { terms.append(term) }
    }
    for predictor in predictors {
      let crossed = predictor.split(separator: "*").map { part in
        part.split(separator: ":").map(String.init)
      }
      // Every set of the starred parts, in order of size.
      for size in 1...max(1, crossed.count) {
        for set in crossed.indices.subsets(of: size) { add(set.flatMap { crossed[$0] }) }
      }
    }
    if let own = differenceInDifferences {
      add([own.group])
      add([ModelScope.wave])
    }
    let order = terms.map(\.count).max() ?? 1
    return (1...max(1, order)).flatMap { size in terms.filter { $0.count == size } }
  }

  /// The names that the terms are made of.
  var variables: [String] {
    var names: [String] = []
    for name in terms.joined() where !names.contains(name) { names.append(name) }
    return names
  }

  /// Predictors that are of the samples.
  public static let ofSamples = ModelScope.names

  /// Whether a predictor can be read: names with `*` and `:` between them, none twice.
  public static func isPredictor(_ text: String) -> Bool {
    let names = text.split(omittingEmptySubsequences: false) { $0 == "*" || $0 == ":" }
    return !names.contains(where: \.isEmpty) && Set(names).count == names.count
  }
}

extension Range<Int> {
  /// All ascending choices of so many elements.
  fileprivate func subsets(of size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    return flatMap { first in
      ((first + 1)..<Swift.max(first + 1, upperBound)).subsets(of: size - 1).map { [first] + $0 }
    }
  }
}

extension WeightedStudy {
  /// The model's coefficients, tests of predictors with several categories, and, of a linear model
  /// without interactions, the shares of R²; of others, average marginal effects; then what else is
  /// asked for.
  ///
  /// - Throws: ``EstimateQuery/Failure`` for an unknown name.
  public func model(_ query: ModelQuery) throws(EstimateQuery.Failure) -> [ModelTerm] {
    let terms = try combiningImputations { study throws(EstimateQuery.Failure) in
      try study.ownModel(query)
    }
    return imputations.isEmpty ? terms : terms.withAdjustedContrasts
  }

  private func ownModel(_ query: ModelQuery) throws(EstimateQuery.Failure) -> [ModelTerm] {
    try check(query)
    let scopes = try scopes(of: query)
    return scopes.flatMap { scope -> [ModelTerm] in
      let lacking = scope.lacking.map {
        ModelTerm(city: $0.city, wave: $0.wave, .coefficient, "", reason: .notAsked)
      }
      guard let fit = ModelFit(scope, query, self) else {
        return lacking.isEmpty
          ? [ModelTerm(scope, .coefficient, "", reason: .notAsked)] : lacking
      }
      return fit.terms() + lacking
    }
  }

  /// The threefold decomposition of the difference between each city and another one, in each wave.
  /// Scores are made without the questions that measure something else in some city.
  ///
  /// - Throws: ``EstimateQuery/Failure`` for an unknown name.
  public func decompositions(
    _ query: ModelQuery, against city: String
  ) throws(EstimateQuery.Failure) -> [ModelTerm] {
    try combiningImputations { study throws(EstimateQuery.Failure) in
      try study.ownDecompositions(query, against: city)
    }
  }

  private func ownDecompositions(
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
        let first = ModelFit(ModelScope(sample, without: freed), query, self),
        let second = ModelFit(ModelScope(other, without: freed), query, self)
      else { return [] }
      return first.decomposition(against: second)
    }
  }

  private func check(_ query: ModelQuery) throws(EstimateQuery.Failure) {
    let outcome =
      query.outcome.split(separator: "=", omittingEmptySubsequences: false).first.map(String.init)
      ?? query.outcome
    for name in [outcome] + query.variables where !isOfSamples(name) {
      guard
        samples.contains(where: {
          $0.quantity(name) != nil || $0.indicator(name) != nil
            || GroupMembership(name, in: $0.sample, study) != nil
        })
      else {
        let question = String(name.prefix { $0 != "=" })
        throw question != name && samples.contains { $0.quantity(question) != nil }
          ? .noNumbers(name) : failure(forLackOf: question)
      }
    }
    for name in query.variables where !isOfSamples(name) {
      let choices = samples.lazy.compactMap { $0.choices(ofSeveralAnswersTo: name) }.first
      if let choices { throw .severalAnswers(name, choices: choices) }
    }
    for name in query.margins.flatMap({ $0.split(separator: ":").map(String.init) }) {
      let isNumber = samples.contains { $0.quantity(name)?.values != nil }
      guard query.variables.contains(name), !isNumber || isOfSamples(name) else {
        throw .notAGroupOfTheModel(name)
      }
    }
    guard samples.contains(where: { $0.outcome(query, study) != nil }) else {
      throw .noNumbers(query.outcome)
    }
    if let own = query.differenceInDifferences {
      guard isOfSamples(ModelScope.wave) else { throw .aQuestionIsCalled(ModelScope.wave) }
      let since = own.since.map { waves.dropFirst().contains($0) }
      guard since ?? (waves.count == 2) else { throw .noFirstWave(waves) }
    }
  }

  /// Whether a name means the samples: `city` or `wave`, unless the study has a question or group
  /// of that name.
  func isOfSamples(_ name: String) -> Bool {
    name == ModelScope.everyWave
      || ModelScope.names.contains(name) && study.grouping(name) == nil
        && !study.questionnaires.values.contains { $0[name] != nil }
  }

  /// The samples that are taken together: all cities of a wave where `city` is a predictor, all
  /// waves of a city where `wave` is, all samples where both are; else each by itself.
  ///
  /// - Throws: `notComparable` where a score does not measure the same in all of them, and others.
  private func scopes(of query: ModelQuery) throws(EstimateQuery.Failure) -> [ModelScope] {
    let isOfCities = query.variables.contains(ModelScope.city) && isOfSamples(ModelScope.city)
    let isOfWaves = query.variables.contains(ModelScope.wave) && isOfSamples(ModelScope.wave)
    guard isOfCities || isOfWaves else { return samples.map { ModelScope($0) } }
    let names = [query.outcome] + query.variables
    let beside = sideBySide(names)
    try beside.checkComparable(names)
    let freed = Dictionary(
      names.map { ($0, beside.freed(of: $0)) }, uniquingKeysWith: { first, _ in first })
    let keys =
      isOfCities
      ? (isOfWaves ? [""] : unique(samples.map(\.wave))) : unique(samples.map(\.city))
    var scopes: [ModelScope] = []
    for key in keys {
      let own = samples.filter { key.isEmpty || (isOfCities ? $0.wave : $0.city) == key }
      scopes.append(
        try scope(
          own, city: isOfCities ? "" : key, wave: isOfWaves ? "" : key, query, without: freed))
    }
    return scopes
  }

  private func scope(
    _ samples: [AnalysedSample], city: String, wave: String, _ query: ModelQuery,
    without freed: [String: [String]]
  ) throws(EstimateQuery.Failure) -> ModelScope {
    let names = query.variables.filter { !isOfSamples($0) }
    let usable = samples.filter { sample in
      sample.outcome(query, without: freed, study) != nil
        && names.allSatisfy {
          sample.quantity($0)?.values != nil || sample.indicator($0) != nil
            || Breakdown(by: $0, of: sample.sample, in: study) != nil
        }
    }
    let lacking = samples.filter { sample in !usable.contains { $0.key == sample.key } }
    guard !usable.isEmpty else { throw .noAnswers(query.outcome) }
    let sizes = try cityScaling(of: usable, query.cityScaling)
    guard let stack = try? StackedSamples(usable, in: study, counting: { sizes[$0.key] ?? 1 })
    else { throw .noAnswers(query.outcome) }
    return ModelScope(stack, city: city, wave: wave, without: freed, lacking: lacking)
  }

  /// What each sample counts by.
  private func cityScaling(
    of samples: [AnalysedSample], _ scaling: CityScaling
  ) throws(EstimateQuery.Failure) -> [SampleKey: Double] {
    let sizes: [Double]
    do throws(ModelError) {
      sizes = try self.sizes(of: samples, by: scaling)
    } catch {
      guard case .populationUnknown(let cities) = error else { throw .populationUnknown([]) }
      throw .populationUnknown(cities)
    }
    return Dictionary(
      zip(samples.map(\.key), sizes), uniquingKeysWith: { first, _ in first })
  }
}
