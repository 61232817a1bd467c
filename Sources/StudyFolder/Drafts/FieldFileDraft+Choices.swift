import QuestionnaireDefinition
import ResponseImport
import SurveyModel
import TabularFiles
import TextFormats

// Questions of several choices that have a column each.
extension FieldFileDraft {
  /// What is declared to mean no answer is neither yes nor no.
  func isFlag(_ column: Int, countsWords: Bool) -> Bool {
    let flags: Set<String> = ["0", "1", "", "TRUE", "FALSE", "true", "false", "True", "False", "Y"]
    // LimeSurvey's full answers.
    let words: Set<String> = ["Yes", "No", "Да", "Нет", "Checked", "Unchecked"]
    let said = codebook[table.header[column].text]
    let given = table.distinctTexts(column: column, rows: Array(headerRows..<table.rowCount)).texts
      .filter { said?.means(noAnswer: $0) != true }
    return given.count { !$0.isEmpty } <= 2
      && given.allSatisfy { flags.contains($0) || countsWords && words.contains($0) }
  }

  /// What a column holds beside blanks, where that is one text and blanks are there too; "" where it
  /// is nothing.
  func onlyText(_ column: Int) -> String? {
    guard understandings[column].distinct <= 1,
      understandings[column].distinct == 0 || understandings[column].blanks > 0
    else { return nil }
    return (headerRows..<table.rowCount).lazy
      .map { table.text(row: $0, column: column).trimmed }.first { !$0.isEmpty } ?? ""
  }

  /// Whether columns hold one number each beside blanks, not all the same one, and not all are blank in
  /// the same rows: then 0 is no "no", but what its choice is called.
  func holdOwnNumbers(_ columns: [Int]) -> Bool {
    let given = columns.compactMap(onlyText).filter { !$0.isEmpty }
    guard given.count > 1, Set(given).count == given.count, given.allSatisfy({ Int($0) != nil })
    else { return false }
    return (headerRows..<table.rowCount).contains { row in
      Set(columns.map { table.text(row: row, column: $0).trimmed.isEmpty }).count > 1
    }
  }

  /// The question of several columns, with what they say of their choices and of missing answers.
  func question(_ group: DetailColumns.Group) -> DraftColumn {
    let name = group.isTold ? group.name : Self.lastName(group.name)
    let said = group.isTold ? nil : codebook[group.name] ?? codebook[name]
    let columns = group.columns.map { codebook[table.header[$0].text] }
    let labels = DetailLabels(columns.map { $0?.label ?? Label() })
    var choices = group.choices
    for (place, choice) in choices.enumerated() where choice.isUnlabelled || choice.label[""] != nil
    {
      if let known = said?.codes.first(where: { $0.name == choice.name }) {
        choices[place] = known
      } else if !labels.choices[place].isEmpty {
        choices[place].label = labels.choices[place]
      }
    }
    let answers = Set(choices.map(\.name))
    var clashing: [DraftColumn.Code] = []
    for (place, column) in zip(group.columns, columns) {
      for code in missingCodes(place, column) {
        if answers.contains(code.name) {
          // An answer of this name has a column of its own.
          if group.isTold { clashing.append(code.asValue) }
        } else if !choices.contains(where: { $0.name == code.name }) {
          choices.append(code)
        }
      }
    }
    // Choices that are numbered here are told by their texts.
    let isNumbered = zip(choices, group.columns).allSatisfy { choice, column in
      Int(choice.name) != nil
        && choice.label[""].map { $0 != choice.name && table.header[column].text.contains($0) }
          == true
    }
    var question = DraftColumn(
      name: name, column: group.name,
      label: said?.label.isEmpty == false ? said?.label : group.label ?? labels.question,
      kind: .codeSets(choices))
    question.isTold = group.isTold
    question.missingValues = clashing.unique
    question.isOfTexts = isNumbered && !group.isTold
    return question
  }

  /// What means no answer in a column of one choice: as the codebook says, or the data set declares.
  private func missingCodes(_ column: Int, _ said: Codebook.Variable?) -> [DraftColumn.Code] {
    guard let said else { return [] }
    if said.exported != nil { return said.codes.filter { $0.missing != nil } }
    let given = table.distinctTexts(column: column, rows: Array(headerRows..<table.rowCount)).texts
    return given.filter { !$0.isEmpty && said.means(noAnswer: $0) }.map { text in
      let code = said.codes.first { $0.names(text) } ?? DraftColumn.Code(text)
      return code.judged(by: said)
    }
  }
}
