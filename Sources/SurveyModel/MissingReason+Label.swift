extension MissingReason {
  /// The reason that a choice's label names plainly and says nothing besides: «Затрудняюсь ответить»,
  /// "Don't know / refused"; nil for every other label.
  ///
  /// Of two reasons in one label the first is taken.
  public init?(saidBy label: String) {
    guard label.utf8.count <= Self.longest else { return nil }
    let parts = Self.plain(label).split(separator: "/").map { $0.trimmingSpaces }
      .filter { !$0.isEmpty }
    let reasons = parts.compactMap { part in
      Self.phrases.first { $0.phrases.contains(part) }?.reason
    }
    guard let first = reasons.first, reasons.count == parts.count else { return nil }
    self = first
  }

  /// Small letters, one kind of apostrophe, `/` between alternatives, no brackets and full stops.
  private static func plain(_ label: String) -> String {
    var text = String.UnicodeScalarView()
    for character in label.lowercased().unicodeScalars {
      switch character {
      case "’", "`", "ʼ", "‘": text.append("'")
      case "ё": text.append("е")
      case ",", ";", "(", "|": text.append("/")
      case ")", ".", "!", "\"", "«", "»", "[", "]": continue
      default: text.append(character)
      }
    }
    return String(text)
  }

  /// The bytes of the longest label that may say no more than reasons: an answer in somebody's own
  /// words is not looked at.
  private static let longest = 240

  private static let phrases: [(reason: MissingReason, phrases: Set<String>)] = [
    (
      .dontKnow,
      [
        "don't know", "dont know", "do not know", "i don't know", "dk", "hard to say",
        "difficult to say", "can't say", "cannot say", "not sure", "unsure",
        "can't choose", "don't know or not sure", "don't know or no answer",
        "не знаю", "затрудняюсь ответить", "затрудняюсь", "затрудняюсь с ответом",
        "затруднились ответить", "затруднился ответить", "затруднилась ответить",
        "затрудняюсь сказать", "трудно сказать", "не могу сказать", "з/о", "зо",
      ]
    ),
    (
      .refused,
      [
        "refused", "refusal", "refuse", "refused to answer", "refuse to answer", "ref",
        "prefer not to say", "prefer not to answer", "prefer not to disclose", "declined",
        "decline to answer", "отказ", "отказ от ответа", "отказался от ответа",
        "отказываюсь отвечать", "отказались отвечать", "не хочу отвечать", "нет желания отвечать",
      ]
    ),
    (
      .noAnswer,
      [
        "no answer", "na", "not answered", "no response", "not provided", "missing", "not stated",
        "not ascertained", "нет ответа", "не ответил", "не ответили", "без ответа", "пропуск",
        "ответ не получен",
      ]
    ),
  ]
}

extension MissingReason {
  /// Its words in exported files.
  package var label: Label {
    switch self {
    case .notAsked: Label(["ru": "Вопрос не задавался", "en": "Not asked"])
    case .dontKnow: Label(["ru": "Затрудняюсь ответить", "en": "Don't know"])
    case .refused: Label(["ru": "Отказ от ответа", "en": "Refused"])
    case .noAnswer: Label(["ru": "Нет ответа", "en": "No answer"])
    case .lost: Label(["ru": "Ответ утрачен", "en": "Lost"])
    case .notAskedOrLost:
      Label(["ru": "Не задавался или утрачен", "en": "Not asked or lost"])
    case .invalid: Label(["ru": "Недопустимое значение", "en": "Invalid value"])
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
