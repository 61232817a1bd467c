/// Counts over a column, from which it is told what the column holds.
struct ColumnSurvey {
  private static let mostDistinct = 10_000
  private static let mostCodes = 20

  private var blanks = 0
  private var count = 0
  private var distinct: Set<UInt64> = []
  /// Values seen until ``distinct`` was full.
  private var compared = 0
  private var (integers, decimals, dates, lists) = (0, 0, 0, 0)
  private var (percents, grouped, times) = (0, 0, 0)
  private(set) var damage = DamageSurvey()
  private var codes: Set<Int> = []
  private var areCodesShort = true
  private var numberRange: Extremes?
  private var dateRange: Extremes?
  private var lengths: ClosedRange<Int>?

  /// The decimal mark of the column's numbers, in the window that comes next.
  var mark: DecimalMark

  init(mark: DecimalMark) { self.mark = mark }

  private struct Extremes {
    var low: Double
    var high: Double
    var lowText: [UInt8]
    var highText: [UInt8]
  }

  /// - Parameter row: The value's row, for its place.
  mutating func add(_ raw: UnsafeBufferPointer<UInt8>, row: Int) {
    let field = trimmed(raw)
    guard !field.isEmpty else {
      blanks += 1
      return
    }
    count += 1
    compare(field)
    let number = WrittenNumber(field, mark: mark)
    let date = number == nil ? CalendarDate(field) : nil
    damage.add(field, number, isDate: date.map { !$0.hasTime } ?? false, row: row)
    if let number {
      add(number)
    } else if let date {
      dates += 1
      if date.hasTime { times += 1 }
      Self.extend(&dateRange, date.order, date.text)
    } else if let list = codeList(field) {
      lists += 1
      addCodes(list)
    }
    let length = field.count { $0 & 0xC0 != 0x80 }
    lengths = min(length, lengths?.lowerBound ?? length)...max(length, lengths?.upperBound ?? 0)
  }

  func understanding(name: String) -> ColumnUnderstanding {
    let kind = kind
    let isIdentifierLike = isIdentifierLike && kind != .codes && kind != .empty
    return ColumnUnderstanding(
      name: name, kind: kind, count: count, blanks: blanks, distinct: distinct.count,
      isDistinctCapped: compared < count, isIdentifierLike: isIdentifierLike,
      numbers: integers + decimals, range: isIdentifierLike ? nil : range(kind),
      codes: kind == .codes ? codes.sorted() : [], hasCodeLists: kind == .codes && lists > 0,
      lengths: kind == .text ? lengths : nil, percents: percents, grouped: grouped, times: times,
      damage: damage.findings)
  }

  private var kind: ColumnUnderstanding.Kind {
    if count == 0 { return .empty }
    let isRepeating = count >= 2 * distinct.count
    let areFew = codes.count <= Self.mostCodes && areCodesShort
    if integers == count { return areFew && isRepeating ? .codes : .integer }
    if integers + decimals == count { return .decimal }
    if dates == count { return .date }
    return lists > 0 && integers + lists == count && areFew ? .codes : .text
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
    return extremes.map {
      ColumnUnderstanding.ClosedInterval(
        lowest: String(decoding: $0.lowText, as: UTF8.self),
        highest: String(decoding: $0.highText, as: UTF8.self))
    }
  }
}

extension ColumnSurvey {
  private mutating func compare(_ field: UnsafeBufferPointer<UInt8>) {
    guard distinct.count < Self.mostDistinct else { return }
    compared += 1
    // FNV-1a: the same in every run, unlike Hasher.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in field { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    distinct.insert(hash)
  }

  private mutating func add(_ number: WrittenNumber) {
    guard let value = Double(String(decoding: number.plain, as: UTF8.self)) else { return }
    Self.extend(&numberRange, value, number.plain)
    if number.hasPercent { percents += 1 }
    if number.isGrouped { grouped += 1 }
    let isWhole = number.exponent == nil && !number.plain.contains(0x2E)
    if isWhole { integers += 1 } else { decimals += 1 }
    if isWhole { addCodes([number.isGrouped || number.hasPercent ? nil : Int(exactly: value)]) }
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

  private static func extend(_ range: inout Extremes?, _ value: Double, _ text: [UInt8]) {
    guard var extremes = range else {
      range = Extremes(low: value, high: value, lowText: text, highText: text)
      return
    }
    if value < extremes.low { (extremes.low, extremes.lowText) = (value, text) }
    if value > extremes.high { (extremes.high, extremes.highText) = (value, text) }
    range = extremes
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
private struct CalendarDate {
  /// In ISO form.
  let text: [UInt8]
  /// Grows with the date.
  let order: Double
  let hasTime: Bool

  init?(_ field: UnsafeBufferPointer<UInt8>) {
    guard field.count >= 10, field.count == 10 || field[10] == 0x20 || field[10] == 0x54 else {
      return nil
    }
    let parts: (year: Range<Int>, month: Range<Int>, day: Range<Int>)
    if field[4] == 0x2D, field[7] == 0x2D {
      parts = (0..<4, 5..<7, 8..<10)
    } else if field[2] == 0x2E, field[5] == 0x2E {
      parts = (6..<10, 3..<5, 0..<2)
    } else {
      return nil
    }
    guard let year = Self.number(field, parts.year), let month = Self.number(field, parts.month),
      let day = Self.number(field, parts.day), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    hasTime = field.count > 10
    text = Array([parts.year, parts.month, parts.day].map { field[$0] }.joined(separator: [0x2D]))
    order = Double(year * 10_000 + month * 100 + day)
  }

  private static func number(_ field: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    Int(String(decoding: field[range], as: UTF8.self))
  }
}
