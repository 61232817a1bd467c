import ArgumentParser
import StudyFolder
import SurveyModel
import TabularFiles
import TextFormats

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "init", "Draft a study, empty or from a file.",
    paragraphs: """
      The folder must not hold a study yet, and no file in it is written over. A file is an XLSForm, or
      answers: a CSV, a workbook, or a data set of SPSS or Stata, whose labels and missing values are
      kept. Several files are waves or cities of one study. Labels come from a codebook: a table of
      variable, value and label, SPSS syntax, a DDI-Codebook, JSON of Quantipy or Survey Solutions, or
      the form itself. What no file tells stands as questions in draft.csv: while it is there, every
      page says that it is a draft. Columns that identify a person are not made questions, but listed
      there, unless they are named with --with.
      """,
    usage: "<folder> [--from <file> ...] [<options>]",
    examples: [
      "init my-study", "init own --from surveys/innovation-potential/responses/w1-pskov.csv",
    ])

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Field files (.csv, .xlsx, .sav, .zsav, .por, .dta), or an XLSForm (.xlsx, .csv).",
      valueName: "file"),
    completion: .file())
  var from: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Codebooks of the field files (.csv, .xlsx, .sps, .xml, .json), or their XLSForm.",
      valueName: "file"),
    completion: .file())
  var labels: [String] = []

  @Option(
    help: ArgumentHelp(
      "A column to draft although it identifies a person; may be repeated.",
      valueName: "column"))
  var with: [String] = []

  @OptionGroup(title: "What the files are, where that is not found from their bytes") var form:
    FormOptions

  func validate() throws {
    guard form.texts.isEmpty || !from.isEmpty else {
      throw ValidationError("what is said of a file's form is said of the files that --from names")
    }
    _ = try form.readingOptions
    guard with.isEmpty || !from.isEmpty else {
      throw ValidationError("--with names columns of the files that --from names")
    }
    guard labels.isEmpty || !from.isEmpty else {
      throw ValidationError("--labels tells of the files that --from names: name them too")
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
    Console.complain((draft.summary.map { "loci: \($0)\n" }).joined() + InitCommand.nextSteps)
  }

  private func draft(named name: String) throws -> StudyDraft {
    guard !from.isEmpty else { return StudyDraft(named: name) }
    let (sources, books) = (try from.map(contents), try labels.map(contents))
    do throws(StudyDraft.Failure) {
      let draft = try StudyDraft(
        named: name, from: sources, labels: books, including: with, form: form.texts)
      Console.report(draft.diagnostics)
      return draft
    } catch {
      Console.report(error.diagnostics)
      if let words = error.misuse { throw ValidationError(words) }
      throw ExitStatus.dataError.code
    }
  }

  private func contents(_ path: String) throws -> FileContents {
    do {
      return try FileContents(path: path, displayPath: path, mayBePipe: true)
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.noInput.code
    }
  }

  /// The files of a draft; a list of what git ignores that is there already stays as it is.
  private func files(of draft: StudyDraft, in target: OutputFolder) -> [OutputFile] {
    guard OutputFolder("\(target.path)/.gitignore").exists else { return draft.files }
    Console.complain("loci: .gitignore is there already and stays: add the line .loci/ to it\n")
    return draft.files.filter { $0.path != ".gitignore" }
  }

  private static let nextSteps = """

    What no file tells is asked in draft.csv: answer each question in the sheet that it names, and
    delete its row; delete draft.csv when none is left. Further sheets to fill in:
      factors.csv             what measures what
      margins.csv             the population by group, to weight to
    Then: loci check, naming the folder.

    """
}

extension OutputFolder {
  /// The folder's own name.
  fileprivate var name: String { String(path.split(separator: "/").last ?? "study") }
}
