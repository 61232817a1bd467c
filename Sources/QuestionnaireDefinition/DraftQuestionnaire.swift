import SurveyModel

/// What is known of a question from a field file's columns.
public struct DraftColumn: Hashable, Sendable {
  /// A value of a closed question.
  public struct Code: Hashable, Sendable, ExpressibleByStringLiteral {
    public var name: String
    /// What the file says of it; the code itself where that is nothing.
    public var label: String
    /// Set where the file declares that the code means no answer.
    public var missing: MissingReason?

    public init(_ name: String, label: String? = nil, missing: MissingReason? = nil) {
      self.name = name
      self.label = label ?? name
      self.missing = missing
    }

    public init(stringLiteral name: String) { self.init(name) }
  }

  public enum Kind: Hashable, Sendable {
    /// One of a few values, which are taken as the codes of choices.
    case codes([Code])
    /// Several of a few values.
    case codeSets([Code])
    /// Within the range that was found, if that may be told.
    case integer(ClosedRange<Int>?)
    case decimal, text, date, dateTime
    /// What a device records: `start`, `end`, `deviceid`, …
    case metadata(String)
  }

  /// What the question is called, as far as the rules of names allow.
  public var name: String
  /// The question's text, or the column's name.
  public var label: String
  public var kind: Kind
  /// As the file has it; nil for the usual one of the kind.
  public var measure: Measure?

  public init(name: String, label: String? = nil, kind: Kind, measure: Measure? = nil) {
    self.name = name
    self.label = label ?? name
    self.kind = kind
    self.measure = measure
  }
}

extension XLSForm {
  /// A questionnaire to begin with, from the columns of a field file: labels are the file's, or the
  /// columns' names and the codes; 97, 98 and 99 beyond a scale of codes without labels are marked as
  /// missing answers.
  ///
  /// - Returns: A question for each column in the file's order.
  /// - Throws: ``QuestionnaireError`` where there is a question without choices.
  public static func draft(
    title: Label, version: String, language: String, columns: [DraftColumn], file: String
  ) throws(QuestionnaireError) -> Questionnaire {
    var names = DraftNames()
    var lists: [[DraftColumn.Code]: ChoiceList] = [:]
    var questions: [Question] = []
    for (index, column) in columns.enumerated() {
      let place = SourceLocation(file: file, line: 1, column: index + 1)
      let name = names.name(for: column.name)
      var list: ChoiceList?
      if case .codes(let codes) = column.kind { list = draftList(codes, name, &lists, place) }
      if case .codeSets(let codes) = column.kind { list = draftList(codes, name, &lists, place) }
      questions.append(
        Question(
          name: name, label: Label([language: column.label]), kind: column.kind.question(list),
          measure: column.measure, constraint: column.kind.constraint, at: place))
    }
    return try Questionnaire(
      title: title, version: version, languages: [language], questions: questions)
  }

  /// Columns with the same codes share a list, named after the first of them.
  private static func draftList(
    _ codes: [DraftColumn.Code], _ name: String,
    _ lists: inout [[DraftColumn.Code]: ChoiceList], _ place: SourceLocation
  ) -> ChoiceList {
    let ordered = codes.sorted { precedes($0.name, $1.name) }
    if let list = lists[ordered] { return list }
    let numbers = ordered.compactMap { Int($0.name) }
    let isScale =
      numbers.count == ordered.count && ordered.allSatisfy { $0.label == $0.name }
      && numbers.contains { $0 < 97 }
      && numbers.allSatisfy { $0 < 90 || (97...99).contains($0) }
    let reasons: [String: MissingReason] =
      isScale ? ["97": .dontKnow, "98": .refused, "99": .noAnswer] : [:]
    let list = ChoiceList(
      name: name,
      choices: ordered.map {
        Choice(
          name: $0.name, label: Label($0.label), missing: $0.missing ?? reasons[$0.name], at: place)
      })
    lists[ordered] = list
    return list
  }

  /// Numbers by their size, then texts by the alphabet.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    switch (Double(a), Double(b)) {
    case (let a?, let b?) where a != b: a < b
    case (.some, .none): true
    case (.none, .some): false
    default: a < b
    }
  }
}

/// Names that XLSForm allows, each once.
private struct DraftNames {
  private var taken: Set<String> = []

  mutating func name(for column: String) -> String {
    var name = String(
      column.trimmed.map { $0.isLetter || $0.isNumber || "_-.".contains($0) ? $0 : "_" })
    while name.count > 1, name.hasSuffix("_") { name.removeLast() }
    if name.first.map({ $0.isLetter || $0 == "_" }) != true { name = "_" + name }
    var (unique, count) = (name, 1)
    while !taken.insert(unique).inserted {
      count += 1
      unique = "\(name)_\(count)"
    }
    return unique
  }
}

extension DraftColumn.Kind {
  fileprivate func question(_ list: ChoiceList?) -> Question.Kind {
    switch (self, list) {
    case (.codes, let list?): .selectOne(list)
    case (.codeSets, let list?): .selectMultiple(list)
    case (.integer, _): .integer
    case (.decimal, _): .decimal
    case (.date, _): .date
    case (.dateTime, _): .dateTime
    case (.metadata(let field), _): .metadata(field)
    case (.text, _), (.codes, nil), (.codeSets, nil): .text
    }
  }

  /// The range that was found, for the sociologist to widen.
  fileprivate var constraint: Expression? {
    guard case .integer(let range?) = self else { return nil }
    return try? Expression(parsing: ". >= \(range.lowerBound) and . <= \(range.upperBound)")
  }
}
