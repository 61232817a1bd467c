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

  /// The pairs of waves that reports set against each other, in the order of time, and the cities of
  /// each; nil for all that both waves asked. See ``StudySettings/ComparedWaves``.
  var comparedWaves: [(earlier: String, later: String, cities: Set<String>?)] {
    let names = study.waves.map(\.name)
    let pairs = names.indices.flatMap { later in names.indices.prefix(later).map { ($0, later) } }
      .sorted { ($0.1 - $0.0, $0.0) < ($1.1 - $1.0, $1.0) }
    switch study.settings.comparedWaves {
    case .all: return pairs.map { (names[$0.0], names[$0.1], nil) }
    case .pairs(let wanted):
      return pairs.filter { pair in
        wanted.contains { Set([$0.first, $0.second]) == Set([names[pair.0], names[pair.1]]) }
      }.map { (names[$0.0], names[$0.1], nil) }
    case .neighbours:
      return pairs.compactMap { earlier, later in
        let cities = study.cities.map(\.name).filter { city in
          let asked = names.map { sample(city: city, wave: $0) != nil }
          return asked[earlier] && asked[later] && !asked[(earlier + 1)..<later].contains(true)
        }
        return cities.isEmpty ? nil : (names[earlier], names[later], Set(cities))
      }
    }
  }

  /// What changed between any two waves; nil where no city has usable samples in both.
  ///
  /// - Parameters:
  ///   - cities: Of which; nil for all that both waves asked.
  ///   - comparability: Which scores measure the same in each city's two waves; tested here where
  ///     nil.
  ///   - distributions: What is shown of a sample's questions; estimated here where nil.
  public func comparison(
    from earlier: String, to later: String, of cities: Set<String>? = nil,
    comparability: StudyComparability? = nil,
    distributions: (@Sendable (AnalysedSample) -> [QuestionDistribution])? = nil
  ) -> WaveComparison? {
    let pairs = study.cities.compactMap { city -> (AnalysedSample, AnalysedSample)? in
      guard cities?.contains(city.name) ?? true,
        let before = sample(city: city.name, wave: earlier),
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
