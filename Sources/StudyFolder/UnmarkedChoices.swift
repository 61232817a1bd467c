import QuestionnaireDefinition
import SurveyModel
import TextFormats

/// Choices that read like "don't know" or "refused", have no reason in the column `missing` and
/// stand in no row of `missing.csv`: they count as answers.
///
/// Each list is told once, for all versions that have it, with the rows that would mark its choices.
struct UnmarkedChoices {
  private let study: Study
  private(set) var diagnostics: [Diagnostic] = []

  /// A list that is the same in some versions, and the questions that use it.
  private struct Use {
    let list: ChoiceList
    let choices: [Choice]
    var questions: [String]
  }

  /// More rows than these would be harder to paste than the list's own cells are to fill in.
  private static let mostRows = 20

  init(_ study: Study) {
    self.study = study
    for use in uses { tell(use) }
  }

  private var uses: [Use] {
    var uses: [Use] = []
    for (_, questionnaire) in study.questionnaires.sorted(by: { $0.key < $1.key }) {
      for question in questionnaire.questions {
        guard let list = question.choices else { continue }
        let choices = list.choices.filter { isUnmarked($0, in: question) }
        let names = choices.map(\.name)
        if choices.isEmpty { continue }
        let place = uses.firstIndex {
          $0.list.name == list.name && $0.choices.map(\.name) == names
        }
        guard let place else {
          uses.append(Use(list: list, choices: choices, questions: [question.name]))
          continue
        }
        if !uses[place].questions.contains(question.name) {
          uses[place].questions.append(question.name)
        }
      }
    }
    return uses
  }

  private func isUnmarked(_ choice: Choice, in question: Question) -> Bool {
    guard choice.missing == nil, choice.impliedReason != nil else { return false }
    return !study.missingCodes.contains {
      $0.value == choice.name && [nil, question.name].contains($0.question)
    }
  }

  private mutating func tell(_ use: Use) {
    guard let place = use.choices.first?.location else { return }
    let marked = use.choices.map { choice in
      (name: choice.name, reason: choice.impliedReason?.rawValue ?? "")
    }
    let told = marked.map { "'\($0.name)' like \($0.reason)" }.joined(separator: ", ")
    let count = use.choices.count
    let rows = use.questions.flatMap { question in
      marked.map { FieldQuoting.sheet.record([question, "*", $0.name, $0.reason]) }
    }.map { String($0.dropLast()) }
    let isShort = rows.count <= Self.mostRows
    let cells = marked.map { "\($0.reason) for '\($0.name)'" }.joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .warning, "unmarked-missing",
        "\(count == 1 ? "a choice" : "\(count) choices") of \(use.list.name) "
          + "\(count == 1 ? "reads" : "read") as if no answer were given and "
          + "\(count == 1 ? "counts" : "count") as \(count == 1 ? "an answer" : "answers"): \(told)",
        fix: isShort
          ? "if so, paste these rows under question,source,value,reason into missing.csv, or fill in"
            + " the column 'missing' of the choices"
          : "if so, write in the column 'missing' of the choices: \(cells)",
        rows: isShort ? rows : [], at: place))
  }
}
