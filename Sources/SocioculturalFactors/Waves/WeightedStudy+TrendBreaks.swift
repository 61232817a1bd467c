import QuestionnaireDefinition
import SurveyAnalysis
import SurveyModel

extension WeightedStudy {
  /// Where questions, and scores by their items, cannot be followed from one wave to the next: the
  /// verdict does not allow a change, the same answers have other codes and nobody gave a map, or an item
  /// was asked in one of the two waves alone.
  ///
  /// - Complexity: That of comparing the versions of each two waves that follow each other in a city.
  public func trendBreaks(of names: [String]) -> TrendBreaks {
    var breaks = TrendBreaks()
    var steps: [[String]: [(AnalysedSample, AnalysedSample)]] = [:]
    for city in study.cities.map(\.name) {
      let own = samples.filter { $0.city == city }
      for (before, after) in zip(own, own.dropFirst()) {
        steps[[before.wave, after.wave], default: []].append((before, after))
      }
    }
    for (waves, pairs) in steps {
      let differences = differences(of: pairs, from: waves[0], to: waves[1])
      for (pair, difference) in zip(pairs, differences) {
        for name in names {
          guard let reason = reason(name, pair, difference) else { continue }
          breaks.note(
            TrendBreak(from: waves[0], to: waves[1], reason: reason), in: name, city: pair.0.city)
        }
      }
    }
    return breaks
  }

  private func reason(
    _ name: String, _ samples: (AnalysedSample, AnalysedSample),
    _ difference: QuestionnaireDifference
  ) -> Label? {
    let items = study.items(of: name)
    guard let items else { return reason(ofQuestion: name, samples, difference) }
    return items.lazy.compactMap { item -> Label? in
      let asked = [samples.0, samples.1].map { $0.sample.questionnaire[item] != nil }
      guard asked[0] == asked[1] else {
        return Label([
          "ru": "\(item): вопрос задан только в одной из волн",
          "en": "\(item): asked in one of the waves alone",
        ])
      }
      return reason(ofQuestion: item, samples, difference).map { reason in
        Label(reason.texts.mapValues { "\(item): \($0)" })
      }
    }.first
  }

  private func reason(
    ofQuestion name: String, _ samples: (AnalysedSample, AnalysedSample),
    _ difference: QuestionnaireDifference
  ) -> Label? {
    guard samples.0.sample.questionnaire[name] != nil, samples.1.sample.questionnaire[name] != nil
    else { return nil }
    guard let pair = difference[name] else {
      return Label([
        "ru": "под этим именем задан другой вопрос", "en": "the name stands for another question",
      ])
    }
    guard pair.allowsChange else {
      return Label(["ru": pair.ground(in: "ru"), "en": pair.ground(in: "en")])
    }
    guard pair.maps == nil || pair.decision?.verdict == .rescaled else {
      return Label([
        "ru": pair.ground(in: "ru") + "; карты кодов нет в crosswalk.csv",
        "en": pair.ground(in: "en") + "; no map is given in crosswalk.csv",
      ])
    }
    return nil
  }
}

extension Study {
  /// The questions that a score or facet is made of; nil for a name that is no score's.
  fileprivate func items(of name: String) -> [String]? {
    for factor in factors {
      if factor.name == name { return factor.items.map(\.question) }
      let items = factor.items.filter { item in
        item.facet.map { "\(factor.name).\($0)" == name } ?? false
      }
      if !items.isEmpty { return items.map(\.question) }
    }
    return nil
  }
}
