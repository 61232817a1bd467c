/// One answer that may be chosen.
public struct Choice: Hashable, Sendable {
  /// The code in the data.
  public var name: String
  public var label: Label
  /// Set where choosing it gives no answer: "don't know", "refused".
  public var missing: MissingReason?
  /// Whether it excludes all others: "none of these".
  public var isExclusive: Bool
  /// What a data set (`.sav`, `.dta`) has for it, a number or a letter `.a`; nil where that is the
  /// ``name``.
  public var dataValue: String?
  public var location: SourceLocation

  public init(
    name: String, label: Label, missing: MissingReason? = nil, isExclusive: Bool = false,
    dataValue: String? = nil, at location: SourceLocation
  ) {
    self.name = name
    self.label = label
    self.missing = missing
    self.isExclusive = isExclusive
    self.dataValue = dataValue
    self.location = location
  }

  /// The code as a number; nil where it is not one.
  public var value: Double? { Double(name) }

  /// Whether a data set's value stands for the choice: what is said of it, else its code.
  public func isValue(_ text: String) -> Bool {
    let own = dataValue ?? name
    return own == text || Double(own).map { $0 == Double(text) } ?? false
  }
}

/// The choices of a question, in the questionnaire's order.
public struct ChoiceList: Hashable, Sendable {
  public let name: String
  public let choices: [Choice]
  /// Whether another answer may be written in (`or_other`); its choice is named `other`.
  public let allowsOther: Bool
  private let indices: [String: Int]

  public init(name: String, choices: [Choice], allowsOther: Bool = false) {
    self.name = name
    self.choices = choices
    self.allowsOther = allowsOther
    indices = Dictionary(
      choices.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { a, _ in a })
  }

  /// The place of a code among ``choices``, from 0; nil for a code that the list lacks.
  public func index(of code: String) -> Int? { indices[code] }

  /// Places of the choices that are answers: not missing.
  public var substantive: [Int] { choices.indices.filter { choices[$0].missing == nil } }

  /// Smallest and largest code among the substantive choices; nil unless all are numbers.
  ///
  /// These are the limits of a score in ``Factor`` where no others are given.
  public var numericLimits: ClosedRange<Double>? {
    let values = substantive.map { choices[$0].value }
    let numbers = values.compactMap(\.self)
    guard numbers.count == values.count, let low = numbers.min(), let high = numbers.max() else {
      return nil
    }
    return low...high
  }
}
