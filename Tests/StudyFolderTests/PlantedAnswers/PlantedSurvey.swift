import NumericalMethods
import SurveyModel

/// A questionnaire drawn by chance, and what each respondent answered.
struct PlantedSurvey {
  /// A question with its answers.
  struct Item {
    var question: Question
    /// The choices that a respondent took, by their places; none where nothing was answered.
    var chosen: [[Int]] = []
    /// What was answered to a question without choices; blank where nothing was.
    var texts: [String] = []

    var choices: [Choice] { question.choices?.choices ?? [] }

    var isMultiple: Bool {
      if case .selectMultiple = question.kind { true } else { false }
    }
  }

  private(set) var items: [Item] = []
  let respondents: Int
  private var texts = PlantedTexts()

  /// - Parameter wantsWords: Whether codes may be words too, as forms of ODK have them.
  init(wantsWords: Bool, random: inout RandomStream) {
    respondents = Int.random(in: 12...90, using: &random)
    for number in 1...Int.random(in: 2...6, using: &random) {
      addOne("q\(number)", wantsWords, &random)
    }
    for number in 0..<Int.random(in: 0...2, using: &random) {
      addSeveral("m\(number + 1)", wantsWords, &random)
    }
    if Bool.random(using: &random) { addNumber(&random) }
    if Bool.random(using: &random) { addOpen(&random) }
    leaveOut(&random)
  }

  private mutating func addOne(_ name: String, _ wantsWords: Bool, _ random: inout RandomStream) {
    let label = texts.question(ofSeveral: false, &random)
    let list = texts.list(name, wantsWords, ofSeveral: false, &random)
    var item = Item(question: Self.question(name, label, .selectOne(list)))
    let favourite = Int.random(in: 0..<list.choices.count, using: &random)
    item.chosen = (0..<respondents).map { _ in
      let isFavourite = Int.random(in: 0..<3, using: &random) == 0
      return [isFavourite ? favourite : Int.random(in: 0..<list.choices.count, using: &random)]
    }
    items.append(item)
  }

  private mutating func addSeveral(
    _ name: String, _ wantsWords: Bool, _ random: inout RandomStream
  ) {
    let label = texts.question(ofSeveral: true, &random)
    let list = texts.list(name, wantsWords, ofSeveral: true, &random)
    var item = Item(question: Self.question(name, label, .selectMultiple(list)))
    item.chosen = (0..<respondents).map { _ in
      // Everybody takes something.
      let taken = list.choices.indices.filter { _ in Int.random(in: 0..<5, using: &random) < 2 }
      return taken.isEmpty ? [Int.random(in: 0..<list.choices.count, using: &random)] : taken
    }
    items.append(item)
  }

  private mutating func addNumber(_ random: inout RandomStream) {
    var item = Item(
      question: Self.question("n1", "Сколько полных лет Вы живёте в городе?", .integer))
    item.texts = (0..<respondents).map { _ in "\(Int.random(in: 0...80, using: &random))" }
    items.append(item)
  }

  private mutating func addOpen(_ random: inout RandomStream) {
    var item = Item(question: Self.question("t1", "Что бы Вы изменили в городе?", .text))
    item.texts = (0..<respondents).map { _ in PlantedTexts.openAnswer(&random) }
    items.append(item)
  }

  /// A few people leave one question of one choice unanswered.
  private mutating func leaveOut(_ random: inout RandomStream) {
    for respondent in 0..<respondents where Int.random(in: 0..<12, using: &random) == 0 {
      let place = Int.random(in: 0..<items.count, using: &random)
      if !items[place].isMultiple, !items[place].chosen.isEmpty {
        items[place].chosen[respondent] = []
      }
    }
  }

  private static func question(_ name: String, _ label: String, _ kind: Question.Kind) -> Question {
    Question(
      name: name, label: Label(["ru": label]), kind: kind, at: SourceLocation(file: "planted"))
  }

  /// The questionnaire, its questions in groups as the export has them.
  func questionnaire(in group: String?) throws -> Questionnaire {
    let questions = items.map { item in
      var question = item.question
      question.groups = group.map { [$0] } ?? []
      return question
    }
    return try Questionnaire(
      title: Label(["ru": "Посаженные ответы"]), version: "v1", languages: ["ru"],
      questions: questions)
  }
}
