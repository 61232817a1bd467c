import SurveyAnalysis
import SurveyModel

extension WeightedStudy {
  /// The cities of a wave beside each other; nil where the wave has no usable sample.
  ///
  /// - Parameter comparability: Which scores measure the same in the wave's cities.
  public func profile(wave: String, comparability: StudyComparability) -> WaveProfile? {
    let own = samples.filter { $0.wave == wave }
    guard !own.isEmpty else { return nil }
    return WaveProfile(
      wave: wave, own, in: study, findings: comparability.findings(on: .cities(wave: wave)))
  }

  /// What changed between any two waves; nil where no city has usable samples in both.
  ///
  /// - Parameters:
  ///   - comparability: Which scores measure the same in each city's two waves; tested here where
  ///     nil.
  ///   - distributions: What is shown of a sample's questions; estimated here where nil.
  public func comparison(
    from earlier: String, to later: String, comparability: StudyComparability? = nil,
    distributions: (@Sendable (AnalysedSample) -> [QuestionDistribution])? = nil
  ) -> WaveComparison? {
    let pairs = study.cities.compactMap { city -> (AnalysedSample, AnalysedSample)? in
      guard let before = sample(city: city.name, wave: earlier),
        let after = sample(city: city.name, wave: later)
      else { return nil }
      return (before, after)
    }
    guard !pairs.isEmpty else { return nil }
    let aligned = zip(pairs, differences(of: pairs, from: earlier, to: later)).map {
      AlignedWaves($0.0, $0.1, $1, in: study)
    }
    let comparability =
      comparability
      ?? tested(study.cities.map { .waves([earlier, later], city: $0.name) })
    return WaveComparison(
      from: earlier, to: later, aligned, in: self, comparability: comparability,
      distributions: distributions ?? { [study] in $0.distributions(in: study) })
  }
}
