import ArgumentParser
import QuestionnaireDefinition
import StudyFolder
import SurveyModel
import TabularFiles

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Draft a study, empty or from a field CSV or an XLSForm workbook.",
    discussion: """
      The folder must not hold a study yet. What the file does not tell is left for you to fill \
      in: labels, factors, groups, margins.

      Example: loci init my-study --from surveys/innovation-potential/responses/w1-pskov.csv
      """)

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  @Option(help: "A field CSV, or an XLSForm workbook (.xlsx).", completion: .file())
  var from: String?

  func run() throws {
    let target = OutputFolder(folder)
    guard !OutputFolder("\(target.path)/study.csv").exists else {
      throw Console.fail(.cannotCreate, "\(target.path) holds a study already")
    }
    let draft = try StudyDraft(from: from, name: target.name)
    do {
      try target.add(draft.files)
    } catch {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.write(draft.files.map { "\(target.path)/\($0.path)\n" }.joined())
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

  init(from path: String?, name: String) throws {
    let id = StudyDraft.identifier(name)
    files = StudyDraft.sheets(id: id)
    guard let path else {
      add(StudyDraft.emptyQuestionnaire)
      return
    }
    let contents: FileContents
    do {
      contents = try FileContents(path: path, displayPath: path)
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.noInput.code
    }
    if path.lowercased().hasSuffix(".xlsx") || path.lowercased().hasSuffix(".xls") {
      try addForm(contents)
    } else {
      try addTable(contents, path: path, id: id)
    }
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

  private mutating func addTable(_ contents: FileContents, path: String, id: String) throws {
    let table: FieldTable
    do {
      table = try FieldTable.reading(contents)
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.dataError.code
    }
    Console.report(table.diagnostics)
    let columns = FileUnderstanding(table).columns.map(DraftColumn.init)
    do {
      let questionnaire = try XLSForm.draft(
        title: Label(["ru": id]), version: "v1", language: "ru", columns: columns, file: path)
      add(XLSForm.sheets(of: questionnaire))
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.dataError.code
    }
    let file = String(path.split(separator: "/").last ?? "answers.csv")
    files.append(OutputFile(path: "responses/\(file)", bytes: contents.bytes))
    replace(
      "sources.csv",
      StudyDraft.sourceColumns + "w1,city,,\"responses/\(file)\",v1,,,,,\n")
  }

  private mutating func replace(_ path: String, _ text: String) {
    files.removeAll { $0.path == path }
    files.append(OutputFile(path: path, text: text))
  }

  private static let sourceColumns =
    "wave,city,city-column,file,questionnaire,identifier,weight,stratum,cluster,interviewer\n"

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

extension DraftColumn {
  /// What a file's column says of a question.
  fileprivate init(_ column: ColumnUnderstanding) {
    let codes = column.codes.map(String.init)
    let kind: Kind =
      switch column.kind {
      case .codes: column.hasCodeLists ? .codeSets(codes) : .codes(codes)
      case .integer:
        if let range = column.range, let low = Int(range.lowest), let high = Int(range.highest),
          low <= high
        {
          .integer(low...high)
        } else {
          .decimal
        }
      case .decimal: .decimal
      case .date: .date
      case .text, .empty: .text
      }
    self.init(name: column.name, kind: kind)
  }
}

extension OutputFolder {
  /// The folder's own name.
  fileprivate var name: String { String(path.split(separator: "/").last ?? "study") }
}
