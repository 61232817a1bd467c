import MeasurementInvariance
import SurveyModel

extension WeightedStudy {
  /// Which scores measure the same in the cities of each wave, and in each city's consecutive waves:
  /// what comparisons of means rest on.
  ///
  /// - Complexity: A sequence of models for each score and comparison; on a study of some cities it
  ///   costs more than weighting and scoring.
  public func comparability() -> StudyComparability { tested(reportedComparisons) }

  /// The same for the factors of some scores alone.
  func comparability(ofScores names: Set<String>) -> StudyComparability {
    let concerned = study.factors.filter { factor in
      ScoreDefinition.scores(of: factor).contains { names.contains($0.id.name) }
    }
    return tested(reportedComparisons, factors: Set(concerned.map(\.name)))
  }

  /// The comparisons of means that the reports make.
  private var reportedComparisons: [MeasurementComparison] {
    let cities = study.waves.map { MeasurementComparison.cities(wave: $0.name) }
    let waves = study.cities.flatMap { city in
      zip(study.waves, study.waves.dropFirst()).map { earlier, later in
        MeasurementComparison.waves([earlier.name, later.name], city: city.name)
      }
    }
    return cities + waves
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
      factors: study.factors.filter { factors?.contains($0.name) ?? true }, in: self,
      options: options ?? study.ladderOptions)
  }
}

extension Study {
  /// How its scales are tested unless told otherwise.
  public var ladderOptions: LadderOptions {
    LadderOptions(equivalenceZone: settings.equivalenceZone)
  }
}
