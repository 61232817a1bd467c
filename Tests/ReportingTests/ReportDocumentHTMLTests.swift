import Testing

@testable import Reporting

@Suite("The HTML of a report")
struct ReportDocumentHTMLTests {
  private let html = SampleDocument.make().html()
  private var page: MarkupCheck { MarkupCheck(html) }

  @Test("Elements are balanced, whatever the text", arguments: Language.allCases)
  func balanced(_ language: Language) {
    let page = MarkupCheck(SampleDocument.make(language).html())
    #expect(page.problems == [])
    #expect(page.elements.contains { $0.attributes["lang"] == language.rawValue })
  }

  @Test func `Nothing is loaded and no script runs`() {
    let page = page
    let forbidden: Set<String> = ["script", "link", "img", "iframe", "object", "embed", "base"]
    #expect(page.elements.filter { forbidden.contains($0.name) }.map(\.name) == [])
    #expect(page.elements.allSatisfy { $0.attributes["src"] == nil })
    let links = page.elements.compactMap { $0.attributes["href"] }
    #expect(links.allSatisfy { !$0.contains(":") && !$0.hasPrefix("//") })
    let addresses = page.elements.flatMap(\.attributes).filter { $0.value.contains("://") }
    #expect(Set(addresses.map(\.key)) == ["xmlns"])
    #expect(!html.contains("@import"))
    let style = html[..<(html.firstRange(of: "</style>")?.lowerBound ?? html.startIndex)]
    #expect(!style.contains("url("))
  }

  @Test func `Identifiers are unique, and every reference finds one`() {
    let page = page
    let identifiers = page.elements.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    let labels = page.elements.compactMap { $0.attributes["aria-labelledby"] }
    let references = labels.flatMap { $0.split(separator: " ").map(String.init) }
    let anchors = page.elements.compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("#") }
    let fills = page.elements.compactMap { $0.attributes["fill"] }.filter { $0.hasPrefix("url") }
    let targets =
      references + anchors.map { String($0.dropFirst()) }
      + fills.map { String($0.dropFirst(5).dropLast()) }
    #expect(targets.count > 20)
    #expect(targets.filter { !identifiers.contains($0) } == [])
  }

  @Test func `Every drawing has a title, a description, a view box, and the stamp`() throws {
    let page = page
    let drawings = page.elements.indices.filter { page.elements[$0].name == "svg" }
    #expect(drawings.count == 2 * SampleDocument.plots.count)
    for index in drawings {
      let children = page.elements[(index + 1)...].prefix(2)
      #expect(children.map(\.name) == ["title", "desc"])
      #expect(try #require(children.last).text.contains("54,2"))
      #expect(page.elements[index].attributes["viewBox"]?.hasPrefix("0 0 ") == true)
      let visible = page.elements[index...].prefix {
        $0.name == "svg" || $0.ancestors.contains("svg")
      }
      #expect(visible.contains { $0.name == "text" && $0.text.contains("УСЛОВНЫЙ ПРИМЕР") })
    }
  }

  @Test func `Every table's caption, the page and its printed head carry the stamp`() {
    let page = page
    let captions = page.elements.filter { $0.name == "caption" }
    #expect(captions.count == 2 + SampleDocument.plots.count)
    #expect(captions.allSatisfy { $0.text.contains("УСЛОВНЫЙ ПРИМЕР") })
    #expect(page.elements.contains { $0.attributes["class"] == "stamp" })
    #expect(html.contains("@top-center{content:\"УСЛОВНЫЙ ПРИМЕР\""))
  }

  @Test func `A document without a stamp says nothing of one`() {
    let html = SampleDocument.make(stamp: nil).html()
    #expect(!html.contains("УСЛОВНЫЙ"))
    #expect(!html.contains("@top-center"))
  }

  @Test func `A hostile stamp cannot leave the style`() {
    let html = SampleDocument.make(stamp: SampleDocument.hostile).html()
    #expect(MarkupCheck(html).problems == [])
    #expect(!html.contains("<script>"))
  }

  @Test func `The same document gives the same bytes`() {
    #expect(SampleDocument.make().html() == html)
  }

  @Test func `Headings descend by their depth, and the contents link to them`() {
    let page = page
    let headings = page.elements.filter { ["h1", "h2", "h3", "h4"].contains($0.name) }
    #expect(headings.map(\.name) == ["h1", "h2", "h2", "h3", "h2", "h2"])
    let contents = page.elements.filter { $0.name == "a" && $0.ancestors.contains("nav") }
    #expect(
      contents.compactMap { $0.attributes["href"] }
        == ["#found", "#found-2", "#section-", "#section-table-1", "#charts"])
  }

  @Test func `Text in charts is at least 11 pixels on a telephone and as wide as it`() {
    let narrow = Sheet(language: .ru, isNarrow: true)
    #expect(min(narrow.smallSize, narrow.textSize) * 358 / narrow.width >= 11)
    let printed = Sheet(language: .ru, isNarrow: false)
    #expect(min(printed.smallSize, printed.textSize) * 673 / printed.width >= 10)
  }
}

@Suite("What is drawn where")
struct DrawingTests {
  private func elements(_ plot: Plot, isNarrow: Bool = false) -> [MarkupCheck.Element] {
    let chart = Chart("", message: "", plot)
    let sheet = Sheet(language: .ru, isNarrow: isNarrow)
    return MarkupCheck(chart.svg(sheet, id: "c", stamp: nil).source).elements
  }

  private func numbers(_ name: String, of elements: [MarkupCheck.Element]) -> [Double] {
    elements.compactMap { $0.attributes[name].flatMap { Double($0) } }
  }

  @Test("Dots stand at equal distances for equal steps", arguments: [false, true])
  func dots(isNarrow: Bool) throws {
    let rows = [20.0, 40, 60, 80].map { IntervalPlot.Row("a", [Point($0, $0 - 5, $0 + 5)]) }
    let plot = IntervalPlot(
      axis: Axis("баллы", .score, limits: 0...100), groups: [.init("", rows)])
    let circles = elements(.intervals(plot), isNarrow: isNarrow).filter { $0.name == "circle" }
    let places = numbers("cx", of: circles)
    #expect(places.count == 4)
    for (left, right) in zip(places, places.dropFirst()) {
      #expect(abs(right - left - (places[1] - places[0])) <= 0.11)
    }
    #expect(numbers("cy", of: circles) == numbers("cy", of: circles).sorted())
  }

  @Test func `An estimate beyond the axis has no dot, and its interval ends in an arrowhead`() {
    let plot = IntervalPlot(
      axis: Axis("", .score, limits: 0...10), groups: [.init("", [.init("a", [Point(12, 8, 16)])])])
    let drawn = elements(.intervals(plot))
    #expect(!drawn.contains { $0.name == "circle" })
    #expect(drawn.contains { $0.name == "text" && $0.text == "12,0 (8,0–16,0)" })
  }

  @Test func `Segments are as wide as their shares, the rest stands behind a gap`() throws {
    let plot = StackedBarPlot(
      categories: StackedBarPlot.Category.scale(["нет", "да"], apart: ["з/о"]),
      bars: [.init("a", [0.25, 0.5, 0.25])])
    let bars = elements(.stackedBars(plot)).filter {
      $0.name == "rect" && $0.attributes["height"] == "22"
    }
    let (starts, widths) = (numbers("x", of: bars), numbers("width", of: bars))
    try #require(widths.count == 3)
    #expect(abs(widths[1] - 2 * widths[0]) <= 0.11)
    #expect(abs(starts[1] - starts[0] - widths[0]) <= 0.11)
    #expect(abs(starts[2] - starts[1] - widths[1] - 6) <= 0.11)
  }

  @Test func `Numbers stand inside segments that have room for them`() {
    let plot = StackedBarPlot(
      categories: StackedBarPlot.Category.scale(["нет", "да"]), bars: [.init("a", [0.01, 0.99])])
    let texts = elements(.stackedBars(plot)).filter { $0.name == "text" }.map(\.text)
    #expect(texts.contains("99"))
    #expect(!texts.contains("1"))
  }

  @Test(
    "Nothing is drawn beyond the sheet", arguments: SampleDocument.plots.indices, [false, true])
  func insideTheSheet(_ index: Int, isNarrow: Bool) {
    let drawn = elements(SampleDocument.plots[index], isNarrow: isNarrow)
    let width = Sheet(language: .ru, isNarrow: isNarrow).width
    for rectangle in drawn where rectangle.name == "rect" && rectangle.attributes["x"] != nil {
      let (x, w) = (numbers("x", of: [rectangle]), numbers("width", of: [rectangle]))
      #expect(x[0] >= 0 && x[0] + w[0] <= width)
    }
    #expect(numbers("x", of: drawn.filter { $0.name == "text" }).allSatisfy { 0...width ~= $0 })
    #expect(numbers("cx", of: drawn).allSatisfy { 0...width ~= $0 })
  }
}

@Suite("Fragments of HTML")
struct HTMLFragmentTests {
  private func html(_ block: Block, _ language: Language = .ru) -> String {
    var renderer = HTMLRenderer(
      ReportDocument(language: language, title: "", blocks: [block]), at: PageID([]))
    renderer.blocks([block], level: 2)
    return renderer.markup.source
  }

  @Test func `Prose is escaped and formatted`() {
    #expect(
      html(.paragraph("a < b & \(strong: "\(.share(0.12))") \(emphasis: "c") \(code: "<d>")"))
        == "<p>a &lt; b &amp; <strong>12\u{A0}%</strong> <em>c</em> <code>&lt;d&gt;</code></p>\n")
  }

  @Test func `Links lead to sections that exist and to relative files`() {
    let block = Block.section(
      Section(
        "one", "A",
        [.paragraph("\(link: "here", to: .section("one"))\(link: "no", to: .section("x"))")]))
    #expect(html(block).contains("<p><a href=\"#one\">here</a>no</p>"))
    #expect(
      html(.paragraph("\(link: "f", to: .file("javascript:alert(1)/псков.csv"))"))
        == "<p><a href=\"javascript%3Aalert%281%29/%D0%BF%D1%81%D0%BA%D0%BE%D0%B2.csv\">f</a></p>\n"
    )
  }

  @Test func `A warning is announced in words`() {
    #expect(
      html(.note(Note(.warning, "x")), .en)
        == "<p class=\"note warning\" role=\"note\"><strong>Caution.</strong> x</p>\n")
  }

  @Test func `A table has scopes, units in its headings, and a legend of suppressed cells`() {
    let text = html(.table(SampleDocument.table))
    #expect(text.contains("<th scope=\"colgroup\" colspan=\"3\" class=\"group\">Оценки</th>"))
    #expect(text.contains("<th scope=\"col\" class=\"n short\">Доля, %</th>"))
    #expect(text.contains("<th scope=\"rowgroup\" colspan=\"4\">Пол</th>"))
    #expect(
      text.contains(
        "<tr><th scope=\"row\">мужчины</th><td class=\"n\">12,3</td>"
          + "<td class=\"n\">50,0\u{A0}%</td><td class=\"n\">300</td></tr>"))
    #expect(text.contains("…<sup>1</sup></span> — не показано: в ячейке меньше 5 интервью."))
    #expect(text.contains("…<sup>2</sup></span> — не показано: база меньше 30 интервью."))
    #expect(text.contains("<tr><th scope=\"row\">пусто</th><td class=\"n\">—</td>"))
  }

  @Test func `One reason of suppression needs no number`() {
    var table = Table("", columns: [.init("")])
    table.rows = [.init([.suppressed(.other("нет данных"))])]
    #expect(!html(.table(table)).contains("<sup>"))
    #expect(html(.table(table)).contains(" — нет данных."))
  }

  @Test func `Percent signs are not repeated where the caption has one`() {
    var table = Table("Вопрос (% опрошенных)", columns: [.init(""), .init("Все", .share), .base])
    #expect(!html(.table(table)).contains("Все, %"))
    table.columns.append(.init("Балл", .score))
    #expect(html(.table(table)).contains("Все, %"))
  }
}
