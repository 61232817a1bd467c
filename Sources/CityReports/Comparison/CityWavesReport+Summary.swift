import Estimation
import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// The main things.
extension CityWavesReport {
  var summary: Section {
    var blocks: [Block] = []
    for comparison in comparisons.reversed() {
      let changes = comparison.headlineChanges(in: city.name)
      if comparisons.count > 1 {
        blocks.append(.paragraph(Prose([.strong(Prose(title(of: comparison)))])))
      }
      if !changes.isEmpty {
        blocks.append(
          .paragraph(
            context.changeStatement(
              changes, since: study.wave(comparison.earlier), in: city, comparison)))
      }
      blocks.append(.list(questionStatements(comparison)))
    }
    return Section(
      "summary", language.pick("Главное на одной странице", "The main things on one page"), blocks)
  }

  /// What single questions show, and what could not be compared.
  private func questionStatements(_ comparison: WaveComparison) -> [Prose] {
    let changes = comparison.questionChanges(in: city.name)
    let established = changes.filter(\.difference.isEstablished).sorted {
      abs($0.difference.value) > abs($1.difference.value)
    }
    var statements: [Prose] = []
    if changes.isEmpty {
      statements.append(
        Prose(
          language.pick(
            "Отдельных вопросов, которые можно сравнить, нет.",
            "There are no single questions to compare.")))
    } else if established.isEmpty {
      statements.append(
        Prose(
          language.pick(
            "Отдельные вопросы: ни по одному из \(changes.count) показателей изменение не установлено; "
              + "это не значит, что изменений не было.",
            "Single questions: of \(changes.count) figures no change is established; that does not "
              + "mean that nothing changed.")))
    } else {
      var prose = Prose(
        language.pick(
          "Отдельные вопросы: изменения установлены по \(established.count) "
            + plural(established.count, "показателю", "показателям", "показателям")
            + " из \(changes.count). ",
          "Single questions: changes are established for \(established.count) of \(changes.count) "
            + "figures. "))
      for (place, change) in established.prefix(5).enumerated() {
        prose += (place > 0 ? "; " : "") + Prose(language.quoted(context.name(of: change))) + " — "
        prose += "\(change.difference.figure(context.differenceUnit(of: change)))"
      }
      statements.append(prose + ".")
    }
    statements += refusalStatements(comparison)
    if let zone = detectable(comparison) { statements.append(zone) }
    return statements
  }

  private func refusalStatements(_ comparison: WaveComparison) -> [Prose] {
    let scores = withheld(comparison).count
    let questions = refusedQuestions(comparison).count
    let parts = [
      (
        questions,
        language.pick(
          plural(questions, "вопрос", "вопроса", "вопросов"),
          plural(questions, "question", "questions"))
      ),
      (
        scores,
        language.pick(
          plural(scores, "показатель", "показателя", "показателей"),
          plural(scores, "score", "scores"))
      ),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    guard !parts.isEmpty else { return [] }
    return [
      Prose(
        language.pick(
          "Не сравниваются или сравниваются не так, как есть: \(language.listed(parts)); почему — в разделе ",
          "Not compared, or not as they are: \(language.listed(parts)); why, says the section "))
        + Prose([.link(Prose(language.quoted(refusalTitle)), to: .section("refusals"))]) + "."
    ]
  }

  /// The smallest change of the index that would have been found four times in five.
  private func detectable(_ comparison: WaveComparison) -> Prose? {
    let changes = comparison.headlineChanges(in: city.name)
    guard let index = changes.first(where: \.definition.isOutcome),
      let least = index.difference.smallestDetectable
    else { return nil }
    let number = Prose([.number(.decimal(least, digits: 1))])
    let name = language.quoted(context.name(of: index.definition))
    return Prose(
      language.pick(
        "При таком объёме выборок изменение показателя \(name) было бы замечено в четырёх случаях из "
          + "пяти, если бы оно составляло не менее ",
        "With samples of this size a change of \(name) would have been noticed four times in five "
          + "if it were at least "))
      + number + Prose(language.pick(" балла.", " points."))
  }
}
