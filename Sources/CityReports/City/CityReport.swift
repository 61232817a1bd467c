import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

/// The report on one city in one wave, in one language.
struct CityReport {
  let context: ReportContext
  let sample: SampleFindings
  let city: City
  let wave: Wave
  /// Of the questions that respondents were asked.
  let askedDistributions: [QuestionDistribution]
  /// How many of these questions choose from the list of that name.
  let questionsByChoiceList: [String: Int]

  init?(_ context: ReportContext, _ sample: SampleFindings) {
    guard let city = context.study.city(sample.city), let wave = context.study.wave(sample.wave)
    else { return nil }
    self.context = context
    self.sample = sample
    self.city = city
    self.wave = wave
    let questionnaire = sample.sample.questionnaire
    askedDistributions = sample.distributions.filter {
      questionnaire[$0.question]?.isPutToRespondents == true
    }
    questionsByChoiceList = askedDistributions.reduce(into: [:]) { counts, distribution in
      guard let list = questionnaire[distribution.question]?.choices else { return }
      counts[list.name, default: 0] += 1
    }
  }

  var language: Language { context.language }
  var study: Study { context.study }

  /// Scores of the population that are no facets, without the outcome's.
  var factorScores: [ScoreEstimate] {
    sample.scores.filter { score in
      if case .facet = score.id.part { return false }
      return score.definition.layer != .outcome
    }
  }

  /// The facets of the index.
  var facetScores: [ScoreEstimate] {
    sample.scores.filter { score in
      guard case .facet = score.id.part else { return false }
      return score.definition.layer == .outcome
    }
  }

  func document() -> ReportDocument {
    var document = context.document(
      title: city.name(in: language),
      subtitle: "\(context.studyTitle). \(wave.name(in: language))")
    document.particulars = particulars
    document.blocks = Part.all.flatMap { part -> [Block] in
      guard let section = part.section(self) else { return [] }
      return (part.beginsPage ? [.pageBreak] : []) + [.section(section)]
    }
    return document
  }

  /// A section of the report, made from it; nil where the study has nothing of the kind.
  private struct Part: Sendable {
    var section: @Sendable (CityReport) -> Section?
    /// Whether it begins on a new printed page.
    var beginsPage = false

    /// In the order of the page.
    static let all = [
      Part { $0.findingsSection }, Part { $0.keyQuestionsSection }, Part { $0.surveySection },
      Part { $0.indexSection },
      Part { $0.profileSection }, Part { $0.driversSection }, Part { $0.changeSection },
      Part { $0.groupsSection }, Part { $0.keyBannersSection }, Part { $0.methodSection },
      Part(section: { $0.distributionsSection }, beginsPage: true),
    ]
  }

  private var particulars: [KeyValue] {
    func own(_ section: String, _ unknown: String) -> Prose {
      Prose(
        context.text(section, city: city.name, wave: wave.name)
          ?? language.pick(unknown, "not stated"))
    }
    return [
      KeyValue(language.pick("Заказчик", "Customer"), own("customer", "не указан")),
      KeyValue(language.pick("Исполнитель", "Contractor"), own("contractor", "не указан")),
      KeyValue(
        language.pick("Сроки опроса", "Fieldwork"), fieldworkDates ?? own("dates", "не указаны")),
    ]
  }

  /// The wave's dates; nil where the sheet has none.
  var fieldworkDates: Prose? {
    guard let start = wave.start else { return nil }
    return Prose(language.dates(start.text, (wave.end ?? start).text))
  }

  /// A section in which there is nothing to show, and why.
  func emptySection(_ id: String, _ title: String, because reason: String) -> Section {
    Section(id, title, [.note(Note(.information, Prose(reason)))])
  }
}
