import Estimation

extension Estimate {
  /// The estimate with no more digits than may be told: the value as a multiple of a step.
  ///
  /// A share's error is rounded too, to tenths of the step, and its design effect to hundredths:
  /// together with the base they would tell the share. A share of somebody is not rounded to
  /// nobody, nor one of less than all to all. Intervals that are made from the rounded estimate
  /// hold nothing that it does not.
  ///
  /// - Parameter step: A power of ten; nil leaves the estimate as it is.
  func rounded(to step: Double?) -> Estimate {
    guard let step, step > 0, value.isFinite else { return self }
    var value = value.rounded(toStep: step)
    guard kind == .proportion else {
      return Estimate(
        value: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
        base: base, kind: kind, designEffect: designEffect,
        isFixedByWeighting: isFixedByWeighting)
    }
    if self.value > 0, self.value < 1 { value = min(max(value, step), (1 - step)) }
    return Estimate(
      value: value.rounded(toStep: step), standardError: standardError.rounded(toStep: step / 10),
      degreesOfFreedom: degreesOfFreedom, base: base, kind: kind,
      designEffect: designEffect?.rounded(toStep: 0.01), isFixedByWeighting: isFixedByWeighting)
  }
}

extension Double {
  /// The nearest multiple of a power of ten, as the decimal that is nearest to it.
  func rounded(toStep step: Double) -> Double {
    guard isFinite else { return self }
    guard step < 1 else { return (self / step).rounded() * step }
    let inverse = (1 / step).rounded()
    return (self * inverse).rounded() / inverse + 0
  }
}
