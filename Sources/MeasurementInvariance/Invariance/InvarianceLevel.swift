/// How much of a measurement model is the same in all groups.
///
/// > W. Meredith (1993). "Measurement invariance, factor analysis and factorial invariance".
/// > *Psychometrika* 58(4). — H. Wu, R. Estabrook (2016). "Identification of confirmatory factor
/// > analysis models of different levels of invariance for ordered categorical outcomes".
/// > *Psychometrika* 81(4).
public enum InvarianceLevel: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// The same items measure the same factors.
  case configural
  /// The same thresholds: ordered items only.
  case thresholds
  /// The same loadings: associations may be compared.
  case metric
  /// The same intercepts too: means may be compared.
  case scalar
  /// The same residual variances too.
  case strict

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
