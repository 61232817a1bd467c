import NumericalMethods

extension SurveyDesign {
  /// Deviations by cluster, whose sum of squares is the variance of a statistic, and whose sums of
  /// products are the covariances of several.
  ///
  ///     dₕᵢ = √((1 − fₕ) nₕ/(nₕ − 1)) (zₕᵢ − z̄ₕ)
  ///
  /// - Parameter contributions: What each interview adds to the statistic, wᵢuᵢ.
  /// - Returns: One for each cluster of each stage, and whether weighting fixes the statistic: then its
  ///   contributions are linear in what was raked to, and nothing is left of them.
  ///
  /// O(interviews + clusters), and O(cells × categories) where the design is raked.
  ///
  /// Where errors come from replicates, there is one for each replicate instead.
  ///
  /// Of several stages, those of a later one are scaled by √f of the stages above; see
  /// ``init(weights:stages:lonelyClusters:)``.
  ///
  /// > T. Lumley (2010). *Complex Surveys*, §2.2; J.-C. Deville, C.-E. Särndal (1992). "Calibration
  /// > estimators in survey sampling". *JASA* 87, §3, for the residuals.
  func deviations(of contributions: [Double]) -> (byCluster: [Double], isFixed: Bool) {
    deviations(of: contributions, over: nil)
  }

  /// Those of a statistic, which may be a ratio; see ``ReplicateErrors``.
  func deviations(of statistic: LinearisedStatistic) -> (byCluster: [Double], isFixed: Bool) {
    if let stack {
      if statistic.replicateValues != nil || statistic.terms.isEmpty {
        return stack.deviations(
          of: statistic.contributions, over: statistic.denominators, value: statistic.value,
          replicateValues: statistic.replicateValues)
      }
      return deviations(of: statistic.contributions)
    }
    guard let replicateErrors else { return deviations(of: statistic.contributions) }
    let linear = deviations(of: statistic.contributions, over: statistic.denominators)
    if let values = statistic.replicateValues {
      return (replicateErrors.deviations(ofValues: values, from: statistic.value), linear.isFixed)
    }
    guard !statistic.terms.isEmpty else { return linear }
    var sum = linear.byCluster.map { _ in 0.0 }
    for (coefficient, term) in statistic.terms {
      for (place, deviation) in deviations(of: term).byCluster.enumerated() {
        sum[place] += coefficient * deviation
      }
    }
    return (sum, linear.isFixed)
  }

  /// - Parameter centre: What lonely clusters are compared with under
  ///   ``LonelyClusterPolicy/centredOnAll``; nil for the mean of this design's clusters.
  func deviations(
    of contributions: [Double], over denominators: [Double]?, lonelyCentre centre: Double? = nil
  ) -> (byCluster: [Double], isFixed: Bool) {
    precondition(contributions.count == count, "one contribution for each interview")
    if let stack {
      return stack.deviations(
        of: contributions, over: denominators, value: .nan, replicateValues: nil)
    }
    let residuals = calibration?.residuals(of: contributions)
    let isFixed = residuals.map { isNothing($0, of: contributions) } ?? false
    if let replicateErrors {
      return (replicateErrors.deviations(of: contributions, over: denominators), isFixed)
    }
    return (clusterDeviations(of: residuals ?? contributions, centre), isFixed)
  }

  private func isNothing(_ residuals: [Double], of contributions: [Double]) -> Bool {
    var before = 0.0
    var after = 0.0
    for row in residuals.indices {
      before += abs(contributions[row])
      after += abs(residuals[row])
    }
    return before > 0 && after <= 1e-9 * before
  }

  /// What each interview adds to a statistic's error, without what weighting explains of it: the
  /// contributions themselves where the weights are the base weights.
  ///
  /// - Parameter statistic: Made by this design, or by a domain of it.
  public func unexplainedContributions(of statistic: LinearisedStatistic) -> [Double] {
    stack?.residuals(of: statistic.contributions)
      ?? calibration?.residuals(of: statistic.contributions) ?? statistic.contributions
  }

  /// The covariance of two statistics, over this design's strata and clusters, from what each
  /// interview adds to them; a variance where they are one.
  ///
  /// It links statistics of different samples that share clusters: each sample's contributions
  /// stand in the rows of its own interviews, and are 0 in the others'.
  public func covariance(ofContributions first: [Double], and second: [Double]) -> Double {
    sumOfProducts(deviations(of: first).byCluster, deviations(of: second).byCluster)
  }

  /// The deviations of all stages, one after the other: sums of products are sums over stages.
  private func clusterDeviations(of contributions: [Double], _ centre: Double?) -> [Double] {
    let first = frame.deviations(of: contributions, scales, lonelyCentre: centre)
    return laterStages.isEmpty
      ? first
      : laterStages.reduce(into: first) { deviations, stage in
        // The same sum over more clusters.
        let own = centre.map { $0 * Double(frame.clusterCount) / Double(stage.frame.clusterCount) }
        deviations += stage.frame.deviations(of: contributions, stage.scales, lonelyCentre: own)
      }
  }

  /// Deviations by cluster of contributions that were added up by cluster already, of a design of
  /// one stage.
  func deviations(ofClusterTotals totals: [Double]) -> [Double] {
    frame.deviations(ofTotals: totals, scales)
  }

  /// The same for the columns of a matrix, clusters × statistics, in place.
  func takeDeviations(ofClusterTotals totals: inout Matrix) {
    for column in 0..<totals.columns {
      let range = column * totals.rows..<(column + 1) * totals.rows
      let deviations = frame.deviations(ofTotals: Array(totals.elements[range]), scales)
      totals.elements.withUnsafeMutableBufferPointer { elements in
        for (place, value) in zip(range, deviations) { elements[place] = value }
      }
    }
  }
}

extension SamplingFrame {
  /// What each cluster's total differs from its stratum's mean, scaled. O(interviews + clusters).
  ///
  /// - Parameter centre: What lonely clusters are compared with instead of the mean of all.
  func deviations(
    of contributions: [Double], _ scales: ClusterScales, lonelyCentre centre: Double? = nil
  ) -> [Double] {
    var totals = Array(repeating: 0.0, count: clusterCount)
    for row in contributions.indices { totals[Int(clusterOfRow[row])] += contributions[row] }
    return deviations(ofTotals: totals, scales, lonelyCentre: centre)
  }

  fileprivate func deviations(
    ofTotals totals: [Double], _ scales: ClusterScales, lonelyCentre centre: Double? = nil
  ) -> [Double] {
    var totals = totals
    var means = Array(repeating: 0.0, count: stratumCount)
    for cluster in totals.indices { means[Int(stratumOfCluster[cluster])] += totals[cluster] }
    let grandMean = centre ?? means.reduce(0, +) / Double(totals.count)
    for stratum in means.indices {
      means[stratum] =
        scales.isCentredOnAll[stratum]
        ? grandMean : means[stratum] / Double(clusterCounts[stratum])
    }
    for cluster in totals.indices {
      let stratum = Int(stratumOfCluster[cluster])
      totals[cluster] = scales.factors[stratum] * (totals[cluster] - means[stratum])
    }
    return totals
  }
}

/// Σ aᵢ bᵢ, from the first to the last.
func sumOfProducts(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
