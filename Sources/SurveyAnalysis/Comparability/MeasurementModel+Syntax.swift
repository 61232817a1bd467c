import LavaanSyntax
import MeasurementInvariance
import SurveyModel

extension MeasurementModel {
  /// Reads the user's own model of a factor.
  package static func reading(_ model: SurveyModel.Factor.Model) -> Result<
    MeasurementModel, UnusableModel
  > {
    Result { () throws(UnusableModel) in
      let (syntax, findings) = ModelSyntax.reading(model.text, at: model.location)
      if let error = findings.first(where: { $0.severity == .error }) { throw .invalid(error) }
      return try MeasurementModel(syntax)
    }
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
