/// Where something stands in a user's file: the file, its sheet where it is a workbook, line and column.
///
/// Lines and columns count from 1. In a text file the line is that of the file, preamble and line
/// breaks inside quotes included, and the column counts characters up to the field's first one. In
/// a workbook they are the row and the column of the cell.
public struct SourceLocation: Hashable, Sendable {
  /// The path as the user knows it, relative to the study's folder where it lies inside.
  public var file: String
  /// The workbook's sheet; nil in a text file.
  public var sheet: String?
  /// From 1; nil where the whole file is meant.
  public var line: Int?
  /// From 1; nil where the whole line is meant.
  public var column: Int?

  public init(file: String, sheet: String? = nil, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.sheet = sheet
    self.line = line
    self.column = column
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file[sheet]:line:column`, without the parts that are unknown.
  public var description: String {
    var text = file
    if let sheet { text += "[\(sheet)]" }
    if let line { text += ":\(line)" }
    if line != nil, let column { text += ":\(column)" }
    return text
  }
}

extension SourceLocation: Comparable {
  /// By file, then by place in it.
  public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
    (a.file, a.sheet ?? "", a.line ?? 0, a.column ?? 0)
      < (b.file, b.sheet ?? "", b.line ?? 0, b.column ?? 0)
  }
}
