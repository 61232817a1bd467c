import SurveyModel

// Personal data: special categories, and what identifies a person.
extension Questionnaire {
  func personalDataRemarks() -> [Diagnostic] {
    questions.filter { $0.kind.carriesData }.flatMap { question in
      [specialCategory(question), identifier(question)].compactMap(\.self)
    }
  }

  /// Federal Law 152-FZ "On Personal Data", article 10, part 1.
  private func specialCategory(_ question: Question) -> Diagnostic? {
    let words = question.texts.flatMap(PersonalData.words)
    for (category, stems) in SpecialCategories.all {
      guard let word = words.first(where: { SpecialCategories.matches($0, stems) }) else {
        continue
      }
      return Diagnostic(
        .warning, "special-category",
        "\(question.name) seems to concern \(category) ('\(word)'): a special category of personal "
          + "data (152-ФЗ, ст. 10)",
        fix: "ask it only with written consent to this very purpose, or so that no person can be "
          + "told from the answers; else leave it out",
        at: question.location)
    }
    return nil
  }

  private func identifier(_ question: Question) -> Diagnostic? {
    guard let what = question.personalData?.words else { return nil }
    return Diagnostic(
      .warning, "direct-identifier",
      "\(question.name) seems to record \(what), which identifies a person (152-ФЗ, ст. 3)",
      fix: "keep it in a file of its own, apart from the answers and outside the study",
      at: question.location)
  }
}

/// What the law protects most.
private enum SpecialCategories {
  /// Beginnings of words by category; a word in full ends with a full stop.
  static let all: [(String, [String])] = [
    (
      "racial or national origin",
      [
        "национальност", "этнич", "этнос", "расов", "раса.", "расы.", "расе.", "расу.", "racial",
        "race.", "races.", "ethnic", "nationality",
      ]
    ),
    (
      "political views",
      [
        "политическ", "партия.", "партии.", "партию.", "партией.", "партий.", "голосовал",
        "проголосова", "референдум", "politic", "voted.", "election",
      ]
    ),
    (
      "religious or philosophical beliefs",
      [
        "религ", "вероисповед", "верующ", "конфесси", "церков", "церкви", "мечет", "синагог",
        "философск", "атеист", "religio", "church", "mosque", "synagogue", "worship", "atheis",
        "philosophical",
      ]
    ),
    (
      "health",
      [
        "здоровь", "болезн", "заболева", "инвалид", "диагноз", "беремен", "психическ", "лечени",
        "health", "illness", "disease", "disab", "diagnos", "pregnan", "medical",
      ]
    ),
    (
      "intimate life",
      [
        "интимн", "сексуальн", "контрацепц", "sexual", "sex_life", "intimate", "contracepti",
        "gay.", "lesbian",
      ]
    ),
  ]

  static func matches(_ word: String, _ stems: [String]) -> Bool {
    stems.contains { stem in
      stem.hasSuffix(".") ? word == stem.dropLast() : word.hasPrefix(stem)
    }
  }
}

extension Question {
  /// Name and labels, these by the code of their language.
  fileprivate var texts: [String] {
    [name] + label.texts.sorted { $0.key < $1.key }.map(\.value)
  }
}
