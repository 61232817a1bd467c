import SurveyModel
import TabularFiles

extension ImportAssembly {
  /// Records that share an identifier, with the questions that they answer differently.
  ///
  /// Identifiers are not printed: the line of the first record of the same one is. The cost is one
  /// comparison of all answers for each such record.
  var duplicateFindings: [Diagnostic] {
    guard let column = admission.identifierColumn else { return [] }
    var log = DiagnosticLog()
    noteRoundedIdentifiers(column, &log)
    let questions = resolution.sheet.questionnaire.questions.map(\.name)
    let answers = resolution.sheet.columns.map { $0?.answers }
    for (first, second) in admission.duplicates(among: Array(admission.rows.indices)) {
      let differing = questions.indices.filter { answers[$0]?.areAlike(first, second) == false }
      let line = table.line(row: admission.rows[first])
      let fault = CellFault(
        code: "duplicate-identifier",
        message: "the record has the identifier of the one in line \(line), "
          + differing.map { questions[$0] }.described,
        fix: "delete the copy if it is one; until then both count")
      log.append(.warning, fault, of: "identifier") {
        table.location(row: admission.rows[second], column: column)
      }
    }
    return log.diagnostics
  }

  /// Long identifiers that a spreadsheet wrote as `7,91E+10` are no longer those of the interviews.
  private func noteRoundedIdentifiers(_ column: Int, _ log: inout DiagnosticLog) {
    for (place, identifier) in (admission.texts(.identifier) ?? []).enumerated()
    where identifier.utf8.contains(UInt8(ascii: "+")) {
      guard let number = NumberCell(identifier, mark: .point), number.hasExponent else { continue }
      let fault = CellFault(
        code: "identifier-rounded",
        message: "the identifier has an exponent: a spreadsheet has rounded a long number",
        fix: "ask for the file as it was exported; two interviews may have the same one now")
      log.append(.warning, fault, of: "rounded identifier") {
        table.location(row: admission.rows[place], column: column)
      }
    }
  }
}

extension [String] {
  /// For messages: `and other answers to A, B`.
  var described: String {
    if isEmpty { return "and the same answers" }
    let rest = count > 10 ? " and \(count - 10) more" : ""
    return "and other answers to " + prefix(10).joined(separator: ", ") + rest
  }
}
