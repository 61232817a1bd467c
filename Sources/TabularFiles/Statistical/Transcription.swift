import SurveyModel
import TextFormats

/// What a table was written out from, where the field file is no text: a workbook's sheet or the
/// data set of a statistical program.
///
/// Such a file is written out as CSV in memory and read like any other, so that all that is known of
/// headers, numbers and dates holds for it too. The ledger counts the bytes of that text.
public struct Transcription: Sendable {
  public enum Container: String, Hashable, Sendable, CaseIterable {
    case workbook = "xlsx"
    case sav, zsav, por, dta
  }

  public let container: Container
  /// Size of the file itself.
  public let byteCount: Int
  /// The workbook's sheet; nil for a data set.
  public let sheet: String?
  /// Variables with their labels, without values; empty for a workbook.
  public let variables: [StatisticalVariable]
  /// The variable by which SPSS weights the cases; nil where there is none.
  public let weightVariable: String?
  /// Cases or rows of the file by lines of the text; 0 where there is none.
  let rows: [Int32]
  /// What is to be said of the file itself.
  let diagnostics: [Diagnostic]

  /// The variable of a column; nil in a workbook.
  public func variable(_ column: Int) -> StatisticalVariable? {
    variables.indices.contains(column) ? variables[column] : nil
  }

  /// A place of the text as one of the file: the row of the sheet, or the number of the case.
  func location(of place: SourceLocation, column: Int?) -> SourceLocation {
    var found = place
    found.sheet = sheet
    found.column = column.map { $0 + 1 }
    guard let line = place.line else { return found }
    let row = rows.indices.contains(line - 1) ? Int(rows[line - 1]) : 0
    found.line = row > 0 ? row : nil
    return found
  }
}

/// CSV in the making, and which row of the file each of its lines comes from.
struct TranscribedText {
  private(set) var bytes: [UInt8] = []
  private(set) var rows: [Int32] = []
  private var isFirst = true

  /// Appends a field.
  mutating func append(_ text: String) {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
    FieldQuoting.commas.append(
      text.utf8.contains(0) ? text.filter { $0 != "\0" } : text, to: &bytes)
  }

  /// Ends a record that stands in a row of the file.
  mutating func endRecord(row: Int, start: Int) {
    let lines = bytes[start...].reduce(into: 1) { if $1 == 0x0A { $0 += 1 } }
    if bytes.count == start { bytes.append(contentsOf: [0x22, 0x22]) }
    bytes.append(0x0A)
    rows.append(contentsOf: repeatElement(Int32(row), count: lines))
    isFirst = true
  }
}

extension FieldTable {
  /// Whether a file is a workbook or a data set, by its name or its first 4096 bytes.
  static func isTranscribed(_ start: FileContents) -> Bool {
    StatisticalFile.Format(fileName: start.file) != nil
      || StatisticalFile.Format(start.bytes) != nil || FileFormat(start.bytes) == .xlsx
  }

  /// Reads a workbook or a data set; nil for a file that may be text.
  static func transcribing(
    _ contents: FileContents, options: ReadingOptions
  ) throws(TabularFileError) -> FieldTable? {
    let isNamedDataSet = StatisticalFile.Format(fileName: contents.file) != nil
    let (text, transcription): (TranscribedText, Transcription)
    if isNamedDataSet || StatisticalFile.Format(contents.bytes) != nil {
      let (file, diagnostics) = try StatisticalFile.reading(contents, encoding: options.encoding)
      (text, transcription) = file.transcribed(byteCount: contents.bytes.count, diagnostics)
    } else if FileFormat(contents.bytes) == .xlsx {
      (text, transcription) = try Workbook.reading(contents).transcribed(contents)
    } else {
      return nil
    }
    guard text.bytes.count <= FileContents.largest else {
      throw FileContents.tooLarge(at: SourceLocation(file: contents.file))
    }
    let written = FileContents(file: contents.file, bytes: text.bytes)
    let table = try readingText(
      written, options: ReadingOptions(delimiter: .comma, encoding: .utf8, decimalMark: .point))
    return table.transcribed(from: transcription)
  }
}
