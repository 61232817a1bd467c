import SurveyModel
import TabularFiles
import TextFormats

/// The columns of single choices of one `select_multiple`, joined to one answer a record.
///
/// How the columns say that a choice was taken is decided for all of them together (``Style``). A
/// record without a chosen one is blank only where its cells are blank in a file that writes
/// noughts elsewhere; in a file of ones and blanks, blanks are noughts.
struct DetailGrid {
  let table: FieldTable
  let rows: [Int]
  let decoder: CellDecoder
  let list: ChoiceList
  /// Columns by the place of the choice.
  let columns: [Int: Int]
  private let interned: [Int: InternedColumn]
  /// What means no answer in the column of a choice: what the study says, and the file itself.
  private let declared: [Int: DeclaredMissing]
  private let style: Style

  /// How a cell says that its choice was taken.
  enum Style: Hashable {
    /// 1 and 0, or words of yes and no.
    case flags
    /// The choice's own code or label, or a blank.
    case ownNames
    /// SPSS's 1 for yes and 2 for no.
    case oneAndTwo
  }

  init(
    table: FieldTable, rows: [Int], decoder: CellDecoder, list: ChoiceList, columns: [Int: Int]
  ) {
    self.table = table
    self.rows = rows
    self.decoder = decoder
    self.list = list
    self.columns = columns
    let interned = columns.mapValues { InternedColumn(table, column: $0, rows: rows) }
    var declared = columns.mapValues { _ in decoder.declared }
    for (choice, column) in columns {
      guard let variable = table.container?.variable(column) else { continue }
      declared[choice]?.add(variable, for: interned[choice]?.texts ?? [])
    }
    style = Style(
      of: interned.map { choice, column in
        (choice, column.texts.filter { declared[choice]?.reason(for: $0) == nil })
      }, list)
    (self.interned, self.declared) = (interned, declared)
  }

  /// What a cell says of its choice.
  private enum Cell: Equatable {
    case blank, chosen, notChosen
    case missing(MissingReason, code: String)
    case invalid(CellFault)
  }

  /// What the cells of one record say together.
  private struct Gathered {
    var chosen: [Int] = []
    var hasBlank = false
    var hasNought = false
    var missing: CellReading?
    var fault: CellFault?
    var faultColumn: Int?
  }

  /// The joined answers.
  var encoded: EncodedColumn {
    var gathered = Array(repeating: Gathered(), count: rows.count)
    for choice in columns.keys.sorted() {
      if let column = columns[choice] { gather(choice, column, into: &gathered) }
    }
    let hasNoughts = gathered.contains(where: \.hasNought)
    var encoded = EncodedColumn(column: columns.values.min() ?? 0)
    for (row, record) in gathered.enumerated() {
      encoded.identifiers.append(encoded.place(of: reading(record, hasNoughts: hasNoughts)))
      encoded.faultColumns[row] = record.faultColumn
    }
    return encoded
  }

  /// What is said of the way of writing, where it is not that of 1 and 0.
  var note: Diagnostic? {
    let name = decoder.question.name
    let words: String? =
      switch style {
      case .flags: nil
      case .oneAndTwo: "1 as chosen and 2 as not chosen, for they hold nothing else"
      case .ownNames: "chosen where they hold their own choice's code or label"
      }
    guard let words, let first = columns.values.min() else { return nil }
    return Diagnostic(
      .note, "choice-columns-read",
      "\(name): its columns of single choices were read as \(words)",
      at: table.header[first].location)
  }

  private func gather(_ choice: Int, _ column: Int, into gathered: inout [Gathered]) {
    guard let interned = interned[choice] else { return }
    let cells = interned.texts.map { cell($0, choice) }
    for (place, identifier) in interned.identifiers.enumerated() {
      switch cells[Int(identifier)] {
      case .blank: gathered[place].hasBlank = true
      case .notChosen: gathered[place].hasNought = true
      case .chosen: gathered[place].chosen.append(choice)
      case .missing(let reason, let code):
        gathered[place].missing =
          gathered[place].missing ?? CellReading(content: .missing(reason, code: code))
      case .invalid(let fault):
        gathered[place].fault = gathered[place].fault ?? fault
        gathered[place].faultColumn = gathered[place].faultColumn ?? column
      }
    }
  }

  private func reading(_ record: Gathered, hasNoughts: Bool) -> CellReading {
    if let fault = record.fault { return .invalid(fault) }
    guard record.chosen.isEmpty else {
      var reading = decoder.set(
        record.chosen, repairs: record.hasBlank && hasNoughts ? [.blankNotChosen] : [])
      reading.isOrderKnown = record.chosen.count < 2
      return reading
    }
    if let missing = record.missing { return missing }
    return hasNoughts && !record.hasNought ? .blank : CellReading(content: .choices([]))
  }

  /// The choice of the list that stands for no answer and is called so: files that tell why a question
  /// has no answer do it in each of its columns.
  private func missingChoice(_ text: String) -> Choice? {
    list.choices.first { choice in
      guard choice.missing != nil else { return false }
      if decoder.hasDataValues, choice.dataValue != nil { return choice.isValue(text) }
      if choice.name == text { return true }
      return choice.value.flatMap { value in
        NumberCell(text, mark: .point).map { $0.value == value }
      }
        ?? false
    }
  }

  private func cell(_ text: String, _ choice: Int) -> Cell {
    let trimmed = text.trimmingSpace
    if trimmed.isEmpty { return .blank }
    if style == .oneAndTwo, Self.isTwo(trimmed) { return .notChosen }
    if style == .ownNames, Self.names(trimmed, list.choices[choice]) { return .chosen }
    if Self.isChosen(trimmed) { return .chosen }
    if Self.isNotChosen(trimmed) { return .notChosen }
    if let missing = missingChoice(trimmed), let reason = missing.missing {
      return .missing(reason, code: missing.name)
    }
    if let said = declared[choice]?.answer(for: trimmed) {
      return .missing(said.reason, code: said.code)
    }
    if Self.names(trimmed, list.choices[choice]) { return .chosen }
    return .invalid(
      CellFault(
        code: "value-not-in-choices",
        message: "\(decoder.question.name)/\(list.choices[choice].name) must be 0 or 1, found "
          + FoundValue(trimmed).words,
        fix: "write 1 where it was chosen and 0 where it was not"))
  }
}

extension DetailGrid {
  /// Whether a cell says that its choice was taken.
  static func isChosen(_ text: String) -> Bool {
    switch text.trimmingSpace.lowercased() {
    case "1", "1.0", "1,0", "true", "yes", "y", "да", "+", "x", "х", "selected", "выбрано",
      "checked", "quoted", "отмечено", "✓", "✔", "☑", "v":
      true
    default: false
    }
  }

  static func isNotChosen(_ text: String) -> Bool {
    switch text.trimmingSpace.lowercased() {
    case "0", "0.0", "0,0", "false", "no", "n", "нет", "-", "not selected", "не выбрано",
      "unchecked", "not quoted", "не отмечено", "☐", "✗", "✘":
      true
    default: false
    }
  }

  fileprivate static func isTwo(_ text: String) -> Bool {
    ["2", "2.0", "2,0"].contains(text)
  }

  /// Whether a text is the choice's code or one of its labels, however written.
  fileprivate static func names(_ text: String, _ choice: Choice) -> Bool {
    let folded = LabelSegmentation.folded(text)
    return LabelSegmentation.folded(choice.name) == folded
      || choice.label.texts.values.contains { LabelSegmentation.folded($0) == folded }
  }
}

extension DetailGrid.Style {
  /// The choice's own name and label come before words of yes and no: where every column holds
  /// nothing else, and blanks where it may be either. 1 and 2 are yes and no where no column holds
  /// anything else.
  ///
  /// - Parameter columns: The places of choices and the distinct texts of their columns, those left
  ///   out that are declared to mean no answer.
  init(of columns: [(choice: Int, texts: [String])], _ list: ChoiceList) {
    let answers = columns.map { column in
      let texts = column.texts.map(\.trimmingSpace)
      return (
        choice: list.choices[column.choice],
        texts: texts.filter { text in
          !text.isEmpty && !list.choices.contains { $0.missing != nil && $0.name == text }
        },
        hasBlank: texts.contains("")
      )
    }
    // A column has one way to name its choice, and a blank where it was not taken.
    let areOwn = answers.allSatisfy { column in
      Set(column.texts).count <= 1
        && column.texts.allSatisfy { DetailGrid.names($0, column.choice) }
    }
    let areFlags = answers.allSatisfy { column in
      column.texts.allSatisfy { DetailGrid.isChosen($0) || DetailGrid.isNotChosen($0) }
    }
    let areOneAndTwo =
      answers.contains { $0.texts.contains(where: DetailGrid.isTwo) }
      && answers.allSatisfy { $0.texts.allSatisfy { $0 == "1" || DetailGrid.isTwo($0) } }
    if areOwn, !(areFlags || areOneAndTwo) || answers.contains(where: \.hasBlank) {
      self = .ownNames
    } else if areOneAndTwo {
      self = .oneAndTwo
    } else {
      self = .flags
    }
  }
}
