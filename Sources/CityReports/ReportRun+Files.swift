import InnovationPotential
import NumericalMethods
import Reporting
import StudyFolder
import SurveyModel

extension ReportRun {
  /// All files of a run: pages, tables, ledger and manifest.
  ///
  /// - Parameter scope: Which pages; the index, the tables and the manifest come always.
  /// - Returns: In a fixed order; the same bytes for the same input.
  public func files(_ scope: ReportScope = ReportScope()) -> [OutputFile] {
    let pages = pages(in: scope)
    let rendered = concurrentMap(pages.count) { index in
      OutputFile(path: pages[index].path, text: pages[index].document().html())
    }
    return rendered + [indexFile] + tables + [ledgerFile, manifestFile]
  }

  /// The languages of the study that reports can be written in.
  public var languages: [Language] {
    let own = analysis.study.settings.languages.compactMap(Language.init(rawValue:))
    return own.isEmpty ? [.ru] : own
  }

  private struct Page: Sendable {
    let path: String
    let document: @Sendable () -> ReportDocument
  }

  private func pages(in scope: ReportScope) -> [Page] {
    languages.filter { scope.language == nil || scope.language == $0.rawValue }.flatMap {
      pages(in: scope, ReportContext(run: self, language: $0))
    }
  }

  private func pages(in scope: ReportScope, _ context: ReportContext) -> [Page] {
    let ending = "\(context.language.rawValue).html"
    var pages = analysis.samples.compactMap { sample -> Page? in
      guard scope.contains(city: sample.city, wave: sample.wave),
        let report = CityReport(context, sample)
      else { return nil }
      return Page(path: "\(sample.wave)/\(sample.city).\(ending)") { report.document() }
    }
    guard scope.cities == nil, scope.wave == nil else { return pages }
    let waves = analysis.study.waves.map(\.name).filter { wave in
      analysis.samples.contains { $0.wave == wave }
    }
    pages.append(
      Page(path: "comparison.\(ending)") {
        ComparisonReport(context: context, waves: waves).document()
      })
    pages.append(Page(path: "waves.\(ending)") { WavesReport(context: context).document() })
    return pages
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
