import SurveyModel

/// A question in its version: where it stands, and what text leads it.
struct PlacedQuestion {
  let question: Question
  /// Among the questions that people answer, from 0.
  let place: Int
  /// The text of the battery that it stands in: of a note or a group around it that ends as a question
  /// or a beginning does.
  let lead: Label

  /// The questions of a form that people answer, in its order.
  static func all(of form: Questionnaire) -> [PlacedQuestion] {
    var placed: [PlacedQuestion] = []
    var note: (label: Label, groups: [String], kind: String?)?
    for question in form.questions {
      if case .note = question.kind {
        note =
          isLead(question.label) ? (question.label, question.groups, nil) : nil
        continue
      }
      guard question.isAnswered else { continue }
      if let open = note {
        let kind = question.kind.typeName
        if open.groups != question.groups || open.kind.map({ $0 != kind }) ?? false {
          note = nil
        } else {
          note?.kind = kind
        }
      }
      let group = question.groups.last.flatMap { form.groupLabels[$0] } ?? Label()
      placed.append(
        PlacedQuestion(
          question: question, place: placed.count,
          lead: note?.label ?? (isLead(group) ? group : Label())))
    }
    return placed
  }

  /// Whether a text is to be read on in the questions after it.
  private static func isLead(_ label: Label) -> Bool {
    label.texts.values.contains { text in
      let end = text.last { !$0.isWhitespace }
      return end == ":" || end == "?" || end == "…" || text.hasSuffix("...")
    }
  }
}

extension Question {
  /// Whether a person's answer is expected.
  var isAnswered: Bool {
    switch kind {
    case .note, .metadata, .calculation: false
    default: true
    }
  }
}
