import SurveyModel
import TabularFiles
import TextFormats

extension Grouping {
  /// The rows of the sheet `groups`: one a category; the rows of a group share its question.
  static func read(_ sheet: Sheet) -> ([Grouping], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .groups)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let labels = sheet.languageColumns("label")
    let groupLabels = sheet.languageColumns("group-label")
    var groupings: [Grouping] = []
    for row in sheet.rows {
      guard let name = rows.text("group", row), let category = rows.text("category", row),
        let question = rows.text("question", row), let rule = rule(row, &rows)
      else { continue }
      let entry = Category(
        name: category, label: row.label(labels), rule: rule, at: rows.place("category", row))
      if let index = groupings.firstIndex(where: { $0.name == name }) {
        groupings[index].add(entry, question: question, row, &rows)
      } else {
        groupings.append(
          Grouping(
            name: name, label: row.label(groupLabels), question: question, categories: [entry]))
      }
    }
    for grouping in groupings { grouping.checkOverlaps(&rows) }
    return (groupings, rows.diagnostics)
  }

  private mutating func add(
    _ category: Category, question: String, _ row: Sheet.Row, _ rows: inout SheetRows
  ) {
    if question != self.question {
      rows.note(
        .error, "question-differs",
        "group '\(name)' is made from '\(self.question)', here from '\(question)'",
        fix: "use one question a group", at: rows.place("question", row))
    } else if categories.contains(where: { $0.name == category.name }) {
      rows.note(
        .error, "duplicate-name", "group '\(name)' has a second category '\(category.name)'",
        fix: "give each category one row; choices are separated by spaces",
        at: rows.place("category", row))
    } else {
      categories.append(category)
    }
  }

  /// `choices`, or `from` and `to`.
  private static func rule(_ row: Sheet.Row, _ rows: inout SheetRows) -> Rule? {
    let from = rows.number("from", row)
    let to = rows.number("to", row)
    if let choices = row["choices"], from == nil, to == nil {
      return .choices(
        choices.split(whereSeparator: { $0 == " " || $0 == ";" || $0 == "," }).map(String.init))
    }
    if let from, let to, from > to {
      rows.note(
        .error, "value-out-of-range", "'from' must not be above 'to'",
        fix: "write the smallest number of the band and its largest", at: rows.place("from", row))
      return nil
    }
    if row["choices"] == nil, from != nil || to != nil { return .range(from: from, to: to) }
    rows.note(
      .error, "rule-missing", "a category needs either 'choices' or 'from' and 'to'",
      fix: "fill in one of the two", at: row.location)
    return nil
  }
}

extension Grouping {
  /// Notes each category that has numbers or choices in common with an earlier one: an interview is
  /// in one category of a group.
  fileprivate func checkOverlaps(_ rows: inout SheetRows) {
    for (place, category) in categories.enumerated() {
      let shared = categories[..<place].lazy.compactMap { earlier in
        earlier.rule.common(with: category.rule).map { (earlier.name, $0) }
      }.first
      guard let (earlier, common) = shared else { continue }
      rows.note(
        .error, "categories-overlap",
        "the categories '\(earlier)' and '\(category.name)' of group '\(name)' overlap: "
          + "\(common) is in both",
        fix: "give each number and each choice to one category", at: category.location)
    }
  }
}

extension Grouping.Rule {
  /// What two rules both take, in words; nil where nothing.
  fileprivate func common(with other: Grouping.Rule) -> String? {
    switch (self, other) {
    case (.choices(let own), .choices(let others)):
      return own.first(where: others.contains).map { "choice '\($0)'" }
    case (.range(let from, let to), .range(let otherFrom, let otherTo)):
      let low = max(from ?? -.infinity, otherFrom ?? -.infinity)
      let high = min(to ?? .infinity, otherTo ?? .infinity)
      if low > high { return nil }
      if low == high { return low.sheetText }
      return high == .infinity
        ? "from \(low.sheetText) on"
        : low == -.infinity ? "up to \(high.sheetText)" : "\(low.sheetText)…\(high.sheetText)"
    case (.choices(let codes), .range(let from, let to)),
      (.range(let from, let to), .choices(let codes)):
      return codes.first { code in
        Double(code).map { ((from ?? -.infinity)...(to ?? .infinity)).contains($0) } ?? false
      }.map { "choice '\($0)'" }
    }
  }
}

extension Double {
  /// As a user writes it: a whole number without a decimal point.
  var sheetText: String { self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)" }
}

extension Margin {
  /// The rows of the sheet `margins`.
  static func read(_ sheet: Sheet) -> ([Margin], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .margins)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let margins = sheet.rows.compactMap { row -> Margin? in
      guard let city = rows.text("city", row), let wave = rows.text("wave", row),
        let group = rows.value("group", row, joinedBy: "*", reading: Crossing.init(reading:)),
        let category = rows.value(
          "category", row, joinedBy: "* or |", reading: MergedCategory.init(reading:)),
        rows.text("population", row) != nil, let population = rows.number("population", row)
      else { return nil }
      guard population >= 0 else {
        rows.note(
          .error, "value-out-of-range", "a population cannot be negative, found \(population)",
          fix: "write the number of people", at: rows.place("population", row))
        return nil
      }
      if let date = row["date"], date.isBrokenDay {
        rows.note(
          .warning, "not-a-date", "'date' must be a day such as 2025-05-31, found '\(date)'",
          fix: "write year, month and day with hyphens, or the year", at: rows.place("date", row))
      }
      return Margin(
        city: city, wave: wave, group: group, category: category, population: population,
        source: row["source"] ?? "", date: row["date"] ?? "", at: rows.place("category", row))
    }
    return (margins, rows.diagnostics)
  }
}

extension UnreadMargin {
  /// Those of the sheet `margins`: rows that say nothing that can be used, and rows of a city or wave
  /// that has another name.
  static func all(
    in sheet: Sheet, read margins: [Margin], cities: [City], waves: [Wave]
  ) -> [UnreadMargin] {
    let rows = SheetRows(sheet, of: .margins)
    let known = Dictionary(
      margins.map { ($0.location, $0) }, uniquingKeysWith: { first, _ in first })
    let names = (cities: cities.map(\.name), waves: waves.map(\.name))
    return sheet.rows.compactMap { row in
      let place = rows.place("category", row)
      let isKnown =
        known[place].map { names.cities.contains($0.city) && names.waves.contains($0.wave) }
        ?? false
      return isKnown
        ? nil
        : UnreadMargin(
          city: row["city"].map { meant($0, among: names.cities) },
          wave: row["wave"].map { meant($0, among: names.waves) }, at: place)
    }
  }

  private static func meant(_ name: String, among known: [String]) -> String {
    known.contains(name) ? name : SheetName.like(name, among: known) ?? name
  }
}

extension String {
  /// Whether it is written as a day, by numbers alone or with a letter among them, and is none; other
  /// words (`2024`, «на 1 января 2025 г.») may tell a time too.
  fileprivate var isBrokenDay: Bool {
    let parts = split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "." }
    guard parts.count == 3, parts.allSatisfy({ $0.contains(where: \.isNumber) }),
      allSatisfy({ $0.isASCII })
    else { return false }
    return CivilDate(inSheet: self) == nil
  }
}
