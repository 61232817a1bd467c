import ResponseImport
import SurveyModel
import TabularFiles
import TextFormats

/// `columns.csv` as it may be: for the columns of a study's field files that no question claims, the
/// questions that they may answer.
public struct ColumnDraft: Sendable {
  /// nil where nothing is to be proposed.
  public let file: OutputFile?
  /// Why files could not be read.
  public private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - study: Whose sources and questionnaires are meant; what its `columns.csv` has confirmed is
  ///     not proposed again.
  ///   - folder: The study's folder.
  ///   - engine: What divides the field files into fields.
  public init(of study: Study, in folder: String, engine: ReadingEngine = .automatic) {
    let context = ImportContext(study)
    var rows: [[String]] = []
    var problems: [Diagnostic] = []
    for source in study.sources {
      let expanded = source.expanded(in: folder)
      problems += expanded.diagnostics
      for source in expanded.sources {
        guard let questionnaire = study.questionnaires[source.questionnaire] else { continue }
        do {
          var options = try ReadingOptions(source.form, at: source.location)
          options.engine = engine
          options.expectedNames = ExpectedNames(questionnaire, source, study.columnMappings)
          let contents = try FileContents(
            path: source.path(in: folder), displayPath: source.file)
          let table = try FieldTable.reading(contents, options: options)
          let found = ColumnProposals(
            of: table, source: source, questionnaire: questionnaire, context: context)
          rows += found.proposals.map { Self.row($0, of: source) }
        } catch {
          problems += error.diagnostics
        }
      }
    }
    diagnostics = problems
    var seen: Set<[String]> = []
    rows = rows.filter { seen.insert(Array($0.prefix(3))).inserted }
    let header = StudySheet.columnMappings.columns.map(\.name)
    file =
      rows.isEmpty
      ? nil
      : OutputFile(
        path: "columns.csv", text: ([header] + rows).map(FieldQuoting.sheet.record).joined())
  }

  /// Nobody has confirmed it yet.
  private static func row(_ proposal: ColumnProposal, of source: Source) -> [String] {
    let hundredths = Int((proposal.score * 100).rounded())
    let score = hundredths >= 100 ? "1" : "0.\(hundredths < 10 ? "0" : "")\(hundredths)"
    return [
      source.file, proposal.column, proposal.question, "no", score, proposal.reason,
    ]
  }
}
