/// Several estimates of one design, with their covariance.
public struct EstimateVector: Sendable {
  public let names: [String]
  public let estimates: [Estimate]
  /// Row after row.
  private let covariances: [Double]
  private let degreesOfFreedom: Int
  private let base: Estimate.Base

  init(names: [String], estimates: [Estimate], covariance: [Double], base: AnswerBase) {
    self.init(
      names: names, estimates: estimates, covariance: covariance,
      degreesOfFreedom: base.degreesOfFreedom, base: base.estimateBase)
  }

  /// - Parameter covariance: Row after row.
  package init(
    names: [String], estimates: [Estimate], covariance: [Double], degreesOfFreedom: Int,
    base: Estimate.Base
  ) {
    self.names = names
    self.estimates = estimates
    covariances = covariance
    self.degreesOfFreedom = degreesOfFreedom
    self.base = base
  }

  public var count: Int { estimates.count }

  public subscript(index: Int) -> Estimate { estimates[index] }

  /// The estimate of a name; nil where there is none.
  public subscript(name: String) -> Estimate? {
    names.firstIndex(of: name).map { estimates[$0] }
  }

  /// The same covariance of estimates that are told with fewer digits.
  package func having(_ estimates: [Estimate]) -> EstimateVector {
    precondition(estimates.count == count, "one for each name")
    return EstimateVector(
      names: names, estimates: estimates, covariance: covariances,
      degreesOfFreedom: degreesOfFreedom, base: base)
  }

  /// The covariance of two of the estimates; a variance where they are one.
  public func covariance(_ i: Int, _ j: Int) -> Double { covariances[i * count + j] }

  /// Σ c θ̂ with the standard error that takes the covariance into account, √(cᵀVc).
  ///
  /// - Parameter coefficients: One for each estimate.
  public func contrast(_ coefficients: [Double]) -> Estimate {
    precondition(coefficients.count == count, "one coefficient for each estimate")
    var value = 0.0
    var variance = 0.0
    for i in 0..<count where coefficients[i] != 0 {
      value += coefficients[i] * estimates[i].value
      // A coefficient of 0 leaves an estimate out, one that does not exist too.
      for j in 0..<count where coefficients[j] != 0 {
        variance += coefficients[i] * coefficients[j] * covariance(i, j)
      }
    }
    return Estimate(
      value: value, standardError: variance < 0 ? 0 : variance.squareRoot(),
      degreesOfFreedom: degreesOfFreedom, base: base,
      isFixedByWeighting: zip(coefficients, estimates).allSatisfy {
        $0 == 0 || $1.isFixedByWeighting
      })
  }

  /// The difference of two of the estimates, with their covariance.
  public func difference(_ i: Int, _ j: Int) -> Estimate {
    contrast((0..<count).map { ($0 == i ? 1 : 0) - ($0 == j ? 1 : 0) })
  }
}
