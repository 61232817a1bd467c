import SurveyModel

/// What of a study the answers of a file are read against.
public struct ImportContext: Sendable {
  public var cities: [City]
  public var waves: [Wave]
  public var missingCodes: [MissingCode]

  public init(cities: [City], waves: [Wave], missingCodes: [MissingCode] = []) {
    self.cities = cities
    self.waves = waves
    self.missingCodes = missingCodes
  }

  public init(_ study: Study) {
    self.init(cities: study.cities, waves: study.waves, missingCodes: study.missingCodes)
  }
}
