import LavaanSyntax
import SurveyModel

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
