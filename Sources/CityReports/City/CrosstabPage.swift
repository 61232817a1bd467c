import Reporting
import SurveyAnalysis
import SurveyModel

/// All questions of one city in one wave by groups, a table each.
struct CrosstabPage {
  let report: CityReport

  private var language: Language { report.language }

  func document() -> ReportDocument {
    let context = report.context
    var document = context.document(
      title: report.city.name(in: language),
      subtitle: language.pick("Вопросы по группам жителей. ", "Questions by groups of residents. ")
        + "\(context.studyTitle). \(report.wave.name(in: language))")
    let city = Prose([
      .link(
        Prose(language.pick("Отчёт по городу", "City report")),
        to: .page(.city(report.city.name, wave: report.wave.name, language)))
    ])
    document.breadcrumb = (document.breadcrumb ?? "") + " · " + city
    document.blocks =
      [.section(introduction)] + report.batteries.compactMap(section).map(Block.section)
    return document
  }

  private var introduction: Section {
    var blocks = report.bannerIntroduction
    blocks.append(
      .paragraph(
        Prose(
          language.pick("Те же таблицы для расчётов: ", "The same tables for computing: "))
          + files + "."))
    if report.sample.banners.isEmpty {
      blocks.append(
        .note(
          Note(
            .information,
            Prose(
              language.pick(
                "Закрытых вопросов с достаточной базой нет.",
                "There are no closed questions on a base that is large enough.")))))
    }
    return Section("reading", language.pick("Как читать таблицы", "How to read the tables"), blocks)
  }

  private var files: Prose {
    ["crosstabs", "crosstab-columns", "crosstab-tests"].enumerated().reduce(into: Prose("")) {
      prose, file in
      if file.offset > 0 { prose += ", " }
      prose += Prose([.link(Prose("\(file.element).csv"), to: .file("tables/\(file.element).csv"))])
    }
  }

  private func section(of battery: [QuestionDistribution]) -> Section? {
    let banners = battery.compactMap { report.sample.banner(of: $0.question) }
    guard !banners.isEmpty else { return nil }
    return Section(
      "crosstabs-\(battery.first?.question ?? "")", report.title(of: battery),
      banners.map(report.block(of:)))
  }
}
