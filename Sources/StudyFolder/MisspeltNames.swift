import SurveyModel

/// Names of factors and groups in one row beside a name that is like them in others: likely the same,
/// misspelt.
struct MisspeltNames {
  private(set) var diagnostics: [Diagnostic] = []

  init(_ study: Study) {
    let factors = study.factors.map {
      Entry(
        name: $0.name, rows: $0.items.count, labels: Set($0.label.texts.values),
        place: $0.items.first?.location)
    }
    check(factors, "factor", "items", "factors.csv")
    let groups = study.groupings.map {
      Entry(
        name: $0.name, rows: $0.categories.count, labels: [$0.question],
        place: $0.categories.first?.location)
    }
    check(groups, "group", "categories", "groups.csv")
  }

  private struct Entry {
    let name: String
    let rows: Int
    /// What is the same where both names mean one thing.
    let labels: Set<String>
    let place: SourceLocation?
  }

  private mutating func check(
    _ entries: [Entry], _ kind: String, _ rows: String, _ sheet: String
  ) {
    for entry in entries where entry.rows == 1 {
      let others = entries.filter { $0.name != entry.name && $0.rows > 1 }
      guard let place = entry.place,
        let near = Spelling.nearest(to: entry.name, among: others.map(\.name)),
        let other = others.first(where: { $0.name == near })
      else { continue }
      let isSame =
        entry.name.lowercased() == near.lowercased()
        || !entry.labels.isDisjoint(with: other.labels)
      diagnostics.append(
        Diagnostic(
          isSame ? .error : .warning, "name-like-another",
          "the \(kind) '\(entry.name)' has one row, beside '\(near)' with \(other.rows) \(rows); did you"
            + " mean '\(near)'?",
          fix: "write '\(near)' in \(sheet), or give the \(kind) a name and a label of its own",
          at: place))
    }
  }
}
