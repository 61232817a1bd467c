import Estimation
import SurveyAnalysis
import SurveyModel

/// What the errors of one city's estimates in two waves have in common.
public enum WaveDependence: Hashable, Sendable {
  /// Fresh points: the samples are independent.
  case independent
  /// Points (or people of a panel) of the earlier wave were asked again; so many of them. The
  /// covariance of what they add to both estimates enters the standard error of the change.
  case revisited(shared: Int)
}

/// One city in two waves, and the standard errors of what changed.
struct LinkedWaves {
  let earlier: AnalysedSample
  let later: AnalysedSample
  /// What is shown of their questions.
  let distributions: (earlier: [QuestionDistribution], later: [QuestionDistribution])
  let dependence: WaveDependence
  let conventions: AnalysisConventions
  /// Questions that describe the sample: sex, age, education, district and occupation, what margins are
  /// of, and what identifies a person. They are in no family of tests.
  private let describing: Set<String>
  /// Both samples over the points of both; nil where they are independent.
  private let joint: StackedSamples?

  /// - Parameter distributions: What is shown of a sample's questions, under the codes of its wave.
  init(
    _ waves: AlignedWaves, in study: Study,
    distributions: (AnalysedSample) -> [QuestionDistribution]
  ) {
    self.init(
      waves.earlier, waves.later, in: study,
      distributions: waves.distributions(
        distributions(waves.original.earlier), distributions(waves.original.later)))
  }

  /// - Parameter distributions: What is shown of the questions of both samples.
  init(
    _ earlier: AnalysedSample, _ later: AnalysedSample, in study: Study,
    distributions: (earlier: [QuestionDistribution], later: [QuestionDistribution])
  ) {
    self.earlier = earlier
    self.later = later
    self.distributions = distributions
    conventions = study.conventions
    let margins = Set(study.margins.map(\.group.name)).compactMap { study.grouping($0)?.question }
    describing = Set(
      later.sample.questionnaire.questions.filter { question in
        study.trait(of: question.name) != nil
          || [earlier.sample, later.sample].personalData(question) != nil
      }.map(\.name) + margins)
    // In whichever order the two are set against each other.
    let last = study.waves.last { [earlier.wave, later.wave].contains($0.name) }
    let isLinked = last?.isLinkedToTheLast ?? false
    let stack = isLinked ? try? StackedSamples([earlier, later], in: study) : nil
    joint = stack.flatMap { $0.returningCount > 0 ? $0 : nil }
    dependence = joint.map { .revisited(shared: $0.returningCount) } ?? .independent
  }

  /// Whether changes of a question are tested.
  func isTested(_ question: String) -> Bool { !describing.contains(question) }

  /// How much the later estimate exceeds the earlier one.
  ///
  ///     SE² = SE₁² + SE₂² − 2ρ SE₁ SE₂
  ///
  /// ρ is the correlation of the two means over the points that both waves visited, after the
  /// weighting of each, see `SurveyDesign.init(stacking:sizes:)`; 0 for independent samples. The degrees of freedom are the sum of both designs'
  /// for independent samples, those of the points of both waves together for revisited ones;
  /// Satterthwaite's are no more than either.
  ///
  /// - Parameter columns: What the estimates are means of, one element for each interview of the
  ///   earlier and of the later sample.
  func change(
    from earlier: Estimate, to later: Estimate, columns: () -> (earlier: [Double], later: [Double])?
  ) -> Estimate {
    guard let joint, let columns = columns() else {
      return later.difference(fromIndependent: earlier)
    }
    let correlation = correlation(columns.earlier, columns.later, joint)
    return combined(earlier, later, correlation: correlation, joint: joint.design)
  }

  /// The change of two shares, in shares and as Cohen's h.
  func change(
    fromShare earlier: Estimate, to later: Estimate,
    columns: () -> (earlier: [Double], later: [Double])?
  ) -> (shares: Estimate, cohenH: Estimate) {
    guard let joint, let columns = columns() else {
      return (
        later.difference(fromIndependent: earlier),
        later.arcsine.difference(fromIndependent: earlier.arcsine)
      )
    }
    let correlation = correlation(columns.earlier, columns.later, joint)
    return (
      combined(earlier, later, correlation: correlation, joint: joint.design),
      combined(earlier.arcsine, later.arcsine, correlation: correlation, joint: joint.design)
    )
  }

  private func combined(
    _ earlier: Estimate, _ later: Estimate, correlation: Double, joint: SurveyDesign
  ) -> Estimate {
    let independent = later.difference(fromIndependent: earlier)
    let common = 2 * correlation * earlier.standardError * later.standardError
    let variance = independent.standardError * independent.standardError - common
    return Estimate(
      value: independent.value, standardError: max(0, variance).squareRoot(),
      degreesOfFreedom: joint.degreesOfFreedom, base: independent.base,
      isFixedByWeighting: independent.isFixedByWeighting,
      satterthwaiteDegreesOfFreedom: independent.satterthwaiteDegreesOfFreedom.map {
        min($0, Double(joint.degreesOfFreedom))
      })
  }

  /// The correlation of what is left of both means once each wave's weighting has explained its
  /// part: their standard errors are of the same residuals.
  private func correlation(
    _ first: [Double], _ second: [Double], _ joint: StackedSamples
  ) -> Double {
    let before = joint.spread(earlier.design.linearisedMean(of: first).contributions, of: earlier)
    let after = joint.spread(later.design.linearisedMean(of: second).contributions, of: later)
    let variances =
      joint.design.covariance(ofContributions: before, and: before)
      * joint.design.covariance(ofContributions: after, and: after)
    return variances > 0
      ? joint.design.covariance(ofContributions: before, and: after) / variances.squareRoot() : 0
  }
}
