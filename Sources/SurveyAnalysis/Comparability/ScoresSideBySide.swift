import MeasurementInvariance
import SurveyModel

/// What may be shown of a score where samples of several cities and waves stand side by side.
public struct ScoreSideBySide: Sendable {
  /// Questions that measure something else in some sample, and that no mean shown is made from.
  public var freed: [String]
  /// The verdict on each sample: on all comparisons with other samples that it takes part in; in
  /// the order of ``WeightedStudy/samples``, nil where it takes part in none.
  public var verdicts: [ComparabilityVerdict?]
}

/// Samples of several cities and waves with the verdicts on which of their scores measure the same.
public struct ScoresSideBySide: Sendable {
  private let study: Study
  private let samples: [AnalysedSample]
  private let comparability: StudyComparability

  /// - Parameter comparability: Of the comparisons that reports make; a score that was not looked at
  ///   there is as one that was not tested.
  public init(_ study: WeightedStudy, comparability: StudyComparability) {
    self.study = study.study
    samples = study.samples
    self.comparability = comparability
  }

  /// What all comparisons of a score together allow: the cities of each wave, and each city's
  /// consecutive waves.
  public subscript(score: ScoreID) -> ScoreSideBySide {
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

  /// A score's mean in each sample as far as it may stand beside the others, in the order of the
  /// study's samples: without the freed questions, and nil where it is withheld or cannot be shown.
  public func means(of score: ScoreID) -> [ScoreEstimate?] {
    let allowed = self[score]
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

extension ScoresSideBySide {
  /// The verdicts on a name of a query; nil where it names no score.
  subscript(name name: String) -> ScoreSideBySide? {
    samples.lazy.compactMap { sample -> ScoreID? in
      guard case .score(let score) = sample.quantity(name) else { return nil }
      return score.id
    }.first.map { self[$0] }
  }

  /// Refuses scores whose means the verdict on comparability withholds.
  func checkComparable(_ names: [String]) throws(EstimateQuery.Failure) {
    for name in names {
      let verdicts = self[name: name]?.verdicts ?? []
      if verdicts.contains(where: { $0?.withholdsMeans ?? false }) { throw .notComparable(name) }
    }
  }

  /// Questions that no mean of the score is made from where samples stand side by side.
  func freed(of name: String) -> [String] { self[name: name]?.freed ?? [] }
}

extension WeightedStudy {
  /// The verdicts on the scores among some names; of imputed answers those of the observed ones.
  func sideBySide(_ names: [String]) -> ScoresSideBySide {
    if let observed = observed.first { return observed.sideBySide(names) }
    return ScoresSideBySide(self, comparability: comparability(ofScores: Set(names)))
  }
}

extension AnalysedSample {
  /// A score once more, without some of its questions.
  func score(_ id: ScoreID, without questions: [String], in study: Study) -> Score? {
    guard let score = scored[id], let factor = study.factor(id.factor)
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
