import FactorAnalysis
import LavaanSyntax
import StructuralModels

extension InvarianceLadder {
  /// Climbs as far as the answers allow. Nothing is thrown: what cannot be tested has the verdict
  /// ``ComparabilityVerdict/notTested(_:)`` and says why.
  ///
  /// - Parameters:
  ///   - model: The factors with their items.
  ///   - data: Cities, waves or both; the first group is the reference. Groups may lack items.
  public init(
    _ model: MeasurementModel, _ data: GroupedAnswers, options: LadderOptions = LadderOptions()
  ) {
    self.init(LadderData(model, data, options), options)
  }

  /// Climbs over the waves of a panel.
  ///
  /// All waves stand in one model: each item is a variable in each wave, its residuals are
  /// correlated over waves, and so are the factors. Levels, criteria, the search for partial
  /// invariance and the verdict are those of groups; the first wave is the reference, and latent
  /// means are the change since then.
  ///
  /// - Parameters:
  ///   - model: The factors with their items.
  ///   - panel: The waves; one may lack items.
  ///   - options: Full information keeps those who left, as long as their leaving follows from what
  ///     they answered before; listwise leaves those who took part in every wave.
  ///
  /// > K. F. Widaman, E. Ferrer, R. D. Conger (2010). "Factorial invariance within longitudinal
  /// > structural equation models". *Child Development Perspectives* 4(1).
  public init(
    _ model: MeasurementModel, panel: PanelAnswers, options: LadderOptions = LadderOptions()
  ) throws(FactorAnalysisError) {
    let data = try panel.groups(model.items)
    self.init(LadderData(model, data, options, isPanel: true), options)
  }

  private init(_ prepared: LadderData, _ options: LadderOptions) {
    if let problem = prepared.problem {
      self.init(untested: prepared, options, reason: problem)
    } else {
      self.init(LadderClimb(prepared, options))
    }
  }

  private init(untested data: LadderData, _ options: LadderOptions, reason: UntestedReason) {
    model = data.model
    groups = data.answers.groups.map(\.name)
    criteria = options.criteria ?? InvarianceCriteria(groups: groups.count)
    verdict = .notTested(reason)
    remarks = data.remarks
    (steps, effects, scaleBiases, latentMeans, residualPairs, configural) = ([], [], [], [], [], [])
  }

  private init(_ climb: LadderClimb) {
    model = climb.data.model
    groups = climb.table.groups
    criteria = climb.criteria
    steps = climb.steps
    verdict = Self.verdict(of: climb)
    remarks = climb.data.remarks + climb.remarks
    configural = climb.configuralEstimates
    residualPairs = climb.residualPairs
    let final = climb.fits[.scalar].map { LadderClimb.PartialFit(fit: $0, freed: climb.freed) }
    guard let shown = final ?? climb.failure.flatMap({ $0.fit.isScalar ? $0 : nil }) else {
      (effects, scaleBiases, latentMeans) = ([], [], [])
      return
    }
    let effects = LadderEffects(shown.fit, climb.data, missing: climb.options.missing)
    let freed = Set(shown.freed.filter { $0.level < .strict }.map(\.item))
    self.effects = effects.itemEffects(freed: freed)
    scaleBiases = effects.scaleBiases(freed: freed)
    latentMeans = final == nil ? [] : effects.latentMeans()
  }

  private static func verdict(of climb: LadderClimb) -> ComparabilityVerdict {
    if let problem = climb.problem { return .notTested(problem) }
    guard climb.fits[.configural] != nil else { return .notAtAll }
    if climb.fits[.scalar] != nil {
      let freed = climb.freed.filter { $0.level < .strict }.map(\.item)
      let items = unique(climb.data.remarks.compactMap(\.itemLeftOut) + freed)
      return items.isEmpty ? .means : .meansWithFreed(items)
    }
    if let failed = climb.unestimated { return .notTested(failed) }
    return climb.fits[.metric] != nil || !climb.table.levels(upTo: .scalar).contains(.metric)
      ? .associations : .notAtAll
  }
}

extension ConfirmatoryFit {
  /// Whether the factors' means are estimated.
  fileprivate var isScalar: Bool {
    table.parameters.contains {
      $0.kind == .intercept && table.latent.contains($0.left) && $0.freeIndex != nil
    }
  }
}
