import SurveyModel

/// What a model's text may hold at most, so that reading and estimating it takes bounded time and
/// memory.
package enum ModelLimits {
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
  package static let rows = 200_000
  /// Free parameters in one group.
  package static let parameters = 1_000
  /// Mistakes after which the rest of a text is not read.
  static let findings = 100

  package static func finding(
    _ what: String, _ found: Int, atMost limit: Int, at location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .error, "model-too-large", "\(found) \(what): a model has at most \(limit)",
      fix: "divide the model", at: location)
  }
}

extension ModelSyntax {
  /// What the text has more of than a model may have.
  package var excesses: [Diagnostic] {
    let counts = [
      ("factors", latent.count, ModelLimits.latent),
      ("items and other observed variables", observed.count, ModelLimits.observed),
      ("defined parameters", definitions.count, ModelLimits.definitions),
      ("constraints", constraints.count, ModelLimits.constraints),
    ]
    return counts.filter { $0.1 > $0.2 }.map { what, found, limit in
      ModelLimits.finding(what, found, atMost: limit, at: firstLine)
    }
  }
}
