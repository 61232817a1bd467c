import NumericalMethods
import Parallelism

extension ReplicateDesign {
  /// The population's mean; see ``SurveyDesign/mean(of:)``.
  public func mean(of values: [Double]) -> Estimate {
    ratioEstimate(design.linearisedMean(of: values), values, over: nil)
  }

  /// The share of those for whom something is true; see ``SurveyDesign/proportion(of:)``.
  public func proportion(of values: [Double]) -> Estimate {
    ratioEstimate(design.linearisedProportion(of: values), values, over: nil)
  }

  /// The population's total; see ``SurveyDesign/total(of:)``.
  public func total(of values: [Double]) -> Estimate {
    let statistic = design.linearisedTotal(of: values)
    let totals = replicateTotals(of: [values], over: statistic.base)
    return estimate(statistic, replicates: totals.column(0))
  }

  /// The ratio of two totals; see ``SurveyDesign/ratio(of:to:)``.
  public func ratio(of numerator: [Double], to denominator: [Double]) -> Estimate {
    ratioEstimate(
      design.linearisedRatio(of: numerator, to: denominator), numerator, over: denominator)
  }

  /// Means of several columns, each of those who answered, with their covariance.
  public func means(of columns: [[Double]], names: [String]) -> EstimateVector {
    let statistics = columns.map(design.linearisedMean)
    let replicates = zip(statistics, columns).map { ratios($0, $1, over: nil) }
    return vector(statistics, replicates: replicates, names: names)
  }

  /// Any statistic of the weights, such as a quantile or a regression's slope: computed once for
  /// each replicate, on all cores. O(replicates × what it costs).
  ///
  /// - Parameter statistic: Of one weight for each interview; NaN where there is none. It must
  ///   not change with the weights' scale alone unless that is meant.
  public func estimate(
    of values: [Double], _ statistic: @Sendable ([Double]) -> Double
  ) -> Estimate {
    let base = design.base(answering: [values])
    let replicates = concurrentMap(replicateCount) { replicate in
      statistic(weights(ofReplicate: replicate, over: base))
    }
    var whole = design.weights
    for row in whole.indices where !base.contains[row] { whole[row] = 0 }
    let value = statistic(whole)
    return Estimate(
      value: value,
      standardError: covariance([value], [replicates])[0].squareRoot(),
      degreesOfFreedom: degreesOfFreedom(of: base), base: base.estimateBase)
  }

  private func weights(ofReplicate replicate: Int, over base: AnswerBase) -> [Double] {
    rowWeights.indices.map { row in
      base.contains[row] ? rowWeights[row] * factors[Int(unitOfRow[row]), replicate] : 0
    }
  }
}

extension ReplicateDesign {
  private func ratioEstimate(
    _ statistic: LinearisedStatistic, _ numerator: [Double], over denominator: [Double]?
  ) -> Estimate {
    estimate(statistic, replicates: ratios(statistic, numerator, over: denominator))
  }

  /// Σwy / Σwx in each replicate; Σwy / Σw without a denominator.
  private func ratios(
    _ statistic: LinearisedStatistic, _ numerator: [Double], over denominator: [Double]?
  ) -> [Double] {
    let ones = denominator ?? Array(repeating: 1, count: numerator.count)
    let totals = replicateTotals(of: [numerator, ones], over: statistic.base)
    return zip(totals.column(0), totals.column(1)).map { $1 == 0 ? .nan : $0 / $1 }
  }

  private func estimate(_ statistic: LinearisedStatistic, replicates: [Double]) -> Estimate {
    vector([statistic], replicates: [replicates], names: [""])[0]
  }

  private func vector(
    _ statistics: [LinearisedStatistic], replicates: [[Double]], names: [String]
  ) -> EstimateVector {
    let covariance = covariance(statistics.map(\.value), replicates)
    let count = statistics.count
    return EstimateVector(
      names: names,
      estimates: statistics.indices.map { index in
        estimate(statistics[index], variance: covariance[index * count + index])
      }, covariance: covariance, base: .union(statistics.map(\.base)))
  }

  private func estimate(_ statistic: LinearisedStatistic, variance: Double) -> Estimate {
    let isEmpty = statistic.base.count == 0
    return Estimate(
      value: isEmpty ? .nan : statistic.value,
      standardError: isEmpty ? .nan : variance.squareRoot(),
      degreesOfFreedom: degreesOfFreedom(of: statistic.base), base: statistic.base.estimateBase,
      kind: statistic.kind,
      designEffect: statistic.simpleRandomVariance.map { variance / $0 })
  }

  /// Of given columns the rank decides; of replicates made here the clusters that answered.
  private func degreesOfFreedom(of base: AnswerBase) -> Int {
    method == nil ? degreesOfFreedom : min(base.degreesOfFreedom, replicateCount - 1)
  }
}

extension ReplicateDesign {
  /// Weighted totals in each replicate: replicates × columns.
  ///
  /// One pass over the rows sums each column by unit; the rest is a product of matrices.
  /// O(rows × columns + units × replicates × columns).
  func replicateTotals(of columns: [[Double]], over base: AnswerBase) -> Matrix {
    var sums = Matrix(rows: factors.rows, columns: columns.count)
    for (index, values) in columns.enumerated() {
      for row in values.indices where base.contains[row] {
        sums[Int(unitOfRow[row]), index] += rowWeights[row] * values[row]
      }
    }
    return factors.transposedTimes(sums)
  }

  /// s Σᵣ sᵣ (θᵣ − c)(θᵣ − c)ᵀ, row after row. A replicate in which a statistic does not exist,
  /// its domain being empty there, is left out of what concerns that statistic.
  func covariance(_ values: [Double], _ replicates: [[Double]]) -> [Double] {
    let deviations = zip(values, replicates).map { value, own -> [Double] in
      let used = own.indices.filter { own[$0].isFinite && replicateScales[$0] > 0 }
      let mean = used.reduce(0) { $0 + own[$1] } / Double(max(1, used.count))
      let origin = centre == .fullSample ? value : mean
      return own.indices.map { replicate in
        let root = (scale * replicateScales[replicate]).squareRoot()
        return own[replicate].isFinite ? root * (own[replicate] - origin) : 0
      }
    }
    return crossProducts(deviations)
  }
}
