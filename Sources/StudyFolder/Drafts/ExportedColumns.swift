import SurveyModel

extension FieldFileDraft {
  /// Columns of an export that are not called by the question, or the question and choice, that they
  /// are of, or that something else is called like; each with what it is of, as `columns.csv` has it.
  var renamed: [(column: String, target: String)] {
    let columns = table.header.map(\.text).filter { !$0.isEmpty }
    let told = columns.compactMap { name -> (column: String, exported: Codebook.Exported)? in
      guard let said = codebook[name]?.exported, !said.question.isEmpty else { return nil }
      return (name, said)
    }
    let drafted = Set(questions.filter(\.isTold).map(\.name))
    let usual = Dictionary(grouping: told) { $0.exported.usualName }
    return told.filter { column, exported in
      guard drafted.contains(exported.question) else { return false }
      return column != exported.usualName || (usual[exported.usualName]?.count ?? 0) > 1
        || !exported.choice.isEmpty && drafted.contains(exported.usualName)
    }.map { ($0.column, $0.exported.target) }
  }
}

extension Codebook.Exported {
  /// What the column is called where nothing else is called so.
  fileprivate var usualName: String { choice.isEmpty ? question : "\(question)_\(choice)" }

  fileprivate var target: String { choice.isEmpty ? question : "\(question)/\(choice)" }
}
