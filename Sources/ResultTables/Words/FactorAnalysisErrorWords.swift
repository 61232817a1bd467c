import FactorAnalysis
import Reporting

extension FactorAnalysisError {
  /// Why a statistic of items cannot be had, as the rest of a sentence.
  package func words(in language: Language) -> String {
    language.pick(russianWords, description)
  }

  private var russianWords: String {
    switch self {
    case .tooFewItems(let found, let needed): "вопросов \(found), нужно не меньше \(needed)"
    case .tooFewRows(let found, let needed): "полных интервью \(found), нужно не меньше \(needed)"
    case .itemWithoutAnswers(let item): "на вопрос \(item) никто не ответил"
    case .itemWithoutVariance(let item): "на вопрос \(item) все ответили одинаково"
    case .itemWithoutVarianceInGroup(let item, let group):
      "на вопрос \(item) все ответили одинаково (\(group)): исключите его в этой группе"
    case .tooManyCategories(let item, let found, let most):
      "у вопроса \(item) разных ответов \(found), а у порядкового вопроса их не больше \(most)"
    case .categoryMissingInGroup(let item, let category, let group):
      "на вопрос \(item) никто не дал ответа \(Self.number(category)) (\(group)), хотя в других "
        + "группах его давали: исключите вопрос или оценивайте группы вместе"
    case .pairWithoutCovariance(let first, let second):
      "совместная изменчивость вопросов \(first) и \(second) не определяется: слишком мало интервью"
    case .unusableWeight(let row): "вес в строке \(row + 1) отрицателен или не является числом"
    case .sumWithoutVariance: "сумма ответов у всех одинакова"
    case .notPositiveDefinite:
      "матрица корреляций не положительно определена: вопросы повторяют друг друга или "
        + "противоречат друг другу"
    case .notConverged(let gradient):
      "оценивание не сошлось"
        + (gradient.isFinite ? " (градиент \(Self.number(gradient)))" : "")
        + ": исключите вопросы, слабо связанные с остальными"
    case .notAskedFor: "не запрашивалось"
    case .tooManyItems(let found, let most):
      "для \(found) вопросов не рассчитывается: назовите фактор, в котором их не больше \(most)"
    case .tooManyFactors, .unusableTarget, .noElbow, .everyModelRejected, .rotationNotDetermined,
      .noGeneralFactor:
      russianWordsOnFactors
    case .influenceUnknown, .scoresOfNumbersOnly, .notByFullInformation:
      russianWordsOnCorrelations
    }
  }

  /// What the number of factors or their rotation stands in the way of.
  private var russianWordsOnFactors: String {
    switch self {
    case .tooManyFactors(let asked, let most):
      "факторов запрошено \(asked), а по этим вопросам идентифицируется не больше \(most)"
    case .unusableTarget(let items, let factors, let neededItems, let neededFactors):
      (items == 0
        ? "для вращения к целевой матрице её нужно задать: "
        : "в целевой матрице вопросов \(items) и факторов \(factors), а в нагрузках — "
          + "\(neededItems) и \(neededFactors): ") + "нужны строка на каждый вопрос и столбец на "
        + "каждый фактор"
    case .noElbow:
      "с каждым фактором согласие модели растёт одинаково: метод Hull не подсказывает их числа"
    case .everyModelRejected(let most):
      "отвергнута даже модель с наибольшим числом факторов (\(most)): при стольких вопросах и "
        + "интервью не принять ни одной"
    case .rotationNotDetermined:
      "у нагрузок нет стандартных ошибок: несколько факторов не вращались или есть другие решения, "
        + "которые подходят не хуже"
    default: "групповые факторы не коррелируют так, как если бы за ними стоял один общий фактор"
    }
  }

  /// What the kind of the correlations stands in the way of.
  private var russianWordsOnCorrelations: String {
    switch self {
    case .influenceUnknown(let kind):
      "стандартные ошибки для \(kind.russianGenitive) не рассчитываются: возьмите корреляции "
        + "Пирсона или полихорические"
    case .scoresOfNumbersOnly(let kind):
      "баллы складываются из ответов как из чисел и для \(kind.russianGenitive) не рассчитываются: "
        + "возьмите корреляции Пирсона"
    default:
      "метод полной информации даёт корреляции чисел, а не рангов или категорий: возьмите пары "
        + "ответов или полные интервью"
    }
  }

  private static func number(_ value: Double) -> String {
    let isWhole = value == value.rounded()
    return Number.decimal(value, digits: isWhole ? 0 : 6).text(in: .ru)
  }
}

extension CorrelationKind {
  fileprivate var russianGenitive: String {
    switch self {
    case .pearson: "корреляций Пирсона"
    case .spearman: "ранговых корреляций Спирмена"
    case .polychoric: "полихорических корреляций"
    }
  }
}
