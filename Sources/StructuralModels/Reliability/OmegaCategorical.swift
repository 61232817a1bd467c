import FactorAnalysis
import LavaanSyntax
import NumericalMethods

/// ω of the sum of ordered items, numbered 0, 1, 2…: the share of the sum's variance that a factor
/// accounts for, in the answers as they were given and not in the normal variables behind them.
///
///     ω = Σᵢⱼ c(κᵢⱼ) / Σᵢⱼ c(ρᵢⱼ)
///     c(r) = Σₖ Σₗ [Φ₂(tᵢₖ, tⱼₗ; r) − Φ(tᵢₖ) Φ(tⱼₗ)]
///
/// where κ are the covariances of the standardised latent answers that the factor makes, ρ their
/// correlations (1 for i = j), and t the standardised thresholds. semTools' `compRelSEM`. Items are
/// expected to point the same way.
///
/// > S. B. Green, Y. Yang (2009). "Reliability of summed item scores using structural equation
/// > modeling: An alternative to coefficient alpha". *Psychometrika* 74(1), eq. 21.
package struct OmegaCategorical: Hashable, Sendable {
  /// Where the correlations of the whole variance come from.
  package enum Total: String, Hashable, Sendable, CaseIterable {
    /// The sample's polychoric correlations (semTools' `obs.var = TRUE`).
    case observed
    /// Those that the model implies.
    case implied
  }

  package let factor: String
  package let items: [String]
  package let value: Double
  package let total: Total
  /// Of ``value`` by the delta method from the errors of the model's parameters; nil where the whole
  /// variance is the sample's, or the parameters are not identified.
  package let standardError: Double?

  /// - Parameters:
  ///   - fit: A model of ordered items, by DWLS or WLSMV.
  ///   - factor: The name of a factor that items measure.
  ///   - group: The index of the group, from 0.
  /// - Returns: Nil where the model was estimated otherwise, or the factor has fewer than two items.
  package init?(
    _ fit: ConfirmatoryFit, factor: String, group: Int = 0, total: Total = .observed
  ) {
    guard let model = fit.leastSquares, let latent = fit.table.latent.firstIndex(of: factor),
      model.minimum.point.groups.indices.contains(group)
    else { return nil }
    let answers = model.minimum.point.groups[group]
    let sum = OrderedSum(fit.structure.groups[group], latent)
    guard sum.items.count >= 2 else { return nil }
    let observed = total == .observed ? model.search.sample.groups[group].values : nil
    self.factor = factor
    self.total = total
    items = sum.items.map { fit.table.observed[$0] }
    value = sum.omega(answers, observed)
    guard total == .implied, let variance = sum.variance(fit, model, group), variance >= 0 else {
      standardError = nil
      return
    }
    standardError = variance.squareRoot()
  }
}

extension OmegaCategorical {
  /// Of one factor behind all items, by WLSMV, of the interviews that answered them all; of the
  /// variance that the model implies.
  ///
  /// - Parameters:
  ///   - strata: The stratum of each interview.
  ///   - clusters: The cluster of each interview.
  /// - Throws: ``ReliabilityError`` where the items are no ordered categories, or the model cannot be
  ///   estimated.
  init(
    ofOneFactor answers: ItemAnswers, strata: [Int], clusters: [Int]
  ) throws(ReliabilityError) {
    let ordered: OrdinalAnswers
    do throws(FactorAnalysisError) {
      ordered = try OrdinalAnswers(answers, missing: .listwise)
    } catch {
      throw .items(error)
    }
    var factor = "factor"
    // A question may have any name, the factor's too.
    while answers.names.contains(factor) { factor += "_" }
    let model = ModelSyntax(factors: [(factor, answers.names)])
    var options = ModelOptions()
    for (name, categories) in zip(answers.names, ordered.categories) {
      options.ordered[name] = categories.count - 1
    }
    let group = GroupedAnswers.Group(
      name: "", answers: answers, strata: strata, clusters: clusters)
    let fit: ConfirmatoryFit
    do throws(ModelError) {
      fit = try ConfirmatoryFit(
        ParameterTable(model, options: options), GroupedAnswers(groups: [group]),
        estimator: .wlsmv)
    } catch {
      throw .model(.error(error))
    }
    guard let omega = OmegaCategorical(fit, factor: factor, total: .implied),
      !fit.problems.contains(where: \.spoilsReliability)
    else { throw .model(.improper(fit.problems)) }
    self = omega
  }
}

extension ImproperSolution {
  /// Whether a coefficient of such a solution is not to be shown.
  fileprivate var spoilsReliability: Bool {
    switch self {
    case .fewerClustersThanParameters, .scalingNotPositive: false
    default: true
    }
  }
}
