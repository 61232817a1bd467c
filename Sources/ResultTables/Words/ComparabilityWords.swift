import MeasurementInvariance
import Reporting
import SurveyAnalysis
import SurveyModel

extension ComparabilityVerdict {
  /// The verdict in the fixed words of the project.
  package func words(in language: Language) -> String {
    switch self {
    case .means: return language.pick("средние можно сравнивать", "means may be compared")
    case .meansWithFreed(let items):
      let list = items.joined(separator: ", ")
      return language.pick(
        items.count == 1
          ? "средние можно сравнивать только без вопроса \(list)"
          : "средние можно сравнивать только без вопросов \(list)",
        "means may be compared only with \(list) freed")
    case .associations:
      return language.pick(
        "сравнивать можно только связи, но не средние", "only associations may be compared")
    case .notAtAll: return language.pick("сравнивать нельзя", "not comparable at all")
    case .notTested: return language.pick("не проверено", "not tested")
    }
  }
}

extension UntestedReason {
  /// Why nothing could be tested, as the rest of a sentence.
  package func words(in language: Language) -> String {
    switch self {
    case .tooFewGroups(let found):
      language.pick(
        "ответов хватает только в одной из сравниваемых групп",
        "\(found) of the groups have answers enough")
    case .tooFewItems(_, let items):
      language.pick(
        "общих вопросов \(items.count), а проверить можно шкалу не менее чем из трёх",
        items.count == 1
          ? "there is one common item; three are needed"
          : "there are \(items.count) common items; three are needed")
    case .formative:
      language.pick(
        "показатель складывается из вопросов, которые не обязаны быть связаны между собой: "
          + "проверять нечего",
        "the score is made up of questions that need not hang together: nothing can be tested")
    case .tooFewPeople(let found, let needed):
      language.pick(
        "человек, ответивших в двух и более волнах, всего \(found), а для модели нужно не менее "
          + "\(needed)",
        "\(found) people were found again in another wave; at least \(needed) are needed")
    case .itemInTwoPlaces(let item):
      language.pick(
        "вопрос \(item) входит в модель дважды", "item \(item) stands in the model twice")
    case .unusableAnswers(let error):
      language.pick(
        "модель или ответы непригодны (\(error.words(in: .ru)))", description)
    case .unusableModel:
      language.pick("модель или ответы непригодны (\(description))", description)
    case .notEstimated(let level, let failure):
      language.pick(
        "модель не оценена (уровень: \(level.words(in: .ru)); \(failure.words(in: .ru)))",
        "the \(level.words(in: .en)) model could not be estimated (\(failure.words(in: .en)))")
    }
  }
}

extension InvarianceLevel {
  package func words(in language: Language) -> String {
    switch self {
    case .configural: language.pick("одна и та же структура", "configural")
    case .thresholds: language.pick("равные пороги", "thresholds")
    case .metric: language.pick("равные нагрузки", "metric")
    case .scalar: language.pick("равные свободные члены", "scalar")
    case .strict: language.pick("равные остаточные дисперсии", "strict")
    }
  }
}

extension StepOutcome {
  package func words(in language: Language) -> String {
    switch self {
    case .passed: language.pick("выдержан", "passed")
    case .nothingToTest: language.pick("проверять нечем", "nothing to test")
    case .passedAsNegligible:
      language.pick("выдержан: отличия ничтожны", "passed: too small to matter")
    case .passedWithFreed: language.pick("выдержан частично", "passed in part")
    case .failed: language.pick("не выдержан", "failed")
    }
  }
}

extension LadderRemark {
  package func words(in language: Language) -> String {
    func list(_ groups: [String]) -> String { groups.joined(separator: ", ") }
    switch self {
    case .itemNotAsked(let item, let groups):
      return language.pick(
        "\(item) не задавали или на него никто не ответил (\(list(groups))): проверено без него",
        "nobody answered \(item) in \(list(groups)): tested without it")
    case .itemWithoutVariance(let item, let groups):
      return language.pick(
        "на \(item) все ответили одинаково (\(list(groups))): проверено без него",
        "everybody in \(list(groups)) gave \(item) the same answer: tested without it")
    case .groupLeftOut(let group, let interviews, let needed):
      return language.pick(
        "\(group): полных интервью \(interviews), нужно не меньше \(needed); проверено без этой "
          + "группы",
        "\(group) has \(interviews) complete interviews, \(needed) are needed: tested without it")
    case .categoriesJoined(let item, let groups, let categories):
      return language.pick(
        "у \(item) соседние ответы объединены, потому что какого-то из них никто не дал "
          + "(\(list(groups))): осталось \(categories)",
        "categories of \(item) joined, since \(list(groups)) lacks one: \(categories) are left")
    case .threeItems:
      return language.pick(
        "вопросов всего три, поэтому саму структуру шкалы проверить нечем",
        "three items: the configural model tests nothing")
    case .negativeDifference(let level):
      return language.pick(
        "\(level.words(in: .ru)): масштабированная Δχ² отрицательна, взята её положительная форма",
        "\(level.words(in: .en)): the scaled Δχ² was negative; its strictly positive form is given")
    case .improperSolution(let level, let problem):
      return language.pick(
        "\(level.words(in: .ru)): решение сомнительно — \(problem.words(in: .ru))",
        "\(level.words(in: .en)): improper solution: \(problem.words(in: .en))")
    case .notEstimated(let level, let failure):
      return language.pick(
        "\(level.words(in: .ru)): модель не оценена (\(failure.words(in: .ru)))",
        "\(level.words(in: .en)): the model could not be estimated (\(failure.words(in: .en)))")
    }
  }
}
