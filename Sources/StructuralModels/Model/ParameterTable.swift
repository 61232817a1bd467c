import LavaanSyntax

/// A model ready to be estimated: the rows of its table, and which variables they speak of.
public struct ParameterTable: Hashable, Sendable {
  /// The names of the items, in the order of moments and residuals.
  public var observed: [String]
  /// The names of the factors.
  public var latent: [String]
  /// The names of the groups; one empty name where there is one group.
  public var groups: [String]
  public var parameters: [Parameter]
  /// How many different parameters are estimated: the length of θ.
  public var freeCount: Int
  /// Whether means are modelled; without them each item's mean is what it is in the sample.
  public var hasMeanStructure: Bool
  /// How the latent answers of ordered items are scaled.
  public var parameterization: Parameterization
  /// The ordered items.
  public var ordered: Set<String>
  /// Linear constraints beyond parameters that share an index.
  public var linearConstraints: [LinearConstraint]

  public init(
    observed: [String], latent: [String], groups: [String] = [""], parameters: [Parameter] = []
  ) {
    self.observed = observed
    self.latent = latent
    self.groups = groups
    self.parameters = parameters
    freeCount = 1 + (parameters.compactMap(\.freeIndex).max() ?? -1)
    hasMeanStructure = parameters.contains { $0.kind == .intercept }
    parameterization = .delta
    ordered = []
    linearConstraints = []
  }

  /// The first row that stands for element `index` of θ.
  public func parameter(ofFreeIndex index: Int) -> Parameter? {
    parameters.first { $0.freeIndex == index }
  }
}

/// How the latent answers behind ordered items are scaled.
public enum Parameterization: String, Hashable, Sendable, CaseIterable {
  /// Their variances are 1 (scaling factors are parameters): lavaan's and Mplus's default.
  case delta
  /// Their residual variances are 1.
  case theta
}

/// A linear constraint on the free parameters:
///
///     Σ cₖ θₖ = constant
public struct LinearConstraint: Hashable, Sendable {
  /// The coefficient of each element of θ that takes part.
  public var coefficients: [Int: Double]
  public var constant: Double

  public init(coefficients: [Int: Double], constant: Double = 0) {
    self.coefficients = coefficients
    self.constant = constant
  }
}
