import SurveyModel

/// What a model's text may hold at most, so that reading and estimating it takes bounded time and
/// memory.
enum ModelLimits {
  static let textBytes = 200_000
  /// Bytes in UTF-8 of a name, a label or a number.
  static let wordBytes = 400
  /// Words in an expression after `:=`, or on a side of `==`.
  static let expressionWords = 500
  /// Pairs of variables that formulas relate.
  static let pairs = 10_000
  static let observed = 300
  static let latent = 100
  static let definitions = 200
  static let constraints = 500
  /// Rows of a parameter table, over all groups.
  static let rows = 200_000
  /// Free parameters in one group.
  static let parameters = 1_000
  /// Mistakes after which the rest of a text is not read.
  static let findings = 100

  static func finding(
    _ what: String, _ found: Int, atMost limit: Int, at location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .error, "model-too-large", "\(found) \(what): a model has at most \(limit)",
      fix: "divide the model", at: location)
  }
}

extension ModelSyntax {
  /// What the text has more of than a model may have.
  var excesses: [Diagnostic] {
    let counts = [
      ("factors", latent.count, ModelLimits.latent),
      ("items and other observed variables", observed.count, ModelLimits.observed),
      ("defined parameters", definitions.count, ModelLimits.definitions),
      ("constraints", constraints.count, ModelLimits.constraints),
    ]
    return counts.filter { $0.1 > $0.2 }.map { what, found, limit in
      ModelLimits.finding(what, found, atMost: limit, at: SourceLocation(file: file, line: 1))
    }
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
