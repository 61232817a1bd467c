import ArgumentParser
import StudyFolder
import SurveyModel
import TabularFiles
import TextFormats

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "init", "Draft a study, empty or from a file.",
    paragraphs: """
      The folder must not hold a study yet, and no file in it is written over. A file is an XLSForm
      workbook, or answers: a CSV, a workbook, or a data set of SPSS or Stata, whose labels and missing values
      are kept. What the file does not tell is left for you to fill in: labels, factors, groups,
      margins. Columns that identify a person are not made questions, but listed in draft.csv,
      unless they are named with --with.
      """,
    usage: "<folder> [--from <file>] [--with <column> ...]",
    examples: [
      "init my-study", "init own --from surveys/innovation-potential/responses/w1-pskov.csv",
    ])

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "A field file (.csv, .xlsx, .sav, .zsav, .por, .dta), or an XLSForm workbook (.xlsx).",
      valueName: "file"),
    completion: .file())
  var from: String?

  @Option(
    help: ArgumentHelp(
      "A column to draft although it identifies a person; may be repeated.",
      valueName: "column"))
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
    let draft = try draft(named: target.name)
    let files = files(of: draft, in: target)
    do {
      try Interruption.afterwards {
        try NewFiles.add(files, to: target.path, onClash: .refused)
      }
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.show(files.map { "\(target.path)/\($0.path)".printable + "\n" }.joined())
    Console.complain(InitCommand.nextSteps)
  }

  private func draft(named name: String) throws -> StudyDraft {
    guard let from else { return StudyDraft(named: name) }
    let contents: FileContents
    do {
      contents = try FileContents(path: from, displayPath: from, mayBePipe: true)
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.noInput.code
    }
    do throws(StudyDraft.Failure) {
      let draft = try StudyDraft(named: name, from: contents, path: from, including: with)
      Console.report(draft.diagnostics)
      return draft
    } catch {
      Console.report(error.diagnostics)
      if let words = error.unknownColumn { throw ValidationError(words) }
      throw ExitStatus.dataError.code
    }
  }

  /// The files of a draft; a list of what git ignores that is there already stays as it is.
  private func files(of draft: StudyDraft, in target: OutputFolder) -> [OutputFile] {
    guard OutputFolder("\(target.path)/.gitignore").exists else { return draft.files }
    Console.complain("loci: .gitignore is there already and stays: add the line .loci/ to it\n")
    return draft.files.filter { $0.path != ".gitignore" }
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

extension OutputFolder {
  /// The folder's own name.
  fileprivate var name: String { String(path.split(separator: "/").last ?? "study") }
}
