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

  init(folder: String) {
    self.folder = folder
    if FileManager.default.fileExists(atPath: "\(folder)/study.xlsx") {
      workbook = readWorkbook("study.xlsx")
    }
  }

  /// A sheet by its name; a CSV goes before the workbook's sheet.
  ///
  /// - Returns: nil where there is none, which is noted where the study cannot do without.
  mutating func sheet(_ name: String, isRequired: Bool = false) -> Sheet? {
    if FileManager.default.fileExists(atPath: "\(folder)/\(name).csv") {
      return readSheet("\(name).csv", name: name)
    }
    if let sheet = workbook?.sheet(named: name) { return sheet }
    if isRequired {
      diagnostics.append(
        Diagnostic(
          .error, "sheet-missing", "the study has no sheet '\(name)'",
          fix: "add \(name).csv, or a sheet '\(name)' in study.xlsx",
          at: SourceLocation(file: "\(name).csv")))
    }
    return nil
  }

  mutating func note(_ problems: [Diagnostic]) { diagnostics += problems }

  /// A file by its path in the study's folder; nil where it cannot be read, which is noted.
  mutating func readFile(_ path: String) -> FileContents? {
    do {
      let contents = try FileContents(path: "\(folder)/\(path)", displayPath: path)
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
