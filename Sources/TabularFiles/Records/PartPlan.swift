import Parallelism

/// Where a file's parts begin, so that they can be read side by side.
///
/// Quotes counted from the first record on tell whether a line end stands inside quotes. That
/// misleads where a quote stands alone; then the first line end at which regular records follow is
/// taken. A wrong guess costs time only: a part counts only where the one before ended at its start.
struct PartPlan {
  struct Part: Sendable {
    var range: Range<Int>
    /// The file's line where it begins.
    var line: Int
    /// Line ends in it.
    var lineEnds = 0
  }

  private(set) var parts: [Part] = []

  /// Divides the text from a place on.
  ///
  /// - Parameters:
  ///   - size: Bytes of a part, about.
  ///   - first: Where the first record begins, and the file's line there.
  ///   - end: Before it the last record begins.
  init(_ form: RecordForm, size: Int, from first: (place: Int, line: Int), to end: Int) {
    let text = form.text.bytes
    let slices = stride(from: first.place, to: end, by: size).map { $0..<min($0 + size, end) }
    let counts = concurrentMap(slices.count) { index in
      text.withUnsafeBufferPointer {
        ByteScan.census(of: $0, in: slices[index], quote: form.quote.byte)
      }
    }
    parts = text.withUnsafeBufferPointer { text in
      var reader = RecordReader(form, bytes: text, line: 0)
      return Self.parts(slices, counts, line: first.line) { slice, guesses in
        reader.start(in: slice, guesses)
      }
    }
  }

  private static func parts(
    _ slices: [Range<Int>], _ counts: [ByteScan.Census], line first: Int,
    start: (Range<Int>, _ isInside: [Bool]) -> (end: Int, lines: Int)?
  ) -> [Part] {
    var parts: [Part] = []
    var quotes = 0
    var line = first
    for (slice, count) in zip(slices, counts) {
      if parts.isEmpty {
        parts = [Part(range: slice, line: first)]
      } else if let found = start(
        slice, count.quotes == 0 ? [false] : quotes % 2 == 1 ? [true, false] : [false, true])
      {
        parts.append(Part(range: found.end..<slice.upperBound, line: line + found.lines))
      }
      quotes += count.quotes
      line += count.lineEnds
    }
    for index in parts.indices {
      let isLast = index + 1 == parts.count
      let end = isLast ? slices.last?.upperBound : parts[index + 1].range.lowerBound
      parts[index].range = parts[index].range.lowerBound..<(end ?? 0)
      parts[index].lineEnds = (isLast ? line : parts[index + 1].line) - parts[index].line
    }
    return parts
  }
}

extension RecordReader {
  /// The first place in a slice where a record seems to begin, and the lines before it; nil where
  /// none does.
  ///
  /// - Parameter guesses: Whether the slice begins inside quotes, the likelier first. Without a quote
  ///   in it, no record ends inside.
  fileprivate mutating func start(
    in slice: Range<Int>, _ guesses: [Bool]
  ) -> (end: Int, lines: Int)? {
    let found = guesses.map {
      ByteScan.recordEnd(in: lines.text, slice, quote: form.quote.byte, isInside: $0)
    }.map { $0.flatMap { $0.end < slice.upperBound ? $0 : nil } }
    let regular = found.map { $0.map { regularRecords(at: $0.end) } ?? -1 }
    guard found.count == 2, regular[1] > regular[0] else { return found[0] }
    return found[1]
  }

  /// How many of the three records at a place are regular.
  private mutating func regularRecords(at place: Int) -> Int {
    var next = place
    var count = 0
    for _ in 0..<3 where next < lines.text.count {
      let attempt = attempt(with: strict, at: next)
      if attempt.outcome == .record, form.isRegularCount(strict.fieldCount) { count += 1 }
      next = attempt.range.upperBound
    }
    return count
  }
}
