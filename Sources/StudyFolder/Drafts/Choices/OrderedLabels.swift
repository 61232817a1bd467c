import QuestionnaireDefinition
import SurveyModel

/// Whether the labels of a list show that its values are ordered.
enum OrderedLabels {
  /// - Returns: Whether agreement, satisfaction, frequency or the like goes from one end to the other,
  ///   or amounts grow; never for fewer than three answers.
  static func areOrdered(_ codes: [DraftColumn.Code]) -> Bool {
    var answers = codes.filter { $0.missing == nil }
    if answers.allSatisfy({ Double($0.name) != nil }) {
      answers.sort { (Double($0.name) ?? 0) < (Double($1.name) ?? 0) }
    }
    let said = answers.filter { !$0.isUnlabelled }.map { text(of: $0.label) }
    guard answers.count > 2, said.count > 1 else { return false }
    let isNumbered = answers.allSatisfy { Double($0.name) != nil }
    // Labels at the ends of numbers: a scale from one to the other.
    if said.count < answers.count {
      let ends = [answers.first, answers.last].compactMap(\.self)
      return isNumbered && ends.allSatisfy { !$0.isUnlabelled }
        && families.contains { family in
          ends.allSatisfy { family.says(text(of: $0.label)) }
        }
    }
    // Words that are known go from one end to the other, or in no order.
    if let order = LabelOrder(of: said) { return order.isMonotone }
    return families.contains { $0.covers(said) } || isNumbered && areGrowing(said)
  }

  private static func text(of label: Label) -> String {
    (label[""] ?? label["en"] ?? label["ru"] ?? label.texts.values.min() ?? "").lowercased()
  }

  /// Words of one kind of judgement: its own, and those that stand in the middle.
  private struct Family {
    let words: [String]

    func says(_ text: String) -> Bool { words.contains { text.contains($0) } }

    /// Whether all labels but one or two in the middle have its words.
    func covers(_ labels: [String]) -> Bool {
      let others = labels.filter { !says($0) }
      return others.count <= 1 && labels.count - others.count > 1
        && others.allSatisfy { label in Self.middles.contains { label.contains($0) } }
    }

    private static let middles = [
      "neither", "neutral", "partly", "middle", "average", "so-so", "50", "in between", "undecided",
      "отчасти", "ни то", "нечто среднее", "средне", "нейтрал", "когда как", "в чем-то", "в чём-то",
      "наполовину", "удовлетворительно", "не изменил", "same", "moderate",
    ]
  }

  private static let families: [Family] = [
    ["agree", "соглас"], ["satisf", "удовлетвор", "доволен", "довольн"],
    ["excellent", "good", "fair", "poor", "bad"],
    ["отлично", "хорош", "плох", "удовлетворительно", "отличн"],
    [
      "never", "rarely", "seldom", "sometimes", "often", "always", "usually", "once", "daily",
      "weekly", "monthly", "every day", "times", "a day", "a week", "a month", "a year",
    ],
    [
      "никогда", "редко", "иногда", "часто", "всегда", "постоянно", "раз в", "раза в", "раз за",
      "ежедневно", "не был",
    ],
    ["important", "важн"], ["likely", "вероятн"], ["trust", "довер"], ["safe", "безопасн"],
    ["not at all", "a little", "slightly", "somewhat", "quite", "very", "extremely", "completely"],
    [
      "совсем", "скорее", "вполне", "полностью", "очень", "определенно", "определённо",
      "безусловно",
    ],
    ["better", "worse", "лучше", "хуже"], ["low", "high", "низк", "высок"],
    ["increase", "decrease", "увелич", "уменьш", "вырос", "снизил"],
    [
      "primary", "secondary", "vocational", "bachelor", "master", "university", "college", "school",
    ],
    ["начальное", "среднее", "высшее", "неполное"],
  ].map(Family.init)

  /// Whether each label has a number, and the first numbers grow: «18–29», «30–44».
  private static func areGrowing(_ labels: [String]) -> Bool {
    let numbers = labels.compactMap(firstNumber)
    guard numbers.count == labels.count else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 } && Set(numbers).count > 1
  }

  private static func firstNumber(_ text: String) -> Double? {
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else if !digits.isEmpty, !",  ".contains(character) {
        break
      }
    }
    return Double(digits)
  }
}
