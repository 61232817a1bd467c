import Foundation

/// Figures of a report's pages, read from the tables of their HTML in either language.
///
/// What a column or a row is about is known from its label, as a reader knows it: labels of scores,
/// answers, categories and cities stand in the study's own sheets.
struct PublishedPages {
  private(set) var figures: [PublishedFigure] = []
  /// Cells that show something other than a number, by page: the pattern of what is hidden.
  private(set) var hidden: [String: [String]] = [:]

  private let sheets: PublicSheets
  /// Scores that are compared without some of their questions: other scores than those of a city.
  private let freed: Set<String>

  init(_ files: FolderContents, sheets: PublicSheets) {
    self.sheets = sheets
    freed = Set(
      CSVRows.records(files.text("tables/profile.csv")).filter { $0["freed"] ?? "" != "" }
        .compactMap { $0["score"] })
    for path in files.paths where path.hasSuffix(".html") {
      guard let data = files.files[path] else { continue }
      read(PageBytes(data), path)
    }
  }

  private struct Context {
    var place: Place?
    var language: String
    var path: String
    var isRussian: Bool { language == "ru" }
  }

  private mutating func read(_ page: PageBytes, _ path: String) {
    let names = path.split(separator: "/").map(String.init)
    let file = (names.last ?? "").split(separator: ".").map(String.init)
    let language = file.count > 2 ? file[1] : "ru"
    var collector = FigureCollector(path, cutsZeros: false)
    for section in page.sections {
      // w1/pskov.ru.html, w1/pskov/crosstabs.ru.html
      let city = names.count == 3 ? names[1] : file.first ?? ""
      let isCity = names.count > 1 && sheets.cities.contains { $0["city"] == city }
      let wave = section.id.hasPrefix("wave-") ? String(section.id.dropFirst(5)) : ""
      let context = Context(
        place: isCity ? Place(city: city, wave: names[0]) : Place(city: "", wave: wave),
        language: language, path: path)
      for table in section.tables {
        let table = PageTable(table)
        read(table, section.id, context, &collector)
        hidden[path, default: []] += Self.pattern(table)
      }
    }
    figures += collector.figures
  }

  /// Row and column of each cell that is only a mark, such as … or –.
  private static func pattern(_ table: PageTable) -> [String] {
    table.rows.enumerated().flatMap { row, cells in
      cells.enumerated().filter { $0.offset > 0 && $0.element.hasPrefix("…") }
        .map { "\(row + 1):\($0.offset)" }
    }
  }

  private func read(
    _ table: PageTable, _ section: String, _ context: Context,
    _ figures: inout FigureCollector
  ) {
    guard let place = context.place, table.header.count > 1 else { return }
    if place.city.isEmpty { return readCities(table, context, &figures) }
    if section == "groups" { return readGroup(table, place, context, &figures) }
    if section.hasPrefix("crosstabs") { return readCrosstab(table, place, context, &figures) }
    if section.hasPrefix("questions") || section == "distributions" {
      return readQuestions(table, place, context, &figures)
    }
    if section == "index" || section == "profile" {
      readScores(table, place, context, &figures)
    }
  }

  // MARK: Groups

  private func readGroup(
    _ table: PageTable, _ place: Place, _ context: Context, _ figures: inout FigureCollector
  ) {
    let columns = table.header.dropFirst()
    guard
      let group = sheets.groups.first(where: { group in
        columns.elementsEqual(group.categories.map { $0.labels[context.language] ?? "" })
      })
    else { return }
    var factor = ""
    for row in table.rows where row.count == table.header.count {
      let score = score(row[0], under: &factor, context.language)
      for (category, text) in zip(group.categories, row.dropFirst()) {
        let cell: Cell = [group.name: category.name]
        let comma = context.isRussian
        if let score {
          figures.add(text, .mean, of: score, at: place, in: cell, decimalComma: comma)
        } else if row[0] == "n" {
          figures.add(text, .count, of: nil, at: place, in: cell)
        } else if text.contains("%") {
          figures.add(text, .share, of: nil, at: place, in: cell, scale: 0.01, decimalComma: comma)
        }
      }
    }
  }

  /// The score that a row's label names; a facet stands under its factor, after a dash.
  private func score(
    _ label: String, under factor: inout String, _ language: String
  ) -> Measured? {
    if label.hasPrefix("– ") {
      let own = label.dropFirst(2)
      let item = sheets.items.first {
        $0.factor == factor && ($0.facetLabels[language] == String(own) || $0.facet == own)
      }
      return item.map { Measured(name: "\($0.factor).\($0.facet)") }
    }
    guard let item = sheets.items.first(where: { $0.labels[language] == label }) else {
      return nil
    }
    factor = item.factor
    return Measured(name: item.factor)
  }

  private func readScores(
    _ table: PageTable, _ place: Place, _ context: Context, _ figures: inout FigureCollector
  ) {
    guard table.header.last == "n", table.header.count == 5 else { return }
    var factor = ""
    for row in table.rows where row.count == table.header.count {
      guard let score = score(row[0], under: &factor, context.language) else { continue }
      figures.add(row[1], .mean, of: score, at: place, decimalComma: context.isRussian)
      figures.add(row[4], .count, of: score, at: place)
    }
  }

  /// Means by city on the page of comparisons: one column for each city.
  private func readCities(
    _ table: PageTable, _ context: Context, _ figures: inout FigureCollector
  ) {
    guard let wave = context.place?.wave, !wave.isEmpty else { return }
    let cities = table.header.dropFirst().map { label in
      sheets.cities.first { $0["label::\(context.language)"] == label }?["city"]
    }
    guard cities.allSatisfy({ $0 != nil }) else { return }
    var factor = ""
    for row in table.rows where row.count == table.header.count {
      guard let score = score(row[0], under: &factor, context.language),
        !freed.contains(score.name)
      else { continue }
      for (city, text) in zip(cities, row.dropFirst()) {
        figures.add(
          text, .comparedMean, of: score, at: Place(city: city ?? "", wave: wave),
          decimalComma: context.isRussian)
      }
    }
  }

  // MARK: Questions by groups

  /// Groups stand side by side after the column of all; «18–24 (A)» is a category and its letter.
  private func readCrosstab(
    _ table: PageTable, _ place: Place, _ context: Context, _ figures: inout FigureCollector
  ) {
    let words = table.caption.split(separator: " ").map { $0.trimmingCharacters(in: ["."]) }
    guard let question = words.prefix(6).compactMap({ sheets.questions[$0] }).first,
      let width = table.rows.first?.count
    else { return }
    let columns = cells(ofColumns: Array(table.header.suffix(width - 2)), context)
    for row in table.rows where row.count == width {
      let choice = question.choices.first { $0.labels[context.language] == row[0] }
      for (cell, text) in zip(columns, row.dropFirst(2)) {
        guard let cell else { continue }
        if let choice {
          let measured = Measured(name: question.name, answer: choice.missing ?? choice.name)
          figures.add(
            Self.fraction(text), .mean, of: measured, at: place, in: cell, roundedTo: "0.01")
        } else if row[0] == "n" {
          for choice in question.choices {
            let measured = Measured(name: question.name, answer: choice.missing ?? choice.name)
            figures.add(
              text, .count, of: measured, at: place, in: cell, decimalComma: context.isRussian)
          }
        }
      }
    }
  }

  /// The group and category of each column; nil for one that no group has.
  private func cells(ofColumns labels: [String], _ context: Context) -> [Cell?] {
    let plain = labels.map { $0.replacing(/\ \([A-Z]+\)$/, with: "") }
    var cells: [Cell?] = []
    while cells.count < plain.count {
      let rest = plain[cells.count...]
      let group = sheets.groups.first { group in
        rest.starts(with: group.categories.map { $0.labels[context.language] ?? "" })
      }
      guard let group else {
        cells.append(nil)
        continue
      }
      cells += group.categories.map { [group.name: $0.name] }
    }
    return cells
  }

  /// «(45) B» is 0.45.
  private static func fraction(_ text: String) -> String {
    guard let number = PrintedNumber(text) else { return text }
    return String(number.value / 100)
  }

  // MARK: Questions

  private func readQuestions(
    _ table: PageTable, _ place: Place, _ context: Context, _ figures: inout FigureCollector
  ) {
    let caption = table.caption.split(separator: " ").map { $0.trimmingCharacters(in: ["."]) }
    if let question = caption.prefix(6).compactMap({ sheets.questions[$0] }).first {
      return readQuestion(question, table, place, context, &figures)
    }
    for row in table.rows where row.count == table.header.count {
      let name = row[0].split(separator: " ").first.map { $0.trimmingCharacters(in: ["."]) } ?? ""
      guard let question = sheets.questions[name] else { continue }
      for (column, text) in zip(table.header, row).dropFirst() {
        add(text, named: column, question, place, context, &figures)
      }
    }
  }

  /// One column of a battery's row: a share, the mean or the number of interviews.
  private func add(
    _ text: String, named column: String, _ question: PublicSheets.Question, _ place: Place,
    _ context: Context, _ figures: inout FigureCollector
  ) {
    let comma = context.isRussian
    if let choice = question.choices.first(where: { $0.labels[context.language] == column }) {
      let measured = Measured(name: question.name, answer: choice.missing ?? choice.name)
      figures.add(text, .mean, of: measured, at: place, scale: 0.01, decimalComma: comma)
    } else if column.hasPrefix("Среднее") || column.hasPrefix("Mean") {
      figures.add(text, .mean, of: Measured(name: question.name), at: place, decimalComma: comma)
    }
  }

  /// The table of one question: rows are answers, or statistics of a number.
  private func readQuestion(
    _ question: PublicSheets.Question, _ table: PageTable, _ place: Place, _ context: Context,
    _ figures: inout FigureCollector
  ) {
    let comma = context.isRussian
    let quartiles = [
      "Нижний квартиль": 0.25, "Медиана": 0.5, "Верхний квартиль": 0.75, "Lower quartile": 0.25,
      "Median": 0.5, "Upper quartile": 0.75,
    ]
    for row in table.rows where row.count == table.header.count {
      if let choice = question.choices.first(where: { $0.labels[context.language] == row[0] }) {
        let measured = Measured(name: question.name, answer: choice.missing ?? choice.name)
        figures.add(row[1], .mean, of: measured, at: place, scale: 0.01, decimalComma: comma)
        if table.header.last == "n" {
          figures.add(row[row.count - 1], .answers, of: measured, at: place)
        }
      } else if let quantile = quartiles[row[0]] {
        let number = Measured(name: question.name)
        figures.add(row[1], .quantile(quantile), of: number, at: place, decimalComma: comma)
      } else if row[0] == "Среднее" || row[0] == "Mean" {
        figures.add(
          row[1], .mean, of: Measured(name: question.name), at: place, decimalComma: comma)
      }
    }
  }
}

/// Finds sections and tables in the bytes of a page, without making text of the rest.
struct PageBytes {
  struct Section {
    var id: String
    var tables: [Data]
  }

  private(set) var sections: [Section] = []

  init(_ data: Data) {
    let marks = [Data("<section id=\"".utf8), Data("<table".utf8)]
    let (end, quote) = (Data("</table>".utf8), Data("\"".utf8))
    var place = data.startIndex
    var next = marks.map { data.range(of: $0, in: place..<data.endIndex) }
    while let found = next.compactMap({ $0 }).min(by: { $0.lowerBound < $1.lowerBound }) {
      let isSection = found == next[0]
      let rest = found.upperBound..<data.endIndex
      guard let close = data.range(of: isSection ? quote : end, in: rest) else { return }
      if isSection {
        let id = data[found.upperBound..<close.lowerBound]
        sections.append(Section(id: String(decoding: id, as: UTF8.self), tables: []))
      } else {
        if sections.isEmpty { sections.append(Section(id: "", tables: [])) }
        sections[sections.count - 1].tables.append(data[found.lowerBound..<close.upperBound])
      }
      place = close.upperBound
      let remaining = place..<data.endIndex
      for index in marks.indices where (next[index]?.lowerBound ?? data.endIndex) < place {
        next[index] = data.range(of: marks[index], in: remaining)
      }
    }
  }
}
