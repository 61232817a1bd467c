import Foundation
import SurveyModel
import Testing

@testable import ResponseExport

/// The table of elements and archives, and the page that is written from it.
struct ArchiveElementTests {
  private static let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/SurveyModel/SurveyModel.docc/ArchiveDescription.md")

  /// A page that differs is written anew, to be looked at and committed.
  @Test func `the manual page is what the table says`() throws {
    let published = try? String(contentsOf: Self.page, encoding: .utf8)
    if published != ArchiveElement.page { try Data(ArchiveElement.page.utf8).write(to: Self.page) }
    #expect(published == ArchiveElement.page, "ArchiveDescription.md was out of date")
  }

  @Test func `each element stands once and says all in both languages`() {
    let paths = ArchiveElement.all.map(\.path)
    #expect(Set(paths).count == paths.count)
    for element in ArchiveElement.all {
      #expect(element.meaning["ru"] != nil && element.meaning["en"] != nil, "\(element.path)")
      #expect(element.source["ru"] != nil && element.source["en"] != nil, "\(element.path)")
    }
  }
}

struct XMLTextTests {
  @Test func `an element without contents is not written, nor told`() {
    var xml = XMLText()
    xml.element("codeBook") { xml in
      xml.element("a") { xml in xml.element("b") { _ in } }
      xml.element("c", [("ID", "1")]) { _ in }
      xml.leaf("d", "")
      xml.remark("e", "stamp")
    }
    #expect(
      xml.text.split(separator: "\n").dropFirst().map(String.init) == [
        "<codeBook>", "  <c ID=\"1\"/>", "  <d/>", "  <e>stamp</e>", "</codeBook>",
      ])
    #expect(xml.paths == ["c/@ID"])
  }

  @Test(arguments: [
    ("a & b < c > \"d\"", "a &amp; b &lt; c &gt; &quot;d&quot;"), ("a\nb\tc", "a b c"),
    ("a\u{1}b\u{FFFE}", "a\u{FFFD}b\u{FFFD}"), ("«ё»", "«ё»"),
  ])
  func `what XML does not allow is escaped`(text: String, written: String) {
    var xml = XMLText()
    xml.element("r", [("x", text)]) { xml in
      xml.leaf("l", text, language: "ru", concept: (text, text))
    }
    #expect(xml.text.contains("<r x=\"\(written)\">"))
    #expect(
      xml.text.contains(
        "<l xml:lang=\"ru\">\(written)<concept vocab=\"\(written)\">\(written)</concept></l>"))
  }
}
