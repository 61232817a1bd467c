/// The answers to the questions of one questionnaire version, one row for each interview.
///
/// Columns are kept by the question's name; all have ``count`` rows in the same order.
public struct Responses: Sendable {
  /// Number of interviews.
  public let count: Int
  /// Where each interview stands in its field file: file and line; `count` elements.
  public let origins: InterviewOrigins
  /// Answers by the name of the question.
  public private(set) var columns: [String: Column]

  /// - Precondition: Every column has as many rows as there are origins.
  public init(origins: some Sequence<SourceLocation>, columns: [String: Column]) {
    self.origins = origins as? InterviewOrigins ?? InterviewOrigins(origins)
    count = self.origins.count
    precondition(columns.values.allSatisfy { [count] in $0.count == count }, "ragged columns")
    self.columns = columns
  }

  /// The answers to a question; nil where the file had no such column.
  public subscript(question: String) -> Column? { columns[question] }
}

/// The answers to one question.
public struct Column: Sendable {
  public enum Values: Sendable {
    /// Place among the question's choices, from 0; −1 where there is no answer.
    case choices(PackedPlaces)
    /// The chosen ones among the question's choices.
    case choiceSets(ChoiceSets)
    /// NaN where there is no answer. Dates are days since 1970-01-01, times seconds since midnight,
    /// date-times seconds since 1970-01-01T00:00 of the clock on the wall.
    case numbers([Double])
    /// "" where there is no answer. Never printed.
    case texts([String])
  }

  public var values: Values
  /// Why each row has no answer; nil where it has one.
  public private(set) var missing: [MissingReason?]
  /// The codes by which the file says so; nil where it uses none.
  public private(set) var missingCodes: MissingCodes?
  /// What the file says where a number cannot hold it, by interview: `12345678901234567`,
  /// `2025-05-31T14:05:30+03:00`. Nothing is computed from it.
  public private(set) var exactTexts: [Int: String]

  /// - Parameters:
  ///   - values: One for each interview.
  ///   - missing: One for each interview.
  ///   - codes: For as many interviews.
  ///   - exactTexts: Of the interviews whose number says less than the file.
  public init(
    values: Values, missing: [MissingReason?], codes: MissingCodes? = nil,
    exactTexts: [Int: String] = [:]
  ) {
    precondition(values.count == missing.count, "as many reasons as values")
    precondition(codes.map { $0.count == missing.count } ?? true, "a place for each interview")
    self.values = values
    self.missing = missing
    missingCodes = codes
    self.exactTexts = exactTexts
  }

  /// Number of interviews.
  public var count: Int { missing.count }

  /// Takes an answer away for a reason.
  public mutating func remove(at row: Int, because reason: MissingReason) {
    missing[row] = reason
    missingCodes?.remove(at: row)
    exactTexts[row] = nil
    switch values {
    case .choices(var codes):
      values = .choices([])
      codes[row] = -1
      values = .choices(codes)
    case .choiceSets(var sets):
      values = .choices([])
      sets.clear(row: row)
      values = .choiceSets(sets)
    case .numbers(var numbers):
      values = .choices([])
      numbers[row] = .nan
      values = .numbers(numbers)
    case .texts(var texts):
      values = .choices([])
      texts[row] = ""
      values = .texts(texts)
    }
  }
}

extension Column.Values {
  /// Number of interviews.
  public var count: Int {
    switch self {
    case .choices(let codes): codes.count
    case .choiceSets(let sets): sets.count
    case .numbers(let numbers): numbers.count
    case .texts(let texts): texts.count
    }
  }
}

/// For each interview, which of a list's choices were taken: a bit for each choice.
public struct ChoiceSets: Hashable, Sendable {
  /// Number of choices in the list.
  public let choiceCount: Int
  /// Number of interviews.
  public private(set) var count: Int
  private let wordsPerRow: Int
  private var words: [UInt64]

  /// Empty sets for a number of interviews.
  public init(choiceCount: Int, count: Int) {
    self.choiceCount = choiceCount
    self.count = count
    wordsPerRow = max(1, (choiceCount + 63) / 64)
    words = Array(repeating: 0, count: wordsPerRow * count)
  }

  /// Whether a choice (from 0) was taken in a row.
  public func contains(_ choice: Int, row: Int) -> Bool {
    words[row * wordsPerRow + choice >> 6] & (1 << UInt64(choice & 63)) != 0
  }

  public mutating func insert(_ choice: Int, row: Int) {
    words[row * wordsPerRow + choice >> 6] |= 1 << UInt64(choice & 63)
  }

  public mutating func clear(row: Int) {
    for word in 0..<wordsPerRow { words[row * wordsPerRow + word] = 0 }
  }

  /// Places of the choices taken in a row, ascending.
  public func choices(row: Int) -> [Int] {
    (0..<choiceCount).filter { contains($0, row: row) }
  }

  public func isEmpty(row: Int) -> Bool {
    (0..<wordsPerRow).allSatisfy { words[row * wordsPerRow + $0] == 0 }
  }
}
