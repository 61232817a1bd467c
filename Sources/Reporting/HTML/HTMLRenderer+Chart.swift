extension HTMLRenderer {
  /// A numbered chart: drawn for pages and for telephones, of which the style shows one.
  mutating func chart(_ chart: Chart) {
    chartCount += 1
    let id = "chart-\(chartCount)"
    let title = "\(language.pick("Рисунок", "Figure"))\u{A0}\(chartCount)."
    scope("figure", ["id": id]) { renderer in
      renderer.scope("figcaption") { renderer in
        renderer.markup.element("b", text: title)
        renderer.markup.text(" ")
        renderer.prose(chart.caption)
      }
      renderer.drawings(chart, id: id)
      for footnote in chart.footnotes {
        renderer.scope("p", ["class": "footnote"]) { $0.prose(footnote) }
      }
      renderer.numbers(of: chart, id: id)
    }
  }

  private mutating func drawings(_ chart: Chart, id: String) {
    let wide = Sheet(language: language, isNarrow: false)
    markup.append(chart.svg(wide, id: "\(id)-wide", stamp: document.stamp))
    let narrow = Sheet(language: language, isNarrow: true)
    markup.append(chart.svg(narrow, id: "\(id)-narrow", stamp: document.stamp))
  }

  private mutating func numbers(of chart: Chart, id: String) {
    guard let table = chart.table else { return }
    let word = language.pick("Данные рисунка", "Data of figure")
    scope("details") { renderer in
      renderer.markup.element("summary", text: "\(word)\u{A0}\(renderer.chartCount)")
      renderer.table(
        table, id: "\(id)-table", title: "\(word)\u{A0}\(renderer.chartCount).")
    }
  }
}
