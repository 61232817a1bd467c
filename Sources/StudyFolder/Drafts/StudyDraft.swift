import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import TextFormats

/// The sheets of a new study, empty or made from a field file or an XLSForm workbook.
public struct StudyDraft: Sendable {
  /// The study's files, by their paths in its folder.
  public private(set) var files: [OutputFile]
  /// What was found in the file that the draft is made from.
  public private(set) var diagnostics: [Diagnostic] = []

  /// Why nothing could be drafted.
  public struct Failure: Error, Hashable, Sendable {
    /// What is wrong with the file.
    public let diagnostics: [Diagnostic]
    /// That a column named by the caller is not in the file, in words; nil for a fault of the file.
    public let unknownColumn: String?

    fileprivate init(_ diagnostics: [Diagnostic], unknownColumn: String? = nil) {
      self.diagnostics = diagnostics
      self.unknownColumn = unknownColumn
    }
  }

  /// Creates an empty study with a question for an example.
  ///
  /// - Parameter name: Of the folder; the study's id is made from it.
  public init(named name: String) {
    files = StudyDraft.sheets(id: StudyDraft.identifier(name))
    add(StudyDraft.emptyQuestionnaire)
  }

  /// Creates a study from a field file, or from a workbook with a sheet `survey`.
  ///
  /// - Parameters:
  ///   - name: Of the folder; the study's id is made from it.
  ///   - contents: The file.
  ///   - path: The file's path, as findings name it.
  ///   - columns: Columns that are drafted although they identify a person.
  public init(
    named name: String, from contents: FileContents, path: String, including columns: [String]
  ) throws(Failure) {
    let id = StudyDraft.identifier(name)
    files = StudyDraft.sheets(id: id)
    if (try? Workbook.reading(contents))?.sheet(named: "survey") != nil {
      guard columns.isEmpty else {
        throw Failure(
          diagnostics,
          unknownColumn:
            "\(path) is a form, not answers: it has no columns to draft; leave out --with")
      }
      try addForm(contents)
    } else {
      try addTable(contents, path: path, id: id, including: columns)
    }
  }

  private mutating func add(_ sheets: [(name: String, text: String)]) {
    files += sheets.map { OutputFile(path: "questionnaires/v1/\($0.name).csv", text: $0.text) }
  }

  private mutating func addForm(_ contents: FileContents) throws(Failure) {
    let reading = XLSForm.reading(contents, version: "v1")
    diagnostics += reading.diagnostics
    guard reading.questionnaire != nil else { throw Failure(diagnostics) }
    files.append(OutputFile(path: "questionnaires/v1.xlsx", bytes: contents.bytes))
  }

  private mutating func addTable(
    _ contents: FileContents, path: String, id: String, including named: [String]
  ) throws(Failure) {
    let table: FieldTable
    do {
      table = try FieldTable.reading(contents)
    } catch {
      throw Failure(error.diagnostics)
    }
    diagnostics += table.diagnostics
    try require(named, in: table)
    let draft = FieldFileDraft(table, including: Set(named))
    note(draft.personal, file: path)
    do {
      let questionnaire = try XLSForm.draft(
        title: Label(["ru": id]), version: "v1", language: "ru", columns: draft.questions,
        file: path)
      add(XLSForm.sheets(of: questionnaire))
    } catch {
      throw Failure(diagnostics + error.diagnostics)
    }
    let file = String(path.split(separator: "/").last ?? "answers.csv")
    files.append(OutputFile(path: "responses/\(file)", bytes: contents.bytes))
    let source =
      ["w1", "city", "", "responses/\(file)", "v1"] + StudyDraft.roles.map { draft.roles[$0] ?? "" }
    replace("sources.csv", StudyDraft.sourceColumns + FieldQuoting.sheet.record(source))
  }

  private func require(_ names: [String], in table: FieldTable) throws(Failure) {
    let known = table.header.map(\.text)
    for name in names where !known.contains(name) {
      let near = Spelling.nearest(to: name, among: known)
      throw Failure(
        diagnostics,
        unknownColumn: "\(table.file) has no column '\(name)'"
          + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }
  }

  /// Lists what was not drafted in `draft.csv` and among the findings.
  private mutating func note(_ columns: [FieldFileDraft.PersonalColumn], file: String) {
    guard !columns.isEmpty else { return }
    let names = columns.map { "'\($0.name)' (\($0.what.words))" }.joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .note, "personal-columns", "what identifies a person was not drafted: \(names)",
        fix: "name a column with --with if the study needs it", at: columns[0].location))
    let rows = columns.map { column in
      FieldQuoting.sheet.record([
        "questionnaires/v1/survey.csv", "",
        "The column '\(column.name)' of \(file) seems to hold \(column.what.words) and was not"
          + " drafted. Does the study need it?",
      ])
    }
    files.append(OutputFile(path: "draft.csv", text: "sheet,row,question\n" + rows.joined()))
  }

  private mutating func replace(_ path: String, _ text: String) {
    files.removeAll { $0.path == path }
    files.append(OutputFile(path: path, text: text))
  }

  private static let roles: [ColumnRole] = [
    .identifier, .weight, .stratum, .cluster, .interviewer, .started, .ended,
  ]
  private static let sourceColumns =
    "wave,city,city-column,file,questionnaire,\(roles.map(\.name).joined(separator: ","))\n"

  private static func identifier(_ name: String) -> String {
    let letters = name.lowercased().map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let text = String(letters).split(separator: "-").joined(separator: "-")
    return text.isEmpty ? "study" : text
  }

  private static func sheets(id: String) -> [OutputFile] {
    [
      (
        "study.csv",
        "key,value\nid,\(id)\ntitle::ru,\(id)\ntitle::en,\(id)\nlanguages,ru;en\n"
          + "synthetic,no\nseed,1\n"
      ),
      (
        "cities.csv",
        "city,code,label::ru,in::ru,of::ru,label::en,population\ncity,,Город,в городе,города,City,\n"
      ),
      (
        "waves.csv",
        "wave,code,label::ru,label::en,start,end,sample,points\n"
          + "w1,,Первая волна,First wave,,,quota,fresh\n"
      ),
      ("sources.csv", sourceColumns),
      ("groups.csv", "group,category,label::ru,label::en,question,choices,from,to\n"),
      (
        "factors.csv",
        "factor,label::ru,label::en,layer,kind,facet,question,keying,scoring,minimum,maximum\n"
      ),
      ("margins.csv", "city,wave,group,category,population,source,date\n"),
      ("missing.csv", "question,source,value,reason\n"),
      (".gitignore", ".loci/\n"),
    ].map { OutputFile(path: $0.0, text: $0.1) }
  }

  private static let emptyQuestionnaire: [(name: String, text: String)] = [
    (
      "survey",
      "type,name,label::ru,label::en,required,relevant,constraint,measure\n"
        + "select_one AGR5,Q1,Первый вопрос,First question,yes,,,ordinal\n"
    ),
    (
      "choices",
      "list_name,name,label::ru,label::en,missing,exclusive\n"
        + "AGR5,1,Совершенно не согласен(на),Strongly disagree,,\n"
        + "AGR5,2,Скорее не согласен(на),Rather disagree,,\n"
        + "AGR5,3,\"Отчасти согласен(на), отчасти нет\",\"Partly agree, partly not\",,\n"
        + "AGR5,4,Скорее согласен(на),Rather agree,,\n"
        + "AGR5,5,Полностью согласен(на),Strongly agree,,\n"
        + "AGR5,97,Затрудняюсь ответить,Don't know,dont-know,\n"
    ),
    ("settings", "form_title,form_id,version\nЧерновик,draft,v1\n"),
  ]
}
