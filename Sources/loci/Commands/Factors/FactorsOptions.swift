import ArgumentParser
import FactorAnalysis
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis

/// A study, and which of its factors.
struct FactorArguments: ParsableArguments {
  @OptionGroup var study: StudyArgument

  @Option(help: "A factor of factors.csv, or more; else all.")
  var factor: [String] = []
}

/// How factors are extracted from items.
struct ExtractionOptions: ParsableArguments {
  @Option(help: "How loadings are estimated.")
  var extraction: ExtractionMethod = .minres

  @Option(help: "How factors are turned; oblimin where left out.")
  var rotation: FactorRotation?

  @Option(
    help: ArgumentHelp(
      "How many; else what parallel analysis suggests.", valueName: "number"))
  var factors: Int?

  @Option(help: "Which answers count where some are missing.")
  var missing: MissingAnswers = .pairwise

  @Flag(help: "Mend correlations that are not positive definite.")
  var smooth = false

  func validate() throws {
    guard let factors else { return }
    guard factors > 0 else { throw ValidationError("--factors is 1 or more") }
    guard factors > 1 || rotation == nil else {
      throw ValidationError("--rotation turns two factors or more: leave it out with --factors 1")
    }
  }

  func exploration(_ correlation: CorrelationKind = .pearson) -> ExplorationOptions {
    var options = ExplorationOptions(
      method: extraction, rotation: rotation ?? .oblimin, factors: factors)
    options.correlation = correlation
    options.missing = missing
    options.isSmoothed = smooth
    return options
  }
}

/// Which correlations are explored.
struct CorrelationOption: ParsableArguments {
  @Option(help: "What is explored; but for pearson beside --factor.")
  var correlations: CorrelationKind = .pearson

  /// Other correlations of sixty items take as long as all the rest together.
  func require(_ factors: FactorArguments) throws {
    guard correlations == .pearson || !factors.factor.isEmpty else {
      throw ValidationError("--correlations \(correlations.rawValue) is beside --factor")
    }
  }
}

/// How measurement is tested.
struct InvarianceOptions: ParsableArguments {
  @Flag(help: "Items as ordered categories (WLSMV), not numbers.")
  var ordinal = false

  @Flag(help: "Test residual variances too.")
  var strict = false

  func require(_ fullInformation: FullInformationOption) throws {
    guard !(fullInformation.fiml && ordinal) else {
      throw ValidationError("--fiml is for items as numbers, not for ordered categories")
    }
  }
}

/// Which interviews count.
struct FullInformationOption: ParsableArguments {
  @Flag(help: "Count interviews with missing answers too.")
  var fiml = false
}

/// How structural equation models are estimated.
struct ModelEstimationOptions: ParsableArguments {
  @Option(help: "How models are estimated; mlr where left out.")
  var estimator: ModelEstimator?

  @Option(
    help: ArgumentHelp(
      "What has variance 1 behind an ordered item: delta, the whole; theta, the residual.",
      valueName: "scale"))
  var parameterization: Parameterization?

  @Flag(help: "Cities as groups with parameters of their own.")
  var byCity = false

  @Option(
    help: ArgumentHelp(
      "What cities taken together count by: interviews (usual) or population.", valueName: "size"))
  var scaleWeights: CityScaling?

  /// Whether any of them was given.
  var isGiven: Bool {
    estimator != nil || parameterization != nil || byCity || scaleWeights != nil
  }

  /// - Parameter isOrdinal: Whether items are ordered categories, whatever the estimator.
  func require(isOrdinal: Bool = false, fullInformation: FullInformationOption) throws {
    let isOrdered = isOrdinal || estimator == .wlsmv || estimator == .dwls
    guard parameterization == nil || isOrdered else {
      throw ValidationError("--parameterization is for ordered categories: --estimator wlsmv")
    }
    guard !(fullInformation.fiml && isOrdered) else {
      throw ValidationError("--fiml is for items as numbers, not for ordered categories")
    }
    guard scaleWeights == nil || !byCity else {
      throw ValidationError("--scale-weights is of cities taken together, not with --by-city")
    }
  }

  func model(isOrdinal: Bool = false, fullInformation: FullInformationOption) -> WaveModelOptions {
    var options = WaveModelOptions(
      estimator: estimator ?? (isOrdinal ? .wlsmv : .mlr),
      missing: fullInformation.fiml ? .fiml : .listwise, byCity: byCity)
    options.parameterization = parameterization ?? .delta
    options.cityScaling = scaleWeights ?? .interviews
    return options
  }
}
