import NumericalMethods
import SurveyModel

/// What was read of a field file: the kept records, and all that is not among them.
struct TableRecords {
  let header: [Sheet.Cell]
  let columns: TableColumns
  let places: RowPlaces
  let irregular: [IrregularRecord]
  let ledger: ByteLedger
  let diagnostics: [Diagnostic]
}

/// Reads a whole field file, its parts side by side.
struct TableReader {
  /// Bytes of a part; small enough that the cores end together, large enough not to matter.
  private static let (smallestPart, largestPart) = (1 << 20, 1 << 24)
  /// After so many wrong guesses of where parts begin, the rest is read as one.
  private static let mostPlans = 4

  let form: RecordForm
  let separator: SeparatorLine?
  let opening: TableOpening
  /// Bytes of a part; nil for the usual.
  let partSize: Int?

  func read() throws(TabularFileError) -> TableRecords {
    try form.text.bytes.read { (bytes) throws(TabularFileError) in
      var reader = RecordReader(form, bytes: bytes, line: 1)
      let header = try HeaderReader(&reader, separator: separator, opening: opening, bytes)
      let parts = parts(of: reader.form, from: (header.end, reader.line))
      return finished(header, reader, parts)
    }
  }

  private func parts(of form: RecordForm, from first: (place: Int, line: Int)) -> [TablePart] {
    let size = form.text.bytes.count
    var usual = partSize ?? min(max(size / 8, Self.smallestPart), Self.largestPart)
    var parts: [TablePart] = []
    var (place, line) = first
    var plans = 0
    while place < size {
      if plans == Self.mostPlans { usual = size }
      plans += 1
      let plan = PartPlan(form, size: usual, from: (place, line)).parts
      for part in Self.read(plan, form, from: first.place) {
        guard part.range.lowerBound == place else { break }
        parts.append(part)
        (place, line) = (part.range.upperBound, part.lines.upperBound)
      }
    }
    return parts
  }

  private static func read(
    _ plan: [PartPlan.Part], _ form: RecordForm, from first: Int
  ) -> [TablePart] {
    let header = RepeatedHeader(form)
    return concurrentMap(plan.count) { index in
      let (range, line) = (plan[index].range, plan[index].line)
      return form.text.bytes.withUnsafeBufferPointer { bytes in
        var reader = RecordReader(form, bytes: bytes, line: line)
        // The last record may end without a line end, or behind the part.
        let part = reader.read(bytes, in: range, capacity: plan[index].lineEnds + 2)
        guard let row = header?.row(in: part, from: range.lowerBound == first ? 1 : 0) else {
          return part
        }
        let place = RowPlaces(marks: part.marks, quote: form.quote.byte).place(of: row, in: bytes)
        reader = RecordReader(form, bytes: bytes, line: line)
        return reader.read(
          bytes, in: range.lowerBound..<place.range.lowerBound, capacity: row + 2,
          isTableOver: true)
      }
    }
  }

  private func finished(
    _ header: HeaderReader, _ reader: RecordReader, _ parts: [TablePart]
  ) -> TableRecords {
    var ledger = reader.ledger
    for part in parts { ledger.add(part.ledger) }
    var row = 0
    let marks = parts.flatMap { part in
      defer { row += part.rowCount }
      return part.marks.map { mark in
        var mark = mark
        mark.row += row
        return mark
      }
    }
    let findings = RecordFindings(
      form: reader.form, header: header,
      columns: TableColumns(joining: parts.map(\.pieces), columnCount: reader.form.stride),
      irregular: parts.flatMap(\.irregular), ledger: ledger)
    return findings.records(RowPlaces(marks: marks, quote: form.quote.byte))
  }
}
