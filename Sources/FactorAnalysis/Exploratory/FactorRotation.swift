/// How factors are turned so that each item belongs to few of them.
///
/// The criteria and what they are named after, with GPArotation's functions of the same name:
public enum FactorRotation: String, Hashable, Sendable, CaseIterable {
  /// As they were extracted.
  case none
  /// Uncorrelated factors: −¼ Σⱼ Σᵢ (λᵢⱼ² − mean of λⱼ²)², with Kaiser's normalisation
  /// (Kaiser 1958).
  case varimax
  /// Uncorrelated factors: −¼ Σ λᵢⱼ⁴ (Neuhaus & Wrigley 1954); tends to one general factor.
  case quartimax
  /// Correlated factors: direct quartimin, that is oblimin with γ = 0, ¼ Σ λᵢⱼ² λᵢₖ² over pairs
  /// of factors, without normalisation (Jennrich & Sampson 1966), as psych and GPArotation do it.
  case oblimin
  /// Correlated factors: Σᵢ (Πⱼ (λᵢⱼ² + ε))^(1/k) (Yates 1987; Browne 2001); GPArotation's
  /// `geominQ`. It finds simple structure where items load on several factors, and has local
  /// minima more often than the others.
  case geomin
  /// As ``geomin``, with uncorrelated factors (`geominT`).
  case geominOrthogonal
  /// Correlated factors: varimax with Kaiser's normalisation, then by least squares towards its
  /// own loadings raised to a power (Hendrickson & White 1964), as R's `promax`.
  case promax
  /// Correlated factors: least squares to ``RotationOptions/target`` (Browne 1972); `pstQ`, and
  /// `targetQ` where no element is free.
  case target
  /// As ``target``, with uncorrelated factors (`pstT`, `targetT`).
  case targetOrthogonal

  /// Whether the factors stay uncorrelated.
  public var isOrthogonal: Bool {
    switch self {
    case .none, .varimax, .quartimax, .geominOrthogonal, .targetOrthogonal: true
    case .oblimin, .geomin, .promax, .target: false
    }
  }

  /// Whether items are brought to the same communality first, where ``RotationOptions`` do not
  /// say.
  public var isNormalisedByHabit: Bool { self == .varimax || self == .promax }

  /// Whether the factors stand where the target puts them, and not in the order of what they
  /// explain.
  public var hasTarget: Bool { self == .target || self == .targetOrthogonal }
}

/// What a rotation needs to know beyond its name.
public struct RotationOptions: Hashable, Sendable {
  /// Kaiser's normalisation: each item's loadings are divided by the root of its communality,
  /// rotated, and multiplied again. Nil for what the rotation usually does: yes for varimax and
  /// promax, no for the others.
  public var isNormalised: Bool?
  /// How many starts are tried: the unrotated solution, and random orthogonal matrices for the
  /// others. At least one.
  public var starts: Int
  /// Of the random starts: the same seed gives the same solution, whatever the number of threads.
  public var seed: UInt64
  /// ε of geomin: 0.01, as in GPArotation; lavaan takes 0.001.
  public var geominEpsilon: Double
  /// The power of promax: 4, as in R.
  public var promaxPower: Double
  /// What the target rotations turn towards.
  public var target: RotationTarget?

  public init(
    isNormalised: Bool? = nil, starts: Int = 30, seed: UInt64 = 1,
    target: RotationTarget? = nil
  ) {
    precondition(starts > 0, "at least one start")
    self.isNormalised = isNormalised
    self.starts = starts
    self.seed = seed
    geominEpsilon = 0.01
    promaxPower = 4
    self.target = target
  }
}

/// The loadings that a rotation is to come near, items × factors, some or all of them.
///
/// ```swift
/// let target = RotationTarget([[nil, 0], [nil, 0], [0, nil], [0, nil]])
/// ```
public struct RotationTarget: Hashable, Sendable {
  /// Row after row; nil where the loading is free to be anything.
  public let loadings: [[Double?]]

  /// - Parameter loadings: One row for each item, one element for each factor.
  public init(_ loadings: [[Double?]]) {
    precondition(
      Set(loadings.map(\.count)).count <= 1, "a target has as many factors in each row")
    self.loadings = loadings
  }
}
