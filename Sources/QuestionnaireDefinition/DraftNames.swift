/// Names that XLSForm allows, each once, by which the columns are found again.
struct DraftNames {
  private var taken: Set<String> = []
  /// A column that is called by a name is found by it: no other question may have it.
  private let columns: Set<String>
  /// Names that an export's codebook gives to columns, whatever these are called.
  private var told: Set<String>

  init(columns: [String], told: [String] = []) {
    self.columns = Set(columns)
    self.told = Set(told)
  }

  /// A name for a column: the end of its path, else all of it, else with a number behind.
  mutating func name(for column: DraftColumn) -> String {
    if column.isTold, told.remove(column.name) != nil {
      taken.insert(column.name)
      return column.name
    }
    let (short, long) = (Self.allowed(column.name), Self.allowed(column.column))
    let numbered = (2...(taken.count + 3)).lazy.map { "\(long)_\($0)" }
    let free = ([short, long] + numbered).first { name in
      !taken.contains(name) && !told.contains(name)
        && (!columns.contains(name) || name == column.column)
    }
    let name = free ?? "\(long)_\(taken.count + columns.count + 2)"
    taken.insert(name)
    return name
  }

  private static func allowed(_ text: String) -> String {
    var name = String(
      text.trimmed.map { $0.isLetter || $0.isNumber || "_-.".contains($0) ? $0 : "_" })
    while name.count > 1, name.hasSuffix("_") { name.removeLast() }
    if name.first.map({ $0.isLetter || $0 == "_" }) != true { name = "_" + name }
    return name
  }
}
