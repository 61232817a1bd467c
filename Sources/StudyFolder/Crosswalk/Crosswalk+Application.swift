import SurveyModel

extension Study {
  /// The samples as they are analysed: what people decided in `crosswalk.csv` is applied, so that a
  /// question has one name and its answers one set of codes in all waves. The raw answers stay in the
  /// field files and in what is read of them.
  ///
  /// Answers are mapped after the import: whether a question was due was told from the wave's own codes,
  /// which the conditions of its form are about. A question whose row does not fit the questionnaire has
  /// no answers in that wave; ``StudyReading/diagnostics`` tells of it.
  public func harmonised(_ samples: [Sample]) -> [Sample] {
    guard !crosswalk.applied.isEmpty || !crosswalk.refused.isEmpty else { return samples }
    return samples.map { sample in
      let rows = crosswalk.decided(in: sample.wave).filter { $0.verdict != .notComparable }
      let known = sample.without(crosswalk.refusedNames(in: sample.wave))
      return rows.isEmpty ? known : recoded(renamed(known, rows), rows)
    }
  }

  /// A wave's version with its questions under the names of `crosswalk.csv`.
  public func harmonised(_ form: Questionnaire, in wave: String) -> Questionnaire {
    let names = names(in: form, crosswalk.decided(in: wave).filter { $0.verdict != .notComparable })
    return (try? form.renaming(names)) ?? form
  }

  private func renamed(_ sample: Sample, _ rows: [Crosswalk.Row]) -> Sample {
    let names = names(in: sample.questionnaire, rows)
    guard !names.isEmpty, let form = try? sample.questionnaire.renaming(names) else {
      return sample
    }
    var sample = sample
    sample.questionnaire = form
    sample.responses = sample.responses.renaming(names)
    return sample
  }

  /// The common names by those of the wave; a name that another question of the wave keeps is not taken
  /// from it.
  private func names(in form: Questionnaire, _ rows: [Crosswalk.Row]) -> [String: String] {
    var names: [String: String] = [:]
    for row in rows where row.from != row.question && form[row.from] != nil {
      names[row.from] = row.question
    }
    return names.filter { _, name in
      form[name] == nil || names[name].map { $0 != name } ?? false
    }
  }

  private func recoded(_ sample: Sample, _ rows: [Crosswalk.Row]) -> Sample {
    rows.reduce(sample) { sample, row in
      guard let map = row.map, let own = sample.questionnaire[row.question]?.choices,
        own.substantive.allSatisfy({ map[own.choices[$0].name] != nil })
      else { return sample }
      let list = common(own, map, row)
      return sample.recoding(row.question, by: map.keepingMissing(of: own), into: list) ?? sample
    }
  }

  /// The choices of the common question: those of a wave whose codes stay, where there is one.
  private func common(_ own: ChoiceList, _ map: AnswerMap, _ row: Crosswalk.Row) -> ChoiceList {
    let full = map.keepingMissing(of: own)
    let reference = waves.reversed().lazy.compactMap { wave -> ChoiceList? in
      guard wave.name != row.wave else { return nil }
      let other = crosswalk.decision(on: row.question, in: wave.name)
      guard other?.map == nil else { return nil }
      return versions(of: wave.name).lazy.compactMap { $0[other?.from ?? row.question]?.choices }
        .first
    }.first
    guard let reference else {
      return ChoiceList.common(own, full, ChoiceList(name: own.name, choices: []), AnswerMap([]))
    }
    return ChoiceList.common(own, full, reference, .identity(of: reference))
  }
}

extension Sample {
  /// The sample without the answers to some questions.
  fileprivate func without(_ names: Set<String>) -> Sample {
    names.reduce(into: self) { sample, name in
      if sample.responses[name] != nil {
        sample.responses = sample.responses.having(nil, for: name)
      }
    }
  }
}

extension AnswerMap {
  /// Every code stays what it is.
  static func identity(of list: ChoiceList) -> AnswerMap {
    AnswerMap(list.choices.map { Entry(code: $0.name, target: $0.name) })
  }

  /// The map, in which choices that are no answer keep their codes where it does not name them.
  fileprivate func keepingMissing(of list: ChoiceList) -> AnswerMap {
    let taken = Set(entries.map(\.target))
    return AnswerMap(
      entries
        + list.choices.filter { $0.missing != nil && self[$0.name] == nil }.map { choice in
          Entry(
            code: choice.name,
            target: taken.contains(choice.name) ? "\(choice.name)-missing" : choice.name)
        })
  }
}
