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
      let parts = parts(of: reader.form, from: (header.end, reader.line), isFirst: true)
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
      parts(of: form, from: (0, line), isFirst: false), from: (0, line), isLast: isLast)
  }

  private var isLast: Bool { end == form.text.bytes.count }

  /// - Parameter isFirst: Whether the first record is the file's.
  private func parts(
    of form: RecordForm, from first: (place: Int, line: Int), isFirst: Bool
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
      for part in Self.read(plan, form, from: isFirst ? first.place : nil) {
        guard part.range.lowerBound == place else { break }
        parts.append(part)
        (place, line) = (part.range.upperBound, part.lines.upperBound)
      }
    }
    return parts
  }

  private static func read(
    _ plan: [PartPlan.Part], _ form: RecordForm, from first: Int?
  ) -> [TablePart] {
    let header = RepeatedHeader(form)
    return concurrentMap(plan.count) { index in
      let (range, line) = (plan[index].range, plan[index].line)
      return form.text.bytes.withUnsafeBufferPointer { bytes in
        var reader = RecordReader(form, bytes: bytes, line: line)
        // The last record may end without a line end, or behind the part.
        let part = reader.read(bytes, in: range, capacity: plan[index].lineEnds + 2)
        let places = RowPlaces(marks: part.marks, quote: form.quote.byte)
        var row = header?.row(in: part, from: 0)
        // A header written twice has its table behind the second.
        if row == 0, places.place(of: 0, in: bytes).range.lowerBound == first {
          row = header?.row(in: part, from: 1)
        }
        guard let row else { return part }
        let end = places.place(of: row, in: bytes).range.lowerBound
        reader = RecordReader(form, bytes: bytes, line: line)
        return reader.read(
          bytes, in: range.lowerBound..<end, capacity: row + 2, isTableOver: true)
      }
    }
  }
}
