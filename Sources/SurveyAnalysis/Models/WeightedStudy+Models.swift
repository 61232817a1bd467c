import Estimation
import FactorAnalysis
import LavaanSyntax
import StructuralModels
import SurveyModel

/// How a structural equation model is fitted to the answers of a wave.
public struct WaveModelOptions: Hashable, Sendable {
  public var estimator: ModelEstimator
  public var missing: MissingInModel
  /// Cities as groups with parameters of their own, and not all together.
  public var byCity: Bool
  /// How the latent answers of ordered items are scaled.
  public var parameterization = Parameterization.delta
  /// What cities count by that are taken together.
  public var cityScaling = CityScaling.interviews

  public init(
    estimator: ModelEstimator = .mlr, missing: MissingInModel = .listwise, byCity: Bool = false
  ) {
    self.estimator = estimator
    self.missing = missing
    self.byCity = byCity
  }
}

/// What a city counts by where several are taken together as one group of a model.
public enum CityScaling: String, Hashable, Sendable, CaseIterable {
  /// Its interviews: each city's weights are scaled to a mean of 1.
  case interviews
  /// Its people: the population that its margins add up to, or that `cities.csv` gives.
  case population
}

extension WeightedStudy {
  /// The size that each of some samples counts by; all together they count by their interviews.
  ///
  /// - Throws: ``ModelError/populationUnknown(cities:)``.
  func sizes(
    of samples: [AnalysedSample], by scaling: CityScaling
  ) throws(ModelError) -> [Double] {
    let counts = samples.map { Double($0.design.memberCount) }
    guard scaling == .population else { return counts }
    let people = samples.map { sample -> Double? in
      switch sample.weighted.weights {
      case .raked, .rakedWithoutLimits: sample.design.weights.reduce(0, +)
      case .base, .baseForWantOfUsableMargins: study.city(sample.city)?.population
      }
    }
    let known = people.compactMap(\.self)
    guard known.count == samples.count else {
      throw .populationUnknown(
        cities: zip(samples, people).filter { $1 == nil }.map { $0.0.city })
    }
    let scale = counts.reduce(0, +) / known.reduce(0, +)
    return known.map { $0 * scale }
  }

  /// Fits a model to the items of the study's factors in one wave, in points
  /// after keying, with weights, strata and clusters. Cities taken together count by their interviews,
  /// or by their people.
  ///
  /// O(interviews × items²) for the moments, and no more rows after that.
  ///
  /// - Throws: `ModelError` where the model does not fit the items, each mistake with its place,
  ///   cannot be estimated from these answers, or the search for its estimates ended nowhere.
  public func fit(
    _ model: ModelSyntax, wave: String, options: WaveModelOptions = WaveModelOptions()
  ) throws(ModelError) -> ConfirmatoryFit {
    let own = samples.filter { $0.wave == wave }
    let items = study.factors.flatMap { factor in
      factor.items.map { (factor: factor.name, item: $0) }
    }
    let groups = options.byCity ? own.map { [$0] } : [own]
    let known = Set(items.map(\.item.question))
    let findings = model.findings(items: known, groupCount: groups.count)
    guard !findings.hasErrors else { throw .invalidModel(findings) }
    let names = groups.map { options.byCity ? $0[0].city : "" }
    let plain = try ParameterTable(model, groups: names)
    let units = SampleUnits(of: own, in: study)
    var answers: [GroupedAnswers.Group] = []
    for (name, group) in zip(names, groups) {
      answers.append(
        try group.answers(
          counting: try sizes(of: group, by: options.cityScaling),
          to: items.filter { plain.observed.contains($0.item.question) }, name: name, units))
    }
    var modelOptions = ModelOptions()
    modelOptions.parameterization = options.parameterization
    if options.estimator == .wlsmv || options.estimator == .dwls {
      modelOptions.ordered = Self.thresholds(of: plain.observed, in: answers)
    }
    let table = try ParameterTable(model, groups: names, options: modelOptions)
    let fit: ConfirmatoryFit
    do throws(ModelError) {
      fit = try ConfirmatoryFit(
        table, GroupedAnswers(groups: answers), estimator: options.estimator,
        missing: options.missing)
    } catch {
      throw error.withCodes(of: items.map(\.item), in: own)
    }
    guard fit.isConverged else { throw .notConverged }
    return fit
  }

  /// The factor's own model, or else the one that its items make up: correlated facets, where there
  /// are several of two items and more, or one factor.
  ///
  /// - Returns: Nil where its items are too few, or are formative.
  /// - Throws: ``ModelError/invalidModel(_:)`` where the text of its own model has mistakes.
  public func model(of factor: String) throws(ModelError) -> ModelSyntax? {
    guard let factor = study.factor(factor) else { return nil }
    if let own = models[factor.name] { return try own.usable() }
    let items = factor.reflectiveItems
    guard items.count > 2 else { return nil }
    let facets = Dictionary(grouping: items) { $0.facet ?? "" }
    let areFacets =
      facets.count > 1 && facets[""] == nil && facets.values.allSatisfy { $0.count > 1 }
    let names = areFacets ? unique(items.compactMap(\.facet)) : [factor.name]
    return ModelSyntax(
      factors: names.map { name in
        (name, (areFacets ? facets[name] ?? [] : items).map(\.question))
      }, file: "factors.csv")
  }

  /// How many thresholds each item has: one less than the answers that somebody gave.
  private static func thresholds(
    of items: [String], in groups: [GroupedAnswers.Group]
  ) -> [String: Int] {
    var values: [String: Set<Double>] = [:]
    for group in groups {
      for (name, column) in zip(group.answers.names, group.answers.columns) {
        values[name, default: []].formUnion(column.filter(\.isFinite))
      }
    }
    return Dictionary(
      items.compactMap { item in values[item].map { (item, max(1, $0.count - 1)) } },
      uniquingKeysWith: { first, _ in first })
  }
}

extension ModelError {
  /// The same with an answer named by its code in the questionnaire, and not by its points.
  fileprivate func withCodes(of items: [Factor.Item], in samples: [AnalysedSample]) -> ModelError {
    guard case .unusableAnswers(.categoryMissingInGroup(let name, let points, let group)) = self,
      let item = items.first(where: { $0.question == name }),
      let code = samples.lazy.compactMap({ $0.code(ofPoints: points, item) }).first
    else { return self }
    return .unusableAnswers(.categoryMissingInGroup(item: name, category: code, group: group))
  }
}

extension AnalysedSample {
  /// The code in the questionnaire of the answer that has these points after keying; nil where no
  /// choice has them.
  fileprivate func code(ofPoints points: Double, _ item: Factor.Item) -> Double? {
    sample.questionnaire[item.question].flatMap { question in
      ItemScale(question, item: item)?.code(
        ofPoints: item.keying == .positive ? points : 100 - points, question)
    }
  }
}

extension [AnalysedSample] {
  /// The samples as one group of a model.
  fileprivate func answers(
    counting sizes: [Double], to items: [(factor: String, item: Factor.Item)], name: String,
    _ units: SampleUnits
  ) throws(ModelError) -> GroupedAnswers.Group {
    do throws(FactorAnalysisError) {
      return GroupedAnswers.Group(
        name: name,
        answers: try PooledItems(self, counting: sizes).answers(to: items),
        strata: units.strata(of: self), clusters: units.clusters(of: self))
    } catch {
      throw .unusableAnswers(error)
    }
  }
}
