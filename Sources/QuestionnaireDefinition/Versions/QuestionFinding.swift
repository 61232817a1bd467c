import SurveyModel

/// One thing that is not the same about a question of two versions, and what follows from it alone.
public struct QuestionFinding: Hashable, Sendable {
  /// What of a question it is about.
  public enum Aspect: String, Hashable, Sendable, CaseIterable {
    case wording, instruction, battery, surroundings, kind, measure, range, choices
    case missingCodes = "missing-codes"
    case routing, position
    /// The name stands for another question.
    case name
  }

  public var aspect: Aspect
  public var verdict: QuestionVerdict
  /// A sentence without a full stop, in Russian and English.
  public var reason: Label

  public init(_ aspect: Aspect, _ verdict: QuestionVerdict, ru: String, en: String) {
    self.aspect = aspect
    self.verdict = verdict
    reason = Label(["ru": ru, "en": en])
  }
}

extension QuestionFinding {
  /// What follows from another wording.
  static func wording(
    _ difference: WordingDifference, of aspect: Aspect, isScaleLength: Bool = false
  ) -> QuestionFinding {
    let (ru, en) = aspect.genitive
    let language = difference.language.isEmpty ? "" : " (\(difference.language))"
    guard difference.isOfSubstance else {
      return QuestionFinding(
        aspect, .cosmetic,
        ru: "в тексте \(ru)\(language) другие регистр, знаки или нумерация",
        en: "case, punctuation or numbering of the \(en)\(language) differ")
    }
    if isScaleLength {
      return QuestionFinding(
        aspect, .rescaled,
        ru: "в тексте \(ru)\(language) названы другие концы шкалы",
        en: "the \(en)\(language) names other ends of the scale")
    }
    let about = difference.aspects
    let russian = about.isEmpty ? "" : ": \(about.map(\.russian).joined(separator: ", "))"
    let english = about.isEmpty ? "" : ": \(about.map(\.english).joined(separator: ", "))"
    return QuestionFinding(
      aspect, .notComparable,
      ru: "изменены слова \(ru)\(language)\(russian)",
      en: "words of the \(en)\(language) differ\(english)")
  }
}

extension QuestionFinding.Aspect {
  fileprivate var genitive: (ru: String, en: String) {
    switch self {
    case .instruction: ("пояснения", "instruction")
    case .battery: ("общей части вопросов", "text that leads a battery")
    default: ("вопроса", "question")
    }
  }
}

extension WordingAspect {
  var russian: String {
    switch self {
    case .negation: "отрицание"
    case .timeFrame: "период"
    case .unit: "единица измерения"
    case .quantity: "количество"
    case .subject: "о ком или о чём речь"
    }
  }

  var english: String {
    switch self {
    case .negation: "negation"
    case .timeFrame: "time frame"
    case .unit: "unit"
    case .quantity: "quantity"
    case .subject: "subject"
    }
  }
}
