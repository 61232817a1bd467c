import Parallelism
import SurveyModel

/// What was read of a field file, or of a part of it: the kept records, and all that is not among them.
struct TableRecords {
  let header: HeaderReader
  let form: RecordForm
  let columns: TableColumns
  let places: RowPlaces
  let irregular: [IrregularRecord]
  let ledger: FileLedger
  /// Where the last record ends in the text, and the file's line there.
  let end: (place: Int, line: Int)

  /// Whether all that follows is a further table.
  var isTableOver: Bool { irregular.last?.reason == .furtherTable }

  /// Joins the parts of a text.
  ///
  /// - Parameters:
  ///   - ledger: What stands before the records.
  ///   - start: Where the records begin.
  ///   - isLast: Whether the file ends with the text.
  init(
    _ header: HeaderReader, _ form: RecordForm, _ ledger: FileLedger, _ parts: [TablePart],
    from start: (place: Int, line: Int), isLast: Bool
  ) {
    self.header = header
    self.form = form
    var joined = ledger
    for part in parts { joined.add(part.ledger) }
    let end = parts.last.map { ($0.range.upperBound, $0.lines.upperBound) } ?? start
    if !isLast { joined.total = form.text.fileOffset(of: end.0) }
    self.ledger = joined
    self.end = end
    var row = 0
    let marks = parts.flatMap { part in
      defer { row += part.rowCount }
      return part.marks.map { mark in
        var mark = mark
        mark.row += row
        return mark
      }
    }
    places = RowPlaces(marks: marks, quote: form.quote.byte)
    columns = TableColumns(joining: parts.map(\.pieces), columnCount: form.stride)
    irregular = parts.flatMap(\.irregular)
  }
}

/// Reads the text of a field file, its parts side by side.
struct TableReader {
  /// Bytes of a part; small enough that the cores end together, large enough not to matter.
  private static let (smallestPart, largestPart) = (1 << 20, 1 << 24)
  /// After so many wrong guesses of where parts begin, the rest is read as one.
  private static let mostPlans = 4

  let form: RecordForm
  /// Bytes of a part; nil for the usual.
  let partSize: Int?
  /// Before this place of the text the last record begins.
  let end: Int

  /// Reads a text from its beginning on.
  func read(
    separator: SeparatorLine?, opening: TableOpening
  ) throws(TabularFileError) -> TableRecords {
    try form.text.bytes.read { (bytes) throws(TabularFileError) in
      var reader = RecordReader(form, bytes: bytes, line: 1)
      let header = try HeaderReader(&reader, separator: separator, opening: opening, bytes)
      let parts = parts(of: reader.form, from: (header.end, reader.line))
      return TableRecords(
        header, reader.form, reader.ledger, parts, from: (header.end, reader.line), isLast: isLast)
    }
  }

  /// Reads on in a text that begins with a record.
  ///
  /// - Parameters:
  ///   - header: That of the file's beginning.
  ///   - line: The file's line where the text begins.
  func readOn(_ header: HeaderReader, line: Int) -> TableRecords {
    TableRecords(
      header, form, FileLedger(bytes: form.contents.bytes.count),
      parts(of: form, from: (0, line)), from: (0, line), isLast: isLast)
  }

  private var isLast: Bool { end == form.text.bytes.count }

  private func parts(
    of form: RecordForm, from first: (place: Int, line: Int)
  ) -> [TablePart] {
    let size = form.text.bytes.count
    var usual = partSize ?? min(max(size / 8, Self.smallestPart), Self.largestPart)
    var parts: [TablePart] = []
    var (place, line) = first
    var plans = 0
    while place < end {
      if plans == Self.mostPlans { usual = size }
      plans += 1
      let plan = PartPlan(form, size: usual, from: (place, line), to: end).parts
      for part in Self.read(plan, form) {
        guard part.range.lowerBound == place else { break }
        parts.append(part)
        (place, line) = (part.range.upperBound, part.lines.upperBound)
      }
    }
    return isLast ? Self.withoutEnd(parts, form) : parts
  }

  private static func read(_ plan: [PartPlan.Part], _ form: RecordForm) -> [TablePart] {
    let header = RepeatedHeader(form)
    return concurrentMap(plan.count) { index in
      // The last record may end without a line end, or behind the part.
      let request = TablePart.Request(
        range: plan[index].range, line: plan[index].line, capacity: plan[index].lineEnds + 2)
      let part = read(request, form)
      let rows = header?.rows(in: part) ?? []
      return rows.isEmpty ? part : read(leavingOut(rows, of: part, form), form)
    }
  }

  private static func read(_ request: TablePart.Request, _ form: RecordForm) -> TablePart {
    form.text.bytes.withUnsafeBufferPointer { bytes in
      var reader = RecordReader(form, bytes: bytes, line: request.line)
      return reader.read(bytes, request)
    }
  }

  /// The request for a part without rows that repeat the header; a further table begins at one that the
  /// table's first record follows, for then it is the same table again.
  private static func leavingOut(
    _ rows: [Int], of part: TablePart, _ form: RecordForm
  ) -> TablePart.Request {
    var request = part.request
    let first = form.leading.first { $0 != form.headerFields.map(form.decoded) }
    form.text.bytes.withUnsafeBufferPointer { bytes in
      var reader = RecordReader(form, bytes: bytes, line: 0)
      let places = RowPlaces(marks: part.marks, quote: form.quote.byte)
      for row in rows {
        let range = places.place(of: row, in: bytes).range
        let isCopy =
          range.upperBound < bytes.count
          && reader.attempt(with: reader.strict, at: range.upperBound).outcome == .record
          && reader.strict.fields.map(form.decoded) == first
        let isBehindRecords = row > request.foreign.count || part.range.lowerBound > form.tableStart
        if isCopy, isBehindRecords {
          request.range = request.range.lowerBound..<range.lowerBound
          request.isTableOver = true
          return
        }
        request.foreign.append(ForeignRow(range: range, kind: .repeatedHeader))
      }
    }
    return request
  }

  /// The parts without totals and texts at the end of the table.
  private static func withoutEnd(_ parts: [TablePart], _ form: RecordForm) -> [TablePart] {
    var parts = parts
    var left = TableEnd.mostRows
    for index in parts.indices.reversed() where parts[index].rowCount > 0 {
      let part = parts[index]
      let foreign = foreignEnd(of: part, form, most: left)
      if !foreign.isEmpty {
        var request = part.request
        request.foreign = (request.foreign + foreign).sorted {
          $0.range.lowerBound < $1.range.lowerBound
        }
        parts[index] = read(request, form)
      }
      left -= foreign.count
      if left == 0 || foreign.count < part.rowCount { break }
    }
    return parts
  }

  private static func foreignEnd(
    of part: TablePart, _ form: RecordForm, most: Int
  ) -> [ForeignRow] {
    guard form.stride > 1 else { return [] }
    let end = TableEnd(form.leading)
    let places = RowPlaces(marks: part.marks, quote: form.quote.byte)
    var rows: [ForeignRow] = []
    for row in (0..<part.rowCount).reversed().prefix(most) {
      let fields = part.pieces.map { piece in piece.withField(row) { Array($0) } }
      guard let kind = end.kind(of: fields) else { break }
      let range = form.text.bytes.withUnsafeBufferPointer { places.place(of: row, in: $0).range }
      rows.append(ForeignRow(range: range, kind: kind))
    }
    return rows
  }
}
