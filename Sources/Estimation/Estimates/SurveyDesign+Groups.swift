import NumericalMethods

extension SurveyDesign {
  /// The means of an answer in each of several groups, such as cities or ages, with their
  /// covariance.
  ///
  /// Each is the mean of a domain, as ``domain(_:)`` and ``mean(of:)`` make it, but the rows are
  /// gone over once for all groups, and the variances come of sums by cluster.
  ///
  /// - Parameters:
  ///   - values: One answer for each interview, NaN for none.
  ///   - groups: The group of each interview.
  /// - Returns: A mean for each category in order; NaN for one without answers (R: `svyby` with
  ///   `covmat = TRUE`). O(interviews + clusters × groups²); with calibrated weights
  ///   O(interviews × groups).
  /// > T. Lumley (2010). *Complex Surveys*, §2.2 and §2.4. Wiley.
  public func means(of values: [Double], by groups: CategoricalAnswers) -> EstimateVector {
    precondition(values.count == count && groups.codes.count == count, "the design's rows")
    guard isSummedByCluster(groups: groups.categories.count) else {
      return estimates(
        groups.categories.indices.map { group in
          domain(groups.codes.map { Int($0) == group }).linearisedMean(of: values)
        }, names: groups.categories)
    }
    let sums = clusterSums(of: values, by: groups.codes, count: groups.categories.count)
    let deviations = groups.categories.indices.map { meanDeviations(sums, group: $0) }
    return EstimateVector(
      names: groups.categories,
      estimates: deviations.indices.map { mean(sums, group: $0, deviations[$0]) },
      covariance: crossProducts(deviations),
      degreesOfFreedom: sums.degreesOfFreedom(of: groups.categories.indices, frame),
      base: sums.base(of: groups.categories.indices))
  }

  private func meanDeviations(_ sums: ClusterSums, group: Int) -> [Double] {
    let weight = sums.weights[group]
    let mean = sums.values[group] / weight
    let stride = 2 * sums.groupCount
    return deviations(
      ofClusterTotals: sums.byCluster.withUnsafeBufferPointer { byCluster in
        (0..<frame.clusterCount).map { cluster in
          let place = cluster * stride + 2 * group
          return (byCluster[place + 1] - mean * byCluster[place]) / weight
        }
      })
  }

  private func mean(_ sums: ClusterSums, group: Int, _ deviations: [Double]) -> Estimate {
    let weight = sums.weights[group]
    let centred = sums.values[group] / weight
    let variance = sumOfProducts(deviations, deviations)
    let spread = sums.squares[group] / weight - centred * centred
    let simple = spread / Double(sums.counts[group] - 1)
    let isEmpty = sums.counts[group] == 0
    return Estimate(
      value: isEmpty ? .nan : sums.origin + centred,
      standardError: isEmpty ? .nan : variance.squareRoot(),
      degreesOfFreedom: sums.degreesOfFreedom(of: [group], frame), base: sums.base(of: group),
      designEffect: sums.counts[group] > 1 && simple > 0 ? variance / simple : nil)
  }
}
