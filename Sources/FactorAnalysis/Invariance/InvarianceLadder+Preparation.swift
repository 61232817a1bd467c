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
    let reason =
      Self.problem(in: model, data)
      ?? .notEstimated(.configural, reason: "the model has not been estimated yet")
    self.init(untested: model, data, options: options, reason: reason)
  }

  private init(
    untested model: MeasurementModel, _ data: GroupedAnswers, options: LadderOptions,
    reason: UntestedReason
  ) {
    self.model = model
    groups = data.groups.map(\.name)
    criteria = options.criteria ?? InvarianceCriteria(groups: groups.count)
    verdict = .notTested(reason)
    (steps, effects, scaleBiases, latentMeans, remarks) = ([], [], [], [], [])
  }

  /// What forbids any model at all.
  private static func problem(in model: MeasurementModel, _ data: GroupedAnswers)
    -> UntestedReason?
  {
    guard data.groups.count >= 2 else { return .tooFewGroups(found: data.groups.count) }
    var seen: Set<String> = []
    if let item = model.items.first(where: { !seen.insert($0).inserted }) {
      return .itemInTwoPlaces(item)
    }
    return model.factors.first { $0.items.count < 3 }
      .map { .tooFewItems(factor: $0.name, items: $0.items) }
  }
}
