import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// Findings that set the city against other cities, factors against the index, waves against waves.
extension CityReport {
  /// The index beside the other cities', and the facets that differ.
  var cityFinding: Prose? {
    let entries = context.findings.profile(wave: wave.name)?.entries(of: city.name) ?? []
    guard let index = sample.index,
      let entry = entries.first(where: { $0.definition.id == index.id })
    else { return nil }
    let facets = entries.filter { entry in
      entry.definition.layer == .outcome && entry.definition.id != index.id
        && entry.difference.isEstablished
    }
    var prose = indexVerdict(entry.difference)
    if !facets.isEmpty {
      prose += Prose(language.pick(" Различаются составляющие: ", " The facets differ: "))
      prose += list(facets.map(figure)) + "."
    }
    return prose + " " + comparability(of: [index.id] + facets.map(\.definition.id)).remark
  }

  private func indexVerdict(_ difference: Difference) -> Prose {
    let verdict = Prose(difference.verdict.inTable(.cities, language))
    let figure = points(difference)
    switch (difference.verdict, language) {
    case (.higher, .ru), (.lower, .ru):
      return
        "По индексу \(city.name(in: .ru)) относительно \(othersGenitive): \(strong: verdict) (\(figure))."
    case (.higher, .en), (.lower, .en):
      return
        "On the index, \(city.name(in: .en)) is \(strong: verdict) than \(othersGenitive) (\(figure))."
    case (.practicallyEqual, .ru):
      return
        "По индексу \(city.name(in: .ru)) и \(othersName) \(strong: verdict): разность \(figure)."
    case (.practicallyEqual, .en):
      return
        "On the index, \(city.name(in: .en)) and \(othersName) are \(strong: verdict): difference \(figure)."
    case (_, .ru):
      return
        "По индексу \(city.name(in: .ru)) и \(othersName): \(strong: verdict) (разность \(figure))\(meaning(of: difference))."
    case (_, .en):
      return
        "On the index, \(city.name(in: .en)) and \(othersName): \(strong: verdict) (difference \(figure))\(meaning(of: difference))."
    }
  }

  private func meaning(of difference: Difference) -> String {
    guard difference.verdict == .notEstablished else { return "" }
    let means = ": \(Verdict.notEstablishedMeans(.cities, language))"
    guard let least = difference.smallestDetectable else { return means }
    let number = Number.decimal(least, digits: 1).text(in: language)
    return means
      + language.pick(
        "; различие было бы замечено в четырёх случаях из пяти, если бы составляло не менее \(number) балла",
        "; a difference of \(number) points or more would have been noticed four times in five")
  }

  /// «−7,4 балла, интервал от −9,8 до −5,0».
  private func points(_ difference: Difference) -> Prose {
    let value = Prose([.number(.scoreDifference(difference.value))])
    guard let interval = difference.interval else {
      return value + Prose(language.pick(" балла", " points"))
    }
    let range = Prose([.number(.interval(interval.lower, interval.upper, .scoreDifference))])
    return value + Prose(language.pick(" балла, интервал ", " points, interval ")) + range
  }

  /// «„Способности“ — ниже: −9,2 балла, интервал …».
  private func figure(_ entry: WaveProfile.Entry) -> Prose {
    let name = language.quoted(context.name(of: entry.definition))
    let verdict = entry.difference.verdict.inTable(.cities, language)
    return "\(name) — \(verdict): \(points(entry.difference))"
  }

  private func list(_ items: [Prose]) -> Prose {
    items.enumerated().reduce(into: Prose("")) { prose, item in
      prose += (item.offset > 0 ? "; " : "") + item.element
    }
  }

  var factorFinding: Prose? {
    let established = profileEntries.filter { $0.difference.isEstablished }
      .sorted { abs($0.difference.value) > abs($1.difference.value) }
    guard !profileEntries.isEmpty else {
      let hasOthers = (context.findings.profile(wave: wave.name)?.cities.count ?? 0) > 1
      return hasOthers && !factorScores.isEmpty ? nothingIsCompared : nil
    }
    let scores = profileEntries.map(\.definition.id)
    guard !established.isEmpty else { return noFactorDiffers + comparability(of: scores).remark }
    let introduction = Prose(
      language.pick(
        "Больше всего \(city.name(in: .ru)) отличается от \(othersGenitive) по факторам: ",
        "\(city.name(in: .en)) differs most from \(othersGenitive) in: "))
    return introduction + list(established.prefix(3).map(figure)) + ". "
      + comparability(of: established.prefix(3).map(\.definition.id)).remark
  }

  /// Said where no factor is higher or lower; some may be shown to be equal, others left open.
  private var noFactorDiffers: Prose {
    let open = profileEntries.count { $0.difference.verdict == .notEstablished }
    let equal = profileEntries.count { $0.difference.verdict == .practicallyEqual }
    let smallIfAny = profileEntries.count { $0.difference.verdict == .belowThresholdIfAny }
    let small = profileEntries.count - open - equal - smallIfAny
    var text = language.pick(
      "Ни по одному фактору не установлено, что \(city.name(in: .ru)) выше или ниже "
        + othersGenitive,
      "No factor is established to be higher or lower than that of \(othersGenitive)")
    if equal > 0 {
      text += language.pick(
        "; практически не различаются: \(equal) из \(profileEntries.count)",
        "; practically equal: \(equal) of \(profileEntries.count)")
    }
    if small > 0 {
      text += language.pick(
        "; различие есть, но меньше порога: \(small)",
        "; a difference, below the threshold: \(small)")
    }
    if smallIfAny > 0 {
      text += language.pick(
        "; различие, если и есть, меньше порога: \(smallIfAny)",
        "; a difference, if any, is below the threshold: \(smallIfAny)")
    }
    if open > 0 {
      text += language.pick(
        "; различие не установлено: \(open) (\(Verdict.notEstablishedMeans(.cities, .ru)))",
        "; difference not established: \(open) (\(Verdict.notEstablishedMeans(.cities, .en)))")
    }
    return Prose(text + ". ")
  }

  /// Associations that hold without the overlapping questions too, and those that may be of words.
  var driverFinding: Prose? {
    guard let models = sample.drivers.models else { return nil }
    let established = models.full.scores.filter(\.isEstablished)
      .sorted { abs($0.standardised.value) > abs($1.standardised.value) }
    guard !established.isEmpty else {
      return Prose(
        language.pick(
          "Связь факторов с индексом при прочих равных не установлена ни для одного фактора.",
          "No factor’s association with the index, other things equal, is established."))
    }
    let reduced = models.reduced
    let firm = established.filter { term in
      guard let reduced else { return true }
      return reduced.scores.contains { $0.predictor == term.predictor && $0.isEstablished }
    }
    let wordy = established.filter { term in !firm.contains { $0.predictor == term.predictor } }
    return driverStatement(firm, isRerun: reduced != nil) + overlapStatement(wordy)
      + Prose(
        language.pick(
          " Коэффициенты — в баллах индекса на 10 баллов фактора; связь не означает причины.",
          " Coefficients are index points per 10 points of the factor; association does not mean "
            + "cause."))
  }

  private func driverStatement(_ terms: [DriverModel.Term], isRerun: Bool) -> Prose {
    guard !terms.isEmpty else { return "" }
    let introduction = Prose(
      isRerun
        ? language.pick(
          "И в полной модели, и без вопросов, близких к вопросам индекса, с индексом при прочих "
            + "равных связаны: ",
          "Both in the full model and without questions close to those of the index, associated "
            + "with the index, other things equal: ")
        : language.pick(
          "Теснее всего с индексом при прочих равных связаны: ",
          "Other things equal, most closely associated with the index: "))
    return introduction + list(terms.map(coefficient)) + "."
  }

  private func overlapStatement(_ terms: [DriverModel.Term]) -> Prose {
    guard !terms.isEmpty else { return "" }
    return Prose(
      language.pick(
        " Может объясняться сходством формулировок связь с факторами: ",
        " May be one of wording: the association with "))
      + list(terms.map(coefficient)) + "."
  }

  private func coefficient(_ term: DriverModel.Term) -> Prose {
    let name = language.quoted(context.name(of: term))
    let value = Prose([.number(.scoreDifference(term.slope.value))])
    guard let interval = term.slope.confidenceInterval() else { return "\(name) (\(value))" }
    let range = Prose([.number(.interval(interval.lower, interval.upper, .scoreDifference))])
    return "\(name) (\(value); \(range))"
  }

  var changeFinding: Prose? {
    guard let comparison = changeSinceLastWave else { return nil }
    let changes = comparison.scoreChanges(in: city.name).filter { $0.definition.id.part == .whole }
    guard !changes.isEmpty else { return nil }
    return context.changeStatement(
      changes, since: study.wave(comparison.earlier), in: city, comparison)
  }
}
