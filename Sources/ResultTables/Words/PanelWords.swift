import Estimation
import MeasurementInvariance
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

extension CrossLaggedError {
  /// Why there is no model and what to do, as the rest of a sentence.
  package func words(in language: Language) -> String {
    language.pick(russianWords, description)
  }

  private var russianWords: String {
    switch self {
    case .tooFewVariables:
      "модель с запаздыванием связывает не менее двух показателей: назовите их, каждый по разу"
    case .tooFewWaves(.crossLagged, let found):
      "волн всего \(found), а нужно не менее двух: нет ни «раньше», ни «позже»"
    case .tooFewWaves(.randomIntercept, let found):
      "для модели со случайными свободными членами нужны три волны, а их \(found): по двум не "
        + "отличить устойчивые различия между людьми от того, что возвращается; возьмите модель "
        + "cross-lagged, помня, что в ней то и другое смешано"
    case .notAsked(let variable, let wave):
      "показатель \(variable) в волне \(wave) ни для кого не известен: уберите его или волну"
    case .withoutVariance(let variable, let wave):
      "показатель \(variable) в волне \(wave) у всех одинаков: уберите его или волну"
    case .tooFewPeople(let found, let needed):
      "в двух и более волнах найдено людей: \(found), а нужно не менее \(needed), по числу "
        + "параметров; возьмите меньше показателей или волн"
    case .answers(let error): "ответы непригодны (\(error.words(in: .ru)))"
    case .model(let error): "модель не оценена: \(error.russianWords)"
    }
  }
}

extension CrossLaggedModel.Kind {
  package func words(in language: Language) -> String {
    switch self {
    case .crossLagged: language.pick("связи с запаздыванием", "lagged associations")
    case .randomIntercept:
      language.pick(
        "связи с запаздыванием внутри человека (случайные свободные члены)",
        "lagged associations within people (random intercepts)")
    }
  }

  /// What the coefficients are, and what they are not.
  package func caveat(in language: Language) -> String {
    switch self {
    case .crossLagged:
      language.pick(
        "Связь с запаздыванием: кто раньше отличался от других по одному показателю, тот позже "
          + "отличается по другому, при том же прежнем значении этого другого. Причины отсюда не "
          + "следуют, а устойчивые различия между людьми не отделены от изменений.",
        "A lagged association: who differed from others in one score before, differs in the other "
          + "later, that other's earlier value being the same. It says nothing of causes, and lasting "
          + "differences between people are not told apart from changes.")
    case .randomIntercept:
      language.pick(
        "Связь с запаздыванием внутри человека: когда один показатель выше обычного для этого "
          + "человека, в следующей волне другой тоже отклоняется от обычного. Устойчивые различия "
          + "между людьми отделены; причины отсюда не следуют.",
        "A lagged association within people: where one score was above what is usual for a person, "
          + "the other departs from the usual a wave later. Lasting differences between people are "
          + "told apart; it says nothing of causes.")
    }
  }
}

extension PanelAttrition {
  /// How many stayed, and in which scores they differ from those who left.
  package func words(in language: Language) -> String {
    let share = Number.share(retention.value).text(in: language, .mixedTable)
    let joined =
      joinedCount == 0
      ? ""
      : language.pick(
        " (в том числе вошедших в панель после первой волны: \(joinedCount))",
        " (\(joinedCount) of whom joined after the panel’s first wave)")
    let found = language.pick(
      "\(earlier) → \(later): из \(earlierCount) чел.\(joined) опрошены снова \(stayedCount) "
        + "(с весами \(share))",
      "\(earlier) → \(later): \(stayedCount) of \(earlierCount) people\(joined) were interviewed "
        + "again (weighted \(share))")
    return found + "; " + comparison(in: language)
  }

  private func comparison(in language: Language) -> String {
    guard !contrasts.isEmpty else {
      return language.pick("сравнивать не с кем", "there is nobody to compare them with")
    }
    let known = contrasts.filter { $0.difference.isEstablished }.map { contrast in
      let value = Number.decimal(abs(contrast.difference.value), digits: 1).text(in: language)
      let isHigher = contrast.difference.value > 0
      let word = language.pick(isHigher ? "выше" : "ниже", isHigher ? "higher" : "lower")
      return language.pick(
        "\(contrast.definition.id.name) \(word) на \(value)",
        "\(contrast.definition.id.name) \(word) by \(value)")
    }
    guard !known.isEmpty else {
      return language.pick(
        "различий между оставшимися и выбывшими не установлено",
        "no difference established between those who stayed and those who left")
    }
    return language.pick(
      "у оставшихся против выбывших, в баллах: ",
      "those who stayed against those who left, points: ")
      + known.joined(separator: ", ")
  }
}
