import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// A codebook as a table, in the shapes that offices and archives use: a row for each value
/// (`variable, value, label`), a row for each variable with its values in one cell or in columns of
/// their own, a row for each value of a named list (`scale, value, label`).
extension Codebook {
  /// - Returns: nil where the header names neither variables nor lists.
  init?(table rows: [[Sheet.Cell]]) {
    guard let (place, columns) = TableColumns.found(in: rows) else { return nil }
    var subject = ""
    for row in rows[(place + 1)...] {
      let cells = row.map(\.text.trimmed)
      let name = columns.text(.variable, of: cells)
      if !name.isEmpty { subject = name }
      add(cells, columns, subject: subject)
    }
    if isEmpty { return nil }
  }

  private mutating func add(_ cells: [String], _ columns: TableColumns, subject: String) {
    let value = columns.text(.value, of: cells)
    let list = columns.text(.list, of: cells)
    guard !subject.isEmpty else {
      // A list of values that variables speak of by its name.
      if !list.isEmpty, !value.isEmpty {
        add(columns.code(value, of: cells), toList: list)
      }
      return
    }
    update(subject) { variable in
      if !list.isEmpty { variable.listName = list }
      if columns.text(.kind, of: cells).lowercased().contains("multi") {
        variable.isMultiple = true
      }
      if let measure = Measure(rawValue: columns.text(.measure, of: cells).lowercased()) {
        variable.measure = measure
      }
      for (place, language) in columns.labels where place < cells.count && !cells[place].isEmpty {
        let isOfValue = !value.isEmpty && !columns.has(.valueLabel)
        if !isOfValue, variable.label[language] == nil { variable.label[language] = cells[place] }
      }
      if !value.isEmpty {
        var code = columns.code(value, of: cells)
        code.missing = Self.reason(columns.text(.missing, of: cells), of: code)
        variable.add(code)
      }
      for code in ListedCodes.codes(in: columns.text(.listed, of: cells)) { variable.add(code) }
      for code in columns.wideCodes(of: cells) { variable.add(code) }
      if value.isEmpty {
        variable.missing += MissingRanges.read(columns.text(.missing, of: cells))
      }
    }
  }

  /// The reason that the row of a value names; what its label says, where the row says only that it
  /// means no answer.
  private static func reason(_ cell: String, of code: DraftColumn.Code) -> MissingReason? {
    let word = cell.lowercased()
    if let reason = MissingReason(rawValue: word) { return reason }
    let declared = MissingRanges.read(cell).contains { missing in
      Double(code.name).map(missing.contains) ?? (missing == .value(.text(code.name)))
    }
    guard declared || ["yes", "y", "true", "x", "+", "да", "missing", "пропуск"].contains(word)
    else { return nil }
    return MissingReason(label: code.label.texts.values.min() ?? "")
  }
}

/// Which column of a codebook says what.
private struct TableColumns {
  enum Use: Hashable, CaseIterable {
    case variable, value, valueLabel, listed, list, missing, measure, kind
  }

  private var places: [Use: Int] = [:]
  /// Columns of texts, with their languages.
  private(set) var labels: [(place: Int, language: String)] = []
  /// Whether the column of the variable's name may be its text as well.
  private var isNameWeak = false
  /// Columns of one value each.
  private var wide: [(place: Int, code: String)] = []

  /// The first of the topmost rows that is a header.
  static func found(in rows: [[Sheet.Cell]]) -> (row: Int, columns: TableColumns)? {
    for (place, row) in rows.prefix(20).enumerated() {
      let columns = TableColumns(row.map { plain($0.text) })
      if columns.isEnough { return (place, columns) }
    }
    return nil
  }

  private init(_ header: [String]) {
    for (place, name) in header.enumerated() {
      let (bare, language) = Self.parted(name)
      if Self.labelNames.contains(bare) {
        labels.append((place, language))
      } else if let use = Use.allCases.first(where: { Self.names($0).contains(bare) }) {
        add(place, for: use, isWeak: ["question", "вопрос", "item"].contains(bare))
      } else if let code = Int(name) {
        wide.append((place, String(code)))
      }
    }
  }

  /// Of two columns that may name the variable, the one that is called `question` is its text.
  private mutating func add(_ place: Int, for use: Use, isWeak: Bool) {
    if let other = places[use] {
      if use == .variable, isWeak { labels.append((place, "")) }
      if use == .variable, !isWeak, isNameWeak {
        labels.append((other, ""))
        (places[use], isNameWeak) = (place, false)
      }
    } else {
      places[use] = place
      if use == .variable { isNameWeak = isWeak }
    }
  }

  /// A variable and anything about it, or a list with values and labels.
  private var isEnough: Bool {
    if has(.variable) {
      return !labels.isEmpty || has(.valueLabel) || has(.listed) || has(.list) || wide.count > 1
    }
    return has(.list) && has(.value) && (!labels.isEmpty || has(.valueLabel))
  }

  func has(_ use: Use) -> Bool { places[use] != nil }

  func text(_ use: Use, of cells: [String]) -> String {
    guard let place = places[use], place < cells.count else { return "" }
    return cells[place]
  }

  func code(_ value: String, of cells: [String]) -> DraftColumn.Code {
    if has(.valueLabel) {
      return DraftColumn.Code(value, label: Label(text(.valueLabel, of: cells)))
    }
    var label = Label()
    for (place, language) in labels where place < cells.count { label[language] = cells[place] }
    return DraftColumn.Code(value, label: label)
  }

  func wideCodes(of cells: [String]) -> [DraftColumn.Code] {
    wide.compactMap { place, code in
      guard place < cells.count, !cells[place].isEmpty else { return nil }
      return DraftColumn.Code(code, label: Label(cells[place]))
    }
  }

  /// `label::Русский (ru)`, `label (en)`, `label_ru` as the name and the language.
  private static func parted(_ name: String) -> (name: String, language: String) {
    if let mark = name.firstIndex(of: ":") {
      let language = name[mark...].drop { $0 == ":" || $0 == " " }
      return (String(name[..<mark]), Sheet.languageCode(language))
    }
    for language in ["ru", "en"] {
      for ending in ["_\(language)", " \(language)", " (\(language))", "-\(language)"]
      where name.hasSuffix(ending) { return (String(name.dropLast(ending.count)), language) }
    }
    return (name, "")
  }

  private static func plain(_ text: String) -> String {
    String(text.trimmed.lowercased().map { $0 == "_" || $0.isNewline ? " " : $0 })
  }

  private static let labelNames: Set<String> = [
    "label", "variable label", "var label", "varlabel", "question text", "questiontext", "text",
    "description", "title", "question label", "wording", "labels", "meaning", "метка",
    "метка переменной", "текст вопроса", "формулировка", "формулировка вопроса", "описание",
    "текст", "название",
  ]

  private static func names(_ use: Use) -> Set<String> {
    switch use {
    case .variable:
      [
        "variable", "var", "name", "variable name", "varname", "question number", "question",
        "question id", "question code", "column", "column name", "field", "field name", "item",
        "id", "переменная", "имя", "имя переменной", "код вопроса", "вопрос", "номер вопроса",
        "колонка", "столбец", "поле",
      ]
    case .value:
      ["value", "code", "val", "values code", "answer code", "значение", "код", "код ответа"]
    case .valueLabel:
      [
        "value label", "valuelabel", "category", "category label", "code label", "answer",
        "answer text", "response", "option", "метка значения", "значение метка", "ответ",
        "вариант ответа", "вариант", "текст ответа", "категория",
      ]
    case .listed:
      [
        "question responses", "responses", "values", "value labels", "codes", "choices",
        "categories", "options", "answers", "allowed values", "response options",
        "choices, calculations, or slider labels", "варианты ответов", "варианты", "значения",
        "метки значений", "коды", "ответы",
      ]
    case .list:
      ["scale", "list", "list name", "choice list", "label set", "labelset", "шкала", "список"]
    case .missing:
      [
        "missing", "missing values", "user missing", "пропуски", "пропущенные",
        "пропущенные значения",
      ]
    case .measure: ["measure", "measurement", "level", "шкала измерения", "измерение"]
    case .kind: ["type", "variable type", "question type", "тип", "тип вопроса"]
    }
  }
}
