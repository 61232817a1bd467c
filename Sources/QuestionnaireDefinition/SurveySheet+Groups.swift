import SurveyModel
import TabularFiles

// Groups, repeats and loops.
extension SurveySheet {
  mutating func begin(_ kind: RowType.Container, list: String?, _ row: Sheet.Row) {
    let location = columns.place("type", row)
    let name = name(row)?.text ?? ""
    if kind == .repetition { explainRepeat(name, at: location) }
    if kind == .loop { checkLoop(list, at: location) }
    groupLabels[name] = columns.label("label", row)
    open.append(
      Container(
        kind: kind, name: name, relevant: expression("relevant", row), list: list,
        location: location, start: questions.count))
  }

  mutating func end(_ kind: RowType.Container, at location: SourceLocation) {
    guard let last = open.last else {
      report(
        .error, "group-not-begun", "nothing is open here that 'end \(kind.rawValue)' could close",
        fix: "delete the row, or add the row that begins the \(kind.rawValue)", at: location)
      return
    }
    guard last.kind == kind else {
      report(
        .error, "group-mismatch",
        "'end \(kind.rawValue)' stands where the \(last.kind.rawValue) '\(last.name)' of "
          + "\(last.location) must be closed first",
        fix: "add 'end_\(last.kind.rawValue)' before it, or change it", at: location)
      return
    }
    open.removeLast()
    if let list = last.list, kind == .loop { unroll(last, over: choices.lists[list] ?? []) }
  }

  private mutating func explainRepeat(_ name: String, at location: SourceLocation) {
    report(
      .warning, "repeat-not-analysed",
      "the questions of the repeat '\(name)' are asked several times in an interview, and are not "
        + "analysed", fix: "ask them once, or analyse them as a study of their own", at: location)
  }

  private mutating func checkLoop(_ list: String?, at location: SourceLocation) {
    report(
      .warning, "old-loop", "a loop is an old form: its questions are asked for each choice",
      fix: "write the questions out in groups", at: location)
    guard let list else {
      report(
        .error, "missing-choice-list", "the loop names no list",
        fix: "write it as 'begin loop over LIST'", at: location)
      return
    }
    usedLists.insert(list)
    if choices.lists[list] == nil { reportMissing(list, at: location) }
  }

  /// Replaces a loop's questions by those for each choice, as exports name them.
  private mutating func unroll(_ loop: Container, over choices: [Choice]) {
    let inside = questions[loop.start...]
    let copies = choices.flatMap { choice in
      inside.map { question in
        var copy = question
        copy.name = "\(loop.name)/\(choice.name)/\(question.name)"
        copy.label = question.label.naming(choice)
        copy.hint = question.hint.naming(choice)
        copy.groups.append(choice.name)
        return copy
      }
    }
    for choice in choices { groupLabels[choice.name] = choice.label }
    questions.replaceSubrange(loop.start..., with: copies)
  }

  /// Names of the open groups, outermost first.
  var openGroups: [String] { open.filter { $0.kind != .repetition }.map(\.name) }

  /// Name of the innermost open repeat.
  var openRepeat: String? { open.last { $0.kind == .repetition }?.name }
}

extension Label {
  /// With a loop's choice in the place of `%(label)s` and `%(name)s`.
  fileprivate func naming(_ choice: Choice) -> Label {
    Label(
      Dictionary(
        uniqueKeysWithValues: texts.map { language, text in
          let label = choice.label.text(in: language) ?? choice.name
          return (
            language,
            text.replacing("%(label)s", with: label).replacing("%(name)s", with: choice.name)
          )
        }))
  }
}
