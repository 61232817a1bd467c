/// How weights were made, and what they cost: to be printed beside whatever uses them.
public struct WeightingPassport: Hashable, Sendable {
  public struct Category: Hashable, Sendable {
    public let name: String
    /// The interviews in it, unweighted.
    public let count: Int
    /// Its share of the base weights, of those whose category is known.
    public let baseShare: Double
    /// Its share in the population.
    public let targetShare: Double
    /// Its share of the final weights, of those whose category is known.
    public let weightedShare: Double
  }

  public struct Margin: Hashable, Sendable {
    public let name: String
    public let categories: [Category]
    /// The targets' sum as given.
    public let total: Double
    /// Whether the targets were scaled to the first margin's total.
    public let isScaled: Bool
    /// Interviews whose category is not known. Together they keep their share of the base
    /// weights; the targets apply to the others.
    public let unknownCount: Int
  }

  public let margins: [Margin]
  /// The population that the weights add up to: the first margin's total.
  public let populationTotal: Double
  public let options: RakingOptions
  public let iterations: Int
  /// The largest relative difference of a category's weighted count from its target.
  public let largestError: Double
  /// Interviews whose weight stands at the lower and at the upper limit.
  public let countAtLowerLimit: Int
  public let countAtUpperLimit: Int
  /// The weights' spread at the end.
  public let spread: WeightSpread
}

/// How unequal weights are.
public struct WeightSpread: Hashable, Sendable {
  /// Interviews with a weight above 0.
  public let count: Int
  public let minimum: Double
  public let maximum: Double
  public let mean: Double
  /// Kish's effective sample size, (Σw)² / Σw².
  public let effectiveCount: Double

  /// Kish's design effect of unequal weights, n Σw² / (Σw)².
  ///
  /// > L. Kish (1965). *Survey Sampling*, §11.7. Wiley. Weights of 0 are not counted in n.
  public var kishDesignEffect: Double { Double(count) / effectiveCount }

  init(_ weights: [Double]) {
    let positive = weights.filter { $0 > 0 }
    let sum = positive.reduce(0, +)
    count = positive.count
    minimum = positive.min() ?? .nan
    maximum = positive.max() ?? .nan
    mean = sum / Double(positive.count)
    effectiveCount = sum * sum / sumOfProducts(positive, positive)
  }
}

extension SurveyDesign {
  /// How unequal the weights of the domain are.
  public var weightSpread: WeightSpread { WeightSpread(weights) }
}
