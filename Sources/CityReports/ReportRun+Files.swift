import Parallelism
import Reporting
import ResultTables
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TextFormats

extension PageID {
  /// What is here, and from which files it was made.
  static let index = PageID(["index"])

  /// One city in one wave.
  static func city(_ city: String, wave: String, _ language: Language) -> PageID {
    PageID([wave, city], in: language)
  }

  /// All questions of one city in one wave, by groups.
  static func crosstabs(_ city: String, wave: String, _ language: Language) -> PageID {
    PageID([wave, city, "crosstabs"], in: language)
  }

  /// The cities of each wave side by side.
  static func comparison(_ language: Language) -> PageID { PageID(["comparison"], in: language) }

  /// What changed between the waves, in all cities.
  static func waves(_ language: Language) -> PageID { PageID(["waves"], in: language) }

  /// What changed between the waves in one city. A wave may be called `waves`, but no name has a dot.
  static func waves(of city: String, _ language: Language) -> PageID {
    PageID(["waves.\(city)"], in: language)
  }
}

extension ReportRun {
  /// The reports before they have a form, in a fixed order: pages of cities, comparisons, the index.
  ///
  /// - Parameter scope: Which pages; the index comes always.
  public func documents(
    _ scope: ReportScope = ReportScope()
  ) -> [(page: PageID, document: ReportDocument)] {
    let pages = pages(in: scope)
    return concurrentMap(pages.count) { (pages[$0].id, pages[$0].document()) }
  }

  /// All files of a run but the manifest, which lists them: pages in HTML, tables and ledger.
  ///
  /// - Parameter scope: Which pages; the index, the tables and the ledger come always.
  /// - Returns: In a fixed order; the same bytes for the same input.
  public func files(_ scope: ReportScope = ReportScope()) -> [OutputFile] {
    let files =
      pages(in: scope).map { page in { [page.file] } } as [Work]
      + tables + [{ [ledgerFile] + interimFiles }]
    // Work is taken up from the end: some tables take longer than any page, and would be waited for.
    return concurrentMap(files.count) { files[files.count - 1 - $0]() }.reversed().flatMap(\.self)
  }

  /// The languages of the study that reports can be written in.
  public var languages: [Language] {
    let own = findings.study.settings.languages.compactMap(Language.init(rawValue:))
    return own.isEmpty ? [.ru] : own
  }

  /// Files still to be made.
  private typealias Work = @Sendable () -> [OutputFile]

  /// A page that is made when it is wanted.
  private struct Page: Sendable {
    var id: PageID
    var document: @Sendable () -> ReportDocument

    var file: OutputFile {
      OutputFile(path: id.file(ending: "html"), text: document().html(at: id))
    }
  }

  private func pages(in scope: ReportScope) -> [Page] {
    let own = languages.filter { scope.language == nil || scope.language == $0.rawValue }.flatMap {
      pages(in: scope, ReportContext(run: self, language: $0))
    }
    return own + [Page(id: .index) { IndexPage(run: self, languages: languages).document() }]
  }

  private func pages(in scope: ReportScope, _ context: ReportContext) -> [Page] {
    let language = context.language
    let reports = findings.samples.filter { scope.contains(city: $0.city, wave: $0.wave) }
      .compactMap { CityReport(context, $0) }
    var pages = reports.map { report in
      Page(id: .city(report.city.name, wave: report.wave.name, language)) { report.document() }
    }
    pages += reports.map { report in
      Page(id: report.crosstabs) { CrosstabPage(report: report).document() }
    }
    if scope.wave == nil {
      pages += findings.study.cities.filter { scope.cities?.contains($0.name) ?? true }
        .compactMap { CityWavesReport(context, $0) }
        .map { report in
          Page(id: .waves(of: report.city.name, language)) { report.document() }
        }
    }
    guard scope.cities == nil, scope.wave == nil else { return pages }
    let waves = findings.weighted.waves
    pages.append(
      Page(id: .comparison(language)) {
        ComparisonReport(context: context, waves: waves).document()
      })
    pages.append(Page(id: .waves(language)) { WavesReport(context: context).document() })
    return pages
  }

  /// What an unfinished survey must remember; nothing of a finished one.
  private var interimFiles: [OutputFile] {
    findings.study.settings.isInterim ? [InterimTable(findings.interimBases).file] : []
  }

  private var tables: [Work] {
    let style: DelimitedText.Style =
      findings.study.settings.csvStyle == .excelRussian ? .russianExcel : .standard
    return ReportTables(findings).all.map { entry in
      { [OutputFile(path: "tables/\(entry.name).csv", text: entry.table().text(style))] }
    }
  }
}
