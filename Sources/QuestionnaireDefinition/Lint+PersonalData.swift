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
    let words = question.words
    for (category, stems) in PersonalData.specialCategories {
      guard let word = words.first(where: { PersonalData.matches($0, stems) }) else { continue }
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
    guard let what = question.directIdentifier else { return nil }
    return Diagnostic(
      .warning, "direct-identifier",
      "\(question.name) seems to record \(what), which identifies a person (152-ФЗ, ст. 3)",
      fix: "keep it in a file of its own, apart from the answers and outside the study",
      at: question.location)
  }
}

enum PersonalData {
  /// Beginnings of words by category; a word in full ends with a full stop.
  static let specialCategories: [(String, [String])] = [
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
        "проголосова", "референдум", "politic", "vote", "voting", "election",
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

  /// What identifies a person when it is written down, by the same kind of beginnings.
  static let identifiers: [(String, [String])] = [
    (
      "a name",
      [
        "имя.", "фамили", "отчеств", "фио.", "surname", "firstname", "lastname",
        "fullname", "name.",
      ]
    ),
    ("a telephone number", ["телефон", "phone", "telephone", "mobile."]),
    ("an e-mail address", ["email", "e-mail", "электронн", "имейл", "почта.", "почты."]),
    ("an address", ["адрес", "address"]),
    ("a document's number", ["паспорт", "снилс", "инн.", "passport"]),
  ]

  static func matches(_ word: String, _ stems: [String]) -> Bool {
    stems.contains { stem in
      stem.hasSuffix(".") ? word == stem.dropLast() : word.hasPrefix(stem)
    }
  }
}

extension Question {
  /// The words of name and labels in small letters: labels by the code of their language first.
  fileprivate var words: [String] {
    let labels = label.texts.sorted { $0.key < $1.key }.map(\.value)
    return ([name] + labels).flatMap { text in
      text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
    }
  }

  /// What identifying thing an answer in words, numbers or places is likely to be.
  fileprivate var directIdentifier: String? {
    switch kind {
    case .text, .integer, .barcode:
      PersonalData.identifiers.first { _, stems in
        words.contains { PersonalData.matches($0, stems) }
      }?.0
    case .position: "a place on the map"
    case .metadata(let field):
      switch field {
      case "phonenumber": "a telephone number"
      case "email": "an e-mail address"
      case "deviceid", "subscriberid", "simserial": "the number of a device"
      default: nil
      }
    default: nil
    }
  }
}
