import NumericalMethods

extension LatentClassAnalysis {
  /// −2 ln L + q ln n, n being the number of interviews: the lower, the better. Weights and
  /// clusters make it a pseudo-likelihood's, which counts a clustered interview in full.
  ///
  /// > G. Schwarz (1978). "Estimating the dimension of a model". *Annals of Statistics* 6(2).
  public var bic: Double {
    -2 * logLikelihood + Double(parameterCount) * Elementary.log(Double(interviewCount))
  }

  /// −2 ln L + q ln ((n + 2)/24), the sample-size adjusted BIC.
  ///
  /// > S. L. Sclove (1987). "Application of model-selection criteria to some problems in
  /// > multivariate analysis". *Psychometrika* 52(3).
  public var adjustedBIC: Double {
    -2 * logLikelihood
      + Double(parameterCount) * Elementary.log((Double(interviewCount) + 2) / 24)
  }

  /// −2 ln L + 2q.
  public var aic: Double { -2 * logLikelihood + 2 * Double(parameterCount) }

  /// How clearly people belong to one class, 1 − Σ w Σₖ (−pₖ ln pₖ)/(n ln K): 1 where nobody is
  /// in doubt, 0 where everybody could be anything. Mplus's; poLCA's entropy is another thing.
  /// Nil for one class.
  ///
  /// > V. Ramaswamy et al. (1993). "An empirical pooling approach for estimating marketing mix
  /// > elasticities with PIMS data". *Marketing Science* 12(1).
  public var entropy: Double? {
    guard classes > 1 else { return nil }
    var sum = 0.0
    for (pattern, weight) in model.weights.enumerated() {
      for place in 0..<classes {
        let probability = patternPosteriors[pattern, place]
        if probability > 0 { sum -= weight * probability * Elementary.log(probability) }
      }
    }
    return 1 - sum / (model.weights.reduce(0, +) * Elementary.log(Double(classes)))
  }

  /// For those whose likeliest class is the row's, the mean probability of each class.
  public var classification: [[Double]] {
    var sums = Array(repeating: Array(repeating: 0.0, count: classes), count: classes)
    let posteriors = posteriors
    for (row, place) in memberships.enumerated() where place >= 0 {
      for (other, probability) in (posteriors[row] ?? []).enumerated() {
        sums[place][other] += design.weights[row] * probability
      }
    }
    return sums.map { row in
      let total = row.reduce(0, +)
      return row.map { $0 / total }
    }
  }

  /// The share of people who do not belong to their likeliest class, 1 − Σ w max p / Σ w.
  public var classificationError: Double {
    var sum = 0.0
    for (pattern, weight) in model.weights.enumerated() {
      sum += weight * (patternPosteriors.row(pattern).max() ?? 0)
    }
    return max(0, 1 - sum / model.weights.reduce(0, +))
  }

  /// How far the model is from the table of all combinations of answers.
  public struct Deviance: Hashable, Sendable {
    /// 2 Σ n ln (n/n̂).
    public let gSquared: Double
    /// Σ (n − n̂)²/n̂ over all cells, those without interviews too.
    public let pearson: Double
    /// Combinations less one, for each group, less the parameters.
    public let degreesOfFreedom: Int
    /// Of G², where weights are equal and clusters absent.
    public let p: Double
  }

  /// Nil where answers are missing, where there are more combinations than interviews, so that
  /// nothing is known of its distribution, or where no degree of freedom is left.
  public var deviance: Deviance? {
    let patterns = model.patterns
    let cells = patterns.blocks.reduce(Double(patterns.groupCount)) { $0 * Double($1.count) }
    guard patterns.isComplete, cells <= Double(interviewCount) else { return nil }
    let freedom = Int(cells) - patterns.groupCount - parameterCount
    guard freedom > 0 else { return nil }
    let saturated = model.saturated
    var sums = (fitted: 0.0, pearson: 0.0)
    for (pattern, weight) in model.weights.enumerated() {
      let fitted = expected(pattern)
      sums.fitted += fitted
      sums.pearson += (weight - fitted) * (weight - fitted) / fitted
    }
    let gSquared = max(0, 2 * (saturated - logLikelihood))
    return Deviance(
      gSquared: gSquared, pearson: sums.pearson + model.weights.reduce(0, +) - sums.fitted,
      degreesOfFreedom: freedom,
      p: Distribution.chiSquared(degreesOfFreedom: Double(freedom)).upperTail(gSquared))
  }

  /// The weight that the model expects of a pattern.
  private func expected(_ pattern: Int) -> Double {
    let patterns = model.patterns
    let group = patterns.groups[pattern]
    let size = model.groupWeights[group] * model.weights.reduce(0, +)
    return (0..<classes).reduce(0) { sum, place in
      let chosen = (0..<patterns.indicators.columns).filter {
        patterns.indicators[pattern, $0] > 0
      }
      return sum
        + chosen.reduce(size * parameters.shares[group, place]) {
          $0 * parameters.probabilities[$1, place]
        }
    }
  }
}

extension LatentClassModel {
  /// Σ W ln (W/W_g): the log-likelihood of the patterns themselves.
  fileprivate var saturated: Double {
    let total = weights.reduce(0, +)
    let sizes = groupWeights.map { $0 * total }
    return zip(patterns.groups, weights).reduce(0) { sum, pattern in
      sum + pattern.1 * Elementary.log(pattern.1 / sizes[pattern.0])
    }
  }
}

/// What to know before a solution is believed.
public enum LatentClassWarning: Hashable, Sendable {
  /// Other parameters fit as well: the information matrix is singular.
  case notIdentified
  /// The iterations ended before the probabilities came to rest.
  case notConverged
  /// One start of many ended at the best log-likelihood: there may be a better one.
  case foundOnce(starts: Int)
  /// So many probabilities of answers are 0 or 1 within 10⁻⁶; they have no standard error.
  case edgeProbabilities(count: Int)
  /// The class, from 0, has less than 5 % of the weight.
  case smallClass(Int, share: Double)
}

extension LatentClassWarning: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notIdentified:
      "the classes are not identified: other probabilities fit these answers as well; "
        + "ask for fewer classes"
    case .notConverged:
      "the iterations did not converge: allow more cycles, or ask for fewer classes"
    case .foundOnce(let starts):
      "one of \(starts) starts ended at the best log-likelihood: take more starts, "
        + "or ask for fewer classes"
    case .edgeProbabilities(let count):
      "\(count) probabilities of answers are 0 or 1: they have no standard error"
    case .smallClass(let place, let share):
      "class \(place + 1) holds \((share * 1000).rounded() / 10) % of the interviews: "
        + "under 5 % it may be a handful of people"
    }
  }
}

extension LatentClassAnalysis {
  public var warnings: [LatentClassWarning] {
    var warnings: [LatentClassWarning] = []
    if inference.influence == nil { warnings.append(.notIdentified) }
    if !isConverged { warnings.append(.notConverged) }
    if classes > 1, search.starts > 1, startsAtBest < 2 {
      warnings.append(.foundOnce(starts: search.starts))
    }
    let edge = LatentClassInference.edge
    let atEdge = parameters.probabilities.elements.count { $0 < edge || $0 > 1 - edge }
    if atEdge > 0 { warnings.append(.edgeProbabilities(count: atEdge)) }
    return warnings
      + shares.enumerated().filter { $0.element < 0.05 }.map {
        .smallClass($0.offset, share: $0.element)
      }
  }
}
