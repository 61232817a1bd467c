/// What the sheet with the answers is told by, where a workbook has several.
public struct ExpectedNames: Hashable, Sendable {
  /// Names and labels of the questions, in letters and digits only.
  private let columns: Set<String>
  /// Names of the repeats, of which exports make a sheet each.
  private let repeats: Set<String>

  /// - Parameters:
  ///   - columns: What columns of the answers may be called.
  ///   - repeats: Names of the form's repeats.
  public init(columns: some Sequence<String>, repeats: some Sequence<String>) {
    self.columns = Set(columns.map(Self.folding).filter { !$0.isEmpty })
    self.repeats = Set(repeats.map(Self.folding))
  }

  /// A header stands within these rows.
  private static let headerRows = 20

  /// How many of the names stand in one of the first rows of a sheet.
  func count(in grid: Workbook.Grid) -> Int {
    grid.rows.prefix(Self.headerRows).map { row in
      Set(row.flatMap { Self.keys(of: $0.text) }).intersection(columns).count
    }.max() ?? 0
  }

  /// Whether a sheet holds a repeat: it is called so and has a column of the record that it belongs
  /// to.
  func isRepeat(_ grid: Workbook.Grid) -> Bool {
    // Excel cuts names of sheets off at 31 characters.
    let name = Self.folding(grid.name)
    let isNamed = repeats.contains { $0 == name || grid.name.count >= 31 && $0.hasPrefix(name) }
    return isNamed && Self.pointsToRecords(grid, by: Self.parents)
  }

  /// Whether the records of a sheet say to which record of another one they belong, so that they are
  /// no interviews.
  static func holdsParts(_ grid: Workbook.Grid) -> Bool {
    pointsToRecords(grid, by: ["_parent_index", "_parent_table_name", "parent_key", "parent_uid"])
  }

  private static func pointsToRecords(_ grid: Workbook.Grid, by columns: Set<String>) -> Bool {
    let header = grid.rows.first.map { Set($0.map { $0.text.lowercased() }) } ?? []
    return !header.isDisjoint(with: columns)
  }

  private static let parents: Set<String> = [
    "_parent_index", "_parent_table_name", "_submission__id", "_submission__uuid", "parent_key",
    "parent_uid",
  ]

  /// The name, and what stands behind the groups before it.
  private static func keys(of text: String) -> [String] {
    let last = text.split { "/-:.".contains($0) }.last.map(String.init) ?? ""
    return [folding(text), folding(last)]
  }

  private static func folding(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
