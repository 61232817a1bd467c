import SurveyModel

/// A model that the user has written, read: its formulas, and what is wrong with its text.
public struct ModelReading: Hashable, Sendable {
  public let syntax: ModelSyntax
  /// In the order of the text, each with its line and column; where one of them is an error the
  /// model must not be used.
  public let findings: [Diagnostic]

  /// - Complexity: O(bytes of the text).
  public init(_ model: Factor.Model) {
    let (syntax, findings) = ModelSyntax.reading(model.text, at: model.location)
    self.syntax = syntax
    let isEmpty = syntax.formulas.isEmpty && !findings.hasErrors
    self.findings = findings + (isEmpty ? [Self.noFormula(at: model.location)] : [])
  }

  private static func noFormula(at location: SourceLocation) -> Diagnostic {
    Diagnostic(
      .error, "model-empty", "the model has no formula that relates variables",
      fix: "write one, such as 'f =~ x1 + x2 + x3', or leave the model out", at: location)
  }
}

/// The models that a study gives for its factors, each text read once.
public struct FactorModels: Sendable {
  private let readings: [String: ModelReading]
  /// What is wrong with the models, factor by factor: mistakes of the text, in the `.lav` file or in
  /// the cell of `factors.csv`, and items that are not the factor's.
  public let findings: [Diagnostic]

  /// Reads the models of those factors that have one.
  ///
  /// - Complexity: O(bytes of the texts).
  public init(of factors: [Factor] = []) {
    var readings: [String: ModelReading] = [:]
    var findings: [Diagnostic] = []
    for factor in factors {
      guard let model = factor.model else { continue }
      let reading = ModelReading(model)
      readings[factor.name] = reading
      findings += reading.findings
      guard !reading.findings.hasErrors else { continue }
      findings += reading.syntax.findings(items: Set(factor.items.map(\.question)))
    }
    self.readings = readings
    self.findings = findings
  }

  /// The model of a factor by its name; nil where the factor has none of its own.
  public subscript(factor: String) -> ModelReading? { readings[factor] }
}
