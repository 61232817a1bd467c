import SurveyModel

/// What a column of a field file seems to hold, without the values of text and identifiers.
public struct ColumnUnderstanding: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// No field has a value.
    case empty
    /// Few whole numbers that repeat, or lists of them: answers to closed questions.
    case codes
    case integer, decimal
    /// `2025-05-12` or `12.05.2025`, perhaps with a time.
    case date
    case text

    /// Whether every answer is a number, or several.
    var isOfNumbers: Bool { self == .codes || self == .integer || self == .decimal }
  }

  /// As the header has it, trimmed.
  public let name: String
  public let kind: Kind
  /// Fields with a value.
  public let count: Int
  /// Fields without one, or with nothing but spaces.
  public let blanks: Int
  /// Different values; at least so many where ``isDistinctCapped``.
  public let distinct: Int
  /// Whether counting stopped because there are so many.
  public let isDistinctCapped: Bool
  /// Whether nearly every value is another: then none is shown.
  public let isIdentifierLike: Bool
  /// Fields that are numbers.
  public let numbers: Int
  /// Lowest and highest number or date (ISO); nil for text, identifiers and empty columns.
  public let range: ClosedInterval?
  /// The codes, ascending; empty for other kinds.
  public let codes: [Int]
  /// Whether some fields hold several codes.
  public let hasCodeLists: Bool
  /// Characters of the shortest and the longest text; nil for other kinds.
  public let lengths: ClosedRange<Int>?
  /// Numbers with a percent sign, and with something between thousands.
  public let percents: Int
  public let grouped: Int
  /// Dates with a time.
  public let times: Int
  /// Markers of no answer in a column of numbers (`NA`, `н/д`), with their counts: blanks.
  public let markers: [String: Int]
  /// What a spreadsheet may have done to the values.
  public let damage: [SpreadsheetDamage.Finding]

  /// What of ``range`` may be shown to anybody: nothing of a column that is called like something
  /// personal, months of dates, and numbers of at most six digits before the decimal point.
  public var shownRange: ClosedInterval? {
    guard let range, PersonalData(column: name) == nil else { return nil }
    let ends = [range.lowest, range.highest]
    if kind == .date {
      return ClosedInterval(
        lowest: String(range.lowest.prefix(7)), highest: String(range.highest.prefix(7)))
    }
    let isShort = ends.allSatisfy { end in
      end.prefix { $0 != "." }.count(where: \.isNumber) <= 6
    }
    return isShort ? range : nil
  }

  /// Two ends as the file writes them, with a decimal point.
  public struct ClosedInterval: Hashable, Sendable {
    public let lowest: String
    public let highest: String
  }
}
