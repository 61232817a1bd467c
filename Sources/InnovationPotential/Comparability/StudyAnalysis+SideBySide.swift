import MeasurementInvariance
import SurveyModel

/// What may be shown of a score where samples of several cities and waves stand side by side.
public struct ScoreSideBySide: Sendable {
  /// Questions that measure something else in some sample, and that no mean shown is made from.
  public var freed: [String]
  /// The verdict on each sample: on all comparisons with other samples that it takes part in; in
  /// the order of ``StudyAnalysis/samples``, nil where it takes part in none.
  public var verdicts: [ComparabilityVerdict?]
}

extension StudyAnalysis {
  /// What all comparisons of a score together allow: the cities of each wave, and each city's
  /// consecutive waves.
  public func sideBySide(_ score: ScoreID) -> ScoreSideBySide {
    let findings = comparability.findings.filter { $0.id == score }
    let verdicts = samples.map { sample -> ComparabilityVerdict? in
      let own = findings.filter { $0.comparison.includes(sample) }.map(\.verdict)
      return own.isEmpty ? nil : ComparabilityVerdict(ofAll: own)
    }
    var freed: [String] = []
    for item in findings.flatMap(\.verdict.freedItems) where !freed.contains(item) {
      freed.append(item)
    }
    return ScoreSideBySide(freed: freed, verdicts: verdicts)
  }

  /// A score's mean in each sample as far as it may stand beside the others, in the order of
  /// ``samples``: without the freed questions, and nil where it is withheld or cannot be shown.
  public func meansSideBySide(of score: ScoreID) -> [ScoreEstimate?] {
    let allowed = sideBySide(score)
    return samples.indices.map { place in
      guard !(allowed.verdicts[place]?.withholdsMeans ?? false) else { return nil }
      let sample = samples[place]
      guard !allowed.freed.isEmpty else { return sample[score] }
      return sample.score(score, without: allowed.freed, in: study).map {
        ScoreEstimate($0, in: sample.design, rule: sample.disclosure)
      }
    }
  }
}

extension AnalysedSample {
  /// A score once more, without some of its questions.
  func score(_ id: ScoreID, without questions: [String], in study: Study) -> Score? {
    guard let score = scored[id], let factor = study.factors.first(where: { $0.name == id.factor })
    else { return nil }
    return Scoring.score(score.definition, of: scored, without: questions, in: factor)
  }
}

extension MeasurementComparison {
  /// Whether a sample is among those compared.
  fileprivate func includes(_ sample: AnalysedSample) -> Bool {
    switch self {
    case .cities(let wave): sample.wave == wave
    case .waves(let waves, let city): sample.city == city && waves.contains(sample.wave)
    case .wavesOfAllCities, .citiesAndWaves: true
    case .panel(let waves, let cities):
      cities.contains(sample.city) && waves.contains(sample.wave)
    }
  }
}
