import Reporting
import SurveyModel

/// Says in a customer's words to whom a question was put.
///
/// A condition on one closed question is put to each of its answers in turn; those that let the
/// respondent through are named by their labels. No other kind of condition is told this way.
struct RoutingWords {
  let questionnaire: Questionnaire
  let language: Language

  /// «тем, кто на вопрос CS04 ответил «Раз в месяц» или «Раз в неделю и чаще»»; nil where the
  /// condition is of another kind.
  func audience(of condition: Expression) -> String? {
    guard Set(condition.references).count == 1, let name = condition.references.first,
      let question = questionnaire[name], let list = question.choices,
      let answers = admitted(by: condition, question, list), (1...8).contains(answers.count)
    else { return nil }
    let labels = answers.map { place in
      language.quoted(list.choices[place].label.text(language, or: list.choices[place].name))
    }
    if case .selectOne = question.kind {
      return language.pick(
        "тем, кто на вопрос \(name) ответил \(alternatives(labels))",
        "those who answered \(alternatives(labels)) to \(name)")
    }
    return language.pick(
      "тем, кто в вопросе \(name) отметил \(alternatives(labels))",
      "those who chose \(alternatives(labels)) in \(name)")
  }

  /// Places of the answers that fulfil a condition; nil where they do not tell the whole of it.
  private func admitted(
    by condition: Expression, _ question: Question, _ list: ChoiceList
  ) -> [Int]? {
    guard condition.holds(lookup: { _ in .blank }) == false else { return nil }
    var isSeveral = false
    if case .selectMultiple = question.kind { isSeveral = true }
    func holds(_ places: Int...) -> Bool? {
      let codes = places.map { list.choices[$0].name }
      return condition.holds { _ in isSeveral ? .codes(codes) : .text(codes[0]) }
    }
    let alone = list.choices.indices.map { holds($0) }
    guard !alone.contains(nil) else { return nil }
    // Of several answers one must be enough, and no other may undo it.
    let isUnion =
      !isSeveral
      || list.choices.indices.allSatisfy { a in
        list.choices.indices.allSatisfy { b in
          a == b || holds(a, b) == (alone[a] == true || alone[b] == true)
        }
      }
    return isUnion ? list.choices.indices.filter { alone[$0] == true } : nil
  }

  /// «А», «Б» или «В».
  private func alternatives(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + language.pick(" или ", " or ") + last
  }
}
