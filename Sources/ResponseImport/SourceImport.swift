import SurveyModel
import TabularFiles

/// What came of one field file: the interviews by city and wave, what is wrong with it, the records
/// that were set aside, and the account of it all.
public struct SourceImport: Sendable {
  /// The row of `sources.csv`.
  public let source: Source
  /// By wave, then by city, in the study's order; those with interviews only.
  public let samples: [Sample]
  /// What is wrong or worth knowing, the table's own findings first.
  public let diagnostics: [Diagnostic]
  /// In the file's order; never to be printed.
  public let quarantine: [QuarantinedRecord]
  public internal(set) var ledger: ImportLedger

  /// Reads a field file against its questionnaire.
  ///
  /// A record is set aside (with its bytes) where it is irregular, where the program that it was
  /// exported from says that it was a preview, a test or rejected, where its city or wave is none
  /// of the study's, where its weight is no number from 0 up or its population size none above 0, or where it answers too little for an
  /// interview. A cell that the
  /// questionnaire does not know becomes a missing answer, `invalid`. A blank is `not-asked` where
  /// `relevant` does not hold, else `lost`; in an open question that is not required, `no-answer`.
  /// The routing is taken to have led to a question where that cannot be told.
  ///
  /// - Parameters:
  ///   - table: The file.
  ///   - source: Its row of `sources.csv`.
  ///   - questionnaire: The version that the source names.
  ///   - context: The study's cities, waves and missing codes.
  public static func reading(
    _ table: FieldTable, source: Source, questionnaire: Questionnaire, context: ImportContext
  ) -> SourceImport {
    let columns = SourceColumns(source, header: table.header)
    let producer = ProducerHeader(table)
    var admission = RecordAdmission(
      table, source: source, columns: columns, context: context, head: producer)
    let matching = ColumnMatching(
      questionnaire, header: producer.header,
      mappings: context.columnMappings.filter { $0.concerns(source) },
      reserved: columns.all, pathSigns: producer.producer?.pathSigns ?? ["/", "."],
      areNeverBothFilled: { table.areNeverBothFilled($0, rows: admission.rows) })
    var reader = AnswerReader(
      table, rows: admission.rows, source: source, missingCodes: context.missingCodes)
    var sheet = AnswerSheet(questionnaire, rows: admission.rows)
    var log = admission.log
    reader.read(matching, into: &sheet, log: &log)
    var replay = CorrectionReplay(
      context.corrections.filter { source.names.contains($0.file.withSlashes) }, reader, matching,
      identifiers: admission.texts(.identifier), questionnaire: questionnaire)
    replay.apply(to: &sheet)
    var resolution = AnswerResolution(table: table, sheet: consume sheet, log: log)
    if let rule = context.interviewRule {
      let selection = InterviewSelection(rule, admission, resolution.sheet, context)
      admission.apply(selection)
      resolution.apply(selection)
    }
    var assembly = ImportAssembly(
      table: table, source: source, context: context, admission: admission, matching: matching,
      resolution: consume resolution, columns: columns, replay: replay,
      producer: producer.producer)
    return assembly.result()
  }
}

extension FieldTable {
  /// Whether no record has answers in two of some columns; the cost is linear in rows.
  fileprivate func areNeverBothFilled(_ columns: [Int], rows: [Int]) -> Bool {
    rows.allSatisfy { row in columns.count { !isEmpty(row: row, column: $0) } < 2 }
  }
}
