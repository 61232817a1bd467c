/// How a model is estimated and tested, with lavaan's names.
public enum ModelEstimator: String, Hashable, Sendable, CaseIterable {
  /// Normal likelihood; errors by the expected information.
  case ml = "ML"
  /// Normal likelihood; errors by Huber and White's sandwich, χ² scaled by Yuan and Bentler: what
  /// weighted, clustered or not quite normal answers ask for.
  case mlr = "MLR"
  /// Diagonally weighted least squares of thresholds and polychoric correlations.
  case dwls = "DWLS"
  /// As ``dwls``, with robust errors and the scaled and shifted χ².
  case wlsmv = "WLSMV"
}

/// Which interviews count in a model where answers are missing.
public enum MissingInModel: String, Hashable, Sendable, CaseIterable {
  /// Only interviews in which every item of the model is answered.
  case listwise
  /// Every interview with what it has: full-information maximum likelihood.
  case fiml
  /// For each pair of ordered items the interviews that answer both: DWLS and WLSMV.
  case pairwise
}
