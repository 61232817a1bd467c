import InnovationPotential
import Parallelism
import Reporting
import StudyFolder
import SurveyModel
import TextFormats

extension ReportRun {
  /// All files of a run but the manifest, which lists them: pages, tables and ledger.
  ///
  /// - Parameter scope: Which pages; the index, the tables and the ledger come always.
  /// - Returns: In a fixed order; the same bytes for the same input.
  public func files(_ scope: ReportScope = ReportScope()) -> [OutputFile] {
    // Work is taken up from the front: the large pages first.
    let files = pages(in: scope) + [{ [indexFile] }, { tables }, { [ledgerFile] + interimFiles }]
    return concurrentMap(files.count) { files[$0]() }.flatMap(\.self)
  }

  /// The languages of the study that reports can be written in.
  public var languages: [Language] {
    let own = analysis.study.settings.languages.compactMap(Language.init(rawValue:))
    return own.isEmpty ? [.ru] : own
  }

  /// Files still to be made.
  private typealias Work = @Sendable () -> [OutputFile]

  private func page(_ path: String, _ document: @escaping @Sendable () -> ReportDocument) -> Work {
    { [OutputFile(path: path, text: document().html())] }
  }

  private func pages(in scope: ReportScope) -> [Work] {
    languages.filter { scope.language == nil || scope.language == $0.rawValue }.flatMap {
      pages(in: scope, ReportContext(run: self, language: $0))
    }
  }

  private func pages(in scope: ReportScope, _ context: ReportContext) -> [Work] {
    let ending = "\(context.language.rawValue).html"
    var pages = analysis.samples.compactMap { sample -> Work? in
      guard scope.contains(city: sample.city, wave: sample.wave),
        let report = CityReport(context, sample)
      else { return nil }
      return page("\(sample.wave)/\(sample.city).\(ending)") { report.document() }
    }
    guard scope.cities == nil, scope.wave == nil else { return pages }
    let waves = analysis.study.waves.map(\.name).filter { wave in
      analysis.samples.contains { $0.wave == wave }
    }
    pages.append(
      page("comparison.\(ending)") {
        ComparisonReport(context: context, waves: waves).document()
      })
    pages.append(page("waves.\(ending)") { WavesReport(context: context).document() })
    return pages
  }

  /// What an unfinished survey must remember; nothing of a finished one.
  private var interimFiles: [OutputFile] {
    analysis.study.settings.isInterim ? [InterimTable(analysis.interimBases).file] : []
  }

  private var indexFile: OutputFile {
    OutputFile(
      path: "index.html", text: IndexPage(run: self, languages: languages).document().html())
  }

  private var tables: [OutputFile] {
    let style: DelimitedText.Style =
      analysis.study.settings.csvStyle == .excelRussian ? .russianExcel : .standard
    return EstimateTables(run: self).all.map { name, table in
      OutputFile(path: "tables/\(name).csv", text: table.text(style))
    }
  }
}
