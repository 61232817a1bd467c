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
  package func rounded(to step: Double?) -> Estimate {
    guard let step, step > 0, value.isFinite else { return self }
    var value = value.rounded(toStep: step)
    guard kind == .proportion else {
      return Estimate(
        value: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
        base: base, kind: kind, designEffect: designEffect,
        isFixedByWeighting: isFixedByWeighting, imputation: imputation)
    }
    if self.value > 0, self.value < 1 { value = min(max(value, step), (1 - step)) }
    return Estimate(
      value: value.rounded(toStep: step), standardError: standardError.rounded(toStep: step / 10),
      degreesOfFreedom: degreesOfFreedom, base: base, kind: kind,
      designEffect: designEffect?.rounded(toStep: 0.01), isFixedByWeighting: isFixedByWeighting,
      imputation: imputation)
  }
}

extension Estimate {
  /// A total whose mean is rounded: it tells no more than the mean and the weight of its base.
  func rounded(toStepOfMean step: Double?) -> Estimate {
    guard let step, weightedCount > 0, value.isFinite else { return self }
    return having((value / weightedCount).rounded(toStep: step) * weightedCount, digits: nil)
  }

  /// The estimate with another value; the error of a share with no more digits than the step allows.
  func having(_ value: Double, digits step: Double?) -> Estimate {
    let isShare = kind == .proportion && step != nil
    return Estimate(
      value: value,
      standardError: isShare ? standardError.rounded(toStep: (step ?? 1) / 10) : standardError,
      degreesOfFreedom: degreesOfFreedom, base: base, kind: kind,
      designEffect: isShare ? nil : designEffect, isFixedByWeighting: isFixedByWeighting,
      imputation: imputation)
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
