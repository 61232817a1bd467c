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

  public init(
    estimator: ModelEstimator = .mlr, missing: MissingInModel = .listwise, byCity: Bool = false
  ) {
    self.estimator = estimator
    self.missing = missing
    self.byCity = byCity
  }
}

extension StudyAnalysis {
  /// Fits a model in lavaan's syntax to the items of the study's factors in one wave, in points
  /// after keying, with weights, strata and clusters. Each city counts by its interviews.
  ///
  /// O(interviews × items²) for the moments, and no more rows after that.
  ///
  /// - Throws: `ModelError` where the text has mistakes, each with line and column, or the model
  ///   cannot be estimated from these answers.
  public func fit(
    _ model: Factor.Model, wave: String, options: WaveModelOptions = WaveModelOptions()
  ) throws(ModelError) -> ConfirmatoryFit {
    let (syntax, findings) = ModelSyntax.reading(model.text, file: model.location.file)
    let own = samples.filter { $0.wave == wave }
    let items = study.factors.flatMap { factor in
      factor.items.map { (factor: factor.name, item: $0) }
    }
    let groups = options.byCity ? own.map { [$0] } : [own]
    let known = Set(items.map(\.item.question))
    let mistakes =
      findings.hasErrors ? findings : syntax.findings(items: known, groupCount: groups.count)
    guard !mistakes.hasErrors else {
      throw .invalidModel(mistakes.map { $0.placed(in: model.location) })
    }
    let names = groups.map { options.byCity ? $0[0].city : "" }
    let plain = try ParameterTable(syntax, groups: names)
    let units = SampleUnits(of: own, in: study)
    var answers: [GroupedAnswers.Group] = []
    for (name, group) in zip(names, groups) {
      answers.append(
        try group.answers(
          to: items.filter { plain.observed.contains($0.item.question) }, name: name, units))
    }
    var modelOptions = ModelOptions()
    modelOptions.parameterization = options.parameterization
    if options.estimator == .wlsmv || options.estimator == .dwls {
      modelOptions.ordered = Self.thresholds(of: plain.observed, in: answers)
    }
    let table = try ParameterTable(syntax, groups: names, options: modelOptions)
    return try ConfirmatoryFit(
      table, GroupedAnswers(groups: answers), estimator: options.estimator,
      missing: options.missing)
  }

  /// The factor's own model, or else the one that its items make up: correlated facets, where there
  /// are several of two items and more, or one factor.
  ///
  /// - Returns: Nil where its items are too few, or are formative.
  public func model(of factor: String) -> Factor.Model? {
    guard let factor = study.factors.first(where: { $0.name == factor }) else { return nil }
    if let own = factor.model { return own }
    let items = factor.reflectiveItems
    guard items.count > 2 else { return nil }
    let facets = Dictionary(grouping: items) { $0.facet ?? "" }
    let names = items.map { $0.facet ?? "" }.reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    let areFacets =
      facets.count > 1 && facets[""] == nil && facets.values.allSatisfy { $0.count > 1 }
    func line(_ name: String, _ items: [Factor.Item]) -> String {
      "\(name) =~ \(items.map(\.question).joined(separator: " + "))"
    }
    let text =
      areFacets
      ? names.map { line($0, facets[$0] ?? []) }.joined(separator: "\n")
      : line(factor.name, items)
    return Factor.Model(text, at: SourceLocation(file: "factors.csv"))
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

extension [AnalysedSample] {
  /// The samples as one group of a model.
  fileprivate func answers(
    to items: [(factor: String, item: Factor.Item)], name: String, _ units: SampleUnits
  ) throws(ModelError) -> GroupedAnswers.Group {
    do throws(FactorAnalysisError) {
      return GroupedAnswers.Group(
        name: name, answers: try PooledItems(self).answers(to: items),
        strata: units.strata(of: self), clusters: units.clusters(of: self))
    } catch {
      throw .estimatorNotAvailable(.mlr, reason: "\(error)")
    }
  }
}
