import SurveyModel
import ZipArchive

/// An Excel workbook (`.xlsx`): its sheets as cells of text with their places.
///
/// Numbers come as text with a decimal point, whole ones without it; dates and times by their
/// number format as `2025-05-01`, `2025-05-01T12:30:00`, `12:30:00`; truths as `TRUE`, `FALSE`;
/// a formula as the value that was saved with it.
public struct Workbook: Sendable {
  /// One sheet as it stands, before anything is known of a header.
  public struct Grid: Sendable {
    public let name: String
    public let isHidden: Bool
    /// Rows that hold anything, each from the first column to the last one filled.
    public let rows: [[Sheet.Cell]]

    /// The rows under the first one as a sheet whose header that is; nil for an empty grid.
    public var sheet: Sheet? {
      guard let first = rows.first else { return nil }
      let header = first.map { Sheet.Cell($0.text.trimmed, at: $0.location) }
      return Sheet(name: name, header: header, rows: Array(rows.dropFirst()))
    }
  }

  /// In the workbook's order, hidden ones included.
  public let grids: [Grid]

  /// The sheet of a name, in any case of letters; nil where there is none or it is empty.
  public func sheet(named name: String) -> Sheet? {
    grids.first { $0.name.lowercased() == name.lowercased() }?.sheet
  }

  /// Reads a workbook.
  ///
  /// - Throws: `file-empty`, `old-workbook`, `not-a-workbook` or `broken-workbook`: nothing can be
  ///   made of it.
  public static func reading(_ contents: FileContents) throws(TabularFileError) -> Workbook {
    let place = SourceLocation(file: contents.file)
    if let error = misnamed(contents.bytes, at: place) { throw error }
    do {
      return try ZipReader.open(contents.bytes) { archive in
        Workbook(grids: try grids(in: archive, file: contents.file))
      }
    } catch let error as TabularFileError {
      throw error
    } catch {
      throw TabularFileError(
        "broken-workbook", "the workbook is damaged: \(error)",
        fix: "open it in Excel or LibreOffice and save it again as .xlsx", at: place)
    }
  }

  /// What a file is that is no zip archive; nil for one that may be a workbook.
  private static func misnamed(
    _ bytes: [UInt8], at place: SourceLocation
  ) -> TabularFileError? {
    if bytes.isEmpty {
      return TabularFileError(
        "file-empty", "the file is empty; a workbook was expected", fix: "save it again",
        at: place)
    }
    switch FileFormat(bytes) {
    case .xls:
      return TabularFileError(
        "old-workbook", "this is an old Excel workbook (.xls), or one with a password",
        fix: "open it in Excel or LibreOffice and save it as .xlsx, without a password", at: place)
    case .xlsx, .zip: return nil
    default:
      return TabularFileError(
        "not-a-workbook", "this is no .xlsx workbook",
        fix: "save it as .xlsx; a CSV file must be named .csv", at: place)
    }
  }
}
