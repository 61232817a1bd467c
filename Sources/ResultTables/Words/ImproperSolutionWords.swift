import LavaanSyntax
import Reporting
import StructuralModels
import SurveyModel

extension ImproperSolution {
  /// What is improper, where, and what to do about it, as the rest of a sentence.
  package func words(in language: Language) -> String {
    switch self {
    case .notConverged:
      return language.pick(
        "оценивание не сошлось: уберите вопросы, слабо связанные с остальными, или объедините группы",
        "the search did not converge: leave out items that hardly hang together, or join groups")
    case .underIdentified(let parameter, let group):
      return language.pick(
        "данные не позволяют оценить параметр \(parameter.text)\(place(group, language)): "
          + "упростите модель",
        "the data cannot tell \(parameter.text)\(place(group, language)) from other parameters: "
          + "simplify the model")
    case .negativeVariance(let parameter, let group, let value):
      return language.pick(
        "отрицательная дисперсия \(parameter.left)\(place(group, language)) "
          + "(\(number(value, language))): вопрос почти повторяет фактор или интервью слишком мало",
        "the variance of \(parameter.left)\(place(group, language)) is negative "
          + "(\(number(value, language))): the item nearly repeats the factor, or interviews are few"
      )
    case .correlationAboveOne(let parameter, let group, let value):
      return language.pick(
        "корреляция \(parameter.left) и \(parameter.right)\(place(group, language)) больше единицы "
          + "(\(number(value, language))): это, скорее всего, один и тот же фактор",
        "the correlation of \(parameter.left) and \(parameter.right)\(place(group, language)) is "
          + "above one (\(number(value, language))): they are probably one factor")
    case .factorCovariancesNotPositiveDefinite(let group):
      return language.pick(
        "ковариации факторов\(place(group, language)) невозможны: факторы почти совпадают",
        "the covariances of the factors\(place(group, language)) are impossible: "
          + "factors nearly coincide")
    case .residualCovariancesNotPositiveDefinite(let group):
      return language.pick(
        "ковариации остатков\(place(group, language)) невозможны: уберите лишние связи остатков",
        "the covariances of residuals\(place(group, language)) are impossible: "
          + "leave out some of them")
    case .fewerClustersThanParameters(let clusters, let parameters):
      return language.pick(
        "параметров (\(parameters)) больше, чем точек опроса (\(clusters)): ошибки ненадёжны",
        "\(parameters) parameters against \(clusters) clusters: errors are unreliable")
    case .scalingNotPositive:
      return language.pick(
        "поправку χ² вычислить нельзя, так как некоторые параметры почти не определены данными: "
          + "χ² приведён без поправки",
        "χ² cannot be scaled, since the data hardly tell some parameters apart: it is unscaled")
    }
  }

  private func place(_ group: String, _ language: Language) -> String {
    group.isEmpty ? "" : " (\(group))"
  }

  private func number(_ value: Double, _ language: Language) -> String {
    Number.decimal(value, digits: 2).text(in: language)
  }
}

extension EstimationFailure {
  package func words(in language: Language) -> String {
    switch self {
    case .error(let error): language.pick(error.russianWords, error.description)
    case .improper(let problems):
      problems.map { $0.words(in: language) }.joined(separator: "; ")
    }
  }
}

extension ModelError {
  var russianWords: String {
    switch self {
    case .itemUnknown(let item, _): "в данных нет вопроса \(item)"
    case .itemWithoutAnswers(let item, let group):
      "на вопрос \(item) никто не ответил\(Self.place(group))"
    case .answerUnknown(let item, let group):
      "на вопрос \(item) есть ответ, которого модель не знает\(Self.place(group))"
    case .itemWithoutVariance(let item, let group):
      "на вопрос \(item) все ответили одинаково\(Self.place(group))"
    case .tooFewInterviews(let group, let found, let needed):
      "полных интервью\(Self.place(group)) \(found), нужно не меньше \(needed)"
    case .populationUnknown(let cities):
      "численность населения неизвестна (\(cities.joined(separator: ", "))): заполните margins.csv или "
        + "столбец population в cities.csv, или учитывайте города по числу интервью"
    case .itemsRepeat(let group): "вопросы повторяют друг друга\(Self.place(group))"
    case .notConverged:
      ImproperSolution.notConverged(gradient: .infinity).words(in: .ru)
    case .unusableStart: "по этим ответам не удаётся начать оценивание"
    case .tooManyParameters(let found, let most):
      "в модели \(found) свободных параметров, оценивается не больше \(most)"
    case .notIdentified(let parameters, let moments):
      "модель не идентифицируема: свободных параметров \(parameters), а средних, дисперсий и "
        + "ковариаций у её вопросов только \(moments)"
    case .unusableAnswers(let error): error.words(in: .ru)
    case .invalidModel, .otherGroups, .parameterWithoutPlace, .contradictoryConstraints,
      .estimatorNotAvailable:
      description
    }
  }

  private static func place(_ group: String) -> String { group.isEmpty ? "" : " (\(group))" }
}
