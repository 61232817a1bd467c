import SurveyModel

/// Samples whose means are set beside each other, so that a scale must measure the same in all.
public enum MeasurementComparison: Hashable, Sendable {
  /// The cities of a wave.
  case cities(wave: String)
  /// Waves of one city, in the study's order.
  case waves([String], city: String)
  /// All waves, the cities that were asked in each of them taken together.
  case wavesOfAllCities
  /// Every city in every wave.
  case citiesAndWaves
  /// Waves in which the same people were asked, of one city or of several together.
  case panel([String], cities: [String])

  /// The name in tables and JSON.
  public var name: String {
    switch self {
    case .cities: "cities"
    case .waves: "waves"
    case .wavesOfAllCities: "waves-of-all-cities"
    case .citiesAndWaves: "cities-and-waves"
    case .panel: "panel"
    }
  }
}

/// Samples that count as one group of a comparison.
struct MeasuredGroup: Sendable {
  /// A city's name, a wave's, or both: `pskov w1`.
  var name: String
  var samples: [AnalysedSample]
}

extension MeasurementComparison {
  /// The groups that are compared, in the study's order; one or none where there is nothing to
  /// compare.
  func groups(of samples: [AnalysedSample], in study: Study) -> [MeasuredGroup] {
    switch self {
    case .cities(let wave):
      samples.filter { $0.wave == wave }.map { MeasuredGroup(name: $0.city, samples: [$0]) }
    case .waves(let waves, let city):
      samples.filter { $0.city == city && waves.contains($0.wave) }
        .map { MeasuredGroup(name: $0.wave, samples: [$0]) }
    case .wavesOfAllCities:
      Self.waves(of: samples, in: study)
    case .citiesAndWaves:
      samples.map { MeasuredGroup(name: "\($0.city) \($0.wave)", samples: [$0]) }
    case .panel(let waves, let cities):
      waves.map { wave in
        MeasuredGroup(
          name: wave, samples: samples.filter { $0.wave == wave && cities.contains($0.city) })
      }
    }
  }

  /// A city that one of the waves lacks would make a change of itself.
  private static func waves(of samples: [AnalysedSample], in study: Study) -> [MeasuredGroup] {
    let waves = study.waves.map(\.name).filter { wave in samples.contains { $0.wave == wave } }
    let cities = study.cities.map(\.name).filter { city in
      samples.count { $0.city == city } == waves.count
    }
    return waves.map { wave in
      MeasuredGroup(
        name: wave, samples: samples.filter { $0.wave == wave && cities.contains($0.city) })
    }.filter { !$0.samples.isEmpty }
  }
}
