extension ReplicateDesign {
  /// The number that a share p of the population does not exceed; see
  /// ``SurveyDesign/quantile(_:of:level:by:interval:)``. Its error is the spread of the replicates'
  /// quantiles, which the jackknife knows badly: take the bootstrap or balanced replicates.
  ///
  /// The answers are put in order once: O(n log n + replicates × n).
  public func quantile(
    _ probability: Double, of values: [Double], by rule: QuantileRule = .math
  ) -> Estimate {
    precondition(probability > 0 && probability < 1, "a quantile's probability is 0…1")
    let order = values.indices.filter { values[$0].isFinite }.sorted {
      (values[$0], $0) < (values[$1], $1)
    }
    return estimate(of: values) { weights in
      let used = order.filter { weights[$0] > 0 }
      guard !used.isEmpty else { return .nan }
      let ordered = OrderedAnswers(
        sorted: used.map { values[$0] }, weights: used.map { weights[$0] })
      return ordered.quantile(probability, by: rule)
    }
  }
}
