import SurveyModel

/// What is known of a field file's column from its values alone.
public struct DraftColumn: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// One of a few values, which are taken as the codes of choices.
    case codes([String])
    /// Several of a few values.
    case codeSets([String])
    case integer(ClosedRange<Int>)
    case decimal, text, date
  }

  /// As the file's header has it.
  public var name: String
  public var kind: Kind

  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

extension XLSForm {
  /// A questionnaire to begin with, from the columns of a field file: labels are the columns'
  /// names and the codes; 97, 98 and 99 beyond a scale are marked as missing answers.
  ///
  /// - Returns: A question for each column in the file's order, named as the column is as far as
  ///   the rules of names allow.
  /// - Throws: ``QuestionnaireError`` where there is a question without choices.
  public static func draft(
    title: Label, version: String, language: String, columns: [DraftColumn], file: String
  ) throws(QuestionnaireError) -> Questionnaire {
    var names = DraftNames()
    var lists: [[String]: ChoiceList] = [:]
    var questions: [Question] = []
    for (index, column) in columns.enumerated() {
      let place = SourceLocation(file: file, line: 1, column: index + 1)
      let name = names.name(for: column.name)
      var list: ChoiceList?
      if case .codes(let codes) = column.kind { list = draftList(codes, name, &lists, place) }
      if case .codeSets(let codes) = column.kind { list = draftList(codes, name, &lists, place) }
      questions.append(
        Question(
          name: name, label: Label([language: column.name]), kind: column.kind.question(list),
          constraint: column.kind.constraint, at: place))
    }
    return try Questionnaire(
      title: title, version: version, languages: [language], questions: questions)
  }

  /// Columns with the same codes share a list, named after the first of them.
  private static func draftList(
    _ codes: [String], _ name: String, _ lists: inout [[String]: ChoiceList],
    _ place: SourceLocation
  ) -> ChoiceList {
    let ordered = codes.sorted(by: precedes)
    if let list = lists[ordered] { return list }
    let numbers = ordered.compactMap { Int($0) }
    let isScale =
      numbers.count == ordered.count && numbers.contains { $0 < 97 }
      && numbers.allSatisfy { $0 < 90 || (97...99).contains($0) }
    let reasons: [String: MissingReason] =
      isScale ? ["97": .dontKnow, "98": .refused, "99": .noAnswer] : [:]
    let list = ChoiceList(
      name: name,
      choices: ordered.map {
        Choice(name: $0, label: Label($0), missing: reasons[$0], at: place)
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
    case (.text, _), (.codes, nil), (.codeSets, nil): .text
    }
  }

  /// The range that was found, for the sociologist to widen.
  fileprivate var constraint: Expression? {
    guard case .integer(let range) = self else { return nil }
    return try? Expression(parsing: ". >= \(range.lowerBound) and . <= \(range.upperBound)")
  }
}
