import TextFormats

/// Counts over a column, from which it is told what the column holds.
struct ColumnSurvey {
  private static let mostDistinct = 10_000
  private static let mostCodes = 20

  private var blanks = 0
  private var count = 0
  private var distinct: Set<UInt64> = []
  /// Values up to the one that made ``distinct`` full.
  private var compared = 0
  private var (integers, decimals, dates, lists) = (0, 0, 0, 0)
  private var (percents, grouped, times) = (0, 0, 0)
  /// Markers of no answer, by their texts; as long as nothing but numbers stands beside them.
  private var markers: [String: Int] = [:]
  /// Whether a value is neither a number, a date, a list of codes nor a marker.
  private var hasWords = false
  private(set) var damage = DamageSurvey()
  private var codes: Set<Int> = []
  private var areCodesShort = true
  private var numberRange = Extremes()
  private var dateRange = Extremes()
  private var lengths: ClosedRange<Int>?

  /// What the marks in the column's numbers mean, in the window that comes next.
  var marks: NumberMarks
  private var mark: DecimalMark { marks.decimal }

  init(marks: NumberMarks) { self.marks = marks }

  /// The lowest and the highest value, and how they were written.
  private struct Extremes {
    private var (low, high) = (0.0, 0.0)
    private(set) var (lowText, highText): ([UInt8], [UInt8]) = ([], [])
    private(set) var isEmpty = true

    @inline(__always)
    mutating func add(_ value: Double, text: () -> [UInt8]) {
      if value < low || isEmpty { (low, lowText) = (value, text()) }
      if value > high || isEmpty { (high, highText) = (value, text()) }
      isEmpty = false
    }
  }

  private var isFull: Bool { distinct.count >= Self.mostDistinct }

  func understanding(name: String) -> ColumnUnderstanding {
    let kind = kind
    let isIdentifierLike = isIdentifierLike && kind != .codes && kind != .empty
    let markers = kind.isOfNumbers ? self.markers : [:]
    let unanswered = markers.values.reduce(0, +)
    return ColumnUnderstanding(
      name: name, kind: kind, count: count - unanswered, blanks: blanks + unanswered,
      distinct: distinct.count - markers.count, isDistinctCapped: compared < count,
      isIdentifierLike: isIdentifierLike,
      numbers: integers + decimals, range: isIdentifierLike ? nil : range(kind),
      codes: kind == .codes ? codes.sorted() : [], hasCodeLists: kind == .codes && lists > 0,
      lengths: kind == .text ? lengths : nil, percents: percents, grouped: grouped, times: times,
      markers: markers, damage: damage.findings)
  }

  private var kind: ColumnUnderstanding.Kind {
    if count == 0 { return .empty }
    let answered = count - markers.values.reduce(0, +)
    let isRepeating = answered >= 2 * (distinct.count - markers.count)
    let areFew = codes.count <= Self.mostCodes && areCodesShort
    if dates == count { return .date }
    guard integers + decimals + lists > 0, !hasWords else { return .text }
    if integers == answered { return areFew && isRepeating ? .codes : .integer }
    if integers + decimals == answered { return .decimal }
    return lists > 0 && integers + lists == answered && areFew ? .codes : .text
  }

  private var isIdentifierLike: Bool {
    let isMostlyDistinct = distinct.count * 100 >= compared * 95
    let shortest = lengths?.lowerBound ?? 0
    return isMostlyDistinct && (compared >= 20 || shortest >= 5)
  }

  private func range(_ kind: ColumnUnderstanding.Kind) -> ColumnUnderstanding.ClosedInterval? {
    let extremes: Extremes? =
      switch kind {
      case .integer, .decimal: numberRange
      case .date: dateRange
      case .empty, .codes, .text: nil
      }
    guard let extremes, !extremes.isEmpty else { return nil }
    return ColumnUnderstanding.ClosedInterval(
      lowest: String(decoding: extremes.lowText, as: UTF8.self),
      highest: String(decoding: extremes.highText, as: UTF8.self))
  }
}

/// What repeats in a piece of a column is looked at once: counts add up, extremes stay.
extension ColumnSurvey {
  /// Adds fields of a piece of the column.
  ///
  /// Cost: a step for each row of codes and quantities; the texts in full.
  ///
  /// - Parameters:
  ///   - rows: Of the piece.
  ///   - first: Row of the file that the piece begins with.
  mutating func add(_ piece: ColumnPiece, rows: Range<Int>, first: Int) {
    let wasFull = isFull
    let countBefore = count
    /// The row whose value made ``distinct`` full.
    var last: Int?
    switch piece.kind {
    case .codes: last = addCodes(piece, rows, first)
    case .quantities: last = addQuantities(piece, rows, first)
    case .numbers(let numbers): last = addNumbers(numbers.values, of: piece, rows, first)
    case .texts:
      for row in rows {
        let field = trimmed(piece.text(row))
        if compare(field) { last = row }
        add(field, first + row)
      }
    }
    guard !wasFull else { return }
    if let last {
      compared =
        countBefore
        + (rows.lowerBound...last).count { piece.withField($0) { !trimmed($0).isEmpty } }
    } else {
      compared = count
    }
  }

  /// How often a cell occurs in a piece, and where first.
  private struct Occurrences {
    var count = 0
    var firstRow = 0

    /// - Returns: Whether it is the first.
    mutating func add(_ row: Int) -> Bool {
      if count == 0 { firstRow = row }
      count += 1
      return count == 1
    }
  }

  private mutating func addCodes(_ piece: ColumnPiece, _ rows: Range<Int>, _ first: Int) -> Int? {
    var occurrences = [Occurrences](
      repeating: Occurrences(), count: Int(CellCode.firstListed) + piece.entries.count)
    let codes = piece.codes
    var last: Int?
    for row in rows where occurrences[Int(codes[row])].add(row) {
      if piece.withField(row, { compare(trimmed($0)) }) { last = row }
    }
    add(occurrences, of: piece, first)
    return last
  }

  private mutating func addQuantities(
    _ piece: ColumnPiece, _ rows: Range<Int>, _ first: Int
  ) -> Int? {
    var occurrences = [Occurrences](repeating: Occurrences(), count: piece.entries.count)
    var seen = CellTable()
    let cells = piece.quantities
    var last: Int?
    for row in rows {
      let cell = cells[row]
      if cell == Quantity.blank {
        blanks += 1
        continue
      }
      if let entry = Quantity.place(cell) {
        guard occurrences[entry].add(row) else { continue }
        if piece.withField(row, { compare(trimmed($0)) }) { last = row }
        continue
      }
      if !isFull {
        _ = seen.value(cell) {
          if piece.withField(row, { compare($0) }) { last = row }
          return 0
        }
      }
      add(cell, first + row)
    }
    add(occurrences, of: piece, first)
    return last
  }

  private mutating func addNumbers(
    _ numbers: [Double], of piece: ColumnPiece, _ rows: Range<Int>, _ first: Int
  ) -> Int? {
    var occurrences: [Occurrences] = []
    var places = NumberTable()
    var last: Int?
    for row in rows {
      let place = places.value(numbers[row]) {
        occurrences.append(Occurrences())
        return Int32(occurrences.count - 1)
      }
      guard occurrences[Int(place)].add(row), !isFull else { continue }
      if piece.withField(row, { compare(trimmed($0)) }) { last = row }
    }
    add(occurrences, of: piece, first)
    return last
  }

  private mutating func add(_ occurrences: [Occurrences], of piece: ColumnPiece, _ first: Int) {
    for cell in occurrences where cell.count > 0 {
      piece.withField(cell.firstRow) { add(trimmed($0), count: cell.count, first + cell.firstRow) }
    }
  }

  /// Adds a value to ``distinct`` until that is full.
  ///
  /// - Returns: Whether this value made it full.
  private mutating func compare(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !isFull, !field.isEmpty else { return false }
    // FNV-1a: the same in every run, unlike Hasher.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in field { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    distinct.insert(hash)
    return isFull
  }
}

extension ColumnSurvey {
  /// Adds a value that occurs `count` times, first in `row`.
  private mutating func add(
    _ field: UnsafeBufferPointer<UInt8>, count copies: Int = 1, _ row: Int
  ) {
    guard !field.isEmpty else {
      blanks += copies
      return
    }
    count += copies
    let length = field.count { $0 & 0xC0 != 0x80 }
    lengths = min(length, lengths?.lowerBound ?? length)...max(length, lengths?.upperBound ?? 0)
    if !marks.forbids(field), let number = WrittenNumber(field, mark: mark) {
      add(number, copies)
      let areAllDigits = field.allSatisfy { $0 &- 0x30 < 10 }
      damage.addNumber(
        exponent: number.exponent, digits: areAllDigits ? field.count : nil,
        beginsWithZero: field[0] == 0x30, count: copies, row: row)
    } else if let date = FieldDate(field) {
      add(date, copies)
      damage.addOther(field, isDate: !date.hasTime, count: copies, row: row)
    } else {
      if let list = codeList(field) {
        lists += copies
        addCodes(list)
      } else if !hasWords {
        addMarker(field, copies)
      }
      damage.addOther(field, isDate: false, count: copies, row: row)
    }
  }

  private mutating func addMarker(_ field: UnsafeBufferPointer<UInt8>, _ copies: Int) {
    guard NoAnswerMarker.matches(field) else {
      hasWords = true
      return
    }
    markers[String(decoding: field, as: UTF8.self), default: 0] += copies
  }

  private mutating func add(_ number: WrittenNumber, _ copies: Int) {
    guard let value = Double(String(decoding: number.plain, as: UTF8.self)) else { return }
    numberRange.add(value) { number.plain }
    if number.hasPercent { percents += copies }
    if number.isGrouped { grouped += copies }
    let isWhole = number.exponent == nil && !number.plain.contains(0x2E)
    if isWhole { integers += copies } else { decimals += copies }
    if isWhole { addCodes([number.isGrouped || number.hasPercent ? nil : Int(exactly: value)]) }
  }

  private mutating func add(_ date: FieldDate, _ copies: Int) {
    dates += copies
    if date.hasTime { times += copies }
    dateRange.add(Double(date.date.daysSince1970)) { Array(date.date.text.utf8) }
  }

  /// Adds a number or a date; a number with the other mark as the text that it is.
  @inline(__always)
  private mutating func add(_ cell: UInt32, _ row: Int) {
    let isNumber = Quantity.isNumber(cell)
    let scale = isNumber ? Quantity.scale(cell) : 0
    guard isNumber, scale == 0 || Quantity.hasComma(cell) == (mark == .comma) else {
      return Self.withText(cell) { add($0, row) }
    }
    count += 1
    let digits = Quantity.digitCount(cell)
    let length = digits + (scale > 0 ? 1 : 0) + (Quantity.isNegative(cell) ? 1 : 0)
    if !(lengths?.contains(length) ?? false) {
      lengths = min(length, lengths?.lowerBound ?? length)...max(length, lengths?.upperBound ?? 0)
    }
    let value = Quantity.value(cell)
    numberRange.add(value) {
      Self.withText(cell) { $0.map { $0 == 0x2C ? 0x2E : $0 } }
    }
    if scale == 0 {
      integers += 1
      if areCodesShort { addCodes([Int(exactly: value)]) }
    } else {
      decimals += 1
    }
    damage.addNumber(
      exponent: nil, digits: length == digits ? digits : nil, beginsWithZero: value == 0, count: 1,
      row: row)
  }

  private static func withText<R>(
    _ cell: UInt32, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { spare in
      guard let start = spare.baseAddress else { return body(UnsafeBufferPointer(spare)) }
      return body(UnsafeBufferPointer(start: start, count: Quantity.write(cell, to: start)))
    }
  }

  private mutating func addCodes(_ list: [Int?]) {
    for code in list {
      guard let code, abs(code) < 1000 else {
        areCodesShort = false
        return
      }
      if codes.count <= Self.mostCodes { codes.insert(code) }
    }
  }

  /// The codes of a field like `1 3`, `1;3;` or `1, 3`; nil for other text.
  private func codeList(_ field: UnsafeBufferPointer<UInt8>) -> [Int?]? {
    guard field.allSatisfy({ " ,;/|".utf8.contains($0) || (0x30...0x39).contains($0) }),
      field.contains(where: { (0x30...0x39).contains($0) })
    else { return nil }
    return String(decoding: field, as: UTF8.self).split { " ,;/|".contains($0) }.map { Int($0) }
  }

  private func trimmed(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let first = field.firstIndex(where: { $0 > 0x20 }),
      let last = field.lastIndex(where: { $0 > 0x20 })
    else { return UnsafeBufferPointer(start: nil, count: 0) }
    return field.part(first..<last + 1)
  }
}

/// A date as fields write it: `2025-05-12` or `12.05.2025`; what follows it is a time.
private struct FieldDate {
  let date: CivilDate
  let hasTime: Bool

  init?(_ field: UnsafeBufferPointer<UInt8>) {
    guard field.count >= 10, field.count == 10 || field[10] == 0x20 || field[10] == 0x54,
      let (date, _) = CivilDate.reading(field.part(0..<10))
    else { return nil }
    self.date = date
    hasTime = field.count > 10
  }
}
