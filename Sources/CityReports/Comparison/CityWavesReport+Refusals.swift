import Estimation
import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// What is not compared, and the words of both versions.
extension CityWavesReport {
  var refusalTitle: String {
    language.pick("Что не сравнивается и почему", "What is not compared, and why")
  }

  /// Scores that did not measure the same in both waves.
  func withheld(_ comparison: WaveComparison) -> [WithheldComparison] {
    comparison.cities.first { $0.name == city.name }?.withheld ?? []
  }

  /// The city's questions that are not compared as they are.
  func refusedQuestions(_ comparison: WaveComparison) -> [QuestionPair] {
    versions(of: comparison).flatMap { $0.difference.pairs.filter { $0.verdict > .recodable } }
  }

  private func versions(of comparison: WaveComparison) -> [WaveComparison.Versions] {
    comparison.versions.filter { $0.cities.contains(city.name) }
  }

  var refusals: Section {
    let blocks = comparisons.flatMap { comparison -> [Block] in
      let table = refusalTable(comparison)
      guard !table.rows.isEmpty else { return [] }
      return [.table(table)]
    }
    return Section(
      "refusals", refusalTitle,
      blocks.isEmpty
        ? [
          language.remark(
            "Сравнивается всё, что спрашивали в обеих волнах.",
            "All that both waves asked is compared.")
        ] : blocks)
  }

  private func refusalTable(_ comparison: WaveComparison) -> Table {
    let scores = withheld(comparison).map { score in
      Table.Row([
        .text(Prose(context.name(of: score.definition))),
        .text(Prose(language.pick("средние не сравниваются", "means are not compared"))),
        .text(Prose(score.verdict.words(in: language))),
      ])
    }
    let questions = refusedQuestions(comparison).map { pair in
      Table.Row([
        .text(Prose(questionName(pair.later))), .text(Prose(pair.verdict.words(in: language))),
        .text(Prose(context.reasons(pair))),
      ])
    }
    let difference = versions(of: comparison)
    let single =
      difference.flatMap(\.difference.added).map {
        ($0, language.pick("только в новой волне", "in the later wave only"))
      }
      + difference.flatMap(\.difference.removed).map {
        ($0, language.pick("только в прежней волне", "in the earlier wave only"))
      }
    let lone = single.map { name, place in
      Table.Row([
        .text(Prose(questionName(name))),
        .text(Prose(language.pick("не с чем сравнить", "nothing to compare with"))),
        .text(Prose(place)),
      ])
    }
    return Table(
      Prose(title(of: comparison)),
      columns: [
        Table.Column(language.pick("Показатель или вопрос", "Score or question")),
        Table.Column(language.pick("Решение", "Decision")),
        Table.Column(language.pick("Почему", "Why")),
      ], rows: scores + questions + lone)
  }

  /// The name with the text of the latest wave that asked it.
  private func questionName(_ name: String) -> String {
    let label = context.findings.samples.reversed().lazy.compactMap {
      $0.sample.questionnaire[name]?.label.text(in: language.rawValue)
    }.first
    return label.map { "\(name). \($0)" } ?? name
  }

  /// Both versions side by side.
  var questionnaires: Section {
    let blocks = comparisons.flatMap { comparison -> [Block] in
      let own = versions(of: comparison)
      var blocks: [Block] = own.map { .paragraph(context.versionsStatement($0)) }
      blocks += own.compactMap { context.rewordedTable($0) }.map { .table($0) }
      if let table = context.crosswalkTable(comparison) { blocks.append(.table(table)) }
      return [.section(Section("questions-\(comparison.later)", title(of: comparison), blocks))]
    }
    return Section(
      "questionnaires",
      language.pick(
        "Приложение: что изменилось в анкете", "Appendix: what changed in the questionnaire"),
      blocks)
  }
}
