import NumericalMethods
import Parallelism

extension ReplicateDesign {
  /// Any statistic of the weights, such as a correlation: computed once for each replicate, on all
  /// cores.
  ///
  /// Means, totals, shares, ratios, quantiles and models have methods of ``SurveyDesign``; see
  /// ``surveyDesign``.
  ///
  /// - Parameters:
  ///   - values: One answer for each interview, NaN for none: who has none has weight 0.
  ///   - statistic: A function of one weight for each interview; NaN where there is none. It must
  ///     not change with the weights' scale alone unless that is meant.
  /// - Returns: The statistic of the whole sample; its variance is s Σᵣ sᵣ (θᵣ − c)², without the
  ///   replicates in which it does not exist. O(replicates × what it costs).
  public func estimate(
    of values: [Double], _ statistic: @Sendable ([Double]) -> Double
  ) -> Estimate {
    let design = surveyDesign
    let base = design.base(answering: [values])
    let whole = statistic(zip(base.contains, design.weights).map { $0 ? $1 : 0 })
    let replicates = concurrentMap(replicateCount) { replicate in
      statistic(weights(ofReplicate: replicate, over: base))
    }
    let deviations = ReplicateErrors(self)
      .deviations(ofValues: replicates, from: whole)
    return Estimate(
      value: whole, standardError: sumOfProducts(deviations, deviations).squareRoot(),
      degreesOfFreedom: base.degreesOfFreedom, base: base.estimateBase)
  }

  private func weights(ofReplicate replicate: Int, over base: AnswerBase) -> [Double] {
    rowWeights.indices.map { row in
      base.contains[row] ? rowWeights[row] * factors[Int(unitOfRow[row]), replicate] : 0
    }
  }
}
