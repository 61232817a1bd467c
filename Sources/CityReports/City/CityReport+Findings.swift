import Estimation
import InnovationPotential
import Reporting
import SurveyModel

extension CityReport {
  /// Five to seven numbered sentences; each says what the data say, and no more.
  var findingsSection: Section {
    let findings =
      [indexFinding, facetFinding, cityFinding, factorFinding, driverFinding, changeFinding]
      .compactMap(\.self) + [measurementFinding, baseFinding].compactMap(\.self)
    var blocks: [Block] = [.numberedList(Array(findings.prefix(7)))]
    for (section, title) in [
      ("conclusions", language.pick("Выводы исследователя", "The researcher’s conclusions")),
      ("options", language.pick("Возможные шаги", "Options")),
    ] {
      if let text = context.text(section, city: city.name, wave: wave.name) {
        blocks.append(.paragraph("\(strong: Prose(title)). \(text)"))
      }
    }
    return Section("findings", language.pick("Что выяснилось", "What was found"), blocks)
  }

  private var indexFinding: Prose? {
    guard let outcome = study.outcome else {
      return Prose(
        language.pick(
          "В исследовании нет итогового показателя, поэтому индекс инновационного потенциала не "
            + "рассчитывается; описаны факторы.",
          "The study has no outcome factor, so there is no index of innovation potential; the factors "
            + "are described."))
    }
    guard let index = sample.index, let mean = index.mean else { return nil }
    let name = outcome.label.text(language, or: outcome.name)
    return switch language {
    case .ru:
      """
      \(strong: Prose(name)) \(city.inPlace(.ru)) — \(Number.score(mean.value)) балла из 100 \
      (95-процентный интервал \(interval(mean)); n = \(index.count)).
      """
    case .en:
      """
      \(strong: Prose(name)) \(city.inPlace(.en)) is \(Number.score(mean.value)) points out of 100 \
      (95% interval \(interval(mean)); n = \(index.count)).
      """
    }
  }

  private var facetFinding: Prose? {
    let facets = facetScores.filter { $0.mean != nil }
    guard facets.count > 1,
      let highest = facets.max(by: { ($0.mean?.value ?? 0) < ($1.mean?.value ?? 0) }),
      let lowest = facets.min(by: { ($0.mean?.value ?? 0) < ($1.mean?.value ?? 0) }),
      let high = highest.mean, let low = lowest.mean
    else { return nil }
    let highName = language.quoted(context.name(of: highest.definition))
    let lowName = language.quoted(context.name(of: lowest.definition))
    return switch language {
    case .ru:
      """
      Из составляющих наибольший балл у составляющей \(highName) — \(high.figure(.score)), \
      наименьший у составляющей \(lowName) — \(low.figure(.score)). Шкалы составляющих разные, \
      поэтому разница между ними показывает лишь, где до возможного предела ближе.
      """
    case .en:
      """
      Of the facets, \(highName) has the highest score, \(high.figure(.score)), and \(lowName) the \
      lowest, \(low.figure(.score)). The facets’ scales differ, so this shows only which is nearer to \
      its possible limit.
      """
    }
  }

  /// The index beside the other cities'.
  private var cityFinding: Prose? {
    guard let index = sample.index,
      let entry = context.analysis.profile(wave: wave.name)?.entries(of: city.name)
        .first(where: { $0.definition.id == index.id })
    else { return nil }
    let others = othersName
    let figure = entry.difference.figure(.scoreDifference)
    let start: Prose =
      switch language {
      case .ru:
        "По индексу \(city.name(in: .ru)) и \(others): \(strong: Prose(entry.difference.verdict.inTable(.cities, .ru))) (разность \(figure) балла). "
      case .en:
        "On the index, \(city.name(in: .en)) against \(others): \(strong: Prose(entry.difference.verdict.inTable(.cities, .en))) (difference \(figure) points). "
      }
    let means =
      entry.difference.verdict == .notEstablished
      ? Prose(Verdict.notEstablishedMeans(.cities, language).uppercasedFirst + ". ") : ""
    return start + means + untestedNote
  }

  private var factorFinding: Prose? {
    let established = profileEntries.filter { $0.difference.isEstablished }
      .sorted { abs($0.difference.value) > abs($1.difference.value) }
    guard !profileEntries.isEmpty else { return nil }
    guard !established.isEmpty else { return noFactorDiffers + untestedNote }
    var prose = Prose(
      language.pick(
        "Больше всего \(city.name(in: .ru)) отличается от \(othersGenitive) по факторам: ",
        "\(city.name(in: .en)) differs most from \(othersName) in: "))
    for (place, entry) in established.prefix(3).enumerated() {
      if place > 0 { prose += "; " }
      prose +=
        "\(language.quoted(context.name(of: entry.definition))) — \(entry.difference.verdict.inTable(.cities, language)) (\(entry.difference.figure(.scoreDifference)))"
    }
    return prose + ". " + untestedNote
  }

  /// Said where no factor is higher or lower; some may be shown to be equal, others left open.
  private var noFactorDiffers: Prose {
    let open = profileEntries.count { $0.difference.verdict == .notEstablished }
    let equal = profileEntries.count { $0.difference.verdict == .practicallyEqual }
    let small = profileEntries.count - open - equal
    var text = language.pick(
      "Ни по одному фактору не установлено, что \(city.name(in: .ru)) выше или ниже "
        + othersGenitive,
      "No factor is established to be higher or lower than that of \(othersName)")
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
    if open > 0 {
      text += language.pick(
        "; различие не установлено: \(open) (\(Verdict.notEstablishedMeans(.cities, .ru)))",
        "; difference not established: \(open) (\(Verdict.notEstablishedMeans(.cities, .en)))")
    }
    return Prose(text + ". ")
  }

  private var driverFinding: Prose? {
    guard let model = sample.drivers.models?.full else { return nil }
    let established = model.scores.filter(\.isEstablished)
      .sorted { abs($0.standardised.value) > abs($1.standardised.value) }
    guard !established.isEmpty else {
      return Prose(
        language.pick(
          "Связь факторов с индексом при прочих равных не установлена ни для одного фактора.",
          "No factor’s association with the index, other things equal, is established."))
    }
    var prose = Prose(
      language.pick(
        "Теснее всего с индексом при прочих равных связаны: ",
        "Other things equal, most closely associated with the index: "))
    for (place, term) in established.prefix(3).enumerated() {
      if place > 0 { prose += "; " }
      prose += "\(language.quoted(context.name(of: term))) (\(term.slope.figure(.scoreDifference)))"
    }
    return prose
      + Prose(
        language.pick(
          " — в баллах индекса на каждые 10 баллов фактора. Связь не означает причины.",
          ", in index points per 10 points of the factor. Association does not mean cause."))
  }

  private var changeFinding: Prose? {
    guard let comparison = changeSinceLastWave else { return nil }
    let changes = comparison.scoreChanges(in: city.name).filter { $0.definition.id.part == .whole }
    guard !changes.isEmpty else { return nil }
    return context.changeStatement(changes, since: study.wave(comparison.earlier), in: city)
  }

  /// What weak scales do not let us say.
  private var measurementFinding: Prose? {
    let weak = context.weakScales(
      among: factorScores.map(\.id), city: city.name, wave: wave.name
    ).map(\.id)
    guard !weak.isEmpty else { return nil }
    let names = language.listed(weak.map { language.quoted(context.name(of: $0)) })
    return Prose(
      language.pick(
        "С осторожностью следует читать показатели, измеренные ненадёжно (α ниже 0,6 или меньше трёх "
          + "вопросов): \(names).",
        "To be read with caution, as they are measured unreliably (α below 0.6 or fewer than three "
          + "questions): \(names)."))
  }

  /// On what all of this rests.
  private var baseFinding: Prose? {
    let count = sample.sample.responses.count
    let effect = Number.decimal(sample.design.weightSpread.kishDesignEffect, digits: 2)
    let isAdjusted = sample.weighted.passport != nil
    return switch language {
    case .ru:
      """
      Выводы опираются на \(count) интервью; выборка \(wave.sample.name(in: .ru)), \
      \(isAdjusted ? "состав выровнен по данным о населении" : "состав не выравнивался: данных о населении нет") \
      (дизайн-эффект весов \(effect)).
      """
    case .en:
      """
      All this rests on \(count) \(plural(count, "interview", "interviews")); \
      \(wave.sample.name(in: .en)), \
      \(isAdjusted ? "adjusted to population figures" : "not adjusted, as there are no population figures") \
      (design effect of the weights \(effect)).
      """
    }
  }
}

extension String {
  /// The text with a capital first letter, for the beginning of a sentence.
  var uppercasedFirst: String { prefix(1).uppercased() + dropFirst() }
}
