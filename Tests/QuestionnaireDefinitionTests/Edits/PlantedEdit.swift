import SurveyModel

@testable import QuestionnaireDefinition

/// One kind of edit that people make between waves, and what is to be found of it.
struct PlantedEdit: Sendable, CustomStringConvertible {
  enum Outcome: Hashable, Sendable {
    case verdict(QuestionVerdict)
    /// The question has another name, and is proposed under it.
    case proposed

    var name: String {
      switch self {
      case .verdict(let verdict): verdict.rawValue
      case .proposed: "proposed"
      }
    }
  }

  let name: String
  let outcome: Outcome
  /// The later version of a form, and what the edited question is called there; nil where the question
  /// cannot be edited so.
  let plant: @Sendable (EditedForm, _ place: Int) -> (questions: [Question], name: String)?
  /// Whether other questions are touched too.
  var touchesOthers = false

  var description: String { name }

  /// An edit of one question alone.
  static func question(
    _ name: String, _ outcome: QuestionVerdict,
    _ edit: @escaping @Sendable (Question, EditedForm, Int) -> Question?
  ) -> PlantedEdit {
    PlantedEdit(name: name, outcome: .verdict(outcome)) { form, place in
      guard let edited = edit(form.questions[place], form, place) else { return nil }
      var questions = form.questions
      questions[place] = edited
      return (questions, edited.name)
    }
  }

  /// An edit of the question's text in the form's language.
  static func text(
    _ name: String, _ outcome: QuestionVerdict,
    _ edit: @escaping @Sendable (String, EditedForm, Int) -> String?
  ) -> PlantedEdit {
    question(name, outcome) { question, form, place in
      guard let text = question.label[form.language], let edited = edit(text, form, place),
        edited != text
      else { return nil }
      var question = question
      question.label[form.language] = edited
      return question
    }
  }

  /// An edit of the choices.
  static func choices(
    _ name: String, _ outcome: QuestionVerdict,
    _ edit: @escaping @Sendable ([Choice], EditedForm, Int) -> [Choice]?
  ) -> PlantedEdit {
    question(name, outcome) { question, form, place in
      guard let list = question.choices, let edited = edit(list.choices, form, place) else {
        return nil
      }
      return question.having(edited)
    }
  }
}

/// A form in one language.
struct EditedForm: Sendable {
  let name: String
  let language: String
  let questions: [Question]

  /// Words for an edit: in Russian or English.
  func pick(_ russian: String, _ english: String) -> String {
    language == "ru" ? russian : english
  }

  /// The questions of a questionnaire with the texts of one language; those that nobody answers stay.
  init(_ name: String, _ form: Questionnaire, language: String) {
    self.name = name
    self.language = language
    questions = form.questions.map { question in
      func only(_ label: Label) -> Label { Label([language: label[language] ?? ""]) }
      var question = question
      question.label = only(question.label)
      question.hint = only(question.hint)
      if let list = question.choices {
        question = question.having(
          list.choices.map { choice in
            var choice = choice
            choice.label = only(choice.label)
            return choice
          })
      }
      return question
    }
  }

  func version(_ questions: [Question]? = nil) throws -> Questionnaire {
    try Questionnaire(
      title: Label(name), version: name, languages: [language],
      questions: questions ?? self.questions)
  }
}

extension Question {
  /// The same question with other choices.
  func having(_ choices: [Choice]) -> Question {
    var question = self
    let list = ChoiceList(
      name: self.choices?.name ?? "list", choices: choices,
      allowsOther: self.choices?.allowsOther ?? false)
    switch kind {
    case .selectOne: question.kind = .selectOne(list)
    case .selectMultiple: question.kind = .selectMultiple(list)
    case .rank: question.kind = .rank(list)
    default: break
    }
    return question
  }
}
