import LavaanSyntax
import MeasurementInvariance
import SurveyModel

/// Why the user's own model of a factor is not what a ladder of invariance can climb.
struct UnusableModel: Error, Hashable, Sendable {
  var reason: String
}

extension MeasurementModel {
  /// The factors, their items and the correlated residuals of a model in lavaan's syntax.
  ///
  /// A ladder asks of all groups the same questions at each level, so that a model for it says
  /// what belongs together and leaves values, labels and regressions out.
  static func reading(_ model: SurveyModel.Factor.Model) -> Result<MeasurementModel, UnusableModel>
  {
    let (syntax, findings) = ModelSyntax.reading(model.text, at: model.location)
    if let error = findings.first(where: { $0.severity == .error }) {
      return .failure(UnusableModel(reason: error.description))
    }
    return reading(syntax)
  }

  private static func reading(
    _ syntax: ModelSyntax
  ) -> Result<MeasurementModel, UnusableModel> {
    let latent = Set(syntax.latent)
    var measurement = MeasurementModel(
      factors: syntax.latent.map { factor in
        Factor(
          name: factor,
          items: syntax.formulas.filter { $0.kind == .loading && $0.left == factor }.map(\.right))
      })
    if let factor = measurement.items.first(where: latent.contains) {
      return .failure(
        UnusableModel(reason: "factor '\(factor)' of the model is measured by a factor"))
    }
    for formula in syntax.formulas where formula.kind != .loading {
      let isPair = formula.kind == .covariance && formula.left != formula.right
      switch (isPair, latent.contains(formula.left), latent.contains(formula.right)) {
      case (true, false, false):
        measurement.residualCovariances.append(ItemPair(formula.left, formula.right))
      case (true, true, true): break
      default:
        let text = "\(formula.left) \(formula.kind.rawValue) \(formula.right)"
        return .failure(
          UnusableModel(
            reason: "\(formula.location): '\(text)' is not of what a ladder of invariance is made: "
              + "factors with their items and pairs of items"))
      }
    }
    return .success(measurement)
  }
}

extension Study {
  /// What is wrong with the models that the study gives for its factors, each mistake with its
  /// line and column: in the `.lav` file, or in the cell of `factors.csv`.
  public var modelFindings: [Diagnostic] {
    factors.flatMap { factor -> [Diagnostic] in
      guard let model = factor.model else { return [] }
      let (syntax, findings) = ModelSyntax.reading(model.text, at: model.location)
      let items = Set(factor.items.map(\.question))
      return findings.hasErrors ? findings : findings + syntax.findings(items: items)
    }
  }
}
