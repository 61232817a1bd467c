import SurveyModel

@testable import QuestionnaireDefinition

// Kinds and wordings of edits that were thought of after the difference of versions had been written; it
// was not changed for them.
extension PlantedEdit {
  static let after: [PlantedEdit] = laterTexts + laterAnswers + laterSurroundings

  private static let laterTexts: [PlantedEdit] = [
    .text("dashes of another length", .cosmetic) { text, _, _ in
      text.contains(" - ") ? text.replacing(" - ", with: " — ") : nil
    },
    .text("a question's code in brackets", .cosmetic) { text, _, place in "[\(place + 1)] \(text)"
    },
    .text("quotation marks around", .cosmetic) { text, _, _ in "«\(text)»" },
    .text("asked of another time of day", .notComparable) { text, form, _ in
      form.pick("Накануне вечером: ", "The evening before: ") + text
    },
    .text("two words exchanged", .notComparable) { text, _, place in
      var words = text.split(separator: " ").map(String.init)
      let long = words.indices.filter {
        words[$0].count > 4 && words[$0].allSatisfy(\.isLetter)
      }
      guard let first = long.first, let last = long.last,
        words[first].lowercased() != words[last].lowercased()
      else { return nil }
      words.swapAt(first, last)
      return words.joined(separator: " ")
    },
    .text("an example added", .notComparable) { text, form, _ in
      text + form.pick(", например кружок или хор", ", such as a club or a choir")
    },
    PlantedEdit(name: "names exchanged", outcome: .proposed) { form, place in
      let other = (place + form.questions.count / 3) % form.questions.count
      let (own, partner) = (form.questions[place], form.questions[other])
      let names = [own.name, partner.name]
      guard place != other, partner.isAnswered, let text = own.label[form.language],
        let second = partner.label[form.language], text.count > 12, second.count > 12,
        Wording(text).likeness(to: Wording(second)) < 0.3,
        form.questions.allSatisfy({ question in
          !names.contains { question.relevant?.references.contains($0) ?? false }
        }),
        form.questions.count(where: { $0.label == own.label }) == 1,
        form.questions.count(where: { $0.label == partner.label }) == 1
      else { return nil }
      var questions = form.questions
      (questions[place].name, questions[other].name) = (partner.name, own.name)
      return (questions, partner.name)
    },
  ]

  private static let laterAnswers: [PlantedEdit] = [
    .choices("numbers before the choices", .cosmetic) { choices, form, _ in
      choices.enumerated().map { place, choice in
        var choice = choice
        choice.label[form.language] = choice.label[form.language].map { "\(place + 1)) \($0)" }
        return choice
      }
    },
    .choices("all codes one higher", .recodable) { choices, _, _ in
      let numbers = choices.compactMap { Int($0.name) }
      guard numbers.count == choices.count, Set(choices.map(\.label)).count == choices.count else {
        return nil
      }
      return choices.map { choice in
        var choice = choice
        choice.name = "\((Int(choice.name) ?? 0) + 1)"
        return choice
      }
    },
    .choices("two choices become one", .recodable) { choices, form, _ in
      let own = choices.indices.filter { choices[$0].missing == nil }
      guard own.count > 3, Set(choices.map(\.label)).count == choices.count,
        let first = choices[own[0]].label[form.language],
        let second = choices[own[1]].label[form.language], !first.contains("("),
        !second.contains("(")
      else { return nil }
      var fewer = choices
      fewer[own[0]].label[form.language] = first + form.pick(" или ", " or ") + second
      fewer.remove(at: own[1])
      return fewer
    },
    .choices("the first choice denied", .notComparable) { choices, form, _ in
      guard let first = choices.indices.first(where: { choices[$0].missing == nil }),
        let text = choices[first].label[form.language], text.contains(where: \.isLetter)
      else { return nil }
      var other = choices
      other[first].label[form.language] = form.pick("совсем не ", "not at all ") + text
      return other
    },
    .choices("“refused” coded besides", .cosmetic) { choices, form, _ in
      guard !choices.contains(where: { $0.missing == .refused }) else { return nil }
      return choices + [
        Choice(
          name: "998", label: Label([form.language: form.pick("Не ответил", "Would not say")]),
          missing: .refused, at: Form.place)
      ]
    },
  ]

  private static let laterSurroundings: [PlantedEdit] = [
    .question("a number typed for a choice", .notComparable) { question, _, _ in
      guard question.choices != nil else { return nil }
      var question = question
      question.kind = .integer
      return question
    },
    .question("the answer made compulsory or free", .cosmetic) { question, _, _ in
      var question = question
      question.isRequired.toggle()
      return question
    },
    .question("no longer asked of some only", .baseDiffers) { question, _, _ in
      guard question.relevant != nil else { return nil }
      var question = question
      question.relevant = nil
      return question
    },
    PlantedEdit(
      name: "moved to the beginning", outcome: .verdict(.cosmetic),
      plant: { form, place in
        let asked = form.questions[..<place].filter(\.isAnswered).count
        guard asked > 20, form.questions[place].relevant == nil else { return nil }
        var questions = form.questions
        let moved = questions.remove(at: place)
        questions.insert(moved, at: 0)
        return (questions, moved.name)
      }, touchesOthers: false),
  ]
}
