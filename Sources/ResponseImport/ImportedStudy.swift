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
  /// A record that an earlier file has too, by its identifier, counts once where all answers are the
  /// same. Where they differ, the later one counts if one pattern found both files (the exports of
  /// one day after the other), else both do; either way what differs is listed.
  ///
  /// - Parameter imports: One for each source.
  public init(joining imports: [SourceImport], context: ImportContext) {
    var joining = SampleJoining()
    for imported in imports {
      for sample in imported.samples { joining.add(sample, of: imported.source) }
    }
    self.imports = imports.map { imported in
      var imported = imported
      imported.ledger.repeated = joining.repeated[imported.source.file] ?? 0
      return imported
    }
    samples = context.waves.flatMap { wave in
      context.cities.compactMap { joining.sample(SampleKey(city: $0.name, wave: wave.name)) }
    }
    diagnostics = imports.flatMap(\.diagnostics) + joining.diagnostics
  }
}
