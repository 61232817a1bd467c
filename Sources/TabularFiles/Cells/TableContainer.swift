/// What holds a table whose cells are no text between delimiters: a workbook's sheet, or the data set
/// of a statistical program.
public struct TableContainer: Sendable {
  public enum Format: String, Hashable, Sendable, CaseIterable {
    case workbook = "xlsx"
    case sav, zsav, por, dta
  }

  public let format: Format
  /// The workbook's sheet; nil for a data set.
  public let sheet: String?
  /// Variables with their labels, without values; empty for a workbook.
  public let variables: [StatisticalVariable]
  /// The variable by which SPSS weights the cases; nil where there is none.
  public let weightVariable: String?
  /// The title of a data set and its documents or notes; empty for a workbook.
  public let label: String
  public let notes: [String]

  /// The variable of a column; nil in a workbook.
  public func variable(_ column: Int) -> StatisticalVariable? {
    variables.indices.contains(column) ? variables[column] : nil
  }
}

extension TableContainer {
  /// The container of a workbook's sheet.
  init(sheet: String) {
    (format, self.sheet) = (.workbook, sheet)
    (variables, weightVariable) = ([], nil)
    (label, notes) = ("", [])
  }

  /// The container that a data set is.
  init(_ file: StatisticalFile) {
    format =
      switch file.format {
      case .sav: .sav
      case .zsav: .zsav
      case .por: .por
      case .dta: .dta
      }
    sheet = nil
    weightVariable = file.weightVariable
    (label, notes) = (file.label, file.notes)
    variables = file.variables.map { variable in
      var variable = variable
      variable.values = variable.isText ? .texts([]) : .numbers([])
      return variable
    }
  }
}
