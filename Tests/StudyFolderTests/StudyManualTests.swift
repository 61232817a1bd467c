import Foundation
import Testing

@testable import StudyFolder

/// The table of sheets and columns, and the page that is written from it.
struct StudyManualTests {
  private static let pages = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/SurveyModel/SurveyModel.docc")

  /// A page that differs is written anew, to be looked at and committed.
  @Test(arguments: [(StudyManual.Language.en, "StudySheets.md"), (.ru, "StudySheets-ru.md")])
  func `the manual page is what the table says`(language: StudyManual.Language, name: String) throws
  {
    let page = Self.pages.appending(path: name)
    let text = StudyManual(in: language).text
    let published = try? String(contentsOf: page, encoding: .utf8)
    if published != text { try Data(text.utf8).write(to: page) }
    #expect(published == text, "\(name) was out of date")
  }

  @Test func `every sheet, column and key says all in both languages`() {
    for sheet in StudySheet.all + StudySheet.forms {
      #expect(sheet.meaning["ru"] != nil && sheet.meaning["en"] != nil, "\(sheet.name)")
      for column in sheet.columns + sheet.keys {
        let place = "\(sheet.name): \(column.name)"
        #expect(column.meaning["ru"] != nil && column.meaning["en"] != nil, "\(place)")
        #expect(column.example["ru"] != nil && column.example["en"] != nil, "\(place)")
        if case .words(let words) = column.values {
          #expect(words.contains(column.example["en"] ?? ""), "\(place)")
        }
      }
      #expect(Set(sheet.columns.map(\.name)).count == sheet.columns.count, "\(sheet.name)")
      #expect(Set(sheet.keys.map(\.name)).count == sheet.keys.count, "\(sheet.name)")
    }
  }

  @Test func `the page fits a terminal`() {
    for language in StudyManual.Language.allCases {
      for line in StudyManual(in: language).text.split(separator: "\n") {
        #expect(line.count <= 100, "\(line)")
      }
    }
  }
}
