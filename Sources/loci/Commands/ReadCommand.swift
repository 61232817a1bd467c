import ArgumentParser
import ResultTables
import SurveyModel
import TabularFiles
import TextFormats

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "read", "How a field file is understood, without a study.",
    paragraphs: """
      Of text and identifiers only lengths are shown, of dates the months. --format csv writes the
      whole table clean, answers included. --verify puts the file together again from what was read,
      and ends with 65 if a byte differs; a file of which no record is kept does so too.
      """,
    usage: "<file> [<options>]",
    examples: [
      "read surveys/innovation-potential/responses/w1-pskov.csv",
      "read surveys/innovation-potential/responses/w1-pskov.csv --verify",
    ])

  @Argument(
    help: "A field file: CSV in any encoding and dialect, .xlsx, .sav, .zsav, .por or .dta.",
    completion: .file())
  var file: String

  @Option(
    help: "text describes, csv is the clean table, json the ledger.")
  var format: OutputFormat?

  @Flag(help: "Prove that nothing of the file vanished.")
  var verify = false

  @Option(help: "Of a csv without names: numbers (column 1, …), or own.")
  var names: NameLine?

  @OptionGroup var reading: EngineOption

  @OptionGroup(title: "What the file is, where that is not found from its bytes") var form:
    FormOptions

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only these columns, in this order.",
      valueName: "question"))
  var only: [String] = []

  func validate() throws {
    guard !verify || format == nil && only.isEmpty else {
      throw ValidationError("--verify looks at the whole file: leave out --format and --only")
    }
    guard names == nil || format == .csv else {
      throw ValidationError("--names says what --format csv writes: add that, or leave it out")
    }
  }

  func run() throws {
    let options = try readingOptions
    do {
      var stream = try FieldStream(
        path: file, displayPath: file, options: options,
        windowBytes: only.isEmpty && !verify ? FieldStream.usualWindow : Self.smallWindow,
        mayBePipe: true)
      if verify { return try verify(&stream) }
      if format == .csv { try writeClean(&stream) } else { try describe(&stream) }
      if stream.rowCount == 0 { throw ExitStatus.dataError.code }
    } catch let error as TabularFileError {
      Console.report(error.diagnostics)
      let isMissing = error.diagnostics.contains { $0.code == "file-missing" }
      throw isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
  }

  private var readingOptions: ReadingOptions {
    get throws {
      var options = try form.readingOptions
      options.engine = reading.engine
      return options
    }
  }

  /// Bytes that are read at a time where few columns are wanted, or none.
  private static let smallWindow = 1 << 26

  private func describe(_ stream: inout FieldStream) throws {
    let bar = ReadingBar()
    let understanding = try FileUnderstanding(&stream, only: only.isEmpty ? nil : only) {
      bar.show($0)
    }
    bar.end()
    if format == .json {
      Console.write(understanding.json.text())
    } else {
      Console.show(understanding.summary)
      Console.report(understanding.diagnostics)
      Console.show(understanding.text)
    }
  }

  private func writeClean(_ stream: inout FieldStream) throws {
    let bar = ReadingBar()
    var columns: [Int]?
    var isFirst = true
    var formulas = 0
    while let table = try stream.next() {
      if isFirst, !only.isEmpty { columns = try table.columns(named: only) }
      formulas += table.formulaCount(columns: columns)
      let hasNames = names != .own || table.hasOwnNames
      table.writeClean(columns: columns, hasHeader: isFirst && hasNames) { Console.write($0) }
      isFirst = false
      bar.show(stream)
    }
    bar.end()
    Console.report(stream.diagnostics)
    Console.noteFormulas(formulas, in: file)
  }

  private func verify(_ stream: inout FieldStream) throws {
    let again = try OpenFile(path: file, displayPath: file, mayBePipe: true)
    guard again.isRegular else {
      throw ValidationError("--verify reads the file twice: name a file, not a pipe")
    }
    let bar = ReadingBar()
    var sums = (kept: 0, setAside: 0, nonData: 0)
    var place = 0
    while let table = try stream.next() {
      guard let parts = table.reassembled() else {
        throw ValidationError(
          "--verify is for text files: cells of workbooks and statistical files have no lines to put "
            + "together again")
      }
      let original = try again.bytes(place..<place + table.ledger.total)
      if let offset = parts.gap ?? parts.firstDifference(from: original) {
        throw Console.fail(
          .dataError,
          "\(file): put together again, it differs from the file at byte \(place + offset)")
      }
      place += parts.bytes.count
      sums.kept += parts.kept
      sums.setAside += parts.setAside
      sums.nonData += parts.nonData
      bar.show(stream)
    }
    bar.end()
    // What follows a table that a further one ends is set aside unread.
    sums.setAside += stream.position - place
    guard stream.position == again.size else {
      throw Console.fail(
        .dataError, "\(file): of \(again.size) bytes, \(stream.position) were accounted for")
    }
    Console.show(
      """
      \(file.printable): \(stream.position) bytes put together again, each as in the file
      \(sums.kept) in \(stream.ledger.kept.records) records kept
      \(sums.setAside) in \(stream.ledger.irregular.records) records set aside
      \(sums.nonData) that are no data

      """)
  }
}

/// A bar that shows how much of a field file was read.
private struct ReadingBar {
  private let bar = ProgressBar()

  func show(_ stream: FieldStream) {
    bar.show(stream.position, of: stream.size, "reading \(stream.file)")
  }

  func end() { bar.end() }
}

/// What stands over the columns of a file that names none.
enum NameLine: String, CaseIterable, ExpressibleByArgument {
  case numbers, own
}

extension ReadingEngine: ExpressibleByArgument {}

/// What divides field files into fields.
struct EngineOption: ParsableArguments {
  @Option(
    help: "auto, or libcsv: without the faster lane.")
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Records before the table: a title, a remark.", valueName: "n"))
  var preambleRows: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Rows that name the columns: 0, 1, 2, 3.", valueName: "n"))
  var headerRows: String?

  @Option(help: "Of a workbook: its name, or its number.")
  var sheet: String?

  var texts: [Source.FormProperty: String] {
    [
      .delimiter: delimiter, .encoding: encoding, .decimalMark: decimal, .quote: quote,
      .escape: escape, .preambleRows: preambleRows, .headerRows: headerRows,
      .sheet: sheet,
    ].compactMapValues { $0 }
  }

  /// What the options say; one that is not understood is an error of use.
  var readingOptions: ReadingOptions {
    get throws {
      do {
        return try ReadingOptions(texts, at: SourceLocation(file: "the command's options"))
      } catch {
        throw ValidationError(error.diagnostics.map(\.description).joined(separator: "\n"))
      }
    }
  }
}
