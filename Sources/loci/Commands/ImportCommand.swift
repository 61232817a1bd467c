import ArgumentParser
import CityReports
import Reporting
import ResponseImport
import StudyFolder
import SurveyModel
import TextFormats

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "The ledger: what came in, what was quarantined, which dialect each file has.",
    discussion: """
      Bytes read are those of records kept, of records quarantined and of declared non-data. \
      Quarantined records go to .loci/quarantine/ in the study's folder and nowhere else.

      Example: loci import surveys/innovation-potential --format json
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "How the ledger is printed: text, csv or json.")
  var format: OutputFormat = .text

  @OptionGroup var reading: EngineOption

  func run() throws {
    Interruption.begin()
    let session = try StudySession(study, engine: reading.engine)
    let isKept = session.writeQuarantine()
    let ledgers = session.answers.ledger
    if format == .json {
      Console.write(JSONValue.array(ledgers.map(\.json)).text())
    } else {
      table(ledgers, session.study).print(format)
    }
    if !isKept { throw ExitStatus.cannotCreate.code }
  }

  private func table(_ ledgers: [ImportLedger], _ study: Study) -> ResultTable {
    var table = ResultTable(
      [
        .text("file"), .text("encoding"), .text("delimiter"), .text("decimal"),
        .number("bytes"), .number("records"), .number("kept"), .number("quarantined", "aside"),
        .number("nonDataBytes", "non-data"), .text("balanced"),
      ], isSynthetic: study.settings.isSynthetic)
    table.rows = ledgers.map { ledger in
      [
        .text(ledger.file), .text(ledger.dialect.encoding.value.rawValue),
        .text(ledger.dialect.delimiter.value.name),
        .text(ledger.dialect.decimalMark.value.rawValue), .integer(ledger.table.totalBytes),
        .integer(ledger.records), .integer(ledger.kept.records),
        .integer(ledger.quarantinedTotal.records), .integer(ledger.table.nonDataBytes),
        .text(ledger.isBalanced ? "yes" : "no"),
      ]
    }
    return table
  }
}
