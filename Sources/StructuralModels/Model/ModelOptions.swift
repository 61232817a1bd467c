import LavaanSyntax

/// What a model's text leaves open: how factors are identified, what is equal across groups.
///
///     var options = ModelOptions()
///     options.equalAcrossGroups = [.loadings, .intercepts]
///     options.freeAcrossGroups = [ParameterName("SOC04", .intercept)]
public struct ModelOptions: Hashable, Sendable {
  /// What gives a factor its unit.
  public enum Identification: Hashable, Sendable {
    /// The first item's loading is 1 (lavaan's `auto.fix.first`).
    case marker
    /// The factor's variance is 1 (lavaan's `std.lv`).
    case standardisedLatent
    /// Only what the text says.
    case none
  }

  public var identification = Identification.marker
  /// Whether means are modelled. lavaan's default is so with several groups, with answers missing
  /// at random and with MLR; a model that names an intercept, or has ordered items, always has
  /// them.
  public var hasMeanStructure = true
  /// Whether factors that nothing explains are uncorrelated unless the text says otherwise.
  public var isOrthogonal = false
  /// What is the same in all groups (lavaan's `group.equal`). Where loadings are equal, standardised
  /// factors have free variances from the second group on; where intercepts or thresholds are,
  /// factors have free means there.
  public var equalAcrossGroups: Set<EqualityAcrossGroups> = []
  /// What is not, in spite of that (lavaan's `group.partial`).
  public var freeAcrossGroups: Set<ParameterName> = []
  /// The ordered items and how many thresholds each has: one less than its categories.
  public var ordered: [String: Int] = [:]
  public var parameterization = Parameterization.delta

  public init() {}
}

/// Parameters that may be the same in all groups, with lavaan's names.
public enum EqualityAcrossGroups: String, Hashable, Sendable, CaseIterable {
  case loadings, intercepts, means, thresholds, regressions, residuals
  case residualCovariances = "residual.covariances"
  case latentVariances = "lv.variances"
  case latentCovariances = "lv.covariances"
}
