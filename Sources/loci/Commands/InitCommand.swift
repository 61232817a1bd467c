import ArgumentParser
import QuestionnaireDefinition
import StudyFolder
import SurveyModel
import TabularFiles
import TextFormats

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Draft a study, empty or from a field file or an XLSForm workbook.",
    discussion: """
      The folder must not hold a study yet, and no file in it is written over. A field file is a CSV, a workbook with answers, or a data \
      set of SPSS or Stata, whose labels and missing values are kept. What the file does not tell is \
      left for you to fill in: labels, factors, groups, margins. Columns that identify a person are \
      not made questions, but listed in draft.csv, unless they are named with --with.

      Example: loci init my-study --from surveys/innovation-potential/responses/w1-pskov.csv
      """)

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  @Option(
    help: "A field file (.csv, .xlsx, .sav, .zsav, .por, .dta), or an XLSForm workbook (.xlsx).",
    completion: .file())
  var from: String?

  @Option(help: "A column to draft although it identifies a person; may be repeated.")
  var with: [String] = []

  func validate() throws {
    guard with.isEmpty || from != nil else {
      throw ValidationError("--with names columns of the file that --from names")
    }
  }

  func run() throws {
    Interruption.begin()
    let target = OutputFolder(folder)
    for sheet in ["study.csv", "study.xlsx"] where OutputFolder("\(target.path)/\(sheet)").exists {
      throw Console.fail(
        .cannotCreate, "\(target.path) holds a study already (\(sheet)); name another folder")
    }
    var draft = try StudyDraft(from: from, name: target.name, including: with)
    if OutputFolder("\(target.path)/.gitignore").exists { draft.leaveOutIgnored() }
    do {
      try Interruption.afterwards {
        try NewFiles.add(draft.files, to: target.path, onClash: .refused)
      }
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.show(draft.files.map { "\(target.path)/\($0.path)".printable + "\n" }.joined())
    Console.complain(InitCommand.nextSteps)
  }

  private static let nextSteps = """

    What the file cannot tell is yours to fill in:
      cities.csv, waves.csv   names; the kind of sample (probability, quota, panel, open)
      sources.csv             identifier, weight, stratum, cluster: names of columns; where the file
                              holds several cities, their column in 'city-column'
      questionnaires/v1/      labels; 'measure' of ordered answers; 'missing' of "don't know" codes
      factors.csv, groups.csv what measures what, and how to divide respondents
    Then: loci check, naming the folder.

    """
}

/// The sheets of a new study.
private struct StudyDraft {
  private(set) var files: [OutputFile]

  /// - Parameter named: Columns that are drafted although they identify a person.
  init(from path: String?, name: String, including named: [String]) throws {
    let id = StudyDraft.identifier(name)
    files = StudyDraft.sheets(id: id)
    guard let path else {
      add(StudyDraft.emptyQuestionnaire)
      return
    }
    let contents: FileContents
    do {
      contents = try FileContents(path: path, displayPath: path, mayBePipe: true)
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.noInput.code
    }
    if (try? Workbook.reading(contents))?.sheet(named: "survey") != nil {
      try addForm(contents)
    } else {
      try addTable(contents, path: path, id: id, including: named)
    }
  }

  /// Leaves the list of what git ignores as it is in the folder.
  mutating func leaveOutIgnored() {
    files.removeAll { $0.path == ".gitignore" }
    Console.complain("loci: .gitignore is there already and stays: add the line .loci/ to it\n")
  }

  private mutating func add(_ sheets: [(name: String, text: String)]) {
    files += sheets.map { OutputFile(path: "questionnaires/v1/\($0.name).csv", text: $0.text) }
  }

  private mutating func addForm(_ contents: FileContents) throws {
    let reading = XLSForm.reading(contents, version: "v1")
    Console.report(reading.diagnostics)
    guard reading.questionnaire != nil else { throw ExitStatus.dataError.code }
    files.append(OutputFile(path: "questionnaires/v1.xlsx", bytes: contents.bytes))
  }

  private mutating func addTable(
    _ contents: FileContents, path: String, id: String, including named: [String]
  ) throws {
    let table: FieldTable
    do {
      table = try FieldTable.reading(contents)
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.dataError.code
    }
    Console.report(table.diagnostics)
    try StudyDraft.require(named, in: table)
    let draft = FieldFileDraft(table, including: Set(named))
    note(draft.personal, file: path)
    do {
      let questionnaire = try XLSForm.draft(
        title: Label(["ru": id]), version: "v1", language: "ru", columns: draft.questions,
        file: path)
      add(XLSForm.sheets(of: questionnaire))
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.dataError.code
    }
    let file = String(path.split(separator: "/").last ?? "answers.csv")
    files.append(OutputFile(path: "responses/\(file)", bytes: contents.bytes))
    let source =
      ["w1", "city", "", "responses/\(file)", "v1"] + StudyDraft.roles.map { draft.roles[$0] ?? "" }
    replace("sources.csv", StudyDraft.sourceColumns + FieldQuoting.sheet.record(source))
  }

  private static func require(_ names: [String], in table: FieldTable) throws {
    let known = table.header.map(\.text)
    for name in names where !known.contains(name) {
      let near = Spelling.nearest(to: name, among: known)
      throw ValidationError(
        "\(table.file) has no column '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }
  }

  /// Lists what was not drafted in `draft.csv` and on standard error.
  private mutating func note(_ columns: [FieldFileDraft.PersonalColumn], file: String) {
    guard !columns.isEmpty else { return }
    let names = columns.map { "'\($0.name)' (\($0.what.words))" }.joined(separator: ", ")
    Console.report([
      Diagnostic(
        .note, "personal-columns", "what identifies a person was not drafted: \(names)",
        fix: "name a column with --with if the study needs it", at: columns[0].location)
    ])
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

  private static let roles = [
    "identifier", "weight", "stratum", "cluster", "interviewer", "started", "ended",
  ]
  private static let sourceColumns =
    "wave,city,city-column,file,questionnaire,\(roles.joined(separator: ","))\n"

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

extension OutputFolder {
  /// The folder's own name.
  fileprivate var name: String { String(path.split(separator: "/").last ?? "study") }
}
