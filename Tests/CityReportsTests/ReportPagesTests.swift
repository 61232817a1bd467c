import Foundation
import Reporting
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import Testing

@testable import CityReports

/// The pages of a study's reports, before they have a form.
struct ReportPagesTests {
  private static let run = Result { () throws -> ReportRun in
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "surveys/panel").path
    let reading = StudyReading(folder: folder)
    let study = try #require(reading.study)
    let answers = StudyAnswers(of: study, in: folder)
    return ReportRun(
      findings: ReportFindings(
        WeightedStudy(study, models: reading.models, samples: answers.samples)),
      inputs: reading.inputs + answers.inputs, ledger: answers.ledger, version: "test")
  }

  @Test func `every page has an id of its own, and every link leads somewhere`() throws {
    let run = try Self.run.get()
    let documents = run.documents()
    let pages = Set(documents.map(\.page))
    #expect(pages.count == documents.count)
    let files = Set(run.files().map(\.path)).union(["manifest.json"])
    #expect(files.isSuperset(of: pages.map { $0.file(ending: "html") }))
    var links = 0
    for document in documents.map(\.document) {
      for target in document.blocks.flatMap(\.links) + (document.breadcrumb?.links ?? []) {
        links += 1
        switch target {
        case .page(let page): #expect(pages.contains(page), "\(page)")
        case .file(let path): #expect(files.contains(path), "\(path)")
        case .section: break
        }
      }
    }
    #expect(links > documents.count)
  }

  @Test func `a scope leaves out pages, never the index`() throws {
    let run = try Self.run.get()
    let all = run.documents().map(\.page)
    let city = try #require(run.findings.samples.first)
    let scope = ReportScope(cities: [city.city], wave: city.wave, language: "en")
    let own = run.documents(scope).map(\.page)
    #expect(
      own == [
        .city(city.city, wave: city.wave, .en), .crosstabs(city.city, wave: city.wave, .en), .index,
      ])
    #expect(Set(all).isSuperset(of: own))
  }

  @Test func `a city's page has its sections once, in one order`() throws {
    let run = try Self.run.get()
    let pages = run.documents().filter { $0.page.path.count == 2 }
    #expect(!pages.isEmpty)
    for page in pages {
      let sections = page.document.blocks.compactMap { block -> String? in
        if case .section(let section) = block { section.id } else { nil }
      }
      #expect(
        sections == [
          "findings", "survey", "index", "profile", "drivers", "change", "groups", "crosstabs-key",
          "method", "distributions",
        ])
    }
  }
}

extension Block {
  fileprivate var links: [LinkTarget] {
    switch self {
    case .section(let section): section.blocks.flatMap(\.links)
    case .paragraph(let prose): prose.links
    case .numberedList(let items), .list(let items): items.flatMap(\.links)
    case .table(let table):
      table.rows.flatMap(\.cells).flatMap { cell -> [LinkTarget] in
        if case .text(let prose) = cell { prose.links } else { [] }
      }
    case .note(let note): note.text.links
    case .keyValues(let pairs): pairs.flatMap(\.value.links)
    case .chart, .pageBreak: []
    }
  }
}

extension Prose {
  fileprivate var links: [LinkTarget] {
    inlines.flatMap { inline -> [LinkTarget] in
      switch inline {
      case .link(let prose, to: let target): [target] + prose.links
      case .strong(let prose), .emphasis(let prose): prose.links
      case .text, .number, .code: []
      }
    }
  }
}
