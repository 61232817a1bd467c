import MeasurementInvariance
import SurveyModel

extension StudyAnalysis {
  /// The comparisons of means that the reports make: the cities of each wave, and each city's
  /// consecutive waves.
  static func comparisons(
    of samples: [AnalysedSample], in study: Study
  ) -> [MeasurementComparison] {
    let cities = study.waves.map { MeasurementComparison.cities(wave: $0.name) }
    let waves = study.cities.flatMap { city in
      zip(study.waves, study.waves.dropFirst()).map { earlier, later in
        MeasurementComparison.waves([earlier.name, later.name], city: city.name)
      }
    }
    return (cities + waves).filter { $0.groups(of: samples, in: study).count > 1 }
  }

  /// Tests further comparisons, or the same ones in another way.
  ///
  /// - Parameters:
  ///   - factors: Names of factors; nil for all.
  ///   - options: Those of the study where nil: items as numbers, its equivalence zone.
  public func tested(
    _ comparisons: [MeasurementComparison], factors: Set<String>? = nil,
    options: LadderOptions? = nil
  ) -> StudyComparability {
    StudyComparability(
      of: comparisons.filter { $0.groups(of: samples, in: study).count > 1 },
      factors: study.factors.filter { factors?.contains($0.name) ?? true }, samples, in: study,
      options: options ?? study.ladderOptions)
  }
}

extension Study {
  /// How its scales are tested unless told otherwise.
  public var ladderOptions: LadderOptions {
    LadderOptions(equivalenceZone: settings.equivalenceZone)
  }
}
