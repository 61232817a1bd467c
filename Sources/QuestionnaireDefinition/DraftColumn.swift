import SurveyModel

/// What is known of a question from a field file's columns and a codebook.
public struct DraftColumn: Hashable, Sendable {
  /// A value of a closed question.
  public struct Code: Hashable, Sendable, ExpressibleByStringLiteral {
    public var name: String
    /// What the file or the codebook says of it; the code itself where that is nothing.
    public var label: Label
    /// Set where the file declares, or the label says, that the code means no answer.
    public var missing: MissingReason?
    /// What a data set has for it, where that is not the name.
    public var dataValue: String?

    /// - Parameter label: nil or blank where nothing is said.
    public init(_ name: String, label: Label? = nil, missing: MissingReason? = nil) {
      self.name = name
      self.label = label.flatMap { $0.isEmpty ? nil : $0 } ?? Label(name)
      self.missing = missing
    }

    public init(stringLiteral name: String) { self.init(name) }

    /// Whether nobody has said what the code means: it is a number, and its own label.
    public var isUnlabelled: Bool {
      label.texts == ["": name] && (Double(name) != nil || name.hasPrefix("."))
    }
  }

  public enum Kind: Hashable, Sendable {
    /// One of a few values, which are taken as the codes of choices.
    case codes([Code])
    /// Several of a few values.
    case codeSets([Code])
    /// A few values in an order.
    case ranks([Code])
    /// Within the range that was found, if that may be told.
    case integer(ClosedRange<Int>?)
    case decimal, text, date, dateTime, time
    /// What a device records: `start`, `end`, `deviceid`, …
    case metadata(String)
  }

  /// What the question is called, as far as the rules of names allow.
  public var name: String
  /// The column as the file has it.
  public var column: String
  /// The question's text, or the column's name; a text without a language is in the draft's.
  public var label: Label
  public var kind: Kind
  /// As the file has it, or the labels show; nil for the usual one of the kind.
  public var measure: Measure?
  /// What a codebook calls the list of choices; nil where it has no name.
  public var listName: String?
  /// Values that mean no answer among numbers, dates and texts, with their reasons.
  public var missingValues: [Code] = []
  /// Whether its choices were made of answers in words, which alone say what the codes mean.
  public var isOfTexts = false
  /// Numbers that stand apart from the others and look like codes, and how often each was given.
  public var setApart: [String: Int] = [:]
  /// Whether an export's codebook says all of it, so that nothing is left to ask.
  public var isTold = false

  /// - Parameters:
  ///   - name: The end of the column's path, or all of it.
  ///   - column: nil where the column is called so.
  ///   - label: nil or blank where the column's name says all.
  public init(
    name: String, column: String? = nil, label: Label? = nil, kind: Kind,
    measure: Measure? = nil, listName: String? = nil
  ) {
    self.name = name
    self.column = column ?? name
    self.label = label.flatMap { $0.isEmpty ? nil : $0 } ?? Label(self.column)
    self.kind = kind
    self.measure = measure
    self.listName = listName
  }

  /// The values of a closed question; none of an open one.
  public var codes: [Code] {
    switch kind {
    case .codes(let codes), .codeSets(let codes), .ranks(let codes): codes
    default: []
    }
  }
}

extension [DraftColumn.Code] {
  /// Creates a code for each answer: the answer itself where all may be names of choices, else its
  /// place with the answer as its label. Where an answer is itself a number a letter stands before the
  /// place, so that no label is another choice's code.
  public init(answers: [String], areNames: Bool) {
    let letter = answers.contains { Double($0) != nil } ? "c" : ""
    self = answers.enumerated().map { place, answer in
      areNames
        ? DraftColumn.Code(answer)
        : DraftColumn.Code("\(letter)\(place + 1)", label: Label(answer))
    }
  }
}

extension DraftColumn.Kind {
  /// The question's kind, given its choices.
  func question(_ list: ChoiceList?) -> Question.Kind {
    switch (self, list) {
    case (.codes, let list?): .selectOne(list)
    case (.codeSets, let list?): .selectMultiple(list)
    case (.ranks, let list?): .rank(list)
    case (.integer, _): .integer
    case (.decimal, _): .decimal
    case (.date, _): .date
    case (.dateTime, _): .dateTime
    case (.time, _): .time
    case (.metadata(let field), _): .metadata(field)
    case (.text, _), (.codes, nil), (.codeSets, nil), (.ranks, nil): .text
    }
  }

  /// The range that was found, for the sociologist to widen.
  var constraint: Expression? {
    guard case .integer(let range?) = self else { return nil }
    return try? Expression(parsing: ". >= \(range.lowerBound) and . <= \(range.upperBound)")
  }
}
