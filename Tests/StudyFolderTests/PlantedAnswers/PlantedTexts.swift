import NumericalMethods
import SurveyModel

/// Questions and lists as a sociologist writes them, and lists whose labels are other choices' codes.
struct PlantedTexts {
  private var ones = [
    "Насколько Вы согласны с тем, что этот город — часть Вас?",
    "Как часто за последние 12 месяцев Вы бывали в библиотеках, музеях или театрах?",
    "Укажите, пожалуйста, Ваш пол", "Ваше образование",
    "Пользуетесь ли Вы городским приложением «Мой город»?",
    "Как изменилась за год жизнь Вашей семьи: стала лучше, хуже или осталась прежней?",
    "Можно ли доверять большинству соседей по дому?",
    "Готовы ли Вы участвовать в благоустройстве двора (субботники, озеленение)?",
  ]
  private var several = [
    "Откуда Вы узнаёте о том, что происходит в городе? (отметьте все подходящие ответы)",
    "Какими новыми услугами Вы пользовались; что из них Вам пригодилось?",
    "Что мешает начать своё дело?",
  ]

  /// A question's text, each once.
  mutating func question(ofSeveral isSeveral: Bool, _ random: inout RandomStream) -> String {
    let count = isSeveral ? several.count : ones.count
    let place = Int.random(in: 0..<count, using: &random)
    return isSeveral ? several.remove(at: place) : ones.remove(at: place)
  }

  private static let labelsOfOne: [[String]] = [
    [
      "Полностью согласен(на)", "Скорее согласен(на)", "Отчасти согласен(на), отчасти нет",
      "Скорее не согласен(на)", "Совершенно не согласен(на)", "Затрудняюсь ответить",
    ],
    ["Да", "Нет"], ["Да", "Скорее да", "Скорее нет", "Нет", "Не знаю"],
    ["Никогда", "1–2 раза в год", "3–5 раз в год", "Раз в месяц", "Еженедельно и чаще"],
    ["18–29 лет", "30–44 года", "45–59 лет", "60 лет и старше"], ["Мужской", "Женский"],
    ["Среднее общее", "Среднее специальное, техникум", "Высшее, в том числе неполное"],
    ["до 1,5 тыс. рублей", "от 1,5 до 3 тыс. рублей", "более 3 тыс. рублей"],
    ["Never", "Rarely", "Sometimes", "Often", "Always"],
    ["Very bad", "Bad", "Neither", "Good", "Very good"],
    ["Очень плохо", "Плохо", "Средне", "Хорошо", "Отлично"],
    ["Реже раза в месяц", "Раз в месяц", "Раз в неделю", "Ежедневно"],
    ["Совсем не доверяю", "Скорее не доверяю", "Скорее доверяю", "Полностью доверяю", "Отказ"],
    ["5–9 лет", "10–14 лет", "15–19 лет"],
    ["Yes", "No", "Don't know"], ["answer car", "answer phone", "answer tv", "answer bike"],
  ]

  private static let labelsOfSeveral: [[String]] = [
    [
      "Интернет", "Телевидение и радио", "Друзья, знакомые", "Газеты",
      "Объявления в подъезде, на остановках", "Ничего из перечисленного",
    ],
    ["Мобильный банк", "Такси, каршеринг", "Госуслуги", "Доставка продуктов"],
    ["Друзья", "Друзья, знакомые", "Знакомые"],
    ["Нехватка денег", "Нехватка времени", "Нет желания", "Другое"],
    ["answer car", "answer phone", "answer tv"], ["Да, в центре", "Да, у дома", "Нет"],
  ]

  private enum Digits: CaseIterable { case same, shifted, permuted }

  /// A list of choices; one in four has labels that are digits.
  func list(
    _ name: String, _ wantsWords: Bool, ofSeveral isSeveral: Bool, _ random: inout RandomStream
  ) -> ChoiceList {
    let isOfDigits = Int.random(in: 0..<4, using: &random) == 0
    let labels =
      isOfDigits
      ? Self.digits(&random)
      : (isSeveral ? Self.labelsOfSeveral : Self.labelsOfOne)
        .randomElement(using: &random) ?? ["Да", "Нет"]
    let codes = Self.codes(labels, wantsWords && !isOfDigits, &random)
    return ChoiceList(
      name: "\(name)_list",
      choices: zip(codes, labels).map { code, label in
        Choice(
          name: code, label: Label(["ru": label]),
          missing: isSeveral ? nil : MissingReason(saidBy: label),
          at: SourceLocation(file: "planted"))
      })
  }

  private static func digits(_ random: inout RandomStream) -> [String] {
    let count = Int.random(in: 2...11, using: &random)
    let digits = Digits.allCases.randomElement(using: &random) ?? .same
    return (0..<count).map { place in
      switch digits {
      case .same: "\(place + 1)"
      case .shifted: "\(place)"
      case .permuted: "\((place + 1) % count + 1)"
      }
    }
  }

  private static func codes(
    _ labels: [String], _ wantsWords: Bool, _ random: inout RandomStream
  ) -> [String] {
    let words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    if wantsWords, labels.count <= words.count, Bool.random(using: &random) {
      return Array(words.prefix(labels.count))
    }
    let isFar = Int.random(in: 0..<3, using: &random) == 0
    return labels.enumerated().map { place, label in
      isFar && MissingReason(saidBy: label) != nil ? "97" : "\(place + 1)"
    }
  }

  /// An open answer, with what divides fields and records in it.
  static func openAnswer(_ random: inout RandomStream) -> String {
    let parts = [
      "Больше парков", "убрать ямы на дорогах", "«Чистый город», и не только",
      "ничего", "тротуары; освещение", "говорят: \"потом\"", "новый мост — через реку",
      "автобус № 5", "ёлки у школы", "вовремя вывозить мусор\nи снег",
    ]
    let count = Int.random(in: 1...3, using: &random)
    return (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }
      .joined(separator: ", ") + " у дома \(Int.random(in: 1...400, using: &random))"
  }
}
