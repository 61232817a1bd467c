import SurveyModel

/// A data set of a statistical program: variables with their labels, and the cases' values.
///
/// SPSS's `.sav`, `.zsav` and `.por` and Stata's `.dta` are read and, `.por` apart, written through
/// ReadStat (E. Miller, ReadStat 1.1).
public struct StatisticalFile: Sendable {
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// SPSS, its compressed form, and its portable form.
    case sav, zsav, por
    /// Stata.
    case dta
  }

  public var format: Format
  /// The title of the data set.
  public var label: String
  /// Documents of SPSS, notes of Stata, in their order.
  public var notes: [String]
  public var variables: [StatisticalVariable]
  public var caseCount: Int
  /// The variable by which SPSS weights the cases.
  public var weightVariable: String?
  /// The day that a written file names as that of its making, such as `2025-05-31`; a text that is
  /// no day counts as ``undated``. The clock plays no part, so that the same data give the same
  /// bytes at any time and in any time zone. Reading does not fill it.
  public var date = StatisticalFile.undated

  /// 1 January 1970, which stands in files of data that tell no day.
  public static let undated = "1970-01-01"

  /// - Precondition: Every variable has `caseCount` values.
  public init(
    format: Format, label: String = "", notes: [String] = [], variables: [StatisticalVariable],
    caseCount: Int, weightVariable: String? = nil
  ) {
    precondition(variables.allSatisfy { $0.values.count == caseCount }, "a value for each case")
    self.format = format
    self.label = label
    self.notes = notes
    self.variables = variables
    self.caseCount = caseCount
    self.weightVariable = weightVariable
  }
}

/// A variable of a statistical data set.
public struct StatisticalVariable: Sendable {
  /// What a value label or a missing value names.
  public enum Value: Hashable, Sendable {
    case number(Double)
    case text(String)
    /// Stata's `.a` … `.z`.
    case tagged(Character)
  }

  public struct ValueLabel: Hashable, Sendable {
    public var value: Value
    public var text: String

    public init(_ value: Value, _ text: String) {
      self.value = value
      self.text = text
    }
  }

  /// Values that the file declares to mean no answer.
  public enum MissingValues: Hashable, Sendable {
    case value(Value)
    /// From … to …, both included.
    case range(Double, Double)
  }

  public enum Values: Sendable {
    /// NaN where there is none; see ``StatisticalVariable/missingTag(of:)`` for Stata's `.a`.
    case numbers([Double])
    case texts([String])
  }

  public var name: String
  public var label: String
  /// As the program writes it: `F8.2`, `DATE10`, `A255`, `%td`; "" for the usual one.
  public var format: String
  public var measure: Measure?
  public var valueLabels: [ValueLabel]
  public var missing: [MissingValues]
  public var values: Values

  public init(
    name: String, label: String = "", format: String = "", measure: Measure? = nil,
    valueLabels: [ValueLabel] = [], missing: [MissingValues] = [], values: Values
  ) {
    self.name = name
    self.label = label
    self.format = format
    self.measure = measure
    self.valueLabels = valueLabels
    self.missing = missing
    self.values = values
  }

  /// Whether its values are texts.
  package var isText: Bool { if case .texts = values { true } else { false } }

  /// A missing number that carries Stata's letter.
  public static func missingNumber(tag: Character) -> Double {
    Double(nan: UInt64(tag.asciiValue ?? 0), signaling: false)
  }

  /// The letter of a missing number, `a` … `z`; nil for other numbers.
  public static func missingTag(of number: Double) -> Character? {
    guard number.isNaN else { return nil }
    let letter = UInt8(truncatingIfNeeded: number.significandBitPattern)
    return (0x61...0x7A).contains(letter) ? Character(UnicodeScalar(letter)) : nil
  }
}

extension StatisticalVariable.Values {
  public var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .texts(let texts): texts.count
    }
  }
}

extension StatisticalVariable.Value {
  /// As a field of a table has it: `97`, `.a`.
  package var cell: String {
    switch self {
    case .number(let number): StatisticalVariable.text(of: number)
    case .text(let text): text
    case .tagged(let letter): ".\(letter)"
    }
  }
}

extension StatisticalVariable.MissingValues {
  /// `97`, or `97…99`; an end that SPSS calls lowest or highest is left open.
  package var text: String {
    switch self {
    case .value(let value): value.cell
    case .range(let low, let high):
      [low, high].map { abs($0) < 1e300 ? StatisticalVariable.text(of: $0) : "" }
        .joined(separator: "…")
    }
  }

  /// Whether a number is one of them.
  public func contains(_ number: Double) -> Bool {
    switch self {
    case .value(.number(let value)): value == number
    case .range(let low, let high): low <= number && number <= high
    case .value: false
    }
  }
}

extension StatisticalFile.Format {
  /// The format that a file's first bytes betray; nil for another kind of file.
  public init?(_ bytes: [UInt8]) {
    if bytes.starts(with: Array("$FL2".utf8)) {
      self = .sav
    } else if bytes.starts(with: Array("$FL3".utf8)) {
      self = .zsav
    } else if bytes.starts(with: Array("<stata_dta>".utf8)) || Self.isOldStata(bytes) {
      self = .dta
    } else if Self.isPortable(bytes) {
      self = .por
    } else {
      return nil
    }
  }

  /// The format that a file's name promises.
  public init?(fileName: String) {
    let ending = fileName.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard fileName.contains("."), let format = Self(rawValue: ending) else { return nil }
    self = format
  }

  /// Versions 104 to 115: the version, the byte order, and a one.
  private static func isOldStata(_ bytes: [UInt8]) -> Bool {
    bytes.count > 60 && (104...115).contains(bytes[0]) && (1...2).contains(bytes[1])
      && bytes[2] == 1 && bytes[3] == 0
  }

  /// 200 bytes of titles and 256 of a table of characters stand before the word.
  private static func isPortable(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(520).filter { $0 != 0x0A && $0 != 0x0D }
    guard start.count >= 464 else { return false }
    return start[456..<464].elementsEqual("SPSSPORT".utf8)
  }

  /// For messages: `an SPSS data file (.sav)`.
  public var description: String {
    switch self {
    case .sav, .zsav: "an SPSS data file (.\(rawValue))"
    case .por: "an SPSS portable file (.por)"
    case .dta: "a Stata data file (.dta)"
    }
  }
}
