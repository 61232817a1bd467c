/// Where a run of kept records stands in the text, so that a record's place need not be kept.
struct RowMark: Sendable {
  /// The first record's row.
  var row: Int
  /// The run's bytes in the text.
  var range: Range<Int>
  /// The file's line where it begins.
  var line: Int
  /// Whether each line end outside quotes ends a record; else the run is one record.
  var isPlain: Bool
  /// How the run's one record was mended.
  var mend: Mend?

  enum Mend: Sendable {
    /// A quote at this offset in the record is text.
    case quoteAsText(at: Int)
    /// This field of the record as it stands is two.
    case divided(field: Int)
    /// This field and the next, as they stand, are one.
    case joined(field: Int)
    /// Spaces divide its fields.
    case spaces
    /// A delimiter is missing before this offset in the record.
    case delimiterBefore(at: Int)
    /// Delimiters at these offsets in the record are text.
    case delimitersAsText(at: [Int])
  }
}

/// Finds the places of rows: the runs' marks lead to within 64 KiB.
struct RowPlaces: Sendable {
  /// Ascending by row.
  let marks: [RowMark]
  let quote: ByteScan.Quote

  /// A row's bytes in the text, the file's line where it begins, and how it was mended.
  func place(
    of row: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> (range: Range<Int>, line: Int, mend: RowMark.Mend?) {
    var low = 0
    var high = marks.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if marks[middle].row <= row { low = middle } else { high = middle }
    }
    var walk = Walk(marks[low])
    while walk.row < row { walk.step(in: text, quote: quote) }
    return (walk.start..<walk.end(in: text, quote: quote), walk.line, walk.mark.mend)
  }

  /// The file's lines where rows begin; one pass over the text, whatever their number.
  ///
  /// - Parameter rows: Ascending.
  func lines(of rows: [Int], in text: UnsafeBufferPointer<UInt8>) -> [Int] {
    var next = 0
    var found: [Int] = []
    found.reserveCapacity(rows.count)
    for (index, mark) in marks.enumerated() where next < rows.count {
      let end = index + 1 < marks.count ? marks[index + 1].row : Int.max
      var walk = Walk(mark)
      while next < rows.count, rows[next] < end {
        while walk.row < rows[next] { walk.step(in: text, quote: quote) }
        found.append(walk.line)
        next += 1
      }
    }
    return found
  }

  /// The bytes of all rows in the text; one pass over it.
  func ranges(rowCount: Int, in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    found.reserveCapacity(rowCount)
    for (index, mark) in marks.enumerated() {
      guard mark.isPlain else {
        found.append(mark.range)
        continue
      }
      let end = index + 1 < marks.count ? marks[index + 1].row : rowCount
      var walk = Walk(mark)
      while walk.row < end {
        let start = walk.start
        walk.step(in: text, quote: quote)
        found.append(start..<walk.start)
      }
    }
    return found
  }

  private struct Walk {
    let mark: RowMark
    var row: Int
    var start: Int
    var line: Int

    init(_ mark: RowMark) {
      self.mark = mark
      (row, start, line) = (mark.row, mark.range.lowerBound, mark.line)
    }

    mutating func step(in text: UnsafeBufferPointer<UInt8>, quote: ByteScan.Quote) {
      let found = ByteScan.recordEnd(in: text, start..<mark.range.upperBound, quote: quote)
      row += 1
      line += found?.lines ?? 0
      start = found?.end ?? mark.range.upperBound
    }

    func end(in text: UnsafeBufferPointer<UInt8>, quote: ByteScan.Quote) -> Int {
      guard mark.isPlain else { return mark.range.upperBound }
      return ByteScan.recordEnd(in: text, start..<mark.range.upperBound, quote: quote)?.end
        ?? mark.range.upperBound
    }
  }
}
