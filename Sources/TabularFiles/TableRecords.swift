import SurveyModel

/// What was read of a field file: the kept records, and all that is not among them.
struct TableRecords {
  let header: [Sheet.Cell]
  let storage: FieldStorage
  let irregular: [IrregularRecord]
  let ledger: ByteLedger
  let diagnostics: [Diagnostic]
}
