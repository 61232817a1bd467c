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

  /// What identifies a person when it is written down.
  static let identifiers: [Identifier] = [
    Identifier(
      what: "a name",
      phrases: [
        " фамили", " отчеств", " фио ", " ваше имя ", " полное имя ", " вас зовут ", " surname",
        " first name", " last name", " full name", " family name", " your name ",
      ], words: ["name", "имя", "fullname", "firstname", "lastname"]),
    Identifier(
      what: "a telephone number", phrases: [" телефон", " phone", " telephone", " mobile number"],
      words: ["mobile"]),
    Identifier(
      what: "an e-mail address",
      phrases: [" email", " e-mail", " электронная почт", " электронной почт", " имейл"],
      words: ["почта"]),
    Identifier(
      what: "an address", phrases: [" адрес", " your address", " home address", " postal address"],
      words: ["address"]),
    Identifier(
      what: "a document's number", phrases: [" паспорт", " снилс", " инн ", " passport"],
      words: []),
  ]

  struct Identifier: Sendable {
    let what: String
    /// Parts of a text between single spaces, in small letters.
    let phrases: [String]
    /// Words that say it in a text of one or two words: `full_name`.
    let words: Set<String>

    func isNamed(in text: String) -> Bool {
      let spoken = PersonalData.words(of: text)
      let sentence = " \(spoken.joined(separator: " ")) "
      return phrases.contains { sentence.contains($0) }
        || spoken.count <= 2 && !words.isDisjoint(with: spoken)
    }
  }

  /// The words of a text in small letters; digits and underscores part them.
  static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
  }

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

  /// What identifying thing an answer in words, numbers or places is likely to be.
  fileprivate var directIdentifier: String? {
    switch kind {
    case .text, .integer, .barcode:
      PersonalData.identifiers.first { texts.contains(where: $0.isNamed) }?.what
    case .position: "a place on the map"
    case .metadata("phonenumber"): "a telephone number"
    case .metadata("email"): "an e-mail address"
    case .metadata("deviceid"), .metadata("subscriberid"), .metadata("simserial"):
      "the number of a device"
    default: nil
    }
  }
}
