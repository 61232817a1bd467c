extension SurveyDesign {
  /// The population's mean, from the weighted answers.
  ///
  ///     ŷ = Σ wᵢyᵢ / Σ wᵢ
  ///
  /// - Parameter values: One answer for each interview, in the design's order; NaN (or an
  ///   infinite number) for none: those who answered are a domain.
  /// - Returns: The mean, in the unit of `values`; its variance is that of the totals of its
  ///   influence values by cluster: Σₕ (1 − fₕ) nₕ/(nₕ − 1) Σᵢ (zₕᵢ − z̄ₕ)².
  /// > T. Lumley (2010). *Complex Surveys*, §2.2. Wiley.
  public func mean(of values: [Double]) -> Estimate { estimate(linearisedMean(of: values)) }

  /// The population's total, Σ wᵢyᵢ, of those who answered.
  ///
  /// - Parameter values: One answer for each interview, NaN for none.
  /// - Returns: The total in the unit of `values`, right only where weights add up to people.
  /// > T. Lumley (2010). *Complex Surveys*, §2.2. Wiley.
  public func total(of values: [Double]) -> Estimate { estimate(linearisedTotal(of: values)) }

  /// The share of those for whom something is true, of those of whom it is known.
  ///
  /// - Parameter values: 1 (true), 0 (false) or NaN (not known) for each interview.
  /// - Returns: The share, 0…1, whose interval is on the logit scale.
  public func proportion(of values: [Double]) -> Estimate {
    estimate(linearisedProportion(of: values))
  }

  /// The ratio of two totals, Σ wᵢyᵢ / Σ wᵢxᵢ.
  ///
  /// > T. Lumley (2010). *Complex Surveys*, §2.3. Wiley.
  public func ratio(of numerator: [Double], to denominator: [Double]) -> Estimate {
    estimate(linearisedRatio(of: numerator, to: denominator))
  }

  /// Means of several columns, each of those who answered, with their covariance.
  public func means(of columns: [[Double]], names: [String]) -> EstimateVector {
    estimates(columns.map(linearisedMean), names: names)
  }

  /// The estimate of a statistic: its standard error from this design's strata and clusters.
  public func estimate(_ statistic: LinearisedStatistic) -> Estimate {
    let deviations = self.deviations(of: statistic)
    return estimate(statistic, deviations.byCluster, isFixed: deviations.isFixed)
  }

  /// Estimates of several statistics with their covariance.
  public func estimates(
    _ statistics: [LinearisedStatistic], names: [String]
  ) -> EstimateVector {
    precondition(statistics.count == names.count, "one name for each statistic")
    let deviations = statistics.map { self.deviations(of: $0) }
    return EstimateVector(
      names: names,
      estimates: statistics.indices.map {
        estimate(statistics[$0], deviations[$0].byCluster, isFixed: deviations[$0].isFixed)
      },
      covariance: crossProducts(deviations.map(\.byCluster)),
      base: statistics.isEmpty ? base(of: isMember) : .union(statistics.map(\.base)))
  }

  private func estimate(
    _ statistic: LinearisedStatistic, _ deviations: [Double], isFixed: Bool
  ) -> Estimate {
    let variance = sumOfProducts(deviations, deviations)
    let isEmpty = statistic.base.count == 0
    return Estimate(
      value: isEmpty ? .nan : statistic.value,
      standardError: isEmpty ? .nan : isFixed ? 0 : variance.squareRoot(),
      degreesOfFreedom: statistic.base.degreesOfFreedom, base: statistic.base.estimateBase,
      kind: statistic.kind,
      designEffect: isFixed ? nil : statistic.simpleRandomVariance.map { variance / $0 },
      isFixedByWeighting: isFixed)
  }
}

/// The symmetric matrix Σ aᵢbᵢ of all pairs, row after row.
func crossProducts(_ columns: [[Double]]) -> [Double] {
  let size = columns.count
  var products = Array(repeating: 0.0, count: size * size)
  for i in 0..<size {
    for j in 0...i {
      let product = sumOfProducts(columns[i], columns[j])
      products[i * size + j] = product
      products[j * size + i] = product
    }
  }
  return products
}
