extension ReportDocument {
  /// The report as one HTML file: its style inside, no script, nothing loaded from elsewhere.
  ///
  /// The same document gives the same bytes. The stamp stands at the top of every screen and
  /// printed page, in every chart and in the caption of every table.
  ///
  /// - Parameter page: Which page of a set it is: links to others lead from there.
  public func html(at page: PageID = PageID([])) -> String {
    var renderer = HTMLRenderer(self, at: page)
    return renderer.page()
  }
}

/// Writes one document; counts its tables and charts on the way.
struct HTMLRenderer {
  let document: ReportDocument
  private let id: PageID
  let outline: Outline
  var markup = Markup()
  var tableCount = 0
  var chartCount = 0
  /// How many sections have been opened.
  private var sectionCount = 0

  init(_ document: ReportDocument, at page: PageID) {
    self.document = document
    id = page
    outline = Outline(document.blocks)
  }

  var language: Language { document.language }

  mutating func page() -> String {
    markup.append(literal: "<!DOCTYPE html>\n")
    scope("html", ["lang": language.rawValue]) { renderer in
      renderer.head()
      renderer.scope("body") { renderer in
        renderer.markup.element(
          "a", ["class": "skip", "href": "#content"],
          text: renderer.language.pick("К содержанию страницы", "Skip to content"))
        renderer.stampBanner()
        renderer.titlePage()
        renderer.scope("div", ["class": "columns"]) { renderer in
          renderer.contents()
          renderer.scope("main", ["id": "content"]) { renderer in
            renderer.blocks(renderer.document.blocks, level: 2)
          }
        }
      }
    }
    markup.newline()
    return markup.source
  }

  /// An element whose content is written by this renderer.
  mutating func scope(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    _ content: (inout HTMLRenderer) -> Void
  ) {
    markup.open(name, attributes)
    content(&self)
    markup.close(name)
  }

  private mutating func head() {
    scope("head") { renderer in
      renderer.markup.append(literal: "<meta charset=\"utf-8\">\n")
      renderer.markup.append(
        literal: "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
      renderer.markup.element("title", text: renderer.document.title)
      renderer.markup.newline()
      renderer.markup.append(stylesheet: StyleSheet(stamp: renderer.document.stamp))
    }
    markup.newline()
  }

  private mutating func stampBanner() {
    guard let stamp = document.stamp else { return }
    markup.element("div", ["class": "stamp", "role": "note"], text: stamp)
    markup.newline()
  }

  private mutating func titlePage() {
    scope("header") { renderer in
      if let breadcrumb = renderer.document.breadcrumb {
        renderer.scope("p", ["class": "breadcrumb"]) { $0.prose(breadcrumb) }
      }
      renderer.markup.element("h1", text: renderer.document.title)
      if let subtitle = renderer.document.subtitle {
        renderer.markup.element("p", ["class": "subtitle"], text: subtitle)
      }
      renderer.keyValues(renderer.document.particulars)
    }
    markup.newline()
  }

  private mutating func contents() {
    guard !outline.entries.isEmpty else { return }
    let title = language.pick("Содержание", "Contents")
    scope("nav", ["aria-label": title]) { renderer in
      renderer.markup.element("p", ["class": "contents"], text: title)
      renderer.scope("ol") { renderer in
        for entry in renderer.outline.entries where entry.level <= 3 {
          renderer.scope("li", ["class": entry.level == 3 ? "sub" : ""]) { renderer in
            renderer.markup.element("a", ["href": "#\(entry.id)"], text: entry.title)
          }
        }
      }
    }
    markup.newline()
  }
}

extension HTMLRenderer {
  mutating func blocks(_ blocks: [Block], level: Int) {
    for block in blocks {
      render(block, level: level)
      markup.newline()
    }
  }

  private mutating func render(_ block: Block, level: Int) {
    switch block {
    case .section(let section): self.section(section, level: level)
    case .paragraph(let prose): scope("p") { $0.prose(prose) }
    case .numberedList(let items): scope("ol", ["class": "findings"]) { $0.items(items) }
    case .list(let items): scope("ul") { $0.items(items) }
    case .table(let table): self.table(table)
    case .chart(let chart): self.chart(chart)
    case .note(let note): self.note(note)
    case .keyValues(let pairs): keyValues(pairs)
    case .pageBreak: scope("div", ["class": "page-break"]) { _ in }
    }
  }

  private mutating func section(_ section: Section, level: Int) {
    let entry = outline.entries[sectionCount]
    sectionCount += 1
    scope("section", ["id": entry.id, "aria-labelledby": "\(entry.id)-heading"]) { renderer in
      renderer.heading(entry.title, id: "\(entry.id)-heading", level: level)
      renderer.markup.newline()
      renderer.blocks(section.blocks, level: level + 1)
    }
  }

  private mutating func heading(_ title: String, id: String, level: Int) {
    switch level {
    case ...2: markup.element("h2", ["id": id], text: title)
    case 3: markup.element("h3", ["id": id], text: title)
    case 4: markup.element("h4", ["id": id], text: title)
    default: markup.element("h5", ["id": id], text: title)
    }
  }

  private mutating func items(_ items: [Prose]) {
    for item in items { scope("li") { $0.prose(item) } }
  }

  private mutating func note(_ note: Note) {
    let (kind, word): (String, String)
    switch note.kind {
    case .information: (kind, word) = ("information", language.pick("Примечание.", "Note."))
    case .warning: (kind, word) = ("warning", language.pick("Внимание.", "Caution."))
    }
    scope("p", ["class": "note \(kind)", "role": "note"]) { renderer in
      renderer.markup.element("strong", text: word)
      renderer.markup.text(" ")
      renderer.prose(note.text)
    }
  }

  private mutating func keyValues(_ pairs: [KeyValue]) {
    guard !pairs.isEmpty else { return }
    scope("dl") { renderer in
      for pair in pairs {
        renderer.scope("div") { renderer in
          renderer.markup.element("dt", text: pair.key)
          renderer.scope("dd") { $0.prose(pair.value) }
        }
      }
    }
  }

  mutating func prose(_ prose: Prose) {
    for inline in prose.inlines { render(inline) }
  }

  private mutating func render(_ inline: Inline) {
    switch inline {
    case .text(let text): markup.text(text)
    case .number(let number): markup.text(number.text(in: language))
    case .strong(let prose): scope("strong") { $0.prose(prose) }
    case .emphasis(let prose): scope("em") { $0.prose(prose) }
    case .code(let code): markup.element("code", text: code)
    case .link(let prose, to: let target): link(prose, to: target)
    }
  }

  private mutating func link(_ prose: Prose, to target: LinkTarget) {
    switch target {
    case .section(let name):
      guard let entry = outline.entries.first(where: { $0.name == name }) else {
        self.prose(prose)
        return
      }
      scope("a", ["href": "#\(entry.id)"]) { $0.prose(prose) }
    case .page(let page): link(prose, toFile: page.file(ending: "html"))
    case .file(let path): link(prose, toFile: path)
    }
  }

  private mutating func link(_ prose: Prose, toFile path: String) {
    scope("a", ["href": (id.wayUp + path).encodedPath]) { $0.prose(prose) }
  }
}

extension String {
  /// A relative path as a link: no scheme can arise, and what a link may not hold is encoded.
  fileprivate var encodedPath: String {
    var encoded = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "#"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }
}
