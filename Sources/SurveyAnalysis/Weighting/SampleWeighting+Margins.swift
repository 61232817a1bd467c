import Estimation
import SurveyModel

/// A margin that a sample is weighted to.
public struct SampleMargin: Hashable, Sendable {
  public let group: Crossing
  /// Those that have a target, in the order of the passport's.
  public let categories: [MergedCategory]
  /// The answers and targets, under the names of group and categories.
  let population: PopulationMargin
}

extension SampleWeighting {
  /// One margin for each group of the sheet, in its order.
  mutating func margins(from rows: [Margin]) -> [SampleMargin] {
    var groups: [Crossing] = []
    for row in rows where !groups.contains(row.group) { groups.append(row.group) }
    return groups.compactMap { group in
      let own = rows.filter { $0.group == group }
      return membership(of: group).map {
        SampleMargin($0, rows: own, merges: merges(of: group, in: own))
      }
    }
  }

  /// Whether the file has the columns of the design that the source names, and each margin of the
  /// sample could be read; what is not so is noted.
  mutating func hasItsDesign() -> Bool {
    let here = "city \(sample.city), wave \(sample.wave)"
    let count = diagnostics.count
    if sample.design.unread.contains(DesignVariables.imputation) {
      note(
        Diagnostic(
          .error, "imputation-not-usable",
          "\(here): nothing is estimated, since its imputed files cannot be used",
          fix: "mend what the errors about 'imputation' name",
          at: SourceLocation(file: "sources.csv")))
    } else if !sample.design.unread.isEmpty {
      let names = sample.design.unread.map { "'\($0)'" }.joined(separator: ", ")
      note(
        Diagnostic(
          .error, "design-not-readable",
          "\(here): nothing is estimated, since the field file does not give the design that"
            + " sources.csv names: \(names)",
          fix: "correct the names in sources.csv, or take them out where there is no such design",
          at: sample.responses.origins.first.map { SourceLocation(file: $0.file) }
            ?? SourceLocation(file: "sources.csv")))
    }
    if let what = sample.design.replicates.flatMap({ faults(of: $0) }) {
      note(
        Diagnostic(
          .error, "design-not-readable",
          "\(here): nothing is estimated, since of its replicate weights \(what)",
          fix: "correct the columns that 'replicates' of sources.csv names, or take it out",
          at: sample.responses.origins.first.map { SourceLocation(file: $0.file) }
            ?? SourceLocation(file: "sources.csv")))
    }
    if let row = study.unreadMargins.first(where: { $0.concerns(sample.key) }) {
      note(
        Diagnostic(
          .error, "margin-not-readable",
          "\(here): nothing is estimated, since a row of margins.csv cannot be used",
          fix: "correct the row, or take it out", at: row.location))
    }
    for (group, own) in Dictionary(grouping: marginRows, by: \.group).sorted(by: {
      $0.value[0].location < $1.value[0].location
    }) where membership(of: group) == nil {
      let near = Spelling.nearest(to: group.name, among: study.groupings.map(\.name))
      let meant = near.map { "; did you mean '\($0)'?" } ?? ""
      note(
        Diagnostic(
          .error, "margin-group-unknown",
          "\(here): nothing is estimated, since interviews cannot be put into the group"
            + " '\(group.name)' of margins.csv\(meant)",
          fix: "name groups of groups.csv, joined by * where crossed, whose question was asked and"
            + " puts each person into one category", at: own[0].location))
    }
    return diagnostics.count == count
  }

  /// The merges that were asked for, by a category of the sheet or by the plan.
  private func merges(of group: Crossing, in rows: [Margin]) -> [MergedCategory] {
    rows.map(\.category).filter(\.isMerged)
      + plan.merges.filter { $0.group == group }.map(\.category)
  }

  private func membership(of group: Crossing) -> GroupMembership? {
    let parts = group.groups.compactMap { name in
      study.grouping(name).flatMap { GroupMembership($0, in: sample) }
    }
    return parts.count < group.groups.count ? nil : GroupMembership(crossing: parts)
  }
}

extension SampleMargin {
  /// - Parameter merges: Categories that count as one.
  fileprivate init(_ membership: GroupMembership, rows: [Margin], merges: [MergedCategory]) {
    var merged: [CrossedCategory: MergedCategory] = [:]
    for merge in merges {
      for category in merge.categories { merged[category] = merge }
    }
    func counted(_ category: MergedCategory) -> MergedCategory {
      category.isMerged ? category : merged[category.categories[0]] ?? category
    }
    var categories: [MergedCategory] = []
    var targets: [PopulationMargin.Target] = []
    for row in rows {
      let category = counted(row.category)
      if category != row.category, let place = categories.firstIndex(of: category) {
        targets[place].population += row.population
      } else {
        categories.append(category)
        targets.append(
          PopulationMargin.Target(
            category: category.name, population: row.population,
            mergedFrom: category.isMerged ? category.categories.map(\.name) : []))
      }
    }
    let names = membership.categories.map { counted($0).name }
    group = membership.group
    self.categories = categories
    population = PopulationMargin(
      name: membership.name,
      answers: CategoricalAnswers(
        membership.indices.map { $0 < 0 ? nil : names[$0] },
        categories: membership.categoryNames.reduce(into: targets.map(\.category)) {
          if !$0.contains($1) { $0.append($1) }
        }),
      targets: targets, source: Self.told(rows.map(\.source)), date: Self.told(rows.map(\.date)))
  }

  /// Each source or date once.
  private static func told(_ texts: [String]) -> String {
    texts.reduce(into: [String]()) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
      .joined(separator: "; ")
  }
}

/// What no error can be made from; nil where there is nothing of the kind.
private func faults(of replicates: ReplicateColumns) -> String? {
  let unread = replicates.columns.reduce(0) { $0 + $1.count(where: { !($0 >= 0) }) }
  if unread > 0 {
    return "\(unread) cell\(unread == 1 ? " is" : "s are") no number from 0 up"
  }
  let empty = replicates.columns.count { column in column.allSatisfy { $0 == 0 } }
  return empty > 0
    ? "\(empty) column\(empty == 1 ? " is" : "s are") 0 for everybody" : nil
}
