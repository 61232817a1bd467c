import Estimation

/// How differently an item works in a group from what it does in the reference group, the factor
/// being the same.
///
///     bias = E(ŷ_group(η) − ŷ_reference(η)),   dMACS = √E((ŷ_group(η) − ŷ_reference(η))²) / s
///
/// where ŷ(η) is the expected answer at the factor's value η under one group's parameters, the
/// expectation is over the normal distribution of η in the *group*, and s is the mean of the two
/// standard deviations of the item, weighted with n − 1. The sign is that of the group minus the
/// reference; Nye and Drasgow subtract the other way round.
///
/// An item whose parameters are held equal has no effect by construction.
///
/// > C. D. Nye, F. Drasgow (2011). "Effect size indices for analyses of measurement equivalence".
/// > *Journal of Applied Psychology* 96(5), eq. 3–5. — C. D. Nye et al. (2019). "How big are my
/// > effects?" *Organizational Research Methods* 22(3): the signed index.
public struct ItemEffect: Hashable, Sendable {
  public var factor: String
  public var item: String
  public var group: String
  public var reference: String
  /// The unsigned effect, in standard deviations of the item.
  public var dmacs: Double
  /// bias / s: differences that cancel each other out over the factor's range are not seen.
  public var signedDmacs: Double
  /// How many units of the answer the group's mean of this item is too high.
  public var bias: Estimate

  public init(
    factor: String, item: String, group: String, reference: String, dmacs: Double,
    signedDmacs: Double, bias: Estimate
  ) {
    self.factor = factor
    self.item = item
    self.group = group
    self.reference = reference
    self.dmacs = dmacs
    self.signedDmacs = signedDmacs
    self.bias = bias
  }
}

/// How much higher the scale's mean is in a group than its factor warrants, set against a
/// reference group: the sum of the items' biases divided by the number of items.
public struct ScaleBias: Hashable, Sendable {
  public var factor: String
  public var group: String
  public var reference: String
  /// In the unit of the answers, with the design's standard error (delta method).
  public var bias: Estimate

  public init(factor: String, group: String, reference: String, bias: Estimate) {
    self.factor = factor
    self.group = group
    self.reference = reference
    self.bias = bias
  }
}
