import ArgumentParser
import FactorAnalysis
import LavaanSyntax
import MeasurementInvariance
import Parallelism
import ResultTables
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import SurveyModel
import Typology

/// The factors of a study whose answers have been read, and what the commands ask of them.
struct FactorQueries {
  let analysis: WeightedStudy
  /// Factors asked for by name; empty for all.
  let names: [String]

  /// Reads the study.
  ///
  /// - Throws: `ValidationError` for a factor that it lacks.
  init(_ arguments: FactorArguments) throws {
    let session = try StudySession.opened(
      arguments.study,
      imputed: .refused(
        command: "factors",
        because: "reliability, exploration, models, invariance and types are not combined over data"
          + " sets; --missing fiml takes missing answers as they are"))
    for name in arguments.factor
    where !session.study.factors.contains(where: { $0.name == name }) {
      let names = session.study.factors.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no factor '\(name)'; factors.csv has \(names)")
    }
    analysis = try session.usable()
    names = arguments.factor
  }

  var isSynthetic: Bool { analysis.study.settings.isSynthetic }

  /// The factors of the study, in order.
  var known: [String] { analysis.study.factors.map(\.name) }

  /// The factors asked for.
  var chosen: [String] { names.isEmpty ? known : names }

  func reliability() -> ReliabilityTables {
    let wanted = ReliabilityTables.coefficients(ofNamed: !names.isEmpty)
    let found = analysis.reliabilities(of: Set(chosen))
    let scales = zip(found, analysis.coefficients(ofEach: found, wanted)).map {
      MeasuredScale($0, coefficients: $1)
    }
    let times = analysis.waves
    let waves = concurrentMap(times.count) { place in
      ReliabilityTables.Wave(
        name: times[place], scales: scales.filter { $0.scale.wave == times[place] },
        pairs: known.count < 2
          ? nil
          : Result { () throws(FactorAnalysisError) in
            try analysis.discriminantValidity(
              wave: times[place], with: names.isEmpty ? nil : Set(names))
          })
    }
    return ReliabilityTables(waves: waves, factors: names, known: known, isSynthetic: isSynthetic)
  }

  /// Each named factor by itself, or all items together.
  func exploration(_ options: ExplorationOptions) -> ExplorationTables {
    let subjects: [String?] = names.isEmpty ? [nil] : names
    let wanted = analysis.waves.flatMap { wave in subjects.map { (wave: wave, factor: $0) } }
    let explored = concurrentMap(wanted.count) { place in
      let (wave, factor) = wanted[place]
      return ExploredItems(
        factor: factor, wave: wave,
        cityScaling: analysis.samples.count { $0.wave == wave } < 2 ? nil : .interviews,
        result: Result { () throws(FactorAnalysisError) in
          try analysis.exploration(wave: wave, factor: factor, options: options)
        })
    }
    return ExplorationTables(explored: explored, factors: names, isSynthetic: isSynthetic)
  }

  /// The models of some factors in each wave; none of a factor whose items make none up.
  func models(of factors: [String], _ options: WaveModelOptions) -> ModelTables {
    let models = factors.flatMap { factor in
      do throws(ModelError) {
        let model = try analysis.model(of: factor)
        return model.map { fitted(.success($0), name: factor, options) } ?? []
      } catch {
        return fitted(.failure(error), name: factor, options)
      }
    }
    return ModelTables(models: models, isSynthetic: isSynthetic)
  }

  /// A model that may bring together items of all factors.
  func model(_ model: ModelReading, name: String, _ options: WaveModelOptions) -> ModelTables {
    let syntax = Result { () throws(ModelError) in try model.usable() }
    return ModelTables(models: fitted(syntax, name: name, options), isSynthetic: isSynthetic)
  }

  private func fitted(
    _ model: Result<ModelSyntax, ModelError>, name: String, _ options: WaveModelOptions
  ) -> [FittedModel] {
    let waves = analysis.waves
    return concurrentMap(waves.count) { place in
      let wave = waves[place]
      return FittedModel(
        name: name, wave: wave,
        cityScaling: options.byCity || analysis.samples.count { $0.wave == wave } < 2
          ? nil : options.cityScaling,
        result: Result { () throws(ModelError) in
          try analysis.fit(model.get(), wave: wave, options: options)
        })
    }
  }

  /// Between cities, between waves, and between both.
  func invariance(_ options: InvarianceOptions, usesFullInformation: Bool) -> InvarianceTables {
    let study = analysis.study
    let cities = study.waves.map { MeasurementComparison.cities(wave: $0.name) }
    // With one wave, or one city, both together are what one of them is.
    let isBoth = study.waves.count > 1 && study.cities.count > 1
    let findings = analysis.tested(
      cities + [.wavesOfAllCities] + (isBoth ? [.citiesAndWaves] : []),
      factors: names.isEmpty ? nil : Set(names),
      options: ladder(options, missing: usesFullInformation ? .fiml : nil)
    ).findings.filter { $0.facets.isEmpty }
    return InvarianceTables(
      tested: aligned(findings), factors: chosen, isOrdinal: options.ordinal,
      usesFullInformation: usesFullInformation, isSynthetic: isSynthetic)
  }

  private func ladder(
    _ options: InvarianceOptions, missing: MissingInModel?
  ) -> LadderOptions {
    var ladder = analysis.study.ladderOptions
    if options.ordinal { ladder.scale = .ordered }
    if options.strict { ladder.highestLevel = .strict }
    if let missing { ladder.missing = missing }
    return ladder
  }

  private func aligned(_ findings: [ScoreComparability]) -> [TestedScore] {
    findings.map { TestedScore($0, alignments: $0.alignments()) }
  }

  /// The same people over waves; no panels where nobody can be followed.
  func panels(
    _ topic: PanelTopic, _ options: InvarianceOptions, estimator: ModelEstimator
  ) -> PanelTables {
    let panels = analysis.panelCohorts.map { cohort in
      let attritions = analysis.panels.filter { cohort.cities.contains($0.city) }.flatMap { panel in
        panel.attritions.map { (panel.city, $0) }
      }
      return FollowedPanel(
        cohort, attritions: attritions, finding: finding(topic, cohort, options, estimator))
    }
    return PanelTables(
      topic, panels: panels, isOrdinal: options.ordinal, isSynthetic: isSynthetic)
  }

  private func finding(
    _ topic: PanelTopic, _ cohort: PanelCohort, _ options: InvarianceOptions,
    _ estimator: ModelEstimator
  ) -> FollowedPanel.Finding {
    guard let kind = topic.kind else {
      let ladder = ladder(options, missing: options.ordinal ? .pairwise : .fiml)
      return .invariance(
        aligned(
          analysis.tested(cohort, factors: names.isEmpty ? nil : Set(names), options: ladder)))
    }
    do throws(CrossLaggedError) {
      return .model(try analysis.crossLagged(kind, of: names, in: cohort, estimator: estimator))
    } catch {
      return .refused(error)
    }
  }

  func types(_ method: ResidentTypes.Method, number: ClosedRange<Int>) -> TypeTables {
    let options = TypologyOptions(method: method, factors: names, types: number)
    let waves = analysis.waves.map { wave in
      TypedWave(
        wave: wave,
        result: Result { () throws(TypologyError) in
          try analysis.types(wave: wave, options: options)
        })
    }
    return TypeTables(waves: waves, isSynthetic: isSynthetic)
  }

  func scores(
    _ method: FactorScores.Method, _ options: ExplorationOptions, hasIdentifiers: Bool
  ) -> FactorScoreTables {
    let scored = names.flatMap { name in
      analysis.waves.map { wave in
        ScoredFactor(
          factor: name, wave: wave,
          result: Result { () throws(FactorAnalysisError) in
            try analysis.factorScores(
              wave: wave, factor: name, options: options, method: method)
          })
      }
    }
    return FactorScoreTables(
      scored: scored, hasIdentifiers: hasIdentifiers, isSynthetic: isSynthetic)
  }
}
