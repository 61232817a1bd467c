/// How weights were made, and what they cost: to be printed beside whatever uses them.
public struct WeightingPassport: Hashable, Sendable {
  public struct Category: Hashable, Sendable {
    public let name: String
    /// The categories that were merged into it because it was asked for; empty for none.
    public let mergedFrom: [String]
    /// The interviews in it, unweighted.
    public let count: Int
    /// Its share of the base weights, of those whose category is known.
    public let baseShare: Double
    /// Its people, as the target was given.
    public let population: Double
    /// Its share in the population.
    public let targetShare: Double
    /// Its share of the final weights, of those whose category is known.
    public let weightedShare: Double
    /// The mean of its weights, in mean weights of the sample.
    public let meanWeight: Double
    /// How many of the ``WeightingPassport/largestWeightCount`` largest weights it carries.
    public let largestWeightCount: Int
  }

  /// A sum of numbers that weights were made to agree with.
  public struct Total: Hashable, Sendable {
    public let name: String
    public let target: Double
    /// By the base weights as they were.
    public let baseTotal: Double
    public let weightedTotal: Double
  }

  public struct Margin: Hashable, Sendable {
    public let name: String
    /// Where the targets come from, and of what date; empty where it was not told.
    public let source: String
    public let date: String
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
  public let totals: [Total]
  /// The population that the weights add up to: the first margin's total.
  public let populationTotal: Double
  /// Method, limits, bounds and tolerance.
  public let options: WeightingOptions
  public let iterations: Int
  /// The largest relative difference of a category's weighted count from its target.
  public let largestError: Double
  /// Interviews whose weight stands at the lower and at the upper limit (or whose factor stands at
  /// a bound).
  public let countAtLowerLimit: Int
  public let countAtUpperLimit: Int
  /// The number of weights that count as the largest: one in twenty, and those equal to them, but
  /// none that is at most the mean. ``Category/largestWeightCount`` says who carries them.
  public let largestWeightCount: Int
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

  /// Which weights are among the largest twentieth and above the mean. O(n).
  static func largestWeights(_ weights: [Double]) -> [Bool] {
    let positive = weights.filter { $0 > 0 }
    guard !positive.isEmpty else { return weights.map { _ in false } }
    let least = positive.least(ofLargest: max(1, positive.count / 20))
    let mean = positive.reduce(0, +) / Double(positive.count)
    return weights.map { $0 >= least && $0 > mean * (1 + 1e-9) }
  }

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
