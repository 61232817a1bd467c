import FoundationEssentials
import SurveyModel
import TabularFiles

/// A file that a study was made from.
public struct InputFile: Hashable, Sendable {
  /// Relative to the study's folder.
  public var path: String
  public var byteCount: Int
  /// 64 hexadecimal digits.
  public var sha256: String
}

/// The sheets of a study's folder: a CSV each, or the sheets of `study.xlsx`.
struct StudySheets {
  let folder: String
  private var workbook: Workbook?
  private(set) var inputs: [InputFile] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Names of the sheets that there are.
  var read: Set<String> { Set(headers.map(\.description.name)) }
  private var headers: [(description: StudySheet, sheet: Sheet)] = []
  /// Names of those that cannot be used as they are.
  private(set) var unread: Set<String> = []

  init(folder: String) {
    self.folder = folder
    if FileManager.default.fileExists(atPath: "\(folder)/study.xlsx") {
      workbook = readWorkbook("study.xlsx")
    }
  }

  /// A sheet of the study; a CSV goes before the workbook's sheet. What its header says beyond what
  /// is known is noted.
  ///
  /// - Returns: nil where there is none, which is noted where the study cannot do without.
  mutating func sheet(_ description: StudySheet) -> Sheet? {
    let sheet = anySheet(description)
    if let sheet {
      headers.append((description, sheet))
      diagnostics += description.findings(in: sheet)
      if description.hasMisspeltValues(in: sheet) { noteUnread(description) }
    }
    return sheet
  }

  /// Notes that a sheet cannot be used as it is.
  mutating func noteUnread(_ description: StudySheet) { unread.insert(description.name) }

  /// Columns in languages that are likely to be misspelt ones of the study's.
  func strangeLanguages(of study: [String]) -> [Diagnostic] {
    headers.flatMap { $0.description.strangeLanguages(in: $0.sheet, of: study) }
  }

  /// Names of the workbook's sheets that hold anything.
  var workbookSheets: [String] {
    workbook?.grids.filter { !$0.rows.isEmpty }.map(\.name) ?? []
  }

  private mutating func anySheet(_ description: StudySheet) -> Sheet? {
    let name = description.name
    let ofWorkbook = workbook?.sheet(named: name)
    if FileManager.default.fileExists(atPath: "\(folder)/\(name).csv") {
      if let ofWorkbook { noteTwice(name, at: ofWorkbook.location) }
      return readSheet("\(name).csv", name: name)
    }
    if let ofWorkbook {
      diagnostics += Sheet.duplicates(in: ofWorkbook.header)
      return ofWorkbook
    }
    if description.isRequired {
      diagnostics.append(
        Diagnostic(
          .error, "sheet-missing", "the study has no sheet '\(name)'",
          fix: "add \(name).csv, or a sheet '\(name)' in study.xlsx",
          at: SourceLocation(file: "\(name).csv")))
    }
    return nil
  }

  private mutating func noteTwice(_ name: String, at place: SourceLocation) {
    diagnostics.append(
      Diagnostic(
        .warning, "sheet-twice",
        "the sheet '\(name)' of study.xlsx is not looked at, since there is \(name).csv",
        fix: "delete the one that is out of date", at: place))
  }

  mutating func note(_ problems: [Diagnostic]) { diagnostics += problems }

  /// A file by its path in the study's folder; nil where it cannot be read, which is noted.
  mutating func readFile(_ path: String) -> FileContents? {
    do {
      let contents = try FileContents(
        path: "\(folder)/\(NamedFile(path, in: folder).path ?? path)", displayPath: path)
      inputs.append(contents.input)
      return contents
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }

  private mutating func readSheet(_ path: String, name: String) -> Sheet? {
    guard let contents = readFile(path) else { return nil }
    do {
      let reading = try Sheet.reading(contents, name: name)
      diagnostics += reading.diagnostics
      return reading.sheet
    } catch {
      diagnostics += error.diagnostics
      unread.insert(name)
      return nil
    }
  }

  private mutating func readWorkbook(_ path: String) -> Workbook? {
    guard let contents = readFile(path) else { return nil }
    do {
      return try Workbook.reading(contents)
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }
}

extension FileContents {
  /// What a manifest says of the file.
  var input: InputFile {
    InputFile(path: file, byteCount: bytes.count, sha256: FileDigest.sha256(bytes))
  }
}
