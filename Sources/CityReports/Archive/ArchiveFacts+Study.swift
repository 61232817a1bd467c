import Reporting
import ResponseExport
import SurveyAnalysis
import SurveyModel

extension ArchiveFacts {
  /// What a study knows of weights, routing and disclosure for a description of its answers.
  ///
  /// - Parameters:
  ///   - weighted: The exported samples with their weights.
  ///   - unweighted: Exported samples that could not be weighted: they have their base weights.
  public init(of study: Study, weighted: [WeightedSample], unweighted: [Sample] = []) {
    self.init()
    let samples = weighted.map(\.sample) + unweighted
    frequencies = Self.frequencies(study, samples)
    audiences = Self.audiences(samples)
    weighting =
      weighted.map { Self.weighting($0, study) }
      + unweighted.map { sample in
        Self.label(sample.key, study) { language in
          language.pick(
            "взвесить не удалось, в файле исходные веса",
            "could not be weighted: the file has the base weights")
        }
      }
  }

  /// While interviews still come in, the next file less this one would tell the few new answers.
  private static func frequencies(_ study: Study, _ samples: [Sample]) -> FrequencyRule? {
    guard !study.settings.isInterim else { return nil }
    let strict = samples.filter { sample in
      DisclosureRule(study, sample: sample.key, interviews: sample.responses.count).isStrict
    }
    return FrequencyRule(
      minimumBase: max(1, study.settings.minimumBase), strictSamples: Set(strict.map(\.key)))
  }

  /// By the first questionnaire that has the question.
  private static func audiences(_ samples: [Sample]) -> [String: Label] {
    var audiences: [String: Label] = [:]
    var seen: Set<String> = []
    for sample in samples {
      for question in sample.questionnaire.questions where seen.insert(question.name).inserted {
        guard let relevant = question.relevant else { continue }
        var texts: [String: String] = [:]
        for language in Language.allCases {
          let words = RoutingWords(questionnaire: sample.questionnaire, language: language)
          if let audience = words.audience(of: relevant) {
            texts[language.rawValue] =
              language.pick("Вопрос задавался ", "The question was put to ") + audience
          }
        }
        audiences[question.name] = Label(texts)
      }
    }
    return audiences
  }

  private static func weighting(_ weighted: WeightedSample, _ study: Study) -> Label {
    label(weighted.sample.key, study) { language in
      let drawn =
        weighted.sample.design.hasBaseWeights
        ? language.pick(
          "исходные веса из файла (base_weight)", "base weights of the file (base_weight)")
        : language.pick("без исходных весов", "no base weights")
      let base =
        weighted.nonresponse == nil
        ? drawn
        : language.pick("исходные веса отобранных", "base weights of the cases drawn")
          + language.pick(
            ", скорректированные на неответы", ", adjusted for nonresponse")
      let margins = weighted.margins.map { margin in
        margin.group.groups.map { study.grouping($0)?.label.text(language, or: $0) ?? $0 }
          .joined(separator: " × ")
      }.joined(separator: ", ")
      let raked = language.pick(
        "выровнены методом итеративного взвешивания (raking) по признакам: \(margins)",
        "raked to \(margins)")
      switch weighted.weights {
      case .base, .baseForWantOfUsableMargins:
        return base
          + language.pick("; по составу населения не выровнены", "; not adjusted to the population")
      case .raked(let limits):
        let low = Number.decimal(limits.lowerBound, digits: 1).text(in: language)
        let high = Number.decimal(limits.upperBound, digits: 1).text(in: language)
        return base + "; " + raked
          + language.pick(
            ", каждый вес — от \(low) до \(high) среднего",
            ", each weight kept between \(low) and \(high) mean weights")
      case .rakedWithoutLimits: return base + "; " + raked
      }
    }
  }

  /// "Псков, 2025: …" in both languages.
  private static func label(
    _ key: SampleKey, _ study: Study, _ words: (Language) -> String
  ) -> Label {
    Label(
      Dictionary(
        uniqueKeysWithValues: Language.allCases.map { language in
          let city = study.city(key.city)?.name(in: language) ?? key.city
          let wave = study.wave(key.wave)?.name(in: language) ?? key.wave
          return (language.rawValue, "\(city), \(wave): \(words(language))")
        }))
  }
}
