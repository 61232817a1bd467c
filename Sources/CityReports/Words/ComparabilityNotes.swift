import MeasurementInvariance
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

/// What is said beneath comparisons of scores: which of them are allowed, and what the others are
/// made without.
struct ComparabilityNotes {
  let context: ReportContext
  let units: ComparisonUnits
  /// On the scores that are shown, those of an index's facets included.
  private let findings: [ScoreComparability]

  private var language: Language { context.language }

  init(
    _ context: ReportContext, _ units: ComparisonUnits, findings: [ScoreComparability],
    of scores: [ScoreID]
  ) {
    self.context = context
    self.units = units
    var seen: Set<ScoreID> = []
    let shown = findings.filter { scores.contains($0.id) }
    self.findings = shown.flatMap { finding in
      (finding.verdict.isUntested ? [] : [finding])
        + finding.facets.filter { $0.verdict.isUntested || !scores.contains($0.id) }
        + (finding.verdict.isUntested && finding.facets.isEmpty ? [finding] : [])
    }.filter { seen.insert($0.id).inserted }
  }

  /// Footnotes of a table or chart: the verdict on all, then every exception.
  var footnotes: [Prose] {
    guard !findings.isEmpty else {
      return [Prose(untestedInvariance(between: units, in: language))]
    }
    return ([verdict] + exceptions.map(\.whole) + [untested]).compactMap(\.self)
  }

  /// The rest of a sentence about some scores: the exceptions alone, shortly.
  var remark: Prose {
    guard !findings.isEmpty else { return Prose(untestedInvariance(between: units, in: language)) }
    let parts = exceptions.map(\.short) + (untestedShortly.map { [$0] } ?? [])
    guard parts.isEmpty else { return joined(parts) }
    return verdict ?? ""
  }

  private func joined(_ parts: [Prose]) -> Prose {
    parts.enumerated().reduce(into: Prose("")) { prose, part in
      prose += (part.offset > 0 ? " " : "") + part.element
    }
  }

  /// «между городами».
  private var between: String {
    switch units {
    case .cities: language.pick("между городами", "between cities")
    case .waves: language.pick("между волнами", "between waves")
    }
  }

  private var within: String {
    switch units {
    case .cities: language.pick("в разных городах", "in different cities")
    case .waves: language.pick("в разных волнах", "in different waves")
    }
  }

  private var tested: [ScoreComparability] { findings.filter { !$0.verdict.isUntested } }

  private var verdict: Prose? {
    guard !tested.isEmpty else { return nil }
    let hasExceptions = tested.contains { $0.verdict != .means } || tested.count < findings.count
    return Prose(
      language.pick(
        "Сопоставимость шкал \(between) проверена: средние можно сравнивать"
          + (hasExceptions ? ", кроме оговорённого." : "."),
        "Comparability of measurement \(between) is tested: means may be compared"
          + (hasExceptions ? ", with the exceptions named." : ".")))
  }

  // MARK: Exceptions

  private struct Exception {
    var whole: Prose
    var short: Prose
  }

  private var exceptions: [Exception] {
    let freed = tested.flatMap { finding -> [Exception] in
      let name = language.quoted(context.name(of: finding.definition))
      let unknown = Set(finding.ladders.flatMap(\.itemsLeftOut))
      let items = finding.verdict.freedItems
      let (differing, untested) = (
        items.filter { !unknown.contains($0) }, items.filter(unknown.contains)
      )
      return (differing.isEmpty ? [] : [self.freed(differing, name, finding)])
        + (untested.isEmpty ? [] : [leftOut(untested, name)])
    }
    return freed + withheld
  }

  /// Items on which the answers of some group say nothing.
  private func leftOut(_ items: [String], _ name: String) -> Exception {
    let list = items.joined(separator: ", ")
    let (question, it) = items.count == 1 ? ("вопроса", "него") : ("вопросов", "них")
    let isCities = units == .cities
    let why = language.pick(
      "не во всех \(isCities ? "городах" : "волнах") на \(it) получены разные ответы, и проверить "
        + "\(items.count == 1 ? "его" : "их") нельзя.",
      "not in every \(isCities ? "city" : "wave") do answers to \(items.count == 1 ? "it" : "them") "
        + "differ, so that nothing can be tested.")
    return Exception(
      whole: Prose(
        language.pick(
          "† \(name): баллы рассчитаны без \(question) \(list): \(why)",
          "† \(name): scored without \(list): \(why)")),
      short: Prose(
        language.pick(
          "\(name) — без \(question) \(list): \(why)",
          "\(name) is compared without \(list): \(why)")))
  }

  /// A sentence for all scales that are withheld for the same reason.
  private var withheld: [Exception] {
    var reasons: [String] = []
    var names: [String: [String]] = [:]
    for finding in tested where finding.verdict == .associations || finding.verdict == .notAtAll {
      let reason = whyWithheld(finding)
      if names[reason] == nil { reasons.append(reason) }
      names[reason, default: []].append(language.quoted(context.name(of: finding.definition)))
    }
    return reasons.map { reason in
      let text = Prose("\(language.listed(names[reason] ?? [])): \(reason)")
      return Exception(whole: text, short: text)
    }
  }

  /// A scale whose questions do not hang together anywhere is told from one that measures another
  /// thing here and there.
  private func whyWithheld(_ finding: ScoreComparability) -> String {
    let reason = finding.verdict.words(in: language)
    guard finding.ladder?.steps.last?.level == .configural else {
      return language.pick(
        "средние \(within) не сопоставляются, шкала измеряет в них не одно и то же "
          + "(\(reason)).",
        "means are not set against each other, since the scale does not measure the "
          + "same \(within) (\(reason)).")
    }
    return language.pick(
      "средние не сопоставляются, потому что вопросы не складываются в одну шкалу: "
        + "однофакторная модель не согласуется с ответами (\(reason)). " + instead,
      "means are not set against each other, since the questions do not make up one "
        + "scale: the one-factor model does not fit the answers (\(reason)). " + instead)
  }

  /// Where single questions are compared instead.
  private var instead: String {
    switch units {
    case .cities:
      language.pick(
        "Сравнение по отдельным вопросам и что можно сделать — на странице «Города рядом».",
        "The comparison question by question, and what could be done, stand on the page “Cities side by "
          + "side”.")
    case .waves:
      language.pick(
        "Изменения по отдельным вопросам — в таблице изменений ответов.",
        "Changes question by question stand in the table of answers.")
    }
  }

  private func freed(
    _ items: [String], _ name: String, _ finding: ScoreComparability
  ) -> Exception {
    let list = items.joined(separator: ", ")
    let (question, it) = items.count == 1 ? ("вопроса", "него") : ("вопросов", "них")
    let short = Prose(
      language.pick(
        "\(name) — без \(question) \(list), на который\(items.count == 1 ? "" : "е") \(within) "
          + "отвечают по-разному.",
        "\(name) is compared without \(list), which works differently \(within)."))
    var whole = Prose(
      language.pick(
        "† \(name): баллы рассчитаны без \(question) \(list). При одном и том же уровне показателя на "
          + "\(it) \(within) отвечают по-разному",
        "† \(name): scored without \(list), which gets different answers \(within) at the same level "
          + "of the score"))
    if let bias = finding.expectedBias, bias.isFinite {
      let number = Prose([.number(.decimal(bias, digits: 1))])
      whole +=
        Prose(
          language.pick(
            "; полная шкала исказила бы разность на ", "; the full scale would be off by "))
        + number + Prose(language.pick(" балла", " points"))
    }
    return Exception(whole: whole + ".", short: short)
  }

  // MARK: What was not tested

  private var untestedFindings: [(name: String, reason: UntestedReason)] {
    findings.compactMap { finding in
      guard case .notTested(let reason) = finding.verdict else { return nil }
      return (language.quoted(context.name(of: finding.definition)), reason)
    }
  }

  private var untestedShortly: Prose? {
    let names = untestedFindings.map(\.name)
    guard !names.isEmpty else { return nil }
    let sentence = untestedInvariance(between: units, in: language)
    return Prose("\(language.listed(names)): \(sentence.lowercasedFirst)")
  }

  /// By reason: «…: сопоставимость шкалы между городами не проверена (…)».
  private var untested: Prose? {
    guard !untestedFindings.isEmpty else { return nil }
    var order: [String] = []
    var names: [String: [String]] = [:]
    for (name, reason) in untestedFindings {
      let words = reason.words(in: language)
      if names[words] == nil { order.append(words) }
      names[words, default: []].append(name)
    }
    let sentence = untestedInvariance(between: units, in: language).lowercasedFirst
    let whole = String(sentence.dropLast())
    return joined(
      order.map { words in
        Prose("\(language.listed(names[words] ?? [])): \(whole) (\(words)).")
      })
  }
}
