import SurveyModel

/// The names of a table's columns, from the rows of its header.
struct ColumnNames {
  private(set) var cells: [Sheet.Cell]
  /// What is wrong with them.
  private(set) var problems: [Diagnostic] = []

  /// Joins the names of several rows in one: each row's text, a name over several columns for all of
  /// them.
  init(joining rows: [[Sheet.Cell]]) {
    let names = rows.count > 1 ? Self.withoutRecords(rows) : rows
    cells = Self.joined(names)
    if names.count < rows.count { problems.append(Self.recordTold(rows, named: names.count)) }
    hideAnswers()
  }

  /// Names the columns of a table without a header: `column 1`, …
  ///
  /// - Parameter place: That of the first record.
  init(numbered count: Int, at place: SourceLocation) {
    cells = Self.numbers(count, at: place)
    problems = [
      Diagnostic(
        .note, "header-absent",
        "no row names the columns; they are called \(Self.number(1)) … \(Self.number(count))",
        fix: "put a row of names on top", at: place)
    ]
  }

  /// What a column without a name is called by its place, from 1.
  static func number(_ place: Int) -> String { "column \(place)" }

  static func numbers(_ count: Int, at place: SourceLocation) -> [Sheet.Cell] {
    (0..<count).map { Sheet.Cell(number($0 + 1), at: place) }
  }

  private static func joined(_ rows: [[Sheet.Cell]]) -> [Sheet.Cell] {
    guard rows.count > 1, let last = rows.last else { return rows.first ?? [] }
    let count = rows.map(\.count).max() ?? 0
    let filled = rows.dropLast().map { row in
      (0..<count).reduce(into: [String]()) { texts, column in
        let text = column < row.count ? row[column].text : ""
        texts.append(text.isEmpty ? texts.last ?? "" : text)
      }
    }
    return (0..<count).map { column in
      let below = column < last.count ? last[column].text : ""
      let parts = filled.map { $0[column] } + [below]
      let place = rows.lazy.first { column < $0.count }?[column].location ?? last[0].location
      return Sheet.Cell(parts.filter { !$0.isEmpty }.joined(separator: " "), at: place)
    }
  }

  /// The rows of a header above the first one that seems to be a record: it has an e-mail address or
  /// the like, or numbers, under a row that names each column by itself.
  private static func withoutRecords(_ rows: [[Sheet.Cell]]) -> [[Sheet.Cell]] {
    let record = rows.indices.dropFirst().first { row in
      let texts = rows[row].map(\.text)
      if texts.contains(where: { PersonalData(value: $0) != nil }) { return true }
      let names = rows[row - 1].map(\.text)
      let isNamed = !names.contains("") && Set(names).count == names.count && names.count > 1
      return isNamed && texts.contains { Double($0) != nil }
    }
    return record.map { Array(rows[..<$0]) } ?? rows
  }

  private static func recordTold(_ rows: [[Sheet.Cell]], named count: Int) -> Diagnostic {
    let place = rows[count].first?.location ?? rows[0][0].location
    return Diagnostic(
      .warning, "header-holds-answers",
      "row \(count + 1) of the \(rows.count) rows of the header seems to be a record: its cells are"
        + " in no name, and its answers do not count",
      fix: "say header-rows \(count) if it is one", at: place)
  }

  /// Numbers the columns of a header that was given and is a respondent's record: an e-mail address, an
  /// IP address or a telephone number stands in it.
  private mutating func hideAnswers() {
    guard let place = cells.firstIndex(where: { PersonalData(value: $0.text) != nil }),
      let what = PersonalData(value: cells[place].text)
    else { return }
    problems.append(
      Diagnostic(
        .warning, "header-holds-answers",
        "\(what.words) stands in the header, which seems to be a record; the columns are called"
          + " \(Self.number(1)) … \(Self.number(cells.count))",
        fix: "say header-rows 0 if it is one, or give the column a name", at: cells[place].location)
    )
    cells = cells.enumerated().map { Sheet.Cell(Self.number($0 + 1), at: $1.location) }
  }

  /// Refuses a first record that names no columns of a table.
  ///
  /// - Throws: `too-many-columns`, `long-field`.
  static func require(
    _ names: [[UInt8]], at location: SourceLocation
  ) throws(TabularFileError) {
    guard names.count <= Limits.columns else {
      throw TabularFileError(
        "too-many-columns",
        "the first record has \(names.count) fields; at most \(Limits.columns) columns are read",
        fix: "look whether line breaks are missing", at: location)
    }
    let longest = names.map(\.count).max() ?? 0
    guard longest <= Limits.name else {
      throw TabularFileError(
        "long-field", "a field of \(longest) bytes stands where columns are named",
        fix: "look whether this is a table, and whether line breaks are missing", at: location)
    }
  }
}

extension [Sheet.Cell] {
  /// The names without the last ones that are blank over blank columns.
  func withoutBlankEnd(over columns: TableColumns) -> [Sheet.Cell] {
    var names = self
    while names.count > 1, let last = names.last, last.text.isEmpty,
      columns.columns[names.count - 1].isEmpty
    {
      names.removeLast()
    }
    return names
  }

  /// What is wrong with the names of columns: those that stand twice, and those that lack.
  func problems(over columns: TableColumns) -> [Diagnostic] {
    let unnamed = enumerated().filter {
      $0.element.text.isEmpty && !columns.columns[$0.offset].isEmpty
    }.map { index, cell in
      Diagnostic(
        .warning, "unnamed-column", "column \(index + 1) has no name, yet fields below it",
        fix: "name it", at: cell.location)
    }
    return Sheet.duplicates(in: self) + unnamed
  }
}
