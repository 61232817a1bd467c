/// A row of `questions.csv`: what the study says of a question beyond the questionnaire.
public struct QuestionMark: Hashable, Sendable {
  public var question: String
  /// Whether its answers stand in the city report itself, among the first pages and by groups.
  public var isKey: Bool
  public var location: SourceLocation

  public init(
    question: String, isKey: Bool,
    at location: SourceLocation = SourceLocation(file: "questions.csv")
  ) {
    self.question = question
    self.isKey = isKey
    self.location = location
  }
}

extension Study {
  /// Names of the questions whose answers the city report itself shows: those that `questions.csv`
  /// marks, in its order; without that sheet the items of the index, each once.
  public var keyQuestions: [String] {
    if let questionMarks { return questionMarks.filter(\.isKey).map(\.question) }
    var seen: Set<String> = []
    return (outcome?.items ?? []).map(\.question).filter { seen.insert($0).inserted }
  }
}
