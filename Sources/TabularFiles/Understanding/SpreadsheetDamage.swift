import SurveyModel

/// What a spreadsheet may have done to a column when the file was opened in it and saved again. It is
/// reported with counts, never mended: what stood there before cannot be known.
public enum SpreadsheetDamage: String, Hashable, Sendable, CaseIterable {
  /// Dates stand where the other values are numbers or texts: 2.10 or 10-19 became one.
  case dates = "dates-among-other-values"
  /// Long numbers are written with an exponent, their last digits gone.
  case exponents = "long-numbers-rounded"
  /// A few of the digit strings are shorter than all others.
  case leadingZeros = "leading-zeros-lost"

  /// Values of a column that look so.
  public struct Finding: Hashable, Sendable {
    public let damage: SpreadsheetDamage
    /// How many there are.
    public let count: Int
  }

  func diagnostic(_ count: Int, column: String, at location: SourceLocation) -> Diagnostic {
    let values = count == 1 ? "1 value" : "\(count) values"
    let message =
      switch self {
      case .dates:
        "\(values) of '\(column)' may be dates that a spreadsheet made of numbers such as 2.10, or"
          + " of texts such as 10-19"
      case .exponents:
        "\(values) of '\(column)' have an exponent: a spreadsheet may have rounded long numbers"
      case .leadingZeros:
        "\(values) of '\(column)' have fewer digits than all others: zeros before them may be lost"
      }
    return Diagnostic(
      .warning, rawValue, message,
      fix: "ask for the file as it was exported, never saved by a spreadsheet; nothing is guessed",
      at: location)
  }
}

/// Counts over a column from which its damage is told.
struct DamageSurvey {
  private var count = 0
  private var numbers = 0
  private var dates = Tally()
  private var monthNames = Tally()
  private var exponents = Tally()
  /// Strings of nothing but digits, by their length; longer ones than 31 together.
  private var lengths = [Tally](repeating: Tally(), count: 32)
  private var beginWithZero = 0

  private struct Tally {
    var count = 0
    var firstRow = Int.max

    mutating func add(_ copies: Int, _ row: Int) {
      firstRow = min(firstRow, row)
      count += copies
    }

    static func + (a: Tally, b: Tally) -> Tally {
      Tally(count: a.count + b.count, firstRow: min(a.firstRow, b.firstRow))
    }
  }

  /// Adds a number.
  ///
  /// - Parameters:
  ///   - digits: How many it has, if it is nothing else.
  ///   - count: How often it occurs.
  ///   - row: Where first.
  @inline(__always)
  mutating func addNumber(
    exponent: Int?, digits: Int?, beginsWithZero: Bool, count copies: Int, row: Int
  ) {
    count += copies
    numbers += copies
    if let exponent, exponent > 7 { exponents.add(copies, row) }
    guard let digits else { return }
    lengths[min(digits, 31)].add(copies, row)
    if beginsWithZero, digits > 1 { beginWithZero += copies }
  }

  /// Adds a value that is neither blank nor a number.
  ///
  /// - Parameters:
  ///   - isDate: Whether it is a date without a time.
  ///   - count: How often it occurs.
  ///   - row: Where first.
  mutating func addOther(
    _ field: UnsafeBufferPointer<UInt8>, isDate: Bool, count copies: Int, row: Int
  ) {
    count += copies
    if isDate {
      dates.add(copies, row)
    } else if MonthName.isDate(field) {
      monthNames.add(copies, row)
    }
  }

  var findings: [SpreadsheetDamage.Finding] {
    tallies.compactMap { damage, tally in
      tally.count > 0 ? SpreadsheetDamage.Finding(damage: damage, count: tally.count) : nil
    }
  }

  /// The row of the first value of each kind.
  var firstRows: [SpreadsheetDamage: Int] {
    let found = tallies.filter { $0.1.count > 0 }.map { ($0.0, $0.1.firstRow) }
    return Dictionary(found, uniquingKeysWith: min)
  }

  /// Rows that may come to be among ``firstRows``.
  var candidateRows: [Int] {
    ([dates, monthNames, exponents] + lengths).filter { $0.count > 0 }.map(\.firstRow)
  }

  private var tallies: [(SpreadsheetDamage, Tally)] {
    let amongNumbers = 2 * numbers > count ? dates : Tally()
    let named = monthNames.count < count ? monthNames : Tally()
    return [
      (.dates, amongNumbers + named), (.exponents, exponents), (.leadingZeros, shortened),
    ]
  }

  /// Values shorter than nine in ten, where these are as long as any, and have five digits or more.
  private var shortened: Tally {
    guard let usual = lengths.indices.last(where: { lengths[$0].count > 0 }), usual > 4, usual < 31,
      beginWithZero == 0, 10 * lengths[usual].count >= 9 * count, count > lengths[usual].count
    else { return Tally() }
    let shorter = lengths[(usual - 2)..<usual].reduce(Tally(), +)
    return shorter.count == count - lengths[usual].count ? shorter : Tally()
  }
}

/// A day or a year beside a month's name, as spreadsheets show 10.2 or 10-2: `10.фев`, `фев.10`,
/// `10-Feb`, `Feb-10`.
package enum MonthName {
  private static let names = Set(
    [
      "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { Array($0.utf8) })

  package static func isDate(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard (5...9).contains(field.count) else { return false }
    let text = String(decoding: field, as: UTF8.self).lowercased()
    let parts = text.split(omittingEmptySubsequences: false) { ".- ".contains($0) }
    guard parts.count == 2 else { return false }
    func isNumber(_ part: Substring) -> Bool {
      (1...2).contains(part.count) && part.allSatisfy { $0.isASCII && $0.isNumber }
    }
    func isName(_ part: Substring) -> Bool { names.contains(Array(part.utf8)) }
    return (isNumber(parts[0]) && isName(parts[1])) || (isName(parts[0]) && isNumber(parts[1]))
  }
}
