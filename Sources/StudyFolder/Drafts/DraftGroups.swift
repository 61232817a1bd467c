import QuestionnaireDefinition
import SurveyModel

/// Groups of sex, age and education, where labels tell what the answers are.
struct DraftGroups {
  /// Rows of `groups.csv`: group, category, labels, question, choices, from, to.
  private(set) var rows: [[String]] = []
  /// The questions that they are made from.
  private(set) var questions: [String] = []
  private let languages: [String]
  private static let traits: [SociodemographicTrait] = [.sex, .age, .education]

  init(_ forms: [DraftedForm], languages: [String]) {
    self.languages = languages
    let questions = forms.first?.questionnaire.questions ?? []
    for trait in Self.traits {
      let asking = questions.filter { Self.trait(of: $0) == trait }
      // The same of children or partners is no group: the first question that has choices.
      if let closed = asking.first(where: { Self.isLabelled($0) }) {
        addChoices(of: closed, trait)
      } else if trait == .age, let open = asking.first(where: Self.isNumber) {
        addBands(of: open)
      }
    }
  }

  private static func trait(of question: Question) -> SociodemographicTrait? {
    let labels = question.label.texts.sorted { $0.key < $1.key }.map(\.value)
    return SociodemographicTrait(beginningOf: question.name)
      ?? labels.lazy.compactMap(SociodemographicTrait.init(askedBy:)).first
  }

  private static func isLabelled(_ question: Question) -> Bool {
    guard case .selectOne(let list) = question.kind else { return false }
    let answers = list.substantive.map { list.choices[$0] }
    return (2...10).contains(answers.count)
      && answers.allSatisfy { choice in
        choice.label.texts.values.contains { $0 != choice.name } || Double(choice.name) == nil
      }
  }

  private static func isNumber(_ question: Question) -> Bool { question.kind == .integer }

  private mutating func addChoices(of question: Question, _ trait: SociodemographicTrait) {
    guard let list = question.choices else { return }
    // A list of names in one cell is divided by spaces and commas.
    let answers = list.substantive.map { list.choices[$0] }
    guard answers.allSatisfy({ !$0.name.contains { " ,;".contains($0) } }) else { return }
    for choice in answers {
      rows.append(
        [trait.rawValue, choice.name] + languages.map { choice.label.text(in: $0) ?? "" }
          + [question.name, choice.name, "", ""])
    }
    questions.append(question.name)
  }

  private mutating func addBands(of question: Question) {
    let bands: [(from: Int, to: Int?)] = [(18, 29), (30, 44), (45, 59), (60, nil)]
    for (from, to) in bands {
      let name = to.map { "\(from)-\($0)" } ?? "\(from)+"
      let label = to.map { "\(from)–\($0)" } ?? "\(from)+"
      rows.append(
        ["age", name] + languages.map { _ in label }
          + [question.name, "", "\(from)", to.map { "\($0)" } ?? ""])
    }
    questions.append(question.name)
  }
}
