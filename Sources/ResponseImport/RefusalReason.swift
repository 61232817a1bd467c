/// Why a regular record is no interview of the study.
public enum RefusalReason: String, Hashable, Sendable, CaseIterable {
  /// A further row of the header, as Qualtrics and SurveyMonkey have.
  case headerRow = "header-row"
  /// The author's look at the form.
  case preview
  /// Answers that a program made up.
  case test
  /// Marked by the program as one of many from one place.
  case spam
  /// Not approved by the fieldwork's control.
  case rejected
  /// Too few answers: AAPOR 2.12.
  case breakOff = "break-off"
  /// A part of an interview that was resumed, and stands in the file as a whole too.
  case resumed
  case unknownCity = "unknown-city"
  case unknownWave = "unknown-wave"
  case badWeight = "bad-weight"
  case badPopulationSize = "bad-population-size"

  /// Whether the record is of the study's people and place, but no interview.
  var isOfInterviews: Bool {
    switch self {
    case .preview, .test, .spam, .rejected, .breakOff, .resumed: true
    case .headerRow, .unknownCity, .unknownWave, .badWeight, .badPopulationSize: false
    }
  }

  /// What is said of records that a program has marked.
  func words(of count: Int) -> String {
    switch self {
    case .preview: count == 1 ? "is a preview" : "are previews"
    case .test: count == 1 ? "is a test" : "are tests"
    case .spam: count == 1 ? "is marked as spam" : "are marked as spam"
    case .rejected: count == 1 ? "was rejected" : "were rejected"
    default: rawValue
    }
  }
}
