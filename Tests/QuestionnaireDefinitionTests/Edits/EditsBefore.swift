import SurveyModel

@testable import QuestionnaireDefinition

// Kinds of edits that were known when the difference of versions was written.
extension PlantedEdit {
  static let before: [PlantedEdit] = cosmeticTexts + otherTexts + answers + surroundings

  private static let cosmeticTexts: [PlantedEdit] = [
    .text("capital letters", .cosmetic) { text, _, _ in text.uppercased() },
    .text("a full stop at the end", .cosmetic) { text, _, _ in
      text.last.map { $0.isLetter ? text + "." : nil } ?? nil
    },
    .text("two spaces for one", .cosmetic) { text, _, _ in
      text.replacing(" ", with: "\u{A0} ", maxReplacements: 1)
    },
    .text("a number before the text", .cosmetic) { text, _, place in "\(place + 1). \(text)" },
    .text("mark-up", .cosmetic) { text, _, _ in "<b>\(text)</b>" },
  ]

  private static let otherTexts: [PlantedEdit] = [
    .text("denied", .notComparable) { text, form, _ in
      form.pick("Неверно, что ", "It is not so: ") + text
    },
    .text("a time frame added", .notComparable) { text, form, _ in
      text + form.pick(" за последние пять лет", " over the last five years")
    },
    .text("a unit added", .notComparable) { text, form, _ in
      text + form.pick(" (в часах)", " (in hours)")
    },
    .text("about the family", .notComparable) { text, form, _ in
      form.pick("Для Вашей семьи: ", "For your family: ") + text
    },
    .text("a word left out", .notComparable) { text, _, place in
      var words = text.split(separator: " ")
      let long = words.indices.filter { words[$0].count > 3 && words[$0].allSatisfy(\.isLetter) }
      guard words.count > 3, !long.isEmpty else { return nil }
      words.remove(at: long[place % long.count])
      return words.joined(separator: " ")
    },
    .question("another question's text and answers", .notComparable) { question, form, place in
      let other = form.questions[(place + form.questions.count / 2) % form.questions.count]
      guard let own = question.label[form.language], let text = other.label[form.language],
        Wording(own).likeness(to: Wording(text)) < 0.5, other.isAnswered
      else { return nil }
      var question = question
      (question.label, question.kind) = (other.label, other.kind)
      return question
    },
    PlantedEdit(name: "another name", outcome: .proposed) { form, place in
      let own = form.questions[place]
      guard let text = own.label[form.language],
        !form.questions.contains(where: { $0.label == own.label && $0.name != own.name }),
        !form.questions.contains(where: { $0.relevant?.references.contains(own.name) ?? false }),
        text.count > 12
      else { return nil }
      var questions = form.questions
      questions[place].name = "renamed_\(own.name)"
      questions[place].constraint = nil
      return (questions, "renamed_\(own.name)")
    },
  ]

  private static let answers: [PlantedEdit] = [
    .choices("the scale turned round", .recodable) { choices, _, _ in
      let own = choices.indices.filter { choices[$0].missing == nil }
      guard own.count > 2, Set(choices.map(\.label)).count == choices.count else { return nil }
      var turned = choices
      for (place, other) in zip(own, own.reversed()) { turned[place].label = choices[other].label }
      return turned
    },
    .choices("codes exchanged", .recodable) { choices, _, _ in
      let own = choices.indices.filter { choices[$0].missing == nil }
      guard own.count > 2, Set(choices.map(\.label)).count == choices.count else { return nil }
      var turned = choices
      (turned[own[0]].label, turned[own[1]].label) = (choices[own[1]].label, choices[own[0]].label)
      return turned
    },
    .choices("other codes", .recodable) { choices, _, _ in
      guard Set(choices.map(\.label)).count == choices.count else { return nil }
      return choices.map { choice in
        var choice = choice
        if choice.missing == nil { choice.name = "5\(choice.name)" }
        return choice
      }
    },
    .choices("another order, the codes kept", .cosmetic) { choices, _, _ in
      choices.count > 2 ? choices.reversed() : nil
    },
    .choices("a choice added", .notComparable) { choices, form, _ in
      [
        Choice(
          name: "777",
          label: Label([form.language: form.pick("Иногда по праздникам", "On holidays")]),
          at: Form.place)
      ] + choices
    },
    .choices("a choice taken away", .notComparable) { choices, _, place in
      let own = choices.indices.filter { choices[$0].missing == nil }
      guard own.count > 2 else { return nil }
      var fewer = choices
      fewer.remove(at: own[place % own.count])
      return fewer
    },
    .choices("a choice in other words", .notComparable) { choices, form, place in
      guard let first = choices.indices.first(where: { choices[$0].missing == nil }),
        let text = choices[first].label[form.language]
      else { return nil }
      var other = choices
      other[first].label[form.language] = text + form.pick(" и дома", " and at home")
      return other
    },
    .choices("“don't know” offered", .baseDiffers) { choices, form, _ in
      guard !choices.contains(where: { $0.missing == .dontKnow }) else { return nil }
      return choices + [
        Choice(
          name: "997", label: Label([form.language: form.pick("Не могу сказать", "Cannot say")]),
          missing: .dontKnow, at: Form.place)
      ]
    },
  ]

  private static let surroundings: [PlantedEdit] = [
    .question("several answers for one", .notComparable) { question, _, _ in
      guard case .selectOne(let list) = question.kind else { return nil }
      var question = question
      question.kind = .selectMultiple(list)
      return question
    },
    .question("asked of some only", .baseDiffers) { question, form, place in
      guard question.relevant == nil, place > 0,
        let filter = form.questions[..<place].first(where: { $0.choices != nil }),
        let code = filter.choices?.choices.first?.name
      else { return nil }
      var question = question
      question.relevant = try? Expression(parsing: "${\(filter.name)} = '\(code)'")
      return question
    },
    .question("described by another measure", .cosmetic) { question, _, _ in
      var question = question
      question.measure = question.measure == .nominal ? .ordinal : .nominal
      return question
    },
  ]
}
