import SurveyModel

/// What of a study the answers of a file are read against.
public struct ImportContext: Sendable {
  public var cities: [City]
  public var waves: [Wave]
  public var missingCodes: [MissingCode]
  public var corrections: [Correction]
  /// What counts as an interview; nil where every record does.
  public var interviewRule: InterviewRule?

  public init(
    cities: [City], waves: [Wave], missingCodes: [MissingCode] = [],
    corrections: [Correction] = []
  ) {
    self.corrections = corrections
    self.cities = cities
    self.waves = waves
    self.missingCodes = missingCodes
  }

  func key(of cell: RecordAdmission.Cell) -> SampleKey {
    SampleKey(city: cities[cell.city].name, wave: waves[cell.wave].name)
  }

  public init(_ study: Study) {
    self.init(
      cities: study.cities, waves: study.waves, missingCodes: study.missingCodes,
      corrections: study.corrections)
    interviewRule = InterviewRule(study)
  }
}
