import LavaanSyntax
import SurveyModel

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
  /// Whether observed variables that explain others covary in the baseline model, as what is given and
  /// not modelled does (lavaan's `fixed.x = TRUE`).
  public var hasGivenPredictors: Bool
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
    hasGivenPredictors = true
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

extension ParameterTable {
  /// The table of a model with the parameters that lavaan's `cfa()` and `sem()` add: variances,
  /// covariances of factors that nothing explains, of outcomes, and of observed variables that
  /// explain others, thresholds, scales and means.
  ///
  /// Two things differ from lavaan 0.6. Observed variables that explain others have free variances
  /// and covariances (its `fixed.x = FALSE`): estimates and χ² are the same, the likelihood counts
  /// these variables too. A label shared by a fixed and a free parameter is an error here, and fixes
  /// both there.
  ///
  /// - Parameters:
  ///   - syntax: A model without errors in its findings.
  ///   - groups: The groups' names; one empty name where there is one group.
  ///   - options: What the text leaves open.
  /// - Throws: ``ModelError/invalidModel(_:)`` with all that is wrong, each with its place.
  public init(
    _ syntax: ModelSyntax, groups: [String] = [""], options: ModelOptions = ModelOptions()
  ) throws(ModelError) {
    let excesses = syntax.excesses
    guard excesses.isEmpty else { throw .invalidModel(excesses) }
    let errors =
      (syntax.inconsistencies + syntax.groupFindings(groups.count))
      .filter { $0.severity == .error }
    guard errors.isEmpty else { throw .invalidModel(errors) }
    var builder = try ParameterTableBuilder(syntax, groups: groups, options: options)
    try builder.tie()
    self = try builder.table()
  }
}

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
