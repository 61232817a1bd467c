import SurveyModel

/// How a table begins: what stands before it, and how many rows name its columns.
struct TableOpening: Sendable {
  /// Where the header, or without one the first record, begins in the text.
  private(set) var start: Int
  /// Where a further table begins in the text, if its first records show it.
  let furtherTable: Int?
  private(set) var headerRows: Decision<Int>
  /// Records before the table: a title, a date, a remark.
  let preambleRows: Decision<Int>
  /// The number of fields that nine of ten records under the first row have; nil where they differ.
  private(set) var usualCount: Int?

  /// A record as lax reading divides it, or a row of a workbook's sheet.
  struct Row {
    /// Its bytes in the text, or its place among the rows of the sheet.
    let range: Range<Int>
    let fields: [[UInt8]]

    var filled: Int { fields.count { !$0.isEmpty } }
  }

  private static let (sampledBytes, sampledRows, longestPreamble) = (1 << 17, 200, 20)

  /// - Parameters:
  ///   - start: Where the text begins, behind mark and `sep=`.
  ///   - given: What the user says of the file.
  init(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, delimiter: Delimiter, quote: QuoteMark,
    given: ReadingOptions = ReadingOptions()
  ) {
    self.init(
      Self.rows(text, from: start, delimiter, quote), from: start, to: text.count, given: given)
  }

  /// Creates the opening of a workbook's sheet.
  ///
  /// - Parameters:
  ///   - rows: Rows that hold anything; the first ones are looked at.
  ///   - given: What the user says of the file.
  init(rows: some RandomAccessCollection<[[UInt8]]>, given: ReadingOptions) {
    var sample: [Row] = []
    var byteCount = 0
    for fields in rows.prefix(Self.sampledRows) where byteCount < Self.sampledBytes {
      sample.append(Row(range: sample.count..<sample.count + 1, fields: fields))
      byteCount += fields.reduce(fields.count) { $0 + $1.count }
    }
    self.init(sample, from: 0, to: rows.count, given: given)
  }

  /// - Parameters:
  ///   - records: The first records.
  ///   - start: Where they begin.
  ///   - textEnd: Where the text or the sheet ends.
  private init(
    _ records: [Row], from start: Int, to textEnd: Int, given: ReadingOptions
  ) {
    var rows = records
    let end = Self.furtherTable(rows, count: Self.usualCount(rows))
    furtherTable = end.map { rows[$0].range.lowerBound }
    rows.removeSubrange((end ?? rows.count)...)
    let usual = Self.usualCount(rows)
    let preamble = Self.preamble(rows, count: usual, given)
    let first = min(preamble.value, rows.count)
    preambleRows = preamble
    self.start =
      first == 0 ? start : first < rows.count ? rows[first].range.lowerBound : textEnd
    usualCount = usual.flatMap { count in
      let body = rows.dropFirst(first + 1)
      return 10 * body.count { $0.fields.count == count } >= 9 * body.count ? count : nil
    }
    headerRows =
      given.headerRows.map { Decision($0, .given, "it was given") }
      ?? HeaderSample(Array(rows[first...]), isAlone: rows.first?.range.lowerBound == start)
      .decision
  }

  /// The first records that are not blank.
  private static func rows(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, _ delimiter: Delimiter, _ quote: QuoteMark
  ) -> [Row] {
    let parser = RecordParser(delimiter: delimiter.rawValue, quote: quote, isStrict: false)
    let bare = BareLine(delimiter, quote)
    var lines = LineScanner(text)
    var rows: [Row] = []
    var place = start
    while place < min(text.count, start + sampledBytes), rows.count < sampledRows {
      let attempt = lines.attempt(with: parser, at: place, line: 0)
      if let fields = bare.fields(attempt, read: parser.fieldCount, in: text, &lines) {
        rows.append(Row(range: place..<attempt.firstLineEnd, fields: fields))
        place = attempt.firstLineEnd
        continue
      }
      // A quote without its pair opens no record.
      place = attempt.outcome == .open ? attempt.firstLineEnd : attempt.range.upperBound
      if attempt.outcome == .record {
        guard parser.fieldCount <= Limits.columns else { return rows }
        rows.append(
          Row(
            range: attempt.range,
            fields: (0..<parser.fieldCount).map { Array(parser.field($0)) }))
      }
    }
    return rows
  }

  /// The first row of a further table, of which there may be more than of the first: a header and records
  /// with numbers end at another header, and no row behind has the first one's number of fields.
  ///
  /// - Parameter count: The number of fields that most rows have; rows with hardly a field beside it are no
  ///   table, but remarks.
  private static func furtherTable(_ rows: [Row], count usual: Int?) -> Int? {
    func isHeader(_ place: Int) -> Bool {
      rows.indices.contains(place + 1) && rows[place].fields.count > 1
        && rows[place].filled == rows[place].fields.count
        && rows[place + 1].fields.count == rows[place].fields.count
        && !rows[place].fields.contains(where: HeaderSample.isQuantity)
    }
    guard let first = rows.firstIndex(where: { $0.filled > 1 }), isHeader(first),
      firstRow(rows, count: usual) <= first
    else { return nil }
    let count = rows[first].fields.count
    let table = rows[first...].prefix { $0.fields.count == count }
    let further = table.endIndex
    let hasNumbers = table.dropFirst().contains {
      $0.fields.contains(where: HeaderSample.isQuantity)
    }
    let isTitled = further < rows.count && rows[further].filled == 1
    guard count > 2, hasNumbers, isHeader(isTitled ? further + 1 : further),
      !rows[further...].contains(where: { $0.fields.count == count })
    else { return nil }
    return further
  }

  /// The number of fields that most records have, where three in five do; nil where there is none.
  private static func usualCount(_ rows: [Row]) -> Int? {
    var tally: [Int: Int] = [:]
    for row in rows where row.fields.count > 1 { tally[row.fields.count, default: 0] += 1 }
    guard let (count, records) = tally.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
      records >= 2, 5 * records >= 3 * (rows.count - min(rows.count / 2, longestPreamble))
    else { return nil }
    return count
  }

  /// How many records stand before the table.
  private static func preamble(
    _ rows: [Row], count: Int?, _ given: ReadingOptions
  ) -> Decision<Int> {
    if let rows = given.preambleRows { return Decision(rows, .given, "it was given") }
    var first = firstRow(rows, count: count)
    if given.headerRows ?? 1 == 1, let names = titledNames(rows, from: first, count: count) {
      return Decision(
        names, .found, "they are of another width than the table, whose names follow",
        runnerUp: first)
    }
    if let groups = groupRows(rows, before: first, given.headerRows) {
      first -= groups
    } else if first > 0, HeaderSample(Array(rows[first...])).decision.value == 0 {
      // Records with hardly an answer, and no preamble: there is no header that it would stand over.
      let body = HeaderSample(rows)
      while first > 0, rows[first - 1].fields.count == count, body.holdsValues(rows[first - 1]) {
        first -= 1
      }
    }
    return first > 0
      ? Decision(first, .found, "they have hardly a field", runnerUp: 0)
      : Decision(0, .found, "the first record is the table's")
  }

  /// How many of the rows with hardly a field are the first of the header, naming groups of columns; nil
  /// where none is.
  ///
  /// - Parameter given: Rows of the header that the user counted.
  private static func groupRows(_ rows: [Row], before first: Int, _ given: Int?) -> Int? {
    let most = HeaderSample.mostHeaderRows
    return (1..<most).reversed().first { count in
      guard count <= first else { return false }
      let names = HeaderSample(Array(rows[(first - count)...])).groupedRows
      return names > count && names <= given ?? most
    }
  }

  /// The first row of the table: those before it have hardly a field.
  private static func firstRow(_ rows: [Row], count: Int?) -> Int {
    guard let count, let first = rows.firstIndex(where: { isOfTable($0, count) }),
      first <= longestPreamble, rows[..<first].allSatisfy({ isPreamble($0, count) })
    else { return 0 }
    return first
  }

  /// The row of names behind titles that have more or fewer fields than the table, or a date among them.
  ///
  /// A row that names all columns, over numbers or dates, is no record, nor are the rows before it;
  /// blanks between a row's texts are those of a header with groups.
  private static func titledNames(_ rows: [Row], from first: Int, count: Int?) -> Int? {
    guard let count, count > 1 else { return nil }
    let mostTitles = 5
    func isTitle(_ row: Row) -> Bool {
      let filled = row.fields.prefix { !$0.isEmpty }.count
      guard filled == row.filled, !row.fields.isEmpty else { return false }
      return row.fields.count != count || row.fields.contains(where: HeaderSample.isDate)
    }
    let end = min(first + mostTitles + 1, rows.count)
    let titles = rows[min(first, rows.count)..<end].prefix(while: isTitle)
    return titles.isEmpty || !rows.indices.contains(titles.endIndex)
      ? nil
      : HeaderSample(Array(rows[titles.endIndex...])).namesAll(count) ? titles.endIndex : nil
  }

  private static func isOfTable(_ row: Row, _ count: Int) -> Bool {
    abs(row.fields.count - count) <= 1 && row.filled > max(1, count / 3)
  }

  /// Another delimiter within a text, without a space behind it, is that of a header.
  private static func isPreamble(_ row: Row, _ count: Int) -> Bool {
    row.filled <= max(1, count / 3)
      && row.fields.allSatisfy { text in
        !zip(text, text.dropFirst()).contains { byte, next in
          next != 0x20 && Delimiter.signs.contains { $0.rawValue == byte }
        }
      }
  }
}

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
    let named = rows.prefix(Self.mostHeaderRows).prefix { names($0, quantities) }.count
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
    return named && isAdding
      && names.allSatisfy { row in quantities.contains { !row.fields[$0].isEmpty } }
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
