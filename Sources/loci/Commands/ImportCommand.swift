import ArgumentParser
import ResultTables
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TextFormats

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "import", "The ledger: what came in, and what was set aside.",
    paragraphs: """
      The dialect of each file, and an account of its bytes (of the rows, in a workbook or a data set):
      those read are those of records kept, of records quarantined and of declared non-data.
      Quarantined records go to .loci/quarantine/ in the study's folder and nowhere else.
      """,
    usage: "<study> [--engine <engine>] [--format <format>]",
    examples: [
      "import surveys/innovation-potential", "import surveys/innovation-potential --format json",
    ])

  @OptionGroup var study: StudyArgument

  @OptionGroup var printing: FormatOption

  @OptionGroup var reading: EngineOption

  func run() throws {
    Interruption.begin()
    let session = try StudySession.opened(study, engine: reading.engine)
    let isKept = session.writeQuarantine()
    Console.print(
      LedgerTable(session.answers.ledger, of: session.study),
      as: printing.format)
    if !isKept { throw ExitStatus.cannotCreate.code }
  }
}
