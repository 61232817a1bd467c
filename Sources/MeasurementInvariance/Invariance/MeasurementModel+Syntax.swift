import LavaanSyntax
import SurveyModel

/// Why the user's own model of a factor is not one whose invariance can be tested.
public enum UnusableModel: Error, Hashable, Sendable {
  /// Its text has mistakes: the first of them.
  case invalid(Diagnostic)
  /// This factor is measured by the model's factors, not by items.
  case factorOfFactors(String)
  /// A formula is neither a factor's items nor a pair of items.
  case otherFormula(String, at: SourceLocation)
  /// An item of the model is no reflective item of the factor.
  case itemUnknown(String)
}

extension UnusableModel: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalid(let finding): finding.description
    case .factorOfFactors(let factor): "factor '\(factor)' of the model is measured by a factor"
    case .otherFormula(let text, let location):
      "\(location): '\(text)' is not of what a ladder of invariance is made: "
        + "factors with their items and pairs of items"
    case .itemUnknown(let item): "'\(item)' of the model is no reflective item of the factor"
    }
  }
}

extension MeasurementModel {
  /// The factors, their items and the correlated residuals of a model in lavaan's syntax.
  ///
  /// A ladder asks of all groups the same questions at each level, so that a model for it says
  /// what belongs together and leaves values, labels and regressions out.
  public init(_ syntax: ModelSyntax) throws(UnusableModel) {
    let latent = Set(syntax.latent)
    self.init(
      factors: syntax.latent.map { factor in
        Factor(
          name: factor,
          items: syntax.formulas.filter { $0.kind == .loading && $0.left == factor }.map(\.right))
      })
    if let factor = items.first(where: latent.contains) { throw .factorOfFactors(factor) }
    for formula in syntax.formulas where formula.kind != .loading {
      let isPair = formula.kind == .covariance && formula.left != formula.right
      switch (isPair, latent.contains(formula.left), latent.contains(formula.right)) {
      case (true, false, false):
        residualCovariances.append(ItemPair(formula.left, formula.right))
      case (true, true, true): break
      default:
        throw .otherFormula(
          "\(formula.left) \(formula.kind.rawValue) \(formula.right)", at: formula.location)
      }
    }
  }
}
