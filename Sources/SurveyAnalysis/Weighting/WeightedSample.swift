import Estimation
import SurveyModel

/// A sample with the design that its estimates come from.
public struct WeightedSample: Sendable {
  /// How the weights came about; to be printed beside whatever uses them.
  public enum Weights: Hashable, Sendable {
    /// No margins are known for the city and wave: nothing was adjusted.
    case base
    /// Margins are known, but none could be used; the diagnostics say why. Nothing was adjusted.
    case baseForWantOfUsableMargins
    /// Raked to margins, each weight kept within limits (in mean weights).
    case raked(limits: ClosedRange<Double>)
    /// Raked to margins without limits, since the margins cannot be met within them.
    case rakedWithoutLimits
  }

  public let sample: Sample
  public let design: SurveyDesign
  public let weights: Weights
  /// What the weights were made to agree with, in the order of the passport's margins; none where
  /// the base weights stand.
  public let margins: [SampleMargin]
  /// How the errors of its estimates were made; to be printed beside whatever uses them.
  public let errors: SampleErrors
  /// How base weights were made to stand for those who did not answer; nil where they were not.
  public let nonresponse: SampleNonresponse?
  public let diagnostics: [Diagnostic]

  /// What raking did; nil where the base weights stand.
  public var passport: WeightingPassport? { design.passport }

  /// Makes the design of a sample and weights it to the margins of its city and wave; the errors
  /// are those that fit the kind of sample, see ``SampleErrors``.
  ///
  /// What cannot be used is left out and named in a diagnostic: a weight that is no number from 0
  /// up counts as 0; population sizes that do not fit are ignored; a margin with a category that
  /// has people but no respondents is not raked to, the other margins are. A stratum with a
  /// single cluster adds its distance from the mean of all clusters to the variance.
  ///
  /// - Returns: A failure with its diagnostics, where no variance can be estimated at all, or the
  ///   field file lacks a column of the design, or a margin could not be read.
  public static func make(
    _ sample: Sample, in study: Study, plan: WeightingPlan = WeightingPlan()
  ) -> Result<WeightedSample, NotUsable> {
    var weighting = SampleWeighting(sample: sample, study: study, plan: plan)
    guard weighting.hasItsDesign(), weighting.preparesNonresponse() else {
      return .failure(
        NotUsable(city: sample.city, wave: sample.wave, diagnostics: weighting.diagnostics))
    }
    do {
      let base = try weighting.baseDesign()
      weighting.noteClustersInSeveralStrata()
      let weighted = weighting.weighted(base)
      let (design, errors) = weighting.withErrors(weighted.design, base: base, weighted.attempt)
      return .success(
        WeightedSample(
          sample: sample, design: design, weights: weighted.weights,
          margins: weighted.attempt?.margins ?? [], errors: errors,
          nonresponse: weighting.nonresponse,
          diagnostics: weighting.diagnostics))
    } catch {
      weighting.note(error)
      return .failure(
        NotUsable(city: sample.city, wave: sample.wave, diagnostics: weighting.diagnostics))
    }
  }

  /// The sample, unless the study has margins for it of which none could be used: as figures of the
  /// population its base weights would be wrong.
  var weightedAsMeant: Result<WeightedSample, NotUsable> {
    guard weights == .baseForWantOfUsableMargins else { return .success(self) }
    return .failure(
      NotUsable(city: sample.city, wave: sample.wave, diagnostics: diagnostics))
  }

  /// The sample with its errors from replicates of itself; see `ReplicateDesign.surveyDesign`.
  func having(_ replicates: ReplicateDesign) -> WeightedSample {
    WeightedSample(
      sample: sample, design: replicates.surveyDesign, weights: weights,
      margins: margins, errors: .replicates(.init(replicates)), nonresponse: nonresponse,
      diagnostics: diagnostics)
  }

  /// A sample from which nothing can be estimated.
  public struct NotUsable: Error, Sendable {
    public let city: String
    public let wave: String
    public let diagnostics: [Diagnostic]
  }
}
