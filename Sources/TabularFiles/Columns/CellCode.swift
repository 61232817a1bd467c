/// How columns hold the fields that are short: exactly, so that a field's text comes back as it was.
///
/// A *code* takes 16 bits: blank, one to three digits, or a place in the column's dictionary.
/// A *quantity* takes 32: a number of up to eight digits with sign and decimal mark, a date, or a
/// place in the dictionary.
enum CellCode {
  /// The first code that is a place in the dictionary.
  static let firstListed: UInt16 = 1111
  /// Most entries of a dictionary beside codes.
  static let mostListed = Int(UInt16.max - firstListed)

  /// The code of at most two digits by their bytes and, in bits 16 and 17, their number; 0xFFFF for
  /// other bytes.
  nonisolated(unsafe) static let byBytes: UnsafePointer<UInt16> = {
    let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 3 << 16)
    table.initialize(repeating: .max, count: 3 << 16)
    table[0] = 0
    for a in 0..<10 {
      table[1 << 16 | (0x30 + a)] = UInt16(1 + a)
      for b in 0..<10 {
        table[2 << 16 | (0x30 + b) << 8 | (0x30 + a)] = UInt16(11 + 10 * a + b)
      }
    }
    return UnsafePointer(table)
  }()

  /// The code of three digits; nil for other bytes.
  @inline(__always)
  static func threeDigits(_ field: UnsafePointer<UInt8>) -> UInt16? {
    let (a, b, c) = (field[0] &- 0x30, field[1] &- 0x30, field[2] &- 0x30)
    guard a < 10, b < 10, c < 10 else { return nil }
    return 111 + 100 * UInt16(a) + 10 * UInt16(b) + UInt16(c)
  }

  /// The codes of one digit and of two.
  static let shortest: ClosedRange<UInt16> = 1...110

  /// How many digits a code that is not a place in the dictionary has, and the number they are.
  @inline(__always)
  static func digits(_ code: UInt16) -> (count: Int, number: Int) {
    switch code {
    case 0: (0, 0)
    case 1...10: (1, Int(code) - 1)
    case 11...110: (2, Int(code) - 11)
    default: (3, Int(code) - 111)
    }
  }

  /// Writes the digits of a code that is not a place in the dictionary.
  ///
  /// - Returns: How many there are.
  static func write(_ code: UInt16, to text: UnsafeMutablePointer<UInt8>) -> Int {
    let (count, number) = digits(code)
    var rest = number
    for place in stride(from: count - 1, through: 0, by: -1) {
      text[place] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
    return count
  }
}

/// A number or a date in 32 bits, or a place in a dictionary.
///
/// Bits 29…31 are the digits after the mark (7: no number), 28 the sign, 27 whether the mark is a
/// comma, 0…26 the digits. Without a number, bit 28 tells a date (bit 23: day first; year, month,
/// day in 14, 4 and 5 bits) from a place in the dictionary, of which 0 is blank.
enum Quantity {
  static let blank: UInt32 = 0xE000_0000
  private static let date: UInt32 = 0xF000_0000
  /// Longest text that may be a quantity: `01.02.2025`, `-123456,78`.
  static let longest = 10

  @inline(__always)
  static func listed(_ place: Int) -> UInt32 { blank | UInt32(truncatingIfNeeded: place + 1) }

  /// The place in the dictionary; nil for quantities and blanks.
  @inline(__always)
  static func place(_ cell: UInt32) -> Int? {
    cell > blank && cell < date ? Int(cell & 0x0FFF_FFFF) - 1 : nil
  }

  static func isDate(_ cell: UInt32) -> Bool { cell >= date }
  static func isNumber(_ cell: UInt32) -> Bool { cell < blank }

  /// Digits after the mark of a number.
  static func scale(_ cell: UInt32) -> Int { Int(cell >> 29) }
  static func hasComma(_ cell: UInt32) -> Bool { cell & 1 << 27 != 0 }

  /// The number that a cell is: its digits and its power of ten are exact, so their quotient is what the
  /// text itself comes to.
  static func value(_ cell: UInt32) -> Double {
    let value = Double(cell & 0x07FF_FFFF) / powers[scale(cell)]
    return isNegative(cell) ? -value : value
  }

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]

  static func isNegative(_ cell: UInt32) -> Bool { cell & 1 << 28 != 0 }

  /// The quantity that a text of at most ``longest`` bytes is; nil where it cannot be held exactly.
  @inline(__always)
  static func reading(_ field: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
    var place = 0
    var cell: UInt32 = 0
    if field[0] == 0x2D {
      cell = 1 << 28
      place = 1
    }
    guard place < count, field[place] &- 0x30 < 10 else { return nil }
    // A nought before other digits would not come back.
    if field[place] == 0x30, place + 1 < count, field[place + 1] &- 0x30 < 10 {
      return calendarDate(field, count)
    }
    var digits: UInt32 = 0
    var mark = 0
    while place < count {
      let digit = field[place] &- 0x30
      if digit < 10 {
        digits = digits &* 10 &+ UInt32(digit)
      } else if mark == 0, field[place] == 0x2C || field[place] == 0x2E {
        mark = place
        if field[place] == 0x2C { cell |= 1 << 27 }
      } else {
        return calendarDate(field, count)
      }
      place += 1
    }
    // Ten digits are too many, and may have overflowed.
    guard mark > 0 else { return count < 10 && digits < 1 << 27 ? cell | digits : nil }
    let scale = count - 1 - mark
    guard scale > 0, scale < 7, digits < 1 << 27 else { return nil }
    return cell | UInt32(scale) << 29 | digits
  }

  private static func calendarDate(_ field: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
    guard count == 10 else { return nil }
    let isDayFirst = field[2] == 0x2E && field[5] == 0x2E
    guard isDayFirst || (field[4] == 0x2D && field[7] == 0x2D) else { return nil }
    let year = number(field + (isDayFirst ? 6 : 0), 4)
    let month = number(field + (isDayFirst ? 3 : 5), 2)
    let day = number(field + (isDayFirst ? 0 : 8), 2)
    guard let year, let month, let day, 1...12 ~= month, 1...31 ~= day else { return nil }
    return date | (isDayFirst ? 1 << 23 : 0) | year << 9 | month << 5 | day
  }

  private static func number(_ field: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
    var value: UInt32 = 0
    for place in 0..<count {
      guard field[place] &- 0x30 < 10 else { return nil }
      value = value * 10 + UInt32(field[place] &- 0x30)
    }
    return value
  }

  /// Writes a number or a date as it stood in the file.
  ///
  /// - Returns: How many bytes that takes; 0 for a blank.
  static func write(_ cell: UInt32, to text: UnsafeMutablePointer<UInt8>) -> Int {
    if isNumber(cell) { return writeNumber(cell, to: text) }
    guard isDate(cell) else { return 0 }
    let (year, month, day) = (cell >> 9 & 0x3FFF, cell >> 5 & 15, cell & 31)
    if cell & 1 << 23 != 0 {
      write(day, 2, to: text)
      write(month, 2, to: text + 3)
      write(year, 4, to: text + 6)
      (text[2], text[5]) = (0x2E, 0x2E)
    } else {
      write(year, 4, to: text)
      write(month, 2, to: text + 5)
      write(day, 2, to: text + 8)
      (text[4], text[7]) = (0x2D, 0x2D)
    }
    return 10
  }

  /// How many digits a number is written with.
  static func digitCount(_ cell: UInt32) -> Int {
    let digits = cell & 0x07FF_FFFF
    var count = 1
    var limit: UInt32 = 10
    while digits >= limit {
      count += 1
      limit *= 10
    }
    return max(count, scale(cell) + 1)
  }

  private static func writeNumber(_ cell: UInt32, to text: UnsafeMutablePointer<UInt8>) -> Int {
    let digits = cell & 0x07FF_FFFF
    let scale = scale(cell)
    let count = digitCount(cell)
    var start = 0
    if isNegative(cell) {
      text[0] = 0x2D
      start = 1
    }
    write(digits, count, to: text + start)
    guard scale > 0 else { return start + count }
    let mark = start + count - scale
    for place in stride(from: start + count, to: mark, by: -1) { text[place] = text[place - 1] }
    text[mark] = hasComma(cell) ? 0x2C : 0x2E
    return start + count + 1
  }

  private static func write(_ number: UInt32, _ count: Int, to text: UnsafeMutablePointer<UInt8>) {
    var rest = number
    for place in stride(from: count - 1, through: 0, by: -1) {
      text[place] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
  }
}
