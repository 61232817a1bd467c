import ArgumentParser
import Reporting
import SurveyModel
import TabularFiles

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "How a field file is understood, without a study.",
    discussion: """
      Of text and identifiers only lengths are shown, never the values. --format csv writes the \
      whole table clean (UTF-8, comma, LF, decimal point), answers included.

      --verify puts the file together again from the records kept, those set aside and what was \
      declared to be no data, and compares it byte by byte with the file; status 65 if they \
      differ.

      Examples:
        loci read surveys/innovation-potential/responses/w1-pskov.csv
        loci read surveys/innovation-potential/responses/w1-pskov.csv --verify
      """)

  @Argument(help: "A field file: CSV in any encoding and dialect.", completion: .file())
  var file: String

  @Option(
    help: "text describes the file, csv writes the table clean, json gives dialect and ledger.")
  var format: OutputFormat = .text

  @Flag(help: "Prove that nothing of the file vanished.")
  var verify = false

  @Option(
    help: ArgumentHelp(
      "auto, or libcsv: read without the faster lane, which takes records that libcsv would divide "
        + "the same way."))
  var engine: ReadingEngine = .automatic

  func run() throws {
    let table = try read()
    if verify { return try verify(table) }
    switch format {
    case .csv:
      Console.report(table.diagnostics)
      table.writeClean { Console.write($0) }
    case .json: Console.write(FileUnderstanding(table).json.text())
    case .text:
      Console.report(table.diagnostics)
      Console.write(FileUnderstanding(table).text)
    }
  }

  private func verify(_ table: FieldTable) throws {
    guard let parts = table.reassembled() else {
      throw ValidationError(
        "--verify is for text files: cells of workbooks and statistical files have no lines to put "
          + "together again")
    }
    let original: [UInt8]
    do {
      original = try FileContents(path: file, displayPath: file).bytes
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.dataError.code
    }
    guard !original.isEmpty || parts.bytes.isEmpty else {
      throw ValidationError("--verify reads the file twice: name a file, not a pipe")
    }
    if let place = parts.gap ?? parts.firstDifference(from: original) {
      throw Console.fail(
        .dataError, "\(file): put together again, it differs from the file at byte \(place)")
    }
    Console.write(
      """
      \(file): \(original.count) bytes put together again, each as in the file
      \(parts.kept) in \(table.ledger.kept.records) records kept
      \(parts.setAside) in \(table.ledger.irregular.records) records set aside
      \(parts.nonData) that are no data

      """)
  }

  private func read() throws -> FieldTable {
    var options = ReadingOptions()
    options.engine = engine
    do {
      return try FieldTable.reading(path: file, displayPath: file, options: options)
    } catch {
      Console.report(error.diagnostics)
      let isMissing = error.diagnostics.contains { $0.code == "file-missing" }
      throw isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
  }
}

extension ReadingEngine: ExpressibleByArgument {}

extension FileUnderstanding {
  /// Dialect, columns and ledger for a terminal.
  var text: String {
    var columns = ResultTable(
      [
        .text("column"), .text("kind"), .number("values"), .number("blank"), .number("distinct"),
        .text("range"),
      ], isSynthetic: false)
    columns.rows = self.columns.map { column in
      [
        .text(column.name), .text(column.kind.rawValue), .integer(column.count),
        .integer(column.blanks),
        .text("\(column.distinct)\(column.isDistinctCapped ? "+" : "")"),
        DelimitedText.Field(column.extent),
      ]
    }
    return dialectText + columns.text + ledgerText
  }

  private var dialectText: String {
    let mark = dialect.hasByteOrderMark ? " with byte order mark" : ""
    return """
      \(file)
      encoding   \(dialect.encoding.value.rawValue)\(mark): \(dialect.encoding.reason)
      delimiter  \(dialect.delimiter.value.name): \(dialect.delimiter.reason)
      quote      \(dialect.quote.value.name): \(dialect.quote.reason)
      decimal    \(dialect.decimalMark.value.rawValue): \(dialect.decimalMark.reason)
      line end   \(dialect.lineEnd.rawValue)


      """
  }

  private var ledgerText: String {
    """

    \(ledger.totalBytes) bytes = \(ledger.kept.bytes) in \(ledger.kept.records) records kept \
    + \(ledger.irregular.bytes) in \(ledger.irregular.records) set aside \
    + \(ledger.nonDataBytes) that are no data\(ledger.isBalanced ? "" : " (they do not add up)")

    """
  }
}

extension ColumnUnderstanding {
  /// Numbers and dates from … to …, codes, or lengths of text.
  fileprivate var extent: String? {
    if let lengths { return "\(lengths.lowerBound)–\(lengths.upperBound) characters" }
    if kind == .codes, codes.count <= 12, !codes.isEmpty {
      return codes.map(String.init).joined(separator: " ")
    }
    return range.map { "\($0.lowest) … \($0.highest)" }
  }
}
