extension SurveyDesign {
  /// Deviations by cluster, whose sum of squares is the variance of a statistic, and whose sums of
  /// products are the covariances of several.
  ///
  ///     dₕᵢ = √((1 − fₕ) nₕ/(nₕ − 1)) (zₕᵢ − z̄ₕ)
  ///
  /// - Parameter contributions: What each interview adds to the statistic, wᵢuᵢ.
  /// - Returns: One for each cluster, and whether weighting fixes the statistic: then its
  ///   contributions are linear in what was raked to, and nothing is left of them.
  ///
  /// O(interviews + clusters), and O(cells × categories) where the design is raked.
  ///
  /// > T. Lumley (2010). *Complex Surveys*, §2.2; J.-C. Deville, C.-E. Särndal (1992). "Calibration
  /// > estimators in survey sampling". *JASA* 87, §3, for the residuals.
  func deviations(of contributions: [Double]) -> (byCluster: [Double], isFixed: Bool) {
    precondition(contributions.count == count, "one contribution for each interview")
    guard let calibration else { return (clusterDeviations(of: contributions), false) }
    let residuals = calibration.residuals(of: contributions)
    var before = 0.0
    var after = 0.0
    for row in residuals.indices {
      before += abs(contributions[row])
      after += abs(residuals[row])
    }
    let isFixed = before > 0 && after <= 1e-9 * before
    return (clusterDeviations(of: residuals), isFixed)
  }

  /// What each interview adds to a statistic's error, without what weighting explains of it: the
  /// contributions themselves where the weights are the base weights.
  ///
  /// - Parameter statistic: Made by this design, or by a domain of it.
  public func unexplainedContributions(of statistic: LinearisedStatistic) -> [Double] {
    calibration?.residuals(of: statistic.contributions) ?? statistic.contributions
  }

  /// The covariance of two statistics, over this design's strata and clusters, from what each
  /// interview adds to them; a variance where they are one.
  ///
  /// It links statistics of different samples that share clusters: each sample's contributions
  /// stand in the rows of its own interviews, and are 0 in the others'.
  public func covariance(ofContributions first: [Double], and second: [Double]) -> Double {
    sumOfProducts(deviations(of: first).byCluster, deviations(of: second).byCluster)
  }

  private func clusterDeviations(of contributions: [Double]) -> [Double] {
    var totals = Array(repeating: 0.0, count: frame.clusterCount)
    for row in contributions.indices { totals[Int(frame.clusterOfRow[row])] += contributions[row] }
    var means = Array(repeating: 0.0, count: frame.stratumCount)
    for cluster in totals.indices { means[Int(frame.stratumOfCluster[cluster])] += totals[cluster] }
    let grandMean = means.reduce(0, +) / Double(totals.count)
    for stratum in means.indices {
      means[stratum] =
        scales.isCentredOnAll[stratum]
        ? grandMean : means[stratum] / Double(frame.clusterCounts[stratum])
    }
    for cluster in totals.indices {
      let stratum = Int(frame.stratumOfCluster[cluster])
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
