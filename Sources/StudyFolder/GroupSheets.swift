import SurveyModel
import TabularFiles

extension Grouping {
  /// The rows of the sheet `groups`: one a category; the rows of a group share its question.
  static func read(_ sheet: Sheet) -> ([Grouping], [Diagnostic]) {
    var rows = SheetRows(sheet)
    guard rows.hasColumns("group", "category", "question") else { return ([], rows.diagnostics) }
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
    if row["choices"] == nil, from != nil || to != nil { return .range(from: from, to: to) }
    rows.note(
      .error, "rule-missing", "a category needs either 'choices' or 'from' and 'to'",
      fix: "fill in one of the two", at: row.location)
    return nil
  }
}

extension Margin {
  /// The rows of the sheet `margins`.
  static func read(_ sheet: Sheet) -> ([Margin], [Diagnostic]) {
    var rows = SheetRows(sheet)
    guard rows.hasColumns("city", "wave", "group", "category", "population") else {
      return ([], rows.diagnostics)
    }
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
      return Margin(
        city: city, wave: wave, group: group, category: category, population: population,
        source: row["source"] ?? "", date: row["date"] ?? "", at: rows.place("category", row))
    }
    return (margins, rows.diagnostics)
  }
}
