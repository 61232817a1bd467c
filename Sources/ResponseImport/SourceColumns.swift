import SurveyModel
import TabularFiles

/// The columns that a row of `sources.csv` names, found in the file.
struct SourceColumns {
  /// Columns by role; those of the keys are `city-column` and `wave-column`.
  private(set) var places: [String: Int] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: Source, header: [Sheet.Cell]) {
    var named = source.columns.map { (role: $0.key, name: $0.value) }
    if case .column(let name) = source.city { named.append((role: "city-column", name: name)) }
    if case .column(let name) = source.wave { named.append((role: "wave-column", name: name)) }
    for (role, name) in named.sorted(by: { $0.role < $1.role }) {
      if let place = Self.place(of: name, in: header) {
        places[role] = place
      } else {
        diagnostics.append(
          Diagnostic(
            .error, "column-missing",
            "\(source.file) has no column '\(name)', which '\(role)' names",
            fix: "correct '\(role)' in sources.csv, or add the column to the file",
            at: source.location))
      }
    }
  }

  /// The column of a role; nil where the source names none, or the file lacks it.
  subscript(role: String) -> Int? { places[role] }

  /// The column of this name; else the only one that has it in another case.
  private static func place(of name: String, in header: [Sheet.Cell]) -> Int? {
    let trimmed = name.trimmingSpace
    if let exact = header.firstIndex(where: { $0.text.trimmingSpace == trimmed }) { return exact }
    let folded = header.indices.filter {
      header[$0].text.trimmingSpace.lowercased() == trimmed.lowercased()
    }
    return folded.count == 1 ? folded[0] : nil
  }
}
