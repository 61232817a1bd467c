import Testing

@testable import Reporting

struct PageIDTests {
  @Test(arguments: [
    (PageID(["index"]), "index.html", ""), (PageID(["waves"], in: .ru), "waves.ru.html", ""),
    (PageID(["w1", "pskov"], in: .en), "w1/pskov.en.html", "../"),
    (PageID(["a", "b", "c"], in: .ru), "a/b/c.ru.html", "../../"), (PageID([]), ".html", ""),
  ])
  func `a page has a file and a way up`(_ page: PageID, _ file: String, _ way: String) {
    #expect(page.file(ending: "html") == file)
    #expect(page.wayUp == way)
  }

  @Test func `a link leads from where its page stands`() {
    let city = PageID(["w1", "pskov"], in: .ru)
    let document = ReportDocument(
      language: .ru, title: "T",
      blocks: [
        .paragraph(Prose([.text("Все "), .link("отчёты", to: .page(PageID(["index"])))])),
        .paragraph([.link("таблицы", to: .file("tables/scores.csv"))]),
        .paragraph([.link("Псков", to: .page(city))]),
      ])
    let within = document.html(at: city)
    #expect(within.contains("<a href=\"../index.html\">отчёты</a>"))
    #expect(within.contains("<a href=\"../tables/scores.csv\">таблицы</a>"))
    let above = document.html(at: PageID(["index"]))
    #expect(above.contains("<a href=\"index.html\">отчёты</a>"))
    #expect(above.contains("<a href=\"w1/pskov.ru.html\">Псков</a>"))
  }
}
