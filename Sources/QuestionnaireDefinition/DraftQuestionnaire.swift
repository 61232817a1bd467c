import SurveyModel

extension XLSForm {
  /// A questionnaire to begin with, from the columns of a field file: labels are the file's or a
  /// codebook's, else the columns' names and the codes. A code without a label gets no meaning.
  ///
  /// - Parameters:
  ///   - languages: Those of the labels; a text without a language is in the first.
  ///   - header: All columns of the file, those without a question too.
  /// - Returns: A question for each column in the file's order.
  /// - Throws: ``QuestionnaireError`` where there is a question without choices.
  public static func draft(
    title: Label, version: String, languages: [String], columns: [DraftColumn], header: [String],
    file: String
  ) throws(QuestionnaireError) -> Questionnaire {
    var names = DraftNames(columns: header, told: columns.filter(\.isTold).map(\.name))
    var lists = DraftLists(language: languages.first ?? "")
    var questions: [Question] = []
    for (index, column) in columns.enumerated() {
      let place = SourceLocation(file: file, line: 1, column: index + 1)
      let name = names.name(for: column)
      let list = column.codes.isEmpty ? nil : lists.list(of: column, named: name, at: place)
      questions.append(
        Question(
          name: name, label: column.label.said(in: languages.first ?? ""),
          kind: column.kind.question(list), measure: column.measure,
          constraint: column.kind.constraint, at: place))
    }
    return try Questionnaire(
      title: title, version: version, languages: languages, questions: questions)
  }
}

/// The choice lists of a draft. Questions share one where a codebook gives it a name or the labels are
/// the same; codes that nobody has labelled may mean different things, and stay apart.
private struct DraftLists {
  let language: String
  private var lists: [Key: ChoiceList] = [:]
  private var taken: Set<String> = []

  private struct Key: Hashable {
    let name: String?
    let codes: [DraftColumn.Code]
  }

  init(language: String) { self.language = language }

  mutating func list(
    of column: DraftColumn, named name: String, at place: SourceLocation
  ) -> ChoiceList {
    let isMultiple =
      switch column.kind {
      case .codeSets, .ranks: true
      default: false
      }
    let codes = Self.ordered(isMultiple ? Self.withoutSpaces(column.codes) : column.codes)
    let isOwn = column.listName == nil && codes.allSatisfy { $0.isUnlabelled || $0.missing != nil }
    let key = Key(name: isOwn ? name : column.listName, codes: codes)
    if let list = lists[key] { return list }
    let stem = column.listName ?? name
    let names = [stem] + (2...(taken.count + 2)).map { "\(stem)_\($0)" }
    let list = ChoiceList(
      name: names.first { !taken.contains($0) } ?? name,
      choices: codes.map {
        Choice(
          name: $0.name, label: $0.label.said(in: language), missing: $0.missing,
          dataValue: $0.dataValue, at: place)
      })
    taken.insert(list.name)
    lists[key] = list
    return list
  }

  /// Spaces divide the answers of one cell: a choice that is called with one gets a number for its
  /// name, and all others with it, so that none is called like another.
  private static func withoutSpaces(_ codes: [DraftColumn.Code]) -> [DraftColumn.Code] {
    guard codes.contains(where: { $0.name.contains(where: \.isWhitespace) || $0.name.isEmpty })
    else {
      return codes
    }
    return codes.enumerated().map { place, code in
      var code = code
      code.name = "\(place + 1)"
      return code
    }
  }

  /// By their size where all are numbers, else as they came: a codebook has them in its order.
  private static func ordered(_ codes: [DraftColumn.Code]) -> [DraftColumn.Code] {
    guard codes.allSatisfy({ Double($0.name) != nil || $0.missing != nil }) else { return codes }
    return codes.sorted { a, b in
      switch (Double(a.name), Double(b.name)) {
      case (let a?, let b?) where a != b: a < b
      case (.some, .none): true
      case (.none, .some): false
      default: a.name < b.name
      }
    }
  }
}

extension Label {
  /// The same, a text without a language being in this one.
  fileprivate func said(in language: String) -> Label {
    var label = self
    guard let text = label[""], !language.isEmpty else { return label }
    label[""] = nil
    if label[language] == nil { label[language] = text }
    return label
  }
}
