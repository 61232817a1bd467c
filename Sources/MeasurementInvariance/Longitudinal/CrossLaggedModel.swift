import Estimation
import StructuralModels

/// What a variable of an earlier wave tells of another in a later one, the later variable's own
/// earlier value being the same: an association with a lag, which is no effect.
///
///     y_t = ν + β y_(t−1) + γ x_(t−1) + ζ                       cross-lagged
///     y_t = ν_t + I_y + w_t,   w_t = β w_(t−1) + γ v_(t−1) + ζ     with random intercepts
///
/// In the second model I are lasting differences between people, and γ concerns what moves around
/// them (w of y, v of x). It needs three waves: of two, nothing tells what lasts from what returns.
///
///     let model = try CrossLaggedModel(.randomIntercept, of: ["trust", "civic"], panel)
///     model.associations.first?.standardised
///
/// Errors are Huber and White's, under the panel's weights, strata and clusters (MLR).
///
/// > E. L. Hamaker, R. M. Kuiper, R. P. P. P. Grasman (2015). "A critique of the cross-lagged panel
/// > model". *Psychological Methods* 20(1), eq. 1–4 and 5–8.
public struct CrossLaggedModel: Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Two waves and more: between and within people are not told apart.
    case crossLagged = "cross-lagged"
    /// Three waves and more: between people and within them are told apart.
    case randomIntercept = "random-intercept-cross-lagged"

    /// The least number of waves.
    public var neededWaves: Int { self == .crossLagged ? 2 : 3 }
  }

  public let kind: Kind
  public let variables: [String]
  public let waves: [String]
  public let fit: ConfirmatoryFit
  /// Interval after interval, and in each predictor after predictor; a variable on its own earlier
  /// value is among them. Empty where the solution is improper.
  public let associations: [LaggedAssociation]
  /// For each interval and pair of variables which of the two directions is the closer one. Empty
  /// where the solution is improper.
  public let contrasts: [LagContrast]
  /// With random intercepts, what share of each variable's variance in each wave is of lasting
  /// differences between people; empty otherwise, and where the solution is improper.
  public let lastingShares: [LastingShare]
  /// People of whom two waves or more are known.
  public let linkedCount: Int

  /// Whether something can rest on the solution. Fewer clusters than parameters leave errors
  /// uncertain, which ``ConfirmatoryFit/problems`` says, and estimates as they are.
  public var isProper: Bool { fit.problems.allSatisfy(\.concernsErrorsOnly) }
}

/// A regression of a variable on one of a wave before.
public struct LaggedAssociation: Hashable, Sendable {
  public var predictor: String
  public var outcome: String
  public var earlier: String
  public var later: String
  /// In units of the outcome for one unit of the predictor.
  public var estimate: Estimate
  /// In standard deviations of both: of all differences in the cross-lagged model, of those within
  /// people with random intercepts. Its error is by the delta method.
  public var standardised: Estimate

  /// Whether a variable is explained by its own earlier value.
  public var isStability: Bool { predictor == outcome }
}

/// How much closer one lagged association of a pair is than the other: the difference of the two
/// standardised coefficients, first → second minus second → first.
public struct LagContrast: Hashable, Sendable {
  public var first: String
  public var second: String
  public var earlier: String
  public var later: String
  public var difference: Estimate
}

/// The share of a variable's variance in a wave that is of lasting differences between people.
public struct LastingShare: Hashable, Sendable {
  public var variable: String
  public var wave: String
  /// 0…1.
  public var share: Double
}

extension ImproperSolution {
  /// Whether estimates stand, and only their errors are in doubt.
  public var concernsErrorsOnly: Bool {
    if case .fewerClustersThanParameters = self { true } else { false }
  }
}
