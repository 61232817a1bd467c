import QuestionnaireDefinition
import TabularFiles

/// Questions that many records leave blank, where whole records would be taken for break-offs on their
/// account: nobody has said yet whom they were asked.
struct SkippedQuestions {
  let names: [String]
  /// Records that answer less than half of the questions.
  let records: Int

  /// A tenth of the records leaves blank what some only are asked.
  private static let leastShare = 0.1

  /// - Returns: nil where no record would be set aside, or no question is blank often.
  init?(_ drafts: [FieldFileDraft]) {
    var (names, records): ([String], Int) = ([], 0)
    for draft in drafts {
      let columns = draft.countedColumns
      let rows = draft.headerRows..<draft.table.rowCount
      let often = columns.filter {
        let blanks = Double(draft.understandings[$0.place].blanks)
        return blanks >= Self.leastShare * Double(rows.count)
      }
      guard !often.isEmpty, columns.count > 1 else { continue }
      let short = rows.count { row in
        let answered = columns.count { !draft.table.isEmpty(row: row, column: $0.place) }
        return 2 * answered < columns.count
      }
      guard short > 0 else { continue }
      records += short
      names += often.map(\.name)
    }
    guard records > 0 else { return nil }
    (self.names, self.records) = (names.unique, records)
  }
}

extension FieldFileDraft {
  /// Questions of one column each that a record owes an answer to.
  fileprivate var countedColumns: [(name: String, place: Int)] {
    let places = Dictionary(
      table.header.enumerated().map { ($1.text, $0) }, uniquingKeysWith: { first, _ in first })
    return questions.compactMap { question in
      switch question.kind {
      case .text, .metadata: nil
      default: places[question.column].map { (question.name, $0) }
      }
    }
  }
}
