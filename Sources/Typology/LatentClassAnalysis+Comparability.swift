import NumericalMethods
import Parallelism

/// Whether the classes answer alike in all groups, without which their shares in the groups are
/// shares of different things.
public struct ClassComparability: Hashable, Sendable {
  /// Of the model in which all groups have the same probabilities of answers.
  public let common: InformationCriteria
  /// Of the model in which each group has its own, fitted from the common ones on.
  public let separate: InformationCriteria
  /// For each class, the largest difference between a group's own probability of an answer and the
  /// common one.
  public let largestDifferences: [Double]

  public struct InformationCriteria: Hashable, Sendable {
    public let logLikelihood: Double
    public let parameterCount: Int
    public let bic, aic: Double

    init(logLikelihood: Double, parameterCount: Int, interviews: Int) {
      self.logLikelihood = logLikelihood
      self.parameterCount = parameterCount
      bic = -2 * logLikelihood + Double(parameterCount) * Elementary.log(Double(interviews))
      aic = -2 * logLikelihood + 2 * Double(parameterCount)
    }
  }

  /// Whether BIC prefers the common probabilities.
  public var isComparable: Bool { common.bic <= separate.bic }
}

extension LatentClassAnalysis {
  /// Sets the common probabilities of answers against probabilities of each group's own.
  ///
  /// - Returns: Nil where there is one group.
  /// > L. M. Collins, S. T. Lanza (2010). *Latent Class and Latent Transition Analysis*, ch. 5.
  /// > Wiley.
  public func comparability() -> ClassComparability? {
    let groupCount = model.patterns.groupCount
    guard groupCount > 1 else { return nil }
    let own = concurrentMap(groupCount) { group in
      LatentClassModel(
        model.patterns, classes: classes,
        weights: zip(model.patterns.groups, model.weights).map { $0 == group ? $1 : 0 }
      ).run(from: parameters, tolerance: 1e-7, cycles: search.cycles)
    }
    let answers = model.parameterCount - groupCount * (classes - 1)
    return ClassComparability(
      common: .init(
        logLikelihood: logLikelihood, parameterCount: parameterCount, interviews: interviewCount),
      separate: .init(
        logLikelihood: own.reduce(0) { $0 + $1.logLikelihood },
        parameterCount: parameterCount + (groupCount - 1) * answers, interviews: interviewCount),
      largestDifferences: (0..<classes).map { place in
        own.reduce(0) { largest, run in
          zip(run.parameters.probabilities.column(place), parameters.probabilities.column(place))
            .reduce(largest) { max($0, abs($1.0 - $1.1)) }
        }
      })
  }

  /// How often the same classes come out of bootstrap samples of sampling points.
  ///
  /// - Parameter resamples: The number of bootstrap samples, each with ten starts.
  public func stability(resamples: Int = 50) -> ClusterStability {
    ClusterStability(
      memberships, clusters: classes, design: design, resamples: resamples, seed: search.seed
    ) { counts, seed in
      let weights = zip(counts, design.weights).map { $0 * $1 }
      let resampled = LatentClassModel(
        model.patterns, classes: classes, weights: model.patterns.weights(ofRows: weights))
      let runs = resampled.runs(10, seed: seed, cycles: search.cycles)
      return resampled.memberships(resampled.expectation(runs[0].parameters).posteriors)
    }
  }
}
