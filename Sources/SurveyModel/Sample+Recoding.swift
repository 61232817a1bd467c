extension ChoiceList {
  /// Whether two lists have the same codes with the same labels and meanings in the same order, wherever
  /// they stand.
  package func saysTheSame(as other: ChoiceList) -> Bool {
    allowsOther == other.allowsOther && choices.count == other.choices.count
      && zip(choices, other.choices).allSatisfy { own, other in
        own.name == other.name && own.label == other.label && own.missing == other.missing
          && own.isExclusive == other.isExclusive
      }
  }

  /// The list that two lists become once the codes of each are mapped: the later one's choices, those
  /// that only the earlier one has after them.
  ///
  /// A choice is no answer, or excludes the others, where it does in either list. Where several choices
  /// of the later list become one, the label is that of the earlier list's one choice, if it has one.
  package static func common(
    _ earlier: ChoiceList, _ first: AnswerMap, _ later: ChoiceList, _ second: AnswerMap
  ) -> ChoiceList {
    var order: [String] = []
    var sources: [String: (earlier: [Choice], later: [Choice])] = [:]
    func note(_ list: ChoiceList, _ map: AnswerMap, isLater: Bool) {
      for choice in list.choices {
        guard let target = map[choice.name] else { continue }
        if sources[target] == nil { order.append(target) }
        if isLater {
          sources[target, default: ([], [])].later.append(choice)
        } else {
          sources[target, default: ([], [])].earlier.append(choice)
        }
      }
    }
    note(later, second, isLater: true)
    note(earlier, first, isLater: false)
    let choices = order.compactMap { code -> Choice? in
      guard let own = sources[code] else { return nil }
      let all = own.later + own.earlier
      let named = own.later.count == 1 ? own.later : own.earlier.count == 1 ? own.earlier : all
      guard var choice = named.first else { return nil }
      choice.name = code
      choice.dataValue = nil
      choice.missing = all.lazy.compactMap(\.missing).first
      choice.isExclusive = all.contains(where: \.isExclusive)
      return choice
    }
    return ChoiceList(
      name: later.name, choices: choices, allowsOther: earlier.allowsOther || later.allowsOther)
  }
}

extension Column {
  /// The answers in the choices of another list.
  ///
  /// - Parameter places: For each choice of the present list its place in the other; nil for one that
  ///   the other lacks: such an answer becomes `invalid`.
  /// - Returns: nil where the answers are not of choices.
  package func recoded(_ places: [Int?], into list: ChoiceList) -> Column? {
    var lost: [(row: Int, reason: MissingReason)] = []
    func place(_ old: Int, row: Int) -> Int? {
      guard old < places.count, let new = places[old] else {
        lost.append((row, .invalid))
        return nil
      }
      if let reason = list.choices[new].missing {
        lost.append((row, reason))
        return nil
      }
      return new
    }
    let values: Values
    switch self.values {
    case .choices(let codes):
      let largest = list.choices.count - 1
      values = .choices(
        PackedPlaces(count: codes.count, largest: largest) { row in
          let code = codes[row]
          return code < 0 ? -1 : place(Int(code), row: row).map(Int32.init) ?? -1
        })
    case .choiceSets(let sets):
      var recoded = ChoiceSets(choiceCount: list.choices.count, count: sets.count)
      for row in 0..<sets.count where missing[row] == nil {
        for old in sets.choices(row: row) {
          if let new = place(old, row: row) { recoded.insert(new, row: row) }
        }
      }
      values = .choiceSets(recoded)
    case .numbers, .texts: return nil
    }
    var column = Column(values: values, missing: missing, codes: missingCodes)
    for (row, reason) in lost where column.missing[row] == nil {
      column.remove(at: row, because: reason)
    }
    return column
  }
}

extension Responses {
  /// The same interviews with a question's answers replaced, or taken away where there are none.
  package func having(_ column: Column?, for question: String) -> Responses {
    var columns = columns
    columns[question] = column
    return Responses(origins: origins, columns: columns)
  }

  /// The same interviews with columns under other names.
  package func renaming(_ names: [String: String]) -> Responses {
    Responses(
      origins: origins,
      columns: Dictionary(
        columns.map { (names[$0.key] ?? $0.key, $0.value) }, uniquingKeysWith: { a, _ in a }))
  }
}

extension Questionnaire {
  /// The same version with some questions replaced by others of the same place.
  ///
  /// - Throws: ``QuestionnaireError`` where what results is no questionnaire.
  package func replacing(
    _ replaced: (Question) -> Question
  ) throws(QuestionnaireError) -> Questionnaire {
    var form = try Questionnaire(
      title: title, version: version, languages: languages, questions: questions.map(replaced),
      groupLabels: groupLabels)
    form.recodings = recodings
    return form
  }

  /// The same version with questions under other names, in conditions too.
  ///
  /// - Throws: ``QuestionnaireError`` where two questions would share a name.
  package func renaming(_ names: [String: String]) throws(QuestionnaireError) -> Questionnaire {
    guard !names.isEmpty else { return self }
    return try replacing { question in
      var renamed = question
      renamed.name = names[question.name] ?? question.name
      renamed.relevant = question.relevant?.renaming(names)
      renamed.constraint = question.constraint?.renaming(names)
      if case .calculation(let expression?) = question.kind {
        renamed.kind = .calculation(expression.renaming(names))
      }
      return renamed
    }
  }
}

extension Expression {
  /// The same condition on questions under other names.
  package func renaming(_ names: [String: String]) -> Expression {
    guard references.contains(where: { names[$0] != nil }) else { return self }
    var (rest, text) = (source[...], "")
    while let open = rest.firstRange(of: "${") {
      text += rest[..<open.upperBound]
      rest = rest[open.upperBound...]
      guard let close = rest.firstIndex(of: "}") else { break }
      let name = String(rest[..<close]).filter { !$0.isWhitespace }
      text += names[name] ?? String(rest[..<close])
      rest = rest[close...]
    }
    return (try? Expression(parsing: text + rest)) ?? self
  }
}

extension Sample {
  /// The sample with a question's answers in the choices of another list.
  ///
  /// - Returns: nil where the sample has no such question with choices.
  package func recoding(_ question: String, by map: AnswerMap, into list: ChoiceList) -> Sample? {
    guard let own = questionnaire[question], let choices = own.choices else { return nil }
    let kind: Question.Kind? =
      switch own.kind {
      case .selectOne: .selectOne(list)
      case .selectMultiple: .selectMultiple(list)
      default: nil
      }
    let places = choices.choices.map { map[$0.name].flatMap(list.index(of:)) }
    guard let kind,
      let form = try? questionnaire.replacing({ other in
        guard other.name == question else { return other }
        var other = other
        other.kind = kind
        return other
      })
    else { return nil }
    var sample = self
    sample.questionnaire = form
    if !map.isIdentity { sample.questionnaire.recodings[question] = map }
    if let column = responses[question] {
      guard let recoded = column.recoded(places, into: list) else { return nil }
      sample.responses = responses.having(recoded, for: question)
    }
    return sample
  }
}
