import SurveyModel

/// How many of the questions that were due each interview of a file answers.
///
///     answered / due
///
/// Due is every question that the routing led to, but for open ones that may be left blank and
/// fields that a device fills in. "Don't know" is an answer, and so is a value that the questionnaire
/// does not know; a refusal and a blank are none. Questions that the file lacks, and those of which it
/// cannot be told whether they were asked, are not counted.
///
/// > AAPOR (2023). *Standard Definitions*, 10th edition: less than 50 % "of all applicable questions
/// > answered (with other than a refusal or no answer)" equals break-off.
struct Completeness {
  let due: [Int]
  let answered: [Int]

  /// - Complexity: O(questions × interviews).
  init(of sheet: AnswerSheet) {
    var due = Array(repeating: 0, count: sheet.rows.count)
    var answered = due
    for (index, question) in sheet.questionnaire.questions.enumerated()
    where question.isCounted && sheet.columns[index] != nil {
      for (row, reason) in sheet.missing[index].enumerated() {
        if reason?.isOutsideRouting == true { continue }
        due[row] += 1
        if reason?.isAnswer ?? true { answered[row] += 1 }
      }
    }
    (self.due, self.answered) = (due, answered)
  }

  /// Per cent of the questions due that an interview answers; 100 where none was.
  func share(_ row: Int) -> Double {
    due[row] == 0 ? 100 : 100 * Double(answered[row]) / Double(due[row])
  }
}

extension Question {
  /// Whether a respondent owes an answer to it.
  fileprivate var isCounted: Bool { kind.carriesData && !isRecorded && (isRequired || !isOpen) }
}

extension MissingReason {
  /// Whether the question was not due, or may not have been. One whose answer was lost was due.
  fileprivate var isOutsideRouting: Bool { self == .notAsked || self == .notAskedOrLost }

  /// Whether the respondent said something.
  fileprivate var isAnswer: Bool { self == .dontKnow || self == .invalid }
}

/// What counts as an interview in a study.
public struct InterviewRule: Sendable {
  public var minimums: InterviewMinimums
  /// Names of the questions that the weights of a city and wave are made from.
  public var weightingQuestions: [SampleKey: Set<String>]

  public init(
    minimums: InterviewMinimums = InterviewMinimums(),
    weightingQuestions: [SampleKey: Set<String>] = [:]
  ) {
    self.minimums = minimums
    self.weightingQuestions = weightingQuestions
  }

  public init(_ study: Study) {
    minimums = study.settings.interviewMinimums
    let questions = Dictionary(
      study.groupings.map { ($0.name, $0.question) }, uniquingKeysWith: { first, _ in first })
    let margins = Dictionary(
      grouping: study.margins, by: { SampleKey(city: $0.city, wave: $0.wave) })
    weightingQuestions = Dictionary(
      uniqueKeysWithValues: margins.map { key, margins in
        let names = margins.flatMap { $0.group.groups }.compactMap { questions[$0] }
        return (key, Set(names.map { study.crosswalk.name(of: $0, in: key.wave) }))
      })
  }
}
