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
