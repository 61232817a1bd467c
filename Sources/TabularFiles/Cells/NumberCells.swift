import SurveyModel

/// The numbers of a variable of a data set in full precision, and how they are written as fields.
struct NumberCells: Sendable {
  /// NaN where there is none; see ``StatisticalVariable/missingTag(of:)`` for Stata's `.a`.
  let values: [Double]
  private let format: StatisticalDateFormat?
  /// Values that mean no answer; they are written as numbers in a column of dates too.
  private let missing: [StatisticalVariable.MissingValues]

  /// - Parameters:
  ///   - variable: Says how the numbers are written.
  ///   - values: One for each record.
  init(_ variable: StatisticalVariable, values: [Double]) {
    self.values = values
    format = StatisticalDateFormat(variable.format)
    missing = variable.missing
  }

  /// A number as a field: dates as 2025-05-31 by the variable's format, Stata's letters as `.a`, and
  /// nothing where there is no number. The same bits are the same text.
  func text(of number: Double) -> String {
    if number.isNaN { return StatisticalVariable.missingTag(of: number).map { ".\($0)" } ?? "" }
    guard let format, !missing.contains(where: { $0.contains(number) }) else {
      return StatisticalVariable.text(of: number)
    }
    return format.text(of: number)
  }

  /// Whether a row has no number.
  func isEmpty(_ row: Int) -> Bool { StatisticalVariable.isBlank(values[row]) }
}

extension StatisticalVariable {
  /// A code or a number as the field files have it: whole ones without a decimal point.
  public static func text(of number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }

  /// Whether there is no number, and no letter of Stata's that says why.
  static func isBlank(_ number: Double) -> Bool { number.isNaN && missingTag(of: number) == nil }
}

/// A hash table from numbers, told apart by their bits, to identifiers.
struct NumberTable {
  private var keys = [UInt64](repeating: 0, count: 64)
  /// −1 where the slot is free.
  private var values = [Int32](repeating: -1, count: 64)
  private var count = 0

  /// The value of a number, made where it is new.
  mutating func value(_ number: Double, make: () -> Int32) -> Int32 {
    let key = number.bitPattern
    let slot = slot(of: key)
    if values[slot] >= 0 { return values[slot] }
    let made = make()
    (keys[slot], values[slot]) = (key, made)
    count += 1
    if 2 * count > keys.count { grow() }
    return made
  }

  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while values[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = [UInt64](repeating: 0, count: 2 * oldKeys.count)
    values = [Int32](repeating: -1, count: keys.count)
    for (key, value) in zip(oldKeys, oldValues) where value >= 0 {
      let place = slot(of: key)
      (keys[place], values[place]) = (key, value)
    }
  }
}
