import LavaanSyntax

extension ParameterTable {
  /// Refuses a model that is too large, or has more parameters than its items have moments, before
  /// anything is estimated: the order condition of identification.
  ///
  ///     free parameters − constraints ≤ Σ (means + variances + covariances) over groups
  ///
  /// Of ordered items, thresholds and correlations stand for means, variances and covariances. The
  /// rank condition is looked at when the model has been fitted.
  ///
  /// > K. A. Bollen (1989). *Structural Equations with Latent Variables*, "The t-rule". Wiley.
  func requireIdentifiable() throws(ModelError) {
    var own = Array(repeating: Set<Int>(), count: groups.count)
    for parameter in parameters where own.indices.contains(parameter.group) {
      if let index = parameter.freeIndex { own[parameter.group].insert(index) }
    }
    let found = freeCount - linearConstraints.count
    guard found <= momentCount else {
      throw .notIdentified(parameters: found, moments: momentCount)
    }
    let largest = own.map(\.count).max() ?? 0
    guard largest <= ModelLimits.parameters else {
      throw .tooManyParameters(found: largest, most: ModelLimits.parameters)
    }
  }

  /// The moments that the items have in all groups.
  private var momentCount: Int {
    let items = observed.count
    let numbers = items - ordered.count
    let thresholds = parameters.count { $0.kind == .threshold && ordered.contains($0.left) }
    let means = hasMeanStructure ? numbers : 0
    return groups.count * (items * (items - 1) / 2 + numbers + means) + thresholds
  }
}
