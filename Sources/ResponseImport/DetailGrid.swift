import SurveyModel
import TabularFiles
import TextFormats

/// The columns of single choices of one `select_multiple`, joined to one answer a record.
///
/// A record without a chosen one is blank only where its cells are blank in a file that writes
/// noughts elsewhere; in a file of ones and blanks, blanks are noughts.
struct DetailGrid {
  let table: FieldTable
  let rows: [Int]
  let decoder: CellDecoder
  let list: ChoiceList
  /// Columns by the place of the choice.
  let columns: [Int: Int]

  /// What a cell says of its choice.
  private enum Cell: Equatable {
    case blank, chosen, notChosen
    case missing(MissingReason)
    case invalid(CellFault)
  }

  /// What the cells of one record say together.
  private struct Gathered {
    var chosen: [Int] = []
    var hasBlank = false
    var hasNought = false
    var reason: MissingReason?
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
    encoded.identifiers.reserveCapacity(rows.count)
    for (row, record) in gathered.enumerated() {
      encoded.identifiers.append(encoded.place(of: reading(record, hasNoughts: hasNoughts)))
      encoded.faultColumns[row] = record.faultColumn
    }
    return encoded
  }

  private func gather(_ choice: Int, _ column: Int, into gathered: inout [Gathered]) {
    let interned = InternedColumn(table, column: column, rows: rows)
    let cells = interned.texts.map { cell($0, choice) }
    for (place, identifier) in interned.identifiers.enumerated() {
      switch cells[Int(identifier)] {
      case .blank: gathered[place].hasBlank = true
      case .notChosen: gathered[place].hasNought = true
      case .chosen: gathered[place].chosen.append(choice)
      case .missing(let reason): gathered[place].reason = gathered[place].reason ?? reason
      case .invalid(let fault):
        gathered[place].fault = gathered[place].fault ?? fault
        gathered[place].faultColumn = gathered[place].faultColumn ?? column
      }
    }
  }

  private func reading(_ record: Gathered, hasNoughts: Bool) -> CellReading {
    if let fault = record.fault { return .invalid(fault) }
    guard record.chosen.isEmpty else {
      return decoder.set(
        record.chosen, repairs: record.hasBlank && hasNoughts ? [.blankNotChosen] : [])
    }
    if let reason = record.reason { return CellReading(content: .missing(reason)) }
    return hasNoughts && !record.hasNought ? .blank : CellReading(content: .choices([]))
  }

  private func cell(_ text: String, _ choice: Int) -> Cell {
    let trimmed = text.trimmingSpace
    if trimmed.isEmpty { return .blank }
    if Self.isChosen(trimmed) { return .chosen }
    switch trimmed.lowercased() {
    case "0", "0.0", "0,0", "false", "no", "n", "нет", "-", "not selected", "не выбрано":
      return .notChosen
    default: break
    }
    if let reason = decoder.declared.reason(for: trimmed) { return .missing(reason) }
    let isLabel = list.choices[choice].label.texts.values.contains { $0.trimmingSpace == trimmed }
    if isLabel || trimmed == list.choices[choice].name { return .chosen }
    return .invalid(
      CellFault(
        code: "value-not-in-choices",
        message: "\(decoder.question.name)/\(list.choices[choice].name) must be 0 or 1, found "
          + FoundValue(trimmed).words,
        fix: "write 1 where it was chosen and 0 where it was not"))
  }

  /// Whether a cell says that its choice was taken.
  static func isChosen(_ text: String) -> Bool {
    switch text.trimmingSpace.lowercased() {
    case "1", "1.0", "1,0", "true", "yes", "y", "да", "+", "x", "х", "selected", "выбрано": true
    default: false
    }
  }
}
