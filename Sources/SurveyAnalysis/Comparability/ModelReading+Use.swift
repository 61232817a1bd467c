import LavaanSyntax
import MeasurementInvariance
import StructuralModels
import SurveyModel

extension ModelReading {
  /// The formulas, to be fitted.
  ///
  /// - Throws: ``ModelError/invalidModel(_:)`` with all mistakes of the text.
  public func usable() throws(ModelError) -> ModelSyntax {
    guard !findings.hasErrors else { throw .invalidModel(findings) }
    return syntax
  }

  /// The factors and their items, to be tested between groups; or why they cannot be used.
  package var measurement: Result<MeasurementModel, UnusableModel> {
    Result { () throws(UnusableModel) in
      if let error = findings.first(where: { $0.severity == .error }) { throw .invalid(error) }
      return try MeasurementModel(syntax)
    }
  }
}
