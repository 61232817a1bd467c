import SurveyModel

/// Tells from the first records of a table which of them are its header.
struct HeaderSample {
  private let rows: [TableOpening.Row]
  /// Whether nothing stands before the first row.
  private let isAlone: Bool
  static let mostHeaderRows = 3

  init(_ rows: [TableOpening.Row], isAlone: Bool = false) {
    self.rows = rows
    self.isAlone = isAlone
  }

  var decision: Decision<Int> {
    if let contact = rows.first.flatMap(contact) { return contact }
    guard let first = rows.first, rows.count > 1 else {
      return rows.first.flatMap { isAlone ? loneRecord($0) : nil }
        ?? Decision(1, .assumed, "there are too few records to tell")
    }
    let grouped = groupedRows
    if grouped > 0 {
      return Decision(
        grouped, .found,
        grouped == 2
          ? "the first row names groups of the columns that the next one names"
          : "the first rows name groups of the columns, and \(grouped) rows together each column",
        runnerUp: 1)
    }
    let quantities = quantityColumns(below: min(Self.mostHeaderRows, rows.count - 1))
    if let absent = absence(of: first, quantities) { return absent }
    if hasRowsOfItsProgram {
      return Decision(1, .found, "the program's own further rows of the header come as records")
    }
    if !isCounting(first), holdsValues(first) {
      return Decision(
        0, .found, "most of the first row is met again in further rows", runnerUp: 1)
    }
    guard quantities.count >= 2 else {
      return Decision(1, .assumed, "no columns of numbers tell names from values")
    }
    let further = rows.prefix(Self.mostHeaderRows).dropFirst().prefix {
      names($0, quantities) && !isUnanswered($0, quantities)
    }
    let named = names(first, quantities) ? 1 + further.count : 0
    if named < 2 {
      return Decision(1, .found, "the first row has names over columns of numbers")
    }
    return Decision(
      named, .found, "\(named) rows have text over \(quantities.count) columns of numbers",
      runnerUp: 1)
  }

  /// The decision that there is no header, where the first row holds what no column is called.
  private func contact(_ row: TableOpening.Row) -> Decision<Int>? {
    let found = row.fields.lazy.compactMap {
      PersonalData(value: String(decoding: $0, as: UTF8.self))
    }.first
    return found.map {
      Decision(0, .found, "\($0.words) stands in the first row", runnerUp: 1)
    }
  }

  /// How many of the first rows are a header that begins with the names of groups of columns; 0 where it
  /// does not.
  ///
  /// The first row has texts with blanks behind them. The last one names columns that the row above it
  /// leaves blank, and together they name every column, numbers or dates standing under the names.
  var groupedRows: Int {
    guard !hasRowsOfItsProgram, let first = rows.first, beginsWithGroups(first) else { return 0 }
    return (2...Self.mostHeaderRows).reversed().first { isHeader(rows: $0) } ?? 0
  }

  private func beginsWithGroups(_ row: TableOpening.Row) -> Bool {
    let filled = row.fields.indices.filter { !row.fields[$0].isEmpty }
    guard filled.count > 1 else { return false }
    let ends = filled.dropFirst() + [row.fields.count]
    let widths = zip(filled, ends).map { $1 - $0 }
    // Two texts side by side are a remark and its value.
    return widths.dropLast().contains { $0 > 1 } && !(widths[0] == 1 && widths.count == 2)
  }

  private func isHeader(rows count: Int) -> Bool {
    guard rows.count > count else { return false }
    let (names, width) = (rows.prefix(count), rows[0].fields.count)
    let isText = names.allSatisfy { row in
      row.fields.count == width
        && !row.fields.contains { Self.isQuantity($0) || Self.isMarker($0) }
    }
    let quantities = quantityColumns(below: count)
    guard isText, !quantities.isEmpty, rows[count].fields.count == width else { return false }
    let named = (0..<width).allSatisfy { column in names.contains { !$0.fields[column].isEmpty } }
    let (above, last) = (names[count - 2], names[count - 1])
    let isAdding = (0..<width).contains { above.fields[$0].isEmpty && !last.fields[$0].isEmpty }
    // A group's name stands over its first column, and over those behind it.
    let areOverNumbers = names.enumerated().allSatisfy { place, row in
      quantities.contains { column in
        place < count - 1
          ? row.fields[...column].contains { !$0.isEmpty } : !row.fields[column].isEmpty
      }
    }
    return named && isAdding && areOverNumbers
  }

  private static func isMarker(_ field: [UInt8]) -> Bool {
    !field.isEmpty && NoAnswerMarker.matches(String(decoding: field, as: UTF8.self))
  }

  /// Whether Qualtrics or SurveyMonkey wrote the rows under the first: the import reads those as
  /// what they are, texts of questions and of choices.
  private var hasRowsOfItsProgram: Bool {
    let texts = rows.prefix(Self.mostHeaderRows).map { row in
      row.fields.map { String(decoding: $0, as: UTF8.self) }
    }
    return texts.joined().contains(where: ProgramHeader.isImportIdentifier)
      || ProgramHeader.isSurveyMonkey(texts[0]) || ProgramHeader.isQualtrics(texts[0])
  }

  /// Columns whose fields under the first rows are numbers or dates, nine of ten at least.
  private func quantityColumns(below count: Int) -> [Int] {
    let body = rows.dropFirst(count)
    guard let first = rows.first else { return [] }
    return first.fields.indices.filter { column in
      let values = body.compactMap { row in
        column < row.fields.count && !row.fields[column].isEmpty ? row.fields[column] : nil
      }
      return !values.isEmpty && 10 * values.count(where: Self.isQuantity) >= 9 * values.count
    }
  }

  /// Whether the first row has a text for each of so many columns, over at least one of numbers or dates.
  func namesAll(_ count: Int) -> Bool {
    guard rows.count > 2, rows[0].fields.count == count, rows[0].filled == count,
      !rows[0].fields.contains(where: Self.isQuantity)
    else { return false }
    return !quantityColumns(below: 1).isEmpty
  }

  /// The decision that there is no header, where the first row holds numbers as the others do.
  private func absence(
    of first: TableOpening.Row, _ quantities: [Int]
  ) -> Decision<Int>? {
    let alike = quantities.filter { Self.isQuantity(first.fields[$0]) }
    let filled = quantities.filter { !first.fields[$0].isEmpty }
    guard !alike.isEmpty, 2 * alike.count > filled.count, !isCounting(first) else { return nil }
    return Decision(
      0, .found,
      "the first row has numbers in \(alike.count) of \(quantities.count) columns of numbers",
      runnerUp: 1)
  }

  /// The decision that a row without others is a record: a date or a number with a fraction stands in
  /// it, or more numbers than texts.
  private func loneRecord(_ row: TableOpening.Row) -> Decision<Int>? {
    let quantities = row.fields.filter(Self.isQuantity)
    let isMeasured = quantities.contains { Int(String(decoding: $0, as: UTF8.self)) == nil }
    guard isMeasured || 2 * quantities.count > row.filled, !isCounting(row) else { return nil }
    return Decision(
      0, .found, "the only row has numbers or dates in \(quantities.count) of \(row.filled) fields",
      runnerUp: 1)
  }

  /// Whether most fields of a row stand in their columns of other rows too, or are numbers or dates as
  /// the others there; a row of which most stands again in one row is as a further table's header.
  func holdsValues(_ row: TableOpening.Row) -> Bool {
    let filled = row.fields.indices.filter { !row.fields[$0].isEmpty }
    let others = rows.filter { other in
      other.fields.count == row.fields.count
        && (filled.count < 2
          || 2 * filled.count { other.fields[$0] == row.fields[$0] } <= filled.count)
    }
    let quantities = Set(quantityColumns(below: 0))
    let alike = filled.count { column in
      quantities.contains(column)
        ? Self.isQuantity(row.fields[column])
        : others.contains { $0.fields != row.fields && $0.fields[column] == row.fields[column] }
    }
    return 2 * alike > filled.count
  }

  /// Whether a row under the first is a record without numbers: it says in every column of numbers that
  /// there is no answer, or has in another column what the records below have and the first row has not,
  /// a value of theirs or a number with their letters (`r17`).
  private func isUnanswered(_ row: TableOpening.Row, _ quantities: [Int]) -> Bool {
    let texts = quantities.filter { $0 < row.fields.count && !row.fields[$0].isEmpty }
      .map { row.fields[$0] }
    if !texts.isEmpty, texts.allSatisfy(Self.saysNoAnswer) { return true }
    let others = row.fields.indices.filter { !quantities.contains($0) && !row.fields[$0].isEmpty }
    return others.contains { column in
      let below = rows.dropFirst(Self.mostHeaderRows).compactMap { other in
        column < other.fields.count && !other.fields[column].isEmpty ? other.fields[column] : nil
      }
      let (own, name) = (row.fields[column], rows[0].fields[column...].first ?? [])
      let shape = Self.shape(own)
      let isNumbered = shape.contains(0x30) && shape != Self.shape(name)
      return below.count > 2
        && (own != name && below.count(where: { $0 == own }) > 1 && !below.contains(name)
          || isNumbered && 10 * below.count { Self.shape($0) == shape } >= 9 * below.count)
    }
  }

  /// A text with one 0 for each run of digits.
  private static func shape(_ field: [UInt8]) -> [UInt8] {
    field.reduce(into: []) { shape, byte in
      let isDigit = byte &- 0x30 < 10
      if !isDigit || shape.last != 0x30 { shape.append(isDigit ? 0x30 : byte) }
    }
  }

  private static func saysNoAnswer(_ field: [UInt8]) -> Bool {
    let text = String(decoding: field, as: UTF8.self)
    return NoAnswerMarker.matches(text) || MissingReason(saidBy: text) != nil
      || ["нет", "no", "none", "не было", "н/о"].contains(text.lowercased())
  }

  /// Whether a row's numbers are those of questions side by side, each one more than the last, or
  /// ascending years.
  private func isCounting(_ row: TableOpening.Row) -> Bool {
    let places = row.fields.indices.filter { Self.isQuantity(row.fields[$0]) }
    let numbers = places.compactMap { Int(String(decoding: row.fields[$0], as: UTF8.self)) }
    guard numbers.count > 2, numbers.count == places.count else { return false }
    let steps = zip(numbers, numbers.dropFirst())
    let areYears = numbers.allSatisfy { (1900...2100).contains($0) } && steps.allSatisfy { $0 < $1 }
    return areYears
      || steps.allSatisfy { $1 == $0 &+ 1 } && (numbers.count > 3 || numbers[0] == 1)
        && zip(places, places.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  /// Whether a row has text, and never a number, over most of the columns of numbers.
  private func names(_ row: TableOpening.Row, _ quantities: [Int]) -> Bool {
    let fields = quantities.filter { $0 < row.fields.count }.map { row.fields[$0] }
    let texts = fields.count { !$0.isEmpty && !Self.isQuantity($0) }
    // A further row that is longer or shorter is a record that was damaged, if it holds a number.
    let isWhole = row.fields.count == rows[0].fields.count
    let all = isWhole ? fields : row.fields
    return 2 * texts >= quantities.count && !all.contains(where: Self.isQuantity)
  }

  static func isQuantity(_ field: [UInt8]) -> Bool {
    field.withUnsafeBufferPointer { Numeral($0) != nil } || isDate(field)
  }

  static func isDate(_ field: [UInt8]) -> Bool {
    field.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, bytes.count == 10 else { return false }
      return Quantity.reading(start, 10).map(Quantity.isDate) ?? false
    }
  }
}
