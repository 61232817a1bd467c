import SurveyModel

/// What of a study the answers of a file are read against.
public struct ImportContext: Sendable {
  public var cities: [City]
  public var waves: [Wave]
  public var missingCodes: [MissingCode]
  public var corrections: [Correction]
  public var columnMappings: [ColumnMapping]
  /// What counts as an interview; nil where every record does.
  public var interviewRule: InterviewRule?
  /// By the name of a questionnaire, its questions whose answers are personal: looked up once, however
  /// many files answer it.
  private var personalQuestions: [String: Set<String>] = [:]

  public init(
    cities: [City], waves: [Wave], missingCodes: [MissingCode] = [],
    corrections: [Correction] = [], columnMappings: [ColumnMapping] = []
  ) {
    self.columnMappings = columnMappings
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
      corrections: study.corrections, columnMappings: study.columnMappings)
    interviewRule = InterviewRule(study)
    personalQuestions = study.questionnaires.mapValues(Self.personalQuestions)
  }

  /// The questions of a source's questionnaire whose answers are personal.
  func personalQuestions(of source: Source, _ questionnaire: Questionnaire) -> Set<String> {
    personalQuestions[source.questionnaire] ?? Self.personalQuestions(questionnaire)
  }

  private static func personalQuestions(_ questionnaire: Questionnaire) -> Set<String> {
    Set(questionnaire.questions.filter { $0.personalData != nil }.map(\.name))
  }
}
