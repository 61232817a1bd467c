import NumericalMethods

extension ReplicateDesign {
  /// The means of an answer in each of several groups, with their covariance; see
  /// ``SurveyDesign/means(of:by:)``.
  ///
  /// The rows are gone over once for all groups: their sums by unit, times the replicates' factors,
  /// are the totals of all groups in all replicates, as one product of matrices.
  ///
  /// - Parameters:
  ///   - values: One answer for each interview, NaN for none.
  ///   - groups: The group of each interview.
  /// - Returns: A mean for each category in order; NaN for one without answers.
  ///   O(interviews + units × groups × replicates).
  public func means(of values: [Double], by groups: CategoricalAnswers) -> EstimateVector {
    precondition(
      values.count == design.count && groups.codes.count == design.count, "the design's rows")
    let names = groups.categories
    let rows = ClusterSums.Rows(
      weights: rowWeights, isMember: design.isMember, clusters: unitOfRow, groups: groups.codes,
      values: values)
    let units = ClusterSums(rows, clusterCount: factors.rows, groupCount: names.count)
    let whole = design.clusterSums(of: values, by: groups.codes, count: names.count)
    let totals =
      Matrix(rows: 2 * names.count, columns: factors.rows, elements: units.byCluster)
      * factors
    let replicates = names.indices.map { group in
      (0..<replicateCount).map { replicate in
        units.origin + totals[2 * group + 1, replicate] / totals[2 * group, replicate]
      }
    }
    let means = names.indices.map { whole.origin + whole.values[$0] / whole.weights[$0] }
    let covariance = covariance(means, replicates)
    return EstimateVector(
      names: names,
      estimates: names.indices.map { group in
        let isEmpty = whole.counts[group] == 0
        let variance = covariance[group * names.count + group]
        return Estimate(
          value: means[group], standardError: isEmpty ? .nan : variance.squareRoot(),
          degreesOfFreedom: degreesOfFreedom(whole, [group]), base: whole.base(of: group),
          designEffect: whole.simpleRandomVariance(of: group).map { variance / $0 })
      }, covariance: covariance, degreesOfFreedom: degreesOfFreedom(whole, Array(names.indices)),
      base: whole.base(of: names.indices))
  }

  private func degreesOfFreedom(_ sums: ClusterSums, _ groups: [Int]) -> Int {
    method == nil
      ? degreesOfFreedom
      : min(sums.degreesOfFreedom(of: groups, design.frame), replicateCount - 1)
  }
}

extension ClusterSums {
  /// The variance of a group's mean in a simple random sample with replacement.
  fileprivate func simpleRandomVariance(of group: Int) -> Double? {
    let centred = values[group] / weights[group]
    let variance = (squares[group] / weights[group] - centred * centred) / Double(counts[group] - 1)
    return counts[group] > 1 && variance > 0 ? variance : nil
  }
}
