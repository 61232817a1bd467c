import SurveyModel

/// The answers of all field files of a study, those of one city and wave joined.
public struct ImportedStudy: Sendable {
  /// One for each city and wave that has interviews: by wave, then by city, in the study's order.
  public let samples: [Sample]
  /// Those of the sources, in their order, then those of the joining.
  public let diagnostics: [Diagnostic]
  /// In the order of the sources.
  public let imports: [SourceImport]

  /// Joins sources, in the order of `sources.csv`.
  ///
  /// Sources of one city and wave must have one questionnaire version; one that has another is
  /// left out with an error. A design variable that only some of them have is left out with an
  /// error as well, except weights, which are 1 where a source has none.
  ///
  /// - Parameter imports: One for each source.
  public init(joining imports: [SourceImport], context: ImportContext) {
    self.imports = imports
    var joining = SampleJoining()
    for imported in imports {
      for sample in imported.samples { joining.add(sample, of: imported.source) }
    }
    samples = context.waves.flatMap { wave in
      context.cities.compactMap { joining.sample(city: $0.name, wave: wave.name) }
    }
    diagnostics = imports.flatMap(\.diagnostics) + joining.diagnostics
  }
}

/// Samples of several sources on their way to be one for each city and wave.
struct SampleJoining {
  private struct Key: Hashable {
    var city: String
    var wave: String
  }

  private var samples: [Key: Sample] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  func sample(city: String, wave: String) -> Sample? { samples[Key(city: city, wave: wave)] }

  mutating func add(_ sample: Sample, of source: Source) {
    let key = Key(city: sample.city, wave: sample.wave)
    guard let present = samples[key] else {
      samples[key] = sample
      return
    }
    guard present.questionnaire.version == sample.questionnaire.version else {
      diagnostics.append(
        Diagnostic(
          .error, "questionnaires-differ",
          "\(source.file) has the questionnaire \(sample.questionnaire.version), other answers from"
            + " \(sample.city) in \(sample.wave) have \(present.questionnaire.version)",
          fix: "give the sources of one city and wave one questionnaire", at: source.location))
      return
    }
    samples[key] = joined(present, sample, source)
  }

  private mutating func joined(_ a: Sample, _ b: Sample, _ source: Source) -> Sample {
    var joined = a
    let (first, second) = (a.responses, b.responses)
    var columns: [String: Column] = [:]
    for question in a.questionnaire.questions {
      guard let kind = first[question.name] ?? second[question.name] else { continue }
      columns[question.name] = Column.joining(
        first[question.name] ?? .absent(like: kind, count: first.count),
        second[question.name] ?? .absent(like: kind, count: second.count))
    }
    joined.responses = Responses(origins: first.origins + second.origins, columns: columns)
    joined.design = design(a, b, source)
    reportDuplicates(a, b)
    return joined
  }

  private mutating func design(_ a: Sample, _ b: Sample, _ source: Source) -> DesignVariables {
    let (first, second) = (a.design, b.design)
    return DesignVariables(
      baseWeights: first.baseWeights + second.baseWeights,
      hasBaseWeights: first.hasBaseWeights || second.hasBaseWeights,
      strata: both(first.strata, second.strata, "stratum", source),
      clusters: both(first.clusters, second.clusters, "cluster", source),
      populationSizes: both(
        first.populationSizes, second.populationSizes, "population-size", source),
      identifiers: both(first.identifiers, second.identifiers, "identifier", source),
      interviewers: both(first.interviewers, second.interviewers, "interviewer", source))
  }

  private mutating func both<T>(_ a: [T]?, _ b: [T]?, _ role: String, _ source: Source) -> [T]? {
    if let a, let b { return a + b }
    if a != nil || b != nil {
      diagnostics.append(
        Diagnostic(
          .error, "design-differs",
          "of the sources of one city and wave only some have '\(role)'; it was left out",
          fix: "give it for all of them, or for none", at: source.location))
    }
    return nil
  }

  /// Identifiers that both have; the line of the first one is told, never the identifier.
  private mutating func reportDuplicates(_ a: Sample, _ b: Sample) {
    guard let first = a.design.identifiers, let second = b.design.identifiers else { return }
    let places = Dictionary(zip(first, a.responses.origins), uniquingKeysWith: { a, _ in a })
    var log = DiagnosticLog()
    for (identifier, origin) in zip(second, b.responses.origins) where !identifier.isEmpty {
      guard let place = places[identifier] else { continue }
      let fault = CellFault(
        code: "duplicate-identifier",
        message: "the record has the identifier of the one at \(place)",
        fix: "delete the copy if it is one; until then both count")
      log.append(.warning, fault, of: "identifier") { origin }
    }
    diagnostics += log.diagnostics
  }
}
