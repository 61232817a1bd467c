import ArgumentParser
import ResultTables
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TabularFiles
import TextFormats

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "import", "The ledger: what came in, and what was set aside.",
    paragraphs: """
      The dialect of each file, and an account of its bytes (of the rows, in a workbook or a data set):
      those read are those of records kept, of records quarantined and of declared non-data.
      Quarantined records go to .loci/quarantine/ in the study's folder and nowhere else.

      --draft-columns writes columns.csv instead: for each column that no question claims, the question
      that it may answer by its text, its place and its answers. A row counts once 'confirmed' says yes.
      """,
    usage: "<study> [--draft-columns] [<options>]",
    examples: [
      "import surveys/innovation-potential", "import surveys/innovation-potential --format json",
    ])

  @OptionGroup var study: StudyArgument

  @OptionGroup var printing: FormatOption

  @OptionGroup var reading: EngineOption

  @Flag(help: "Propose questions for columns under other names, in columns.csv.")
  var draftColumns = false

  func validate() throws {
    guard !draftColumns || printing.format == .text else {
      throw ValidationError("--draft-columns prints no ledger: leave out --format")
    }
  }

  func run() throws {
    Interruption.begin()
    if draftColumns { return try writeColumns() }
    let session = try StudySession.opened(study, engine: reading.engine, imputed: .known)
    let isKept = session.writeQuarantine()
    Console.print(
      LedgerTable(session.answers.ledger, of: session.study),
      as: printing.format)
    if !isKept { throw ExitStatus.cannotCreate.code }
  }

  private func writeColumns() throws {
    let reading = StudyReading(folder: study.study)
    guard let read = reading.study else {
      Console.report(reading.diagnostics)
      throw reading.isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
    let draft = ColumnDraft(of: read, in: reading.folder, engine: self.reading.engine)
    Console.report(draft.diagnostics)
    guard var file = draft.file else {
      Console.complain("loci: no column is left that a question may be proposed for\n")
      if draft.diagnostics.hasErrors { throw ExitStatus.dataError.code }
      return
    }
    let isTaken =
      !read.columnMappings.isEmpty || OutputFolder("\(reading.folder)/columns.csv").exists
    if isTaken { file.path = "columns.draft.csv" }
    do {
      try Interruption.afterwards {
        try NewFiles.add([file], to: reading.folder, onClash: .refused)
      }
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.show("\(reading.folder)/\(file.path)".printable + "\n")
    if isTaken {
      throw Console.fail(
        .cannotCreate, "columns.csv is there already and stays: take over the rows that are right")
    }
    Console.complain(
      "loci: look at each row and write yes as 'confirmed' where it is right; until then it is not used\n"
    )
    if draft.diagnostics.hasErrors { throw ExitStatus.dataError.code }
  }
}
