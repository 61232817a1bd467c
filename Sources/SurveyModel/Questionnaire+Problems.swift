extension Questionnaire {
  /// What keeps questions from being a questionnaire.
  ///
  /// - Parameter groups: Names of the groups and repeats, which conditions may refer to as well.
  static func problems(in questions: [Question], groups: some Sequence<String>) -> [Diagnostic] {
    let known = Set(questions.map(\.name))
      .union(groups).union(questions.flatMap(\.groups))
      .union(questions.compactMap(\.enclosingRepeat))
    return duplicates(in: questions)
      + questions.flatMap { choiceProblems(in: $0) + unknownReferences(in: $0, known: known) }
  }

  private static func duplicates(in questions: [Question]) -> [Diagnostic] {
    var first: [String: Question] = [:]
    return questions.compactMap { question in
      guard let earlier = first[question.name] else {
        first[question.name] = question
        return nil
      }
      return Diagnostic(
        .error, "duplicate-question",
        "a second question is named '\(question.name)'; the first is at \(earlier.location)",
        fix: remedy(for: question, and: earlier), at: question.location)
    }
  }

  /// What two questions of one name may be called: XLSForm allows it in different groups, where only
  /// the path tells them apart.
  private static func remedy(for question: Question, and earlier: Question) -> String {
    let paths = [earlier, question].map { $0.groups + ($0.enclosingRepeat.map { [$0] } ?? []) }
    guard paths[0] != paths[1] else { return "give each question a name of its own" }
    let common = zip(paths[0], paths[1]).prefix { $0 == $1 }.count
    let names = paths.map { (Array($0.dropFirst(common)) + [question.name]) }
    let renamed = names.filter { $0.count > 1 }
    return "they stand in different groups: call "
      + renamed.map { $0.joined(separator: "_") }.joined(separator: " and ")
      + (renamed.count == 1 ? " the one in the group" : " what they are here")
      + "; the data keep their names, and "
      + renamed.map { $0.joined(separator: "/") }.joined(separator: ", ")
      + " is still found (with '-' or ':' as well)"
  }

  private static func choiceProblems(in question: Question) -> [Diagnostic] {
    guard let list = question.choices else { return [] }
    if list.choices.isEmpty {
      return [
        Diagnostic(
          .error, "no-choices", "\(question.name) has no choices: the list '\(list.name)' is empty",
          fix: "add choices to the list '\(list.name)'", at: question.location)
      ]
    }
    let duplicates = list.choices.enumerated().filter { list.index(of: $1.name) != $0 }
    return duplicates.map { _, choice in
      Diagnostic(
        .error, "duplicate-choice", "the list '\(list.name)' has the code '\(choice.name)' twice",
        fix: "give each choice a code of its own", at: choice.location)
    } + dividedNames(in: question, list)
  }

  /// Codes with spaces where a cell holds several codes divided by spaces.
  private static func dividedNames(in question: Question, _ list: ChoiceList) -> [Diagnostic] {
    switch question.kind {
    case .selectMultiple, .rank: break
    default: return []
    }
    return list.choices.filter { $0.name.contains(where: \.isWhitespace) }.map { choice in
      Diagnostic(
        .error, "choice-name-with-space",
        "the code '\(choice.name)' of the list '\(list.name)' has a space; the codes chosen in"
          + " \(question.name) are divided by spaces, so that it cannot be read",
        fix: "write \(choice.name.split(whereSeparator: \.isWhitespace).joined(separator: "_")),"
          + " in the data as well", at: choice.location)
    }
  }

  private static func unknownReferences(
    in question: Question, known: Set<String>
  ) -> [Diagnostic] {
    let expressions = [("relevant", question.relevant), ("constraint", question.constraint)]
    return expressions.flatMap { column, expression in
      (expression?.references ?? []).filter { !known.contains($0) }.map { name in
        Diagnostic(
          .error, "unknown-reference",
          "the \(column) of \(question.name) refers to '\(name)', which no question is named",
          fix: "correct the name in ${…}", at: question.location)
      }
    }
  }
}
