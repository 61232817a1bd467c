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

  @OptionGroup var reading: EngineOption

  @OptionGroup(title: "What the file is, where that is not found from its bytes") var form:
    FormOptions

  func run() throws {
    let table = try read()
    if verify { return try verify(table) }
    switch format {
    case .csv:
      Console.report(table.diagnostics)
      table.writeClean { Console.write($0) }
    case .json: Console.write(FileUnderstanding(table).json.text())
    case .text:
      let understanding = FileUnderstanding(table)
      Console.report(understanding.diagnostics)
      Console.write(understanding.text)
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
    do {
      var options = try ReadingOptions(
        form.texts, at: SourceLocation(file: "the command's options"))
      options.engine = reading.engine
      return try FieldTable.reading(path: file, displayPath: file, options: options)
    } catch {
      Console.report(error.diagnostics)
      let isMissing = error.diagnostics.contains { $0.code == "file-missing" }
      throw isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
  }
}

extension ReadingEngine: ExpressibleByArgument {}

/// What divides field files into fields.
struct EngineOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "auto, or libcsv: read without the faster lane, which takes records that libcsv would divide "
        + "the same way."))
  var engine: ReadingEngine = .automatic
}

/// What `sources.csv` may say of a file, as options.
struct FormOptions: ParsableArguments {
  @Option(help: "Between fields: , ; | tab space.")
  var delimiter: String?

  @Option(help: "UTF-8, Windows-1251, KOI8-R, CP866, windows-1251-as-latin-1 and others.")
  var encoding: String?

  @Option(help: "In numbers: . or ,.")
  var decimal: String?

  @Option(help: "Around fields: double, single, none.")
  var quote: String?

  @Option(help: "Quotes within fields: doubled, backslash, none.")
  var escape: String?

  @Option(help: "Rows that name the columns: 0, 1, 2, 3.")
  var headerRows: String?

  var texts: [String: String] {
    [
      "delimiter": delimiter, "encoding": encoding, "decimal": decimal, "quote": quote,
      "escape": escape, "header-rows": headerRows,
    ].compactMapValues { $0 }
  }
}

extension FileUnderstanding {
  /// Dialect, columns and ledger for a terminal.
  var text: String {
    var columns = ResultTable(
      [
        .text("column"), .text("kind"), .text("form"), .number("values"), .number("blank"),
        .number("distinct"),
        .text("range"),
      ], isSynthetic: false)
    columns.rows = self.columns.map { column in
      [
        .text(column.name), .text(column.kind.rawValue), .text(column.form),
        .integer(column.count),
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
      escape     \(dialect.escape.value.rawValue): \(dialect.escape.reason)
      header     \(dialect.headerRows.value) rows: \(dialect.headerRows.reason)
      decimal    \(dialect.decimalMark.value.rawValue): \(dialect.decimalMark.reason)
      line end   \(dialect.lineEnd.value.rawValue): \(dialect.lineEnd.reason)


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
  /// What stands in numbers and dates beside digits and a mark.
  fileprivate var form: String {
    [
      (percents, "percent"), (grouped, "thousands"), (times, "time"),
    ].filter { $0.0 > 0 }.map(\.1).joined(separator: " ")
  }

  /// Numbers and dates from … to …, codes, or lengths of text.
  fileprivate var extent: String? {
    if let lengths { return "\(lengths.lowerBound)–\(lengths.upperBound) characters" }
    if kind == .codes, codes.count <= 12, !codes.isEmpty {
      return codes.map(String.init).joined(separator: " ")
    }
    return range.map { "\($0.lowest) … \($0.highest)" }
  }
}
