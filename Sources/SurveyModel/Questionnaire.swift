/// What was asked: the ordered questions of one version, and what each answer code means.
///
/// Every questionnaire that exists is valid: the initialiser is the only way in, and it throws
/// ``QuestionnaireError`` with all the problems it found, not just the first.
public struct Questionnaire: Hashable, Sendable {
  public let title: Label
  /// The version's name: that of its folder or workbook.
  public let version: String
  /// Language codes in the order of the label columns.
  public let languages: [String]
  /// Questions in the order of the form, those in repeats included.
  public let questions: [Question]
  /// Labels of the groups by name.
  public let groupLabels: [String: Label]
  /// Questions whose answers were given other codes than the wave's own, with the map: conditions still
  /// speak of the wave's codes.
  public internal(set) var recodings: [String: AnswerMap] = [:]
  private let indices: [String: Int]

  /// - Throws: ``QuestionnaireError`` where two questions share a name, a list has two choices of
  ///   one code, a choice question has no choices, or a condition refers to an unknown question.
  public init(
    title: Label, version: String, languages: [String], questions: [Question],
    groupLabels: [String: Label] = [:]
  ) throws(QuestionnaireError) {
    let problems = Questionnaire.problems(in: questions, groups: groupLabels.keys)
    guard problems.isEmpty else { throw QuestionnaireError(diagnostics: problems) }
    self.title = title
    self.version = version
    self.languages = languages
    self.questions = questions
    self.groupLabels = groupLabels
    indices = Dictionary(
      questions.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { a, _ in a })
  }

  /// The question of a name; nil where there is none.
  public subscript(name: String) -> Question? { indices[name].map { questions[$0] } }

  /// The place of a question among ``questions``, from 0.
  public func index(of name: String) -> Int? { indices[name] }
}

/// All that is wrong with a questionnaire.
public struct QuestionnaireError: Error, Hashable, Sendable {
  public let diagnostics: [Diagnostic]

  public init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
