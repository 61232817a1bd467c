import NumericalMethods

/// How the interval of a share is made; t is Student's with the design's degrees of freedom.
public enum ProportionInterval: String, Hashable, Sendable, CaseIterable {
  /// logit⁻¹(logit p ± t · SE/(p(1 − p))): the house's rule (R: `svyciprop(method = "logit")`).
  case logit
  /// Wilson's, with n* = p(1 − p)/SE² answers and t instead of the normal quantile.
  ///
  /// > N. Dean, M. Pagano (2015). "Evaluating confidence interval methods for binomial proportions
  /// > in clustered surveys". *Journal of Survey Statistics and Methodology* 3(4).
  case wilson
  /// Clopper and Pearson's with n* = min(n, p(1 − p)/SE² · (t(n − 1)/t(df))²) answers. R's
  /// `svyciprop(method = "beta")` is the same without the limit of n.
  ///
  /// > E. Korn, B. Graubard (1998). "Confidence intervals for proportions with small expected
  /// > number of positive counts". *Survey Methodology* 24(2); truncated as in J. Parker et al.
  /// > (2017). "NCHS data presentation standards for proportions". *Vital Health Stat.* 2(175).
  case kornGraubard = "korn-graubard"
  /// p ± t · SE, which may leave 0…1 (R: `svyciprop(method = "mean")`).
  case linear
  /// sin²(arcsin √p ± t · SE/(2√(p(1 − p)))) (R: `svyciprop(method = "asin")`).
  case arcsine
}

extension Estimate {
  /// The interval of a share by another rule than the logarithm of the odds.
  ///
  /// A share of exactly 0 or 1 has Clopper and Pearson's interval whatever the rule; see
  /// ``confidenceInterval(level:)``.
  ///
  /// - Returns: Nil where the estimate is no share, or nothing can be said: no answers, no degrees
  ///   of freedom, a value that weighting fixes, or only one interview.
  public func confidenceInterval(
    level: Double = 0.95, by rule: ProportionInterval
  ) -> ConfidenceInterval? {
    guard kind == .proportion, let standard = confidenceInterval(level: level) else { return nil }
    guard min(value, 1 - value) >= 1e-12 else { return standard }
    let t = quantileOfT(testedDegreesOfFreedom, level)
    switch rule {
    case .logit: return standard
    case .wilson: return wilsonInterval(t, level)
    case .kornGraubard: return kornGraubardInterval(t, level)
    case .linear:
      return ConfidenceInterval(
        lower: value - t * standardError, upper: value + t * standardError, level: level)
    case .arcsine: return arcsineInterval(t, level)
    }
  }

  /// p(1 − p)/SE²: as many independent answers would have the same error.
  private var independentAnswers: Double {
    value * (1 - value) / (standardError * standardError)
  }

  private func wilsonInterval(_ t: Double, _ level: Double) -> ConfidenceInterval {
    let answers = independentAnswers
    guard answers.isFinite else {
      return ConfidenceInterval(lower: value, upper: value, level: level)
    }
    let shrinkage = 1 + t * t / answers
    let centre = (value + t * t / (2 * answers)) / shrinkage
    let spread = value * (1 - value) / answers + t * t / (4 * answers * answers)
    let margin = t / shrinkage * spread.squareRoot()
    return ConfidenceInterval(lower: centre - margin, upper: centre + margin, level: level)
  }

  private func kornGraubardInterval(_ t: Double, _ level: Double) -> ConfidenceInterval? {
    guard count > 1 else { return nil }
    let ratio = quantileOfT(Double(count - 1), level) / t
    let answers = min(Double(count), independentAnswers * ratio * ratio)
    return clopperPearsonInterval(successes: value * answers, of: answers, level: level)
  }

  private func arcsineInterval(_ t: Double, _ level: Double) -> ConfidenceInterval {
    let centre = Elementary.asin(value.squareRoot())
    let margin = t * standardError / (2 * (value * (1 - value)).squareRoot())
    func share(_ angle: Double) -> Double {
      let sine = Elementary.sin(min(max(angle, 0), .pi / 2))
      return sine * sine
    }
    return ConfidenceInterval(
      lower: share(centre - margin), upper: share(centre + margin), level: level)
  }
}

/// Clopper and Pearson's interval, for numbers that need not be whole.
func clopperPearsonInterval(
  successes: Double, of answers: Double, level: Double
) -> ConfidenceInterval {
  let tail = (1 - level) / 2
  return ConfidenceInterval(
    lower: successes > 0
      ? Distribution.beta(successes, answers - successes + 1).quantile(tail) : 0,
    upper: successes < answers
      ? Distribution.beta(successes + 1, answers - successes).quantile(1 - tail) : 1,
    level: level)
}
