import SurveyModel

/// A small table whose first row names its columns: a study's sheet, or a sheet of an XLSForm.
public struct Sheet: Sendable {
  /// The workbook's sheet, or the file's name without its ending.
  public let name: String
  /// Column names, trimmed, in the file's order; places for diagnostics.
  public let header: [Cell]
  /// Rows that are not wholly blank.
  public let rows: [Row]

  public init(name: String, header: [Cell], rows: [[Cell]]) {
    self.name = name
    self.header = header
    let columns = Dictionary(
      header.enumerated().map { ($0.element.text, $0.offset) }, uniquingKeysWith: { a, _ in a })
    self.rows = rows.map { Row(cells: $0, columns: columns) }
  }

  /// Whether the header names a column.
  public func hasColumn(_ name: String) -> Bool { header.contains { $0.text == name } }
}

extension Sheet {
  /// A cell's text with its place.
  public struct Cell: Hashable, Sendable {
    public var text: String
    public var location: SourceLocation

    public init(_ text: String, at location: SourceLocation) {
      self.text = text
      self.location = location
    }
  }

  public struct Row: Sendable {
    /// In the header's order; a short row lacks its last cells.
    public let cells: [Cell]
    private let columns: [String: Int]

    init(cells: [Cell], columns: [String: Int]) {
      self.cells = cells
      self.columns = columns
    }

    /// The cell under a column name; nil where the sheet has no such column or the row is short.
    public subscript(cell column: String) -> Cell? {
      columns[column].flatMap { $0 < cells.count ? cells[$0] : nil }
    }

    /// The text under a column name; nil where absent or blank.
    public subscript(column: String) -> String? {
      self[cell: column].flatMap { $0.text.isEmpty ? nil : $0.text }
    }

    /// The place of the row's first cell.
    public var location: SourceLocation {
      cells.first?.location ?? SourceLocation(file: "")
    }
  }
}
