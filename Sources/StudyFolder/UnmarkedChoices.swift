import QuestionnaireDefinition
import SurveyModel
import TextFormats

/// Choices that read like "don't know" or "refused", have no reason in the column `missing` and
/// stand in no row of `missing.csv`: they count as answers.
///
/// Each list is told once, for all versions that have it, and all lists of a file in one finding, with
/// the rows that would mark their choices.
struct UnmarkedChoices {
  private let study: Study
  private(set) var diagnostics: [Diagnostic] = []

  /// A list that is the same in some versions, and the questions that use it.
  fileprivate struct Use {
    let list: ChoiceList
    let choices: [Choice]
    var questions: [String]
  }

  /// More rows than these would be harder to paste than the list's own cells are to fill in.
  private static let mostRows = 20
  /// As many lists are named.
  private static let mostLists = 4

  init(_ study: Study) {
    self.study = study
    var files: [[Use]] = []
    for use in uses {
      let file = use.choices.first?.location.file
      if let place = files.firstIndex(where: { $0[0].choices.first?.location.file == file }) {
        files[place].append(use)
      } else {
        files.append([use])
      }
    }
    for uses in files { tell(uses) }
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

  private mutating func tell(_ uses: [Use]) {
    guard let place = uses.first?.choices.first?.location else { return }
    let rows = uses.flatMap(\.rows)
    let isShort = rows.count <= Self.mostRows
    let cells = Self.listed(
      uses.map { uses.count == 1 ? $0.cells : "\($0.list.name) \($0.cells)" }, dividedBy: "; ")
    diagnostics.append(
      Diagnostic(
        .warning, "unmarked-missing", Self.message(uses),
        fix: isShort
          ? "if so, paste these rows under question,source,value,reason into missing.csv, or fill in"
            + " the column 'missing' of the choices"
          : "if so, write in the column 'missing' of the choices: \(cells)",
        rows: isShort ? rows : [], at: place))
  }

  private static func message(_ uses: [Use]) -> String {
    let count = uses.reduce(0) { $0 + $1.choices.count }
    let (verb, counted) =
      count == 1 ? ("reads", "counts as an answer") : ("read", "count as answers")
    let choices = count == 1 ? "a choice" : "\(count) choices"
    let what = "\(verb) as if no answer were given and \(counted)"
    guard uses.count > 1 else {
      return "\(choices) of \(uses[0].list.name) \(what): \(uses[0].likenesses)"
    }
    let lists = uses.map { "\($0.list.name) \($0.likenesses)" }
    return "\(choices) of \(uses.count) lists \(what): \(listed(lists, dividedBy: "; "))"
  }

  /// The first few, and how many more there are.
  private static func listed(_ words: [String], dividedBy sign: String) -> String {
    let rest = words.count - mostLists
    return words.prefix(mostLists).joined(separator: sign)
      + (rest > 0 ? " and \(rest) more lists" : "")
  }
}

extension UnmarkedChoices.Use {
  private var marked: [(name: String, reason: String)] {
    choices.map { ($0.name, $0.impliedReason?.rawValue ?? "") }
  }

  /// Such as `'97' like dont-know, '98' like refused`.
  fileprivate var likenesses: String {
    marked.map { "'\($0.name)' like \($0.reason)" }.joined(separator: ", ")
  }

  /// What the column `missing` would hold.
  fileprivate var cells: String {
    marked.map { "\($0.reason) for '\($0.name)'" }.joined(separator: ", ")
  }

  /// Rows of `missing.csv`.
  fileprivate var rows: [String] {
    questions.flatMap { question in
      marked.map { FieldQuoting.sheet.record([question, "*", $0.name, $0.reason]) }
    }.map { String($0.dropLast()) }
  }
}
